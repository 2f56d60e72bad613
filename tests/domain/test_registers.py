"""The register of a session goes to its tutor before it starts, once; and once if untouched."""

from collections.abc import Callable
from dataclasses import replace
from datetime import time, timedelta

import pytest

from domain.registers import queue_chases, queue_registers
from storage.tables import attendance, register_note
from tests.domain.school import School
from tests.domain.values import utc
from tests.factory import MONDAY, NOW

TUTOR = 77
Send = Callable[[str], int]


@pytest.fixture
def send(school: School) -> Send:
    """Sweep at an instant, with the register half an hour before the start."""
    policy = replace(school.policy, register_before=timedelta(minutes=30))
    return lambda now: school.run(queue_registers, policy, now=utc(now))


@pytest.mark.parametrize(
    ("now", "sent"),
    [
        ("2026-09-14 13:59:59", 0),  # a second too early
        ("2026-09-14 14:00", 1),  # half an hour before half past three
        ("2026-09-14 14:29:59", 1),  # late, but before the start
        ("2026-09-14 14:30", 0),  # it has started
    ],
)
def test_register_is_sent_before_the_start(school: School, send: Send, now: str, sent: int) -> None:
    swim = school.make.session(tutor_id=school.make.tutor(telegram_id=TUTOR))
    assert send(now) == sent
    assert school.told() == [f"register:s{swim.id}:t{TUTOR}"] * sent


def test_register_is_sent_once_whoever_books_later(school: School, send: Send) -> None:
    swim = school.make.session(tutor_id=school.make.tutor(telegram_id=TUTOR))
    assert send("2026-09-14 14:00") == 1
    school.make.booking(swim, school.make.family())
    assert send("2026-09-14 14:15") == 0


def test_tutor_has_the_register_of_each_of_their_sessions(school: School, send: Send) -> None:
    tutor_id = school.make.tutor(telegram_id=TUTOR)
    both = [school.make.session(tutor_id=tutor_id) for _ in range(2)]
    assert send("2026-09-14 14:00") == 2
    assert school.told() == [f"register:s{each.id}:t{TUTOR}" for each in both]


def test_register_just_after_midnight_is_sent_the_day_before(school: School, send: Send) -> None:
    tutor_id = school.make.tutor(telegram_id=TUTOR)
    school.make.session(tutor_id=tutor_id, start_time=time(0, 10), end_time=time(1))
    assert send("2026-09-13 22:40") == 1


def test_no_register_of_a_cancelled_session_or_of_another_day_or_to_nobody(
    school: School, send: Send
) -> None:
    tutor_id = school.make.tutor(telegram_id=TUTOR)
    school.make.session(tutor_id=tutor_id, status="cancelled")
    school.make.session(tutor_id=tutor_id, on=MONDAY + timedelta(days=1))
    school.make.session()
    assert send("2026-09-14 14:00") == 0


def test_school_may_want_no_registers(school: School) -> None:
    school.make.session(tutor_id=school.make.tutor(telegram_id=TUTOR))
    at = [utc("2026-09-14 14:00"), utc("2026-09-14 14:30")]
    assert [school.run(queue_registers, school.policy, now=now) for now in at] == [0, 0]


@pytest.fixture
def chase(school: School) -> Send:
    policy = replace(school.policy, register_before=timedelta(minutes=30))
    return lambda now: school.run(queue_chases, policy, now=utc(now))


@pytest.mark.parametrize(
    ("now", "chased"),
    [
        ("2026-09-14 14:44:59", 0),
        ("2026-09-14 14:45", 1),  # a quarter of an hour after half past three
        ("2026-09-14 15:44:59", 1),  # late, but not too late
        ("2026-09-14 15:45", 0),
    ],
)
def test_untouched_register_is_chased_once(
    school: School, chase: Send, now: str, chased: int
) -> None:
    swim = school.make.session(tutor_id=school.make.tutor(telegram_id=TUTOR))
    school.make.booking(swim, school.make.family())
    assert [chase(now), chase(now)] == [chased, 0]
    assert school.told() == [f"register_untouched:s{swim.id}:t{TUTOR}"] * chased


def test_register_that_was_touched_or_has_nobody_on_it_is_not_chased(
    school: School, chase: Send
) -> None:
    tutor_id = school.make.tutor(telegram_id=TUTOR)
    marked, noted, empty, cancelled, left = [
        school.make.session(tutor_id=tutor_id) for _ in range(5)
    ]
    taken_back = school.make.booking(marked, school.make.family())
    school.make.insert(attendance, booking_id=taken_back, status=None, marked_at=NOW)
    with_note = school.make.booking(noted, school.make.family())
    school.make.insert(
        register_note, booking_id=with_note, text="Sick", written_at=NOW, written_by=TUTOR
    )
    school.make.booking(empty, school.make.family(), status="cancelled")
    school.make.booking(cancelled, school.make.family())
    school.call_off(cancelled)
    school.make.booking(school.make.session(), school.make.family())
    gone = school.make.booking(left, school.make.family(), status="cancelled")
    school.make.insert(attendance, booking_id=gone, status="present", marked_at=NOW)
    assert chase("2026-09-14 14:50") == 0
    school.make.booking(left, school.make.family())
    assert chase("2026-09-14 14:50") == 1


def test_school_that_wants_no_registers_wants_none_chased(school: School) -> None:
    swim = school.make.session(tutor_id=school.make.tutor(telegram_id=TUTOR))
    school.make.booking(swim, school.make.family())
    assert school.run(queue_chases, school.policy, now=utc("2026-09-14 14:50")) == 0

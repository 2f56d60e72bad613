"""The register of a session goes to its tutor before it starts, once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import time, timedelta

import pytest

from domain.registers import queue_registers
from tests.domain.school import School
from tests.domain.values import utc
from tests.factory import MONDAY

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

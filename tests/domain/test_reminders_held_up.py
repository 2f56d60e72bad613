"""Reminders that are late: nobody is woken by one, and none comes beside a later one."""

from datetime import datetime

import pytest

from domain.model import Reminders
from domain.notices import REMINDERS, NoticeKind
from domain.ports.bookings import ToRemind
from domain.reminders import due_reminder, leaves_at
from tests.domain.values import booked, quiet, utc
from tests.factory import MONDAY

EVENING, SOON = REMINDERS
MORNING = "2026-09-14 06:00"


@pytest.mark.parametrize(
    ("start", "now", "expected", "at"),
    [
        ("15:30", "2026-09-13 19:59", EVENING, "2026-09-13 19:59"),  # late; nobody sleeps yet
        ("15:30", "2026-09-13 20:00", EVENING, MORNING),  # the quiet hours have begun
        ("15:30", "2026-09-13 22:59", EVENING, MORNING),
        ("07:15", "2026-09-13 22:59", SOON, MORNING),  # meant for the evening, and still of use
    ],
)
def test_what_was_held_up_until_the_quiet_hours_waits_for_their_end(
    start: str, now: str, expected: NoticeKind, at: str
) -> None:
    due = due_reminder(MONDAY, [booked(start)], (), quiet(), now=utc(now))
    assert due == (expected, utc(at))


@pytest.mark.parametrize(
    ("start", "now"),
    [
        ("15:30", "2026-09-13 23:00"),  # the evening is over; two hours before is to come
        ("06:30", "2026-09-13 20:00"),  # at seven it has started
        ("06:30", "2026-09-14 04:30"),
    ],
)
def test_nobody_is_woken_for_a_reminder(start: str, now: str) -> None:
    assert due_reminder(MONDAY, [booked(start)], (), quiet(), now=utc(now)) is None


@pytest.mark.parametrize(
    ("now", "is_due"),
    [("2026-09-13 20:30", False), ("2026-09-14 05:59", False), (MORNING, True)],
)
def test_evening_that_is_quiet_is_told_of_in_the_morning(now: str, is_due: bool) -> None:
    due = due_reminder(MONDAY, [booked()], (), quiet("17:00"), now=utc(now))
    assert due == ((EVENING, utc(MORNING)) if is_due else None)


def leaves(kind: NoticeKind, *of: ToRemind, now: str, has_later: bool = False) -> datetime | None:
    return leaves_at(kind, MONDAY, of, quiet(), has_later=has_later, now=utc(now))


@pytest.mark.parametrize("kind", [EVENING, SOON])
@pytest.mark.parametrize(
    ("now", "at"),
    [
        ("2026-09-13 19:59", "2026-09-13 19:59"),
        ("2026-09-13 20:00", MORNING),
        ("2026-09-14 02:00", MORNING),
        (MORNING, MORNING),
    ],
)
def test_written_reminder_waits_for_the_end_of_the_quiet_hours(
    kind: NoticeKind, now: str, at: str
) -> None:
    assert leaves(kind, booked(), now=now) == utc(at)


@pytest.mark.parametrize(("start", "at"), [("07:01", MORNING), ("07:00", None), ("06:30", None)])
def test_written_reminder_waits_only_if_it_is_of_use_then(start: str, at: str | None) -> None:
    found = leaves(SOON, booked(start), now="2026-09-14 02:00")
    assert found == (at and utc(at))


def test_written_reminder_of_nothing_leaves_never() -> None:
    assert leaves(SOON, now="2026-09-13 17:00") is None


@pytest.mark.parametrize(
    ("kind", "now", "has_later", "leaves_now"),
    [
        pytest.param(EVENING, "2026-09-14 12:29", False, True, id="late, but of use"),
        pytest.param(EVENING, "2026-09-14 12:30", False, False, id="the later is due"),
        pytest.param(EVENING, "2026-09-14 12:29", True, False, id="the later is there"),
        pytest.param(SOON, "2026-09-14 12:30", True, True, id="it is the later"),
    ],
)
def test_evening_reminder_that_was_held_up_gives_way_to_the_later_one(
    kind: NoticeKind, now: str, has_later: bool, leaves_now: bool
) -> None:
    found = leaves(kind, booked(), now=now, has_later=has_later)
    assert found == (utc(now) if leaves_now else None)


def test_late_evening_reminder_leaves_where_no_later_one_will_come() -> None:
    only_evening = booked(wish=Reminders.EVENING)
    assert leaves(EVENING, only_evening, now="2026-09-14 12:31") == utc("2026-09-14 12:31")

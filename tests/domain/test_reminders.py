"""Which reminder is due when."""

from collections.abc import Callable
from datetime import date

import pytest

from domain.model import Session
from domain.notices import NoticeKind
from domain.reminders import due_reminders, queue_reminders, remind_at
from storage.tables import notice
from tests.domain.school import School
from tests.domain.values import policy, session, utc
from tests.factory import LONDON, MONDAY

EVENING, SOON = NoticeKind.REMINDER_EVENING, NoticeKind.REMINDER_SOON
Remind = Callable[[Session], int]


@pytest.mark.parametrize(
    ("on", "evening", "soon"),
    [
        pytest.param(MONDAY, "2026-09-13 17:00", "2026-09-14 12:30", id="in summer"),
        pytest.param(
            date(2026, 3, 29), "2026-03-28 18:00", "2026-03-29 12:30", id="clocks go forward"
        ),
        pytest.param(
            date(2026, 10, 25), "2026-10-24 17:00", "2026-10-25 13:30", id="clocks go back"
        ),
    ],
)
def test_reminders_are_at_six_the_evening_before_and_two_hours_before(
    on: date, evening: str, soon: str
) -> None:
    assert remind_at(session(on=on), LONDON) == {EVENING: utc(evening), SOON: utc(soon)}


def test_evening_is_that_of_the_schools_zone() -> None:
    zone = policy("Pacific/Auckland").zone
    assert remind_at(session(), zone)[EVENING] == utc("2026-09-13 06:00")


@pytest.mark.parametrize(
    ("confirmed_at", "now", "expected"),
    [
        pytest.param("2026-09-01 08:00", "2026-09-13 16:59:59", [], id="not before its moment"),
        pytest.param("2026-09-01 08:00", "2026-09-13 17:00", [EVENING], id="at its moment"),
        pytest.param("2026-09-01 08:00", "2026-09-14 12:29", [EVENING], id="late, but of use"),
        pytest.param("2026-09-01 08:00", "2026-09-14 12:30", [SOON], id="the later says it all"),
        pytest.param("2026-09-01 08:00", "2026-09-14 14:29", [SOON], id="until the start"),
        pytest.param("2026-09-01 08:00", "2026-09-14 14:30", [], id="not once it has started"),
        pytest.param("2026-09-13 17:00", "2026-09-13 17:30", [], id="booked at that moment"),
        pytest.param("2026-09-13 18:00", "2026-09-14 12:29", [], id="booked after the evening's"),
        pytest.param("2026-09-13 18:00", "2026-09-14 12:30", [SOON], id="but before the later"),
        pytest.param("2026-09-14 13:00", "2026-09-14 14:00", [], id="booked after both"),
    ],
)
def test_reminder_is_due(confirmed_at: str, now: str, expected: list[NoticeKind]) -> None:
    found = due_reminders(session(), utc(confirmed_at), LONDON, now=utc(now))
    assert found == expected


@pytest.fixture
def remind(school: School) -> Remind:
    return lambda swim: school.run(queue_reminders, swim.id, school.policy, now=school.now)


def test_each_confirmed_booking_is_reminded_once(school: School, remind: Remind) -> None:
    swim = school.make.session()
    ann, ben = school.make.family(), school.make.family()
    first, second = school.make.booking(swim, ann), school.make.booking(swim, ben)
    school.now = utc("2026-09-13 17:00")
    assert [remind(swim), remind(swim)] == [2, 0]
    assert school.told() == [f"reminder_evening:b{first}", f"reminder_evening:b{second}"]
    assert school.told(ben.parent_id) == [f"reminder_evening:b{second}"]


def test_both_reminders_of_a_booking_are_told_in_their_turn(school: School, remind: Remind) -> None:
    swim = school.make.session()
    booking_id = school.make.booking(swim, school.make.family())
    for now in ("2026-09-13 17:00", "2026-09-13 17:01", "2026-09-14 12:30", "2026-09-14 12:31"):
        school.now = utc(now)
        remind(swim)
    assert school.told() == [f"reminder_evening:b{booking_id}", f"reminder_soon:b{booking_id}"]
    assert [row.due_at for row in school.make.rows(notice)] == [
        utc("2026-09-13 17:00"),
        utc("2026-09-14 12:30"),
    ]


@pytest.mark.parametrize("status", ["pending", "cancelled", "expired"])
def test_only_confirmed_bookings_are_reminded(school: School, remind: Remind, status: str) -> None:
    swim = school.make.session()
    school.make.booking(swim, school.make.family(), status=status)
    school.now = utc("2026-09-13 17:00")
    assert remind(swim) == 0
    assert school.told() == []


def test_nobody_is_reminded_of_a_cancelled_session(school: School, remind: Remind) -> None:
    swim = school.make.session(status="cancelled")
    school.make.booking(swim, school.make.family())
    school.now = utc("2026-09-13 17:00")
    assert remind(swim) == 0
    assert school.told() == []


def test_who_was_promoted_is_still_reminded(school: School, remind: Remind) -> None:
    swim = school.make.session(capacity=1)
    ann, ben = school.make.family(), school.make.family()
    booked = school.make.booking(swim, ann)
    school.make.waiting(swim, ben)
    school.cancel(ann, booked)
    school.now = utc("2026-09-13 17:00")
    assert remind(swim) == 1
    assert school.told(ben.parent_id) == [
        f"promoted:b{booked + 1}",
        f"reminder_evening:b{booked + 1}",
    ]

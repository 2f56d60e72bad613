"""Which days a report is about, and its numbers by activity."""

from datetime import date, timedelta

import pytest

from domain.model import AttendanceStatus, Session
from domain.periods import Period
from domain.reports import ReportSpan, percent, report_period
from storage.report_queries import ActivityFigures, Report, find_report, find_term_around
from storage.tables import attendance, booking, session
from tests.domain.school import School
from tests.factory import LONDON, MONDAY, NOW

TERM = Period(date(2026, 9, 1), date(2026, 12, 18))
WEEK = Period(MONDAY, MONDAY + timedelta(days=6))


@pytest.mark.parametrize("day", [14, 17, 20])
def test_week_is_from_monday_to_sunday(day: int) -> None:
    assert report_period(ReportSpan.WEEK, date(2026, 9, day), TERM) == WEEK


@pytest.mark.parametrize(("on", "last"), [(date(2028, 2, 3), 29), (date(2026, 12, 31), 31)])
def test_month_is_from_its_first_day_to_its_last(on: date, last: int) -> None:
    expected = Period(on.replace(day=1), on.replace(day=last))
    assert report_period(ReportSpan.MONTH, on, TERM) == expected
    assert report_period(ReportSpan.TERM, on, None) == expected


def test_term_is_as_it_is_but_never_longer_than_a_year() -> None:
    assert report_period(ReportSpan.TERM, MONDAY, TERM) == TERM
    endless = Period(date(2020, 1, 1), TERM.last)
    assert len(report_period(ReportSpan.TERM, MONDAY, endless).weeks()) == 53


@pytest.mark.parametrize(
    ("part", "whole", "shown"), [(0, 0, None), (0, 5, 0), (199, 200, 99), (5, 5, 100)]
)
def test_share_is_only_full_when_nothing_is_missing(
    part: int, whole: int, shown: int | None
) -> None:
    assert percent(part, whole) == shown


def test_term_around_a_day_or_next_to_it(school: School) -> None:
    make = school.make
    make.activity(first_on=date(2026, 1, 5), last_on=date(2026, 3, 30), archived_at=NOW)
    make.activity(first_on=date(2026, 4, 6), last_on=date(2026, 6, 29))
    make.activity(first_on=date(2026, 4, 13), last_on=date(2026, 7, 6))
    spring = Period(date(2026, 1, 5), date(2026, 3, 30))
    summer = Period(date(2026, 4, 6), date(2026, 7, 6))

    def around(on: date, *, ahead: bool = False) -> Period | None:
        return make.database.look(find_term_around, on, ahead=ahead)

    assert around(date(2026, 5, 1)) == summer
    assert around(date(2026, 2, 1)) == spring
    assert around(date(2026, 4, 1)) == spring
    assert around(date(2026, 4, 1), ahead=True) == Period(date(2026, 4, 6), date(2026, 6, 29))
    assert around(date(2026, 9, 1), ahead=True) is None
    assert around(date(2025, 9, 1)) is None


def look(school: School, period: Period = WEEK, today: date = MONDAY) -> Report:
    return school.make.database.look(find_report, period, LONDON, today=today)


@pytest.fixture
def swim(school: School) -> Session:
    return school.make.session(name="Swimming", capacity=4, price=500)


def mark(school: School, booking_id: int, status: AttendanceStatus | None) -> None:
    school.make.insert(attendance, booking_id=booking_id, status=status, marked_at=NOW)


def test_numbers_are_of_the_sessions_of_the_days_and_by_activity(
    school: School, swim: Session
) -> None:
    make = school.make
    for status in (*AttendanceStatus, None):
        mark(school, make.booking(swim, make.family()), status)
    held = {"status": "pending", "hold_expires_at": NOW}
    own = make.session(activity_id=swim.activity.id, on=MONDAY + timedelta(days=2), override=2)
    make.booking(own, make.family(), **held)
    make.booking(own, make.family(), status="cancelled", ended_at=NOW)
    off = make.session(activity_id=swim.activity.id, on=MONDAY + timedelta(days=4))
    make.change(session, off.id, status="cancelled")
    make.waiting(swim, make.family())
    make.waiting(swim, make.family(), status="left", ended_at=NOW)
    chess = make.session(name="Chess", on=MONDAY + timedelta(days=1), capacity=3)
    for elsewhere in (-1, 7):
        other = make.session(activity_id=swim.activity.id, on=MONDAY + timedelta(days=elsewhere))
        make.booking(other, make.family())
        make.waiting(other, make.family())
    found = look(school)
    swimming, chess_line = found.activities
    assert chess_line == ActivityFigures(
        name="Chess",
        weekday=chess.activity.weekday,
        start_time=chess.activity.start_time,
        sessions=1,
        places=3,
    ) or (swimming.name, chess_line.name) == ("Swimming", "Chess")
    assert (swimming.sessions, swimming.cancelled, swimming.places, swimming.taken) == (2, 1, 6, 5)
    assert (swimming.joined, swimming.promoted, swimming.waiting) == (2, 0, 1)
    assert (swimming.expected, swimming.present, swimming.late, swimming.absent) == (4, 1, 1, 1)
    assert (swimming.occupancy, swimming.show_rate) == (83, 66)
    assert (chess_line.occupancy, chess_line.show_rate) == (0, None)
    assert (found.total.places, found.total.taken) == (9, 5)


def test_nobody_is_expected_before_the_day(school: School, swim: Session) -> None:
    school.make.booking(swim, school.make.family())
    before = MONDAY - timedelta(days=1)
    [line] = look(school, today=before).activities
    assert (line.taken, line.expected) == (1, 0)


def test_money_is_what_places_have_brought_and_what_moved_by_week(
    school: School, swim: Session
) -> None:
    family = school.make.family(balance=2000)
    school.book(family, swim)
    [booked] = school.make.rows(booking)
    [line] = look(school).activities
    assert line.income_minor == 500
    this_week = Period(NOW.date(), NOW.date() + timedelta(days=6))
    assert [each.used_minor for each in look(school, this_week).weeks] == [500]
    school.cancel(family, booked.id, shown=500)
    [line] = look(school).activities
    assert (line.income_minor, line.taken) == (0, 0)
    assert look(school, this_week).activities == ()

"""Dates, starts and cut-offs, across both clock changes and far from UTC."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.model import CancellationTerms
from domain.timetable import (
    booking_closes_at,
    cancellation_terms,
    instant,
    local_date,
    month_bounds,
    session_dates,
    starts_at,
)
from tests.domain.values import SWIMMING, policy, session, swimming, utc
from tests.factory import MONDAY, POLICY


@pytest.mark.parametrize(
    ("zone", "local", "expected"),
    [
        pytest.param("Europe/London", "2026-03-28 15:30", "2026-03-28 15:30", id="winter"),
        pytest.param("Europe/London", "2026-03-29 15:30", "2026-03-29 14:30", id="summer"),
        pytest.param("Europe/London", "2026-03-29 00:59", "2026-03-29 00:59", id="before the gap"),
        pytest.param("Europe/London", "2026-03-29 01:30", "2026-03-29 01:30", id="in the gap"),
        pytest.param("Europe/London", "2026-03-29 02:00", "2026-03-29 01:00", id="after the gap"),
        pytest.param("Europe/London", "2026-10-24 15:30", "2026-10-24 14:30", id="summer's end"),
        pytest.param("Europe/London", "2026-10-25 01:30", "2026-10-25 00:30", id="first of two"),
        pytest.param("Europe/London", "2026-10-25 02:00", "2026-10-25 02:00", id="after both"),
        pytest.param("Europe/London", "2026-10-25 15:30", "2026-10-25 15:30", id="winter again"),
        pytest.param("Pacific/Kiritimati", "2026-09-14 09:00", "2026-09-13 19:00", id="UTC+14"),
        pytest.param("Pacific/Pago_Pago", "2026-09-14 15:30", "2026-09-15 02:30", id="UTC-11"),
        pytest.param("Asia/Kathmandu", "2026-09-14 15:30", "2026-09-14 09:45", id="UTC+5:45"),
    ],
)
def test_wall_clock_time_is_that_instant(zone: str, local: str, expected: str) -> None:
    wall = datetime.fromisoformat(local)
    assert instant(wall.date(), wall.time(), ZoneInfo(zone)) == utc(expected)


def test_instants_are_told_in_utc() -> None:
    assert instant(MONDAY, time(15, 30), POLICY.zone).isoformat() == "2026-09-14T14:30:00+00:00"


@pytest.mark.parametrize(
    ("zone", "now", "expected"),
    [
        ("Europe/London", "2026-09-13 22:59", date(2026, 9, 13)),
        ("Europe/London", "2026-09-13 23:00", date(2026, 9, 14)),
        ("Pacific/Kiritimati", "2026-09-13 10:00", date(2026, 9, 14)),
        ("Pacific/Pago_Pago", "2026-09-14 10:59", date(2026, 9, 13)),
    ],
)
def test_school_day_begins_at_the_schools_midnight(zone: str, now: str, expected: date) -> None:
    assert local_date(utc(now), ZoneInfo(zone)) == expected


def test_start_is_wall_clock_time_in_the_schools_zone() -> None:
    assert starts_at(session(), POLICY.zone) == utc("2026-09-14 14:30")
    assert starts_at(session(), ZoneInfo("Pacific/Auckland")) == utc("2026-09-14 03:30")


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        pytest.param(None, "2026-09-14 13:30", id="the school's"),
        pytest.param(timedelta(hours=5), "2026-09-14 09:30", id="the activity's own"),
        pytest.param(timedelta(), "2026-09-14 14:30", id="none at all is one's own choice too"),
    ],
)
def test_cutoff_is_counted_back_from_the_start(own: timedelta | None, expected: str) -> None:
    swim = session(swimming(booking_cutoff=own))
    assert booking_closes_at(swim, POLICY) == utc(expected)


def test_cutoff_of_a_day_is_24_hours_across_a_clock_change() -> None:
    sunday = swimming(weekday=6, booking_cutoff=timedelta(hours=24))
    for on, expected in (
        (date(2026, 3, 29), "2026-03-28 14:30"),
        (date(2026, 10, 25), "2026-10-24 15:30"),
    ):
        assert booking_closes_at(session(sunday, on), POLICY) == utc(expected)


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        pytest.param(None, timedelta(hours=24), id="the school's"),
        pytest.param(timedelta(hours=2), timedelta(hours=2), id="the activity's own"),
        pytest.param(timedelta(), timedelta(), id="free until the start"),
    ],
)
def test_terms_of_cancelling_are_the_activitys_or_the_schools(
    own: timedelta | None, expected: timedelta
) -> None:
    terms = cancellation_terms(swimming(free_cancellation=own), policy(late_refund_percent=30))
    assert terms == CancellationTerms(expected, 30)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        pytest.param("2026-09-07", "2026-09-21", ["09-07", "09-14", "09-21"], id="on both ends"),
        pytest.param("2026-09-08", "2026-09-20", ["09-14"], id="between Mondays"),
        pytest.param("2026-09-08", "2026-09-13", [], id="a term without a Monday"),
        pytest.param("2026-09-13", "2026-09-14", ["09-14"], id="from a Sunday"),
        pytest.param("2026-10-19", "2026-11-02", ["10-19", "10-26", "11-02"], id="clocks change"),
    ],
)
def test_sessions_are_weekly_within_the_term(first: str, last: str, expected: list[str]) -> None:
    term = swimming(first_on=date.fromisoformat(first), last_on=date.fromisoformat(last))
    assert [f"{on:%m-%d}" for on in session_dates(term)] == expected


def test_no_session_on_a_day_the_school_is_shut() -> None:
    dates = list(session_dates(SWIMMING, closures={MONDAY}))
    assert MONDAY not in dates
    assert dates[:2] == [date(2026, 9, 7), date(2026, 9, 21)]
    assert len(dates) == 14


@pytest.mark.parametrize(
    ("month", "first", "after"),
    [
        pytest.param(date(2026, 2, 1), "2026-02-01 00:00", "2026-03-01 00:00", id="winter"),
        pytest.param(date(2026, 3, 1), "2026-03-01 00:00", "2026-03-31 23:00", id="clocks go on"),
        pytest.param(date(2026, 10, 1), "2026-09-30 23:00", "2026-11-01 00:00", id="and back"),
        pytest.param(date(2026, 12, 1), "2026-12-01 00:00", "2027-01-01 00:00", id="the last"),
    ],
)
def test_month_is_from_midnight_to_midnight_on_the_schools_clock(
    month: date, first: str, after: str
) -> None:
    assert month_bounds(month, POLICY.zone) == (utc(first), utc(after))

"""What the office types about an activity is read forgivingly, or not at all."""

from datetime import date, time, timedelta

import pytest

from bot.plan_forms import (
    read_day,
    read_days,
    read_length,
    read_places,
    read_times,
)

TODAY = date(2026, 9, 7)
NEW_YEAR_S_EVE = date(2026, 12, 31)


@pytest.mark.parametrize(
    "text",
    [
        "15:30-16:30",
        "15:30 – 16:30",
        " 15.30 to 16.30 ",
        "1530-1630",
        "15h30 until 16h30",
        "3.30pm to 4.30pm",
        "3:30 p.m. - 4:30 p.m.",
        "3.30-4.30pm",
        "3:30 PM till 4:30 PM",
        "3.30-4.30",
    ],
)
def test_times_are_read_as_people_write_them(text: str) -> None:
    assert read_times(text) == (time(15, 30), time(16, 30))


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("15-16", (time(15), time(16))),
        ("8:15-9", (time(8, 15), time(9))),
        ("7 to 8am", (time(7), time(8))),
        ("11-12.30pm", (time(11), time(12, 30))),
        ("12pm-1pm", (time(12), time(13))),
        ("12am-1am", (time(0), time(1))),
        ("03:30-04:30", (time(3, 30), time(4, 30))),
        ("3am-4am", (time(3), time(4))),
        ("16:30-15:30", (time(16, 30), time(15, 30))),
        ("0:15-0:45", (time(0, 15), time(0, 45))),
    ],
)
def test_half_of_the_day_is_what_can_be_meant(text: str, times: tuple[time, time]) -> None:
    assert read_times(text) == times


@pytest.mark.parametrize(
    "text",
    ["", "half past three", "15:30", "15:30-", "25:00-26:00", "15:60-16:30", "13pm-14pm", "1-2-3"],
)
def test_what_is_not_two_times_is_not_read_as_such(text: str) -> None:
    assert read_times(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "31.12.2026",
        "31/12/2026",
        "31-12-2026",
        "31.12.26",
        "2026-12-31",
        "31 December 2026",
        "31st Dec 2026",
        "Thu 31 Dec 2026",
        "Thursday, 31 December 2026",
        "31 December",
        "31.12.",
        "31.12",
    ],
)
def test_days_are_read_as_people_write_them(text: str) -> None:
    assert read_day(text, today=TODAY) == NEW_YEAR_S_EVE


def test_day_without_a_year_is_the_next_such_day() -> None:
    assert read_day("7 September", today=TODAY) == TODAY
    assert read_day("6 September", today=TODAY) == date(2027, 9, 6)


@pytest.mark.parametrize(
    "text",
    ["", "soon", "31.6.2026", "29.2.", "32.1.2026", "1.13.2026", "1 Smarch", "12", "2026-12"],
)
def test_what_is_no_day_is_not_read_as_one(text: str) -> None:
    assert read_day(text, today=TODAY) is None


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("31.12.2026", (NEW_YEAR_S_EVE, NEW_YEAR_S_EVE)),
        ("21.12.2026 - 2.1.2027", (date(2026, 12, 21), date(2027, 1, 2))),
        ("21.12.2026–31.12.2026", (date(2026, 12, 21), NEW_YEAR_S_EVE)),
        ("21 December to 31 December", (date(2026, 12, 21), NEW_YEAR_S_EVE)),
        ("21 Dec until 2 Jan", (date(2026, 12, 21), date(2027, 1, 2))),
        ("31.12.2026 to 21.12.2026", (NEW_YEAR_S_EVE, date(2026, 12, 21))),
    ],
)
def test_one_day_or_two_are_read(text: str, days: tuple[date, date]) -> None:
    assert read_days(text, today=TODAY) == days


@pytest.mark.parametrize("text", ["", "Christmas", "21.12.2026 to soon", "soon to 21.12.2026"])
def test_what_is_not_days_is_not_read_as_such(text: str) -> None:
    assert read_days(text, today=TODAY) is None


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("0", timedelta(0)),
        ("90 minutes", timedelta(minutes=90)),
        ("90min", timedelta(minutes=90)),
        ("2 hours", timedelta(hours=2)),
        ("2h", timedelta(hours=2)),
        ("1 Day", timedelta(days=1)),
        ("1 week", timedelta(weeks=1)),
        ("", None),
        ("2", None),
        ("-1 day", None),
        ("two hours", None),
        ("2 months", None),
    ],
)
def test_lengths_of_time_have_a_unit(text: str, length: timedelta | None) -> None:
    assert read_length(text) == length


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("12", 12),
        ("1 place", 1),
        ("12 places", 12),
        ("500", 500),
        ("501", None),
        ("0", None),
        ("-1", None),
        ("many", None),
    ],
)
def test_places_are_a_number_that_can_be_meant(text: str, places: int | None) -> None:
    assert read_places(text) == places

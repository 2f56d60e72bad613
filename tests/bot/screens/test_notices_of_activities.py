"""What a family reads when an activity has changed."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.screens.notices.activity import activity_changed
from bot.texts import Say
from domain.model import BookingStatus, Field, Planned, SessionStatus
from storage.notices.activities import AboutActivity, PlaceIn
from tests.domain.values import plan, session, utc
from tests.factory import LONDON

NOW = utc("2026-09-07 08:00")
PLACE = PlaceIn("Ann", session(on=date(2026, 9, 14)), BookingStatus.CONFIRMED)


def about(changed: Field = Field.TIMES, *places: PlaceIn, **changes: Any) -> AboutActivity:
    planned = Planned(1, plan(tutor=3, **changes), "Theo <Tutor>", is_archived=False)
    return AboutActivity(planned, changed, places or (PLACE,))


def text(of: AboutActivity) -> str:
    screen = activity_changed(Say("en", LONDON, "GBP"), of, now=NOW)
    assert screen is not None
    return screen.text


def test_new_time_is_told_with_all_that_is_now_and_the_family_s_places() -> None:
    waits = replace(PLACE, child_name="Ben", status=None)
    held = replace(PLACE, session=session(on=date(2026, 9, 21)), status=BookingStatus.PENDING)
    assert text(about(Field.TIMES, PLACE, waits, held)) == (
        "<b>Chess is now at another time</b>\n"
        "Now: Monday 15:30–16:30, Library, with Theo &lt;Tutor&gt;\n\n"
        "Your places:\n"
        "Ann: Mon 14 Sept, booked\n"
        "Ben: Mon 14 Sept, on the waiting list\n"
        "Ann: Mon 21 Sept, held, to be paid\n\n"
        "Nothing is cancelled. If it no longer suits you, you can cancel under My bookings."
    )


@pytest.mark.parametrize(
    ("changed", "heading"),
    [
        (Field.NAME, "<b>Chess is the new name of an activity</b>"),
        (Field.TUTOR, "<b>Chess has another tutor</b>"),
        (Field.PLACE, "<b>Chess is now in another place</b>"),
        (Field.TERM, "<b>Chess now runs from Mon 14 Sept to Mon 14 Dec</b>"),
        (Field.CAPACITY, "<b>Chess now has 12 places on each date</b>"),
        (Field.PRICE, "<b>Chess now costs £6.50</b>"),
        (Field.YEARS, "<b>Chess is now for Year 2 to Year 4</b>"),
    ],
)
def test_heading_says_what_has_changed(changed: Field, heading: str) -> None:
    assert text(about(changed)).startswith(heading + "\n")


def test_one_year_and_one_place_are_said_as_such() -> None:
    assert "for Reception</b>" in text(about(Field.YEARS, grade_from=0, grade_to=0))
    assert "now has 1 place on" in text(about(Field.CAPACITY, capacity=1))


def test_what_a_new_price_means_is_said() -> None:
    assert "What is booked keeps its price." in text(about(Field.PRICE))
    assert "What is booked stays booked." in text(about(Field.YEARS))


def test_long_list_of_places_is_cut_short() -> None:
    told = text(about(Field.NAME, *[PLACE] * 12))
    assert told.count("Ann: Mon 14 Sept, booked") == 10
    assert "\nand 2 more\n" in told


def test_nothing_is_told_once_there_is_nothing_left() -> None:
    past = replace(PLACE, session=session(on=date(2026, 9, 7)))
    later = utc("2026-09-07 15:00")
    assert activity_changed(Say("en", LONDON, "GBP"), about(Field.NAME, past), now=later) is None
    gone = about(Field.NAME)
    archived = replace(gone, planned=replace(gone.planned, is_archived=True))
    assert activity_changed(Say("en", LONDON, "GBP"), archived, now=NOW) is None


def test_session_that_is_cancelled_is_no_place() -> None:
    off = replace(PLACE, session=session(status=SessionStatus.CANCELLED))
    assert activity_changed(Say("en", LONDON, "GBP"), about(Field.NAME, off), now=NOW) is None

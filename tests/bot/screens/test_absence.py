"""A parent says that a child does not come: what that means is said first."""

from dataclasses import replace

import pytest

from bot.screens import absence, attendance
from bot.taps.places import AskCancel, ShowBooking
from bot.taps.registers import AskAway, SetAway, ShowAttendance, ShowChildAttendance
from bot.texts import Say
from domain.model import BookingStatus
from domain.outcomes import AlreadyEnded, AwayOutcome, NotBooked, NotYours, Saved, TooLate
from storage.attendance_queries import Counts, OfActivity, OfChild
from tests.bot.screens.reading import buttons, read
from tests.bot.values import (
    EMMA,
    HOSTILE_NAME,
    LONGEST_NAME,
    activity,
    booking,
    booking_details,
    session,
)


def test_nothing_is_refunded_and_cancelling_would_be_is_said_first(say: Say) -> None:
    screen = absence.ask_away(say, booking_details(), 625)
    assert read(screen).split("\n\n") == [
        "Tell the school that Emma will be absent?\nSwimming, Mon 14 Sept, 15:30–16:30",
        "The place stays Emma's, and it is paid for as before: nothing is refunded.",
        "If you cancel the place instead, £6.25 is refunded and another child can have it.",
    ]
    assert buttons(screen) == {
        "Yes, tell the school": SetAway(21, is_away=True),
        "No": ShowBooking(21),
        "Cancel the place instead": AskCancel(21),
    }


def test_after_the_start_there_is_nothing_to_cancel_any_more(say: Say) -> None:
    assert list(buttons(absence.ask_away(say, booking_details(), None))) == [
        "Yes, tell the school",
        "No",
    ]


def test_of_a_place_without_refund_none_is_promised(say: Say) -> None:
    text = read(absence.ask_away(say, booking_details(child_name=HOSTILE_NAME), 0))
    assert "refunded and another" not in text


@pytest.mark.parametrize(
    ("outcome", "is_away", "words"),
    [
        (Saved(session()), True, "The school knows\nSwimming, Mon 14 Sept, 15:30–16:30\n"),
        (Saved(session()), False, "The school knows that your child comes\nSwimming"),
        (NotBooked(session()), True, "This place is only held for you."),
        (TooLate(session()), True, "This session is over."),
        (AlreadyEnded(session()), True, "This place had already ended"),
        (NotYours(), True, "I cannot find that among your bookings."),
    ],
)
def test_what_became_of_it_is_said(
    say: Say, outcome: AwayOutcome, is_away: bool, words: str
) -> None:
    assert read(absence.away_set(say, outcome, is_away=is_away)).startswith(words)


def test_booking_offers_what_is_not_so(say: Say) -> None:
    [[button]] = absence.away_row(say, booking_details())
    assert button.tap == AskAway(21)


def test_of_a_place_that_is_only_held_nothing_can_be_told_but_taken_back(say: Say) -> None:
    held = booking(BookingStatus.PENDING)
    assert absence.away_row(say, booking_details(held)) == ()
    [[button]] = absence.away_row(say, replace(booking_details(held), is_away=True))
    assert button.tap == SetAway(21, is_away=False)


def test_attendance_of_an_activity_is_a_line_a_child(say: Say) -> None:
    found = [
        OfChild(1, "Emma", 3, Counts(8, 1, 2, 3)),
        OfChild(2, "Leo", 0, Counts(0, 0, 0, 0)),
    ]
    screen = attendance.of_activity(say, session(), found, 0)
    assert read(screen).splitlines() == [
        "Swimming: who came this term",
        "Mon 7 Sept 2026 to Mon 14 Dec 2026",
        "",
        "Emma, Year 3: 8 present, 1 late, 2 absent, 3 not marked",
        "Leo, Reception: 0 present",
    ]
    assert "Nobody has been booked" in read(attendance.of_activity(say, session(), [], 0))


def test_attendance_turns_pages(say: Say) -> None:
    line = OfChild(1, LONGEST_NAME, 3, Counts(88, 88, 88, 88))
    screen = attendance.of_activity(say, session(), [line] * 100, 0)
    assert read(screen)
    assert buttons(screen)["Later ›"] == ShowAttendance(11, 1)
    of = OfActivity(activity(name=LONGEST_NAME), Counts(8, 0, 0, 0))
    screen = attendance.of_child(say, EMMA, [of] * 100, 1)
    assert read(screen)
    assert buttons(screen)["‹ Earlier"] == ShowChildAttendance(EMMA.id, 0)


def test_attendance_of_a_child_is_a_line_an_activity(say: Say) -> None:
    found = [OfActivity(activity(), Counts(3, 1, 0, 0))]
    assert read(attendance.of_child(say, EMMA, found, 0)).splitlines() == [
        "Emma: attendance",
        "",
        "Swimming, from Mon 7 Sept 2026: 3 present, 1 late",
    ]
    assert "Nothing has taken place" in read(attendance.of_child(say, EMMA, [], 0))

"""Every reason has one sentence, and it says what to do next."""

from datetime import date, time

import pytest

from bot.screen import Screen
from bot.screens.refusals import refusal, refused_days
from bot.texts import Say
from domain.model import Busy
from domain.outcomes import Booked, Layer, PlaceOutcome, Reason, Refusal, Refused, Wanted
from tests.bot.screens.reading import read
from tests.bot.values import HOSTILE_NAME, LONGEST_NAME, mondays, session
from tests.factory import MONDAY

NEXT_STEPS = ("Look at /", "Choose", "choose", "with /book", "waiting list")
CHESS = Busy(12, MONDAY, time(15), time(16), "Chess")


def refuse(reason: Reason, clash: Busy | None = CHESS) -> Refusal:
    return Refusal(Layer.TEMPORAL, reason, clash if reason is Reason.CLASH else None)


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_says_what_to_do_next(say: Say, reason: Reason) -> None:
    text = read(Screen(refusal(say, refuse(reason), "Emma")))

    assert text.endswith(".")
    assert any(step in text for step in NEXT_STEPS)


def test_no_two_reasons_are_told_alike(say: Say) -> None:
    assert len({refusal(say, refuse(reason), "Emma") for reason in Reason}) == len(Reason)


@pytest.mark.parametrize(
    ("reason", "text"),
    [
        (Reason.ALREADY_BOOKED, f"{HOSTILE_NAME} already has this place. Look at /bookings."),
        (
            Reason.CLASH,
            f"{HOSTILE_NAME} is at Chess at that time. Cancel that first, or choose another date.",
        ),
        (Reason.FULL, "This date is full. You can join its waiting list."),
        (Reason.NOT_COVERED, "Your account does not cover the price. Look at /balance."),
    ],
)
def test_names_are_named_and_escaped(say: Say, reason: Reason, text: str) -> None:
    assert read(Screen(refusal(say, refuse(reason), HOSTILE_NAME))) == text


def test_stranger_learns_nothing_about_a_child(say: Say) -> None:
    assert "Emma" not in refusal(say, refuse(Reason.NOT_YOUR_CHILD), "Emma")


def test_clash_whose_other_booking_is_not_known_is_told_without_it(say: Say) -> None:
    text = refusal(say, refuse(Reason.CLASH, clash=None), "Emma")

    assert text.startswith("Emma has another booking at that time.")


def test_days_refused_for_the_same_reasons_are_told_together(say: Say) -> None:
    first, second, third, fourth = mondays(4)
    chess = refuse(Reason.CLASH, Busy(13, second, time(15), time(16), "Chess"))
    outcomes: list[PlaceOutcome] = [
        Refused(Wanted(3, first), (refuse(Reason.CLASH),)),
        Booked(session(), 0),
        Refused(Wanted(3, second), (chess,)),
        Refused(Wanted(3, third), (refuse(Reason.SCHOOL_CLOSED),)),
        Refused(Wanted(3, fourth), (chess, refuse(Reason.WRONG_YEAR_GROUP))),
    ]

    days = refused_days(say, outcomes, "Emma")

    assert list(days.values()) == ["Mon 14 Sept, Mon 21 Sept", "Mon 28 Sept", "Mon 5 Oct"]
    *_, both = days
    assert both.count("\n") == 1


def test_longest_names_fit(say: Say) -> None:
    busy = Busy(13, date(2026, 9, 14), time(15), time(16), LONGEST_NAME)

    for reason in Reason:
        assert read(Screen(refusal(say, refuse(reason, busy), LONGEST_NAME)))

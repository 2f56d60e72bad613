"""Notices: each kind has its words, by the rows as they are when it is sent."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.screen import Screen
from bot.screens.books import rule_words
from bot.screens.notices.notice import notice
from bot.taps.account import SendReceipt, ShowBalance
from bot.taps.booking import Book
from bot.taps.places import AskCancel, PayFromBalance, ShowBooking, ShowEntry
from bot.texts import Say
from domain.faults import Rule
from domain.model import BookingStatus, EntryStatus, Funds, PaymentMethod
from domain.money import Together
from domain.notices import NoticeKind
from domain.outcomes import Reason
from domain.timetable import starts_at
from storage.notices.about import AboutBooks, AboutPayment, ClaimedNotice
from tests.bot.screens.reading import buttons, read
from tests.bot.values import DEADLINE, HOSTILE_NAME, LONGEST_NAME, claimed, session
from tests.factory import LONDON, NOW, POLICY

START = starts_at(session(), LONDON)
PLACE = "Emma: Swimming, Mon 14 Sept, 15:30–16:30"
ENDED = {"booking_status": BookingStatus.CANCELLED, "hold_expires_at": None}
HELD = {"booking_status": BookingStatus.PENDING, "hold_expires_at": DEADLINE}
EXPIRED = {"booking_status": BookingStatus.EXPIRED, "hold_expires_at": None}
QUEUED = {"booking_id": None, "booking_status": None, "entry_id": 31, "price_minor": 0}
FACTS: dict[NoticeKind, dict[str, Any]] = {
    NoticeKind.PROMOTED: {},
    NoticeKind.OFFERED: HELD,
    NoticeKind.PASSED_OVER: {**QUEUED, "reason": Reason.ALREADY_BOOKED},
    NoticeKind.QUEUE_CLOSED: {**QUEUED, "entry_status": EntryStatus.EXPIRED},
    NoticeKind.HOLD_EXTENDED: HELD,
    NoticeKind.HOLD_EXPIRED: EXPIRED,
    NoticeKind.PLACE_CONFIRMED: {},
    NoticeKind.CANCELLED_FOR_YOU: {**ENDED, "refund_minor": 1250},
    NoticeKind.BOOKED_FOR_YOU: {},
    NoticeKind.CANCELLED_BY_OFFICE: {**ENDED, "refund_minor": 1250},
}
"""The rows as they are when nothing has happened since the notice was written."""


def tell(say: Say, kind: NoticeKind, **since: Any) -> Screen:
    screen = notice(say, claimed(kind, **(FACTS[kind] | since)), POLICY, now=NOW)
    assert screen is not None
    return screen


def lines_of(say: Say, kind: NoticeKind, **since: Any) -> list[str]:
    return read(tell(say, kind, **since)).splitlines()


def received(**given: Any) -> ClaimedNotice:
    paid = AboutPayment(51, 2500, PaymentMethod.CASH, "", -500)
    return claimed(NoticeKind.PAYMENT_RECEIVED, replace(paid, **given))


def test_payment_is_told_with_how_it_was_made_and_the_balance(say: Say) -> None:
    screen = notice(say, received(), POLICY, now=NOW)

    assert screen is not None
    assert screen.stays
    assert read(screen) == (
        "Payment received\nWe have received £25.00, paid in cash. Your balance is -£5.00."
    )
    assert buttons(screen) == {"Receipt as PDF": SendReceipt(51), "Balance": ShowBalance()}


@pytest.mark.parametrize(
    ("method", "how"),
    [
        (PaymentMethod.CASH, "in cash"),
        (PaymentMethod.ONLINE, "the way it was paid online"),
    ],
)
def test_payout_is_told_with_how_it_was_made_and_the_balance(
    say: Say, method: PaymentMethod, how: str
) -> None:
    about = AboutPayment(51, -2500, method, "slip 7", 500)

    screen = notice(say, claimed(NoticeKind.PAID_OUT, about), POLICY, now=NOW)

    assert screen is not None
    days = "It can take some days until your bank shows it.\n" * (method is PaymentMethod.ONLINE)
    assert read(screen) == (
        f"Paid back to you\nThe school has paid £25.00 back to you {how}. Your balance is £5.00.\n"
        f"{days}Reference: slip 7"
    )


def test_reference_of_a_payment_is_told_as_it_is(say: Say) -> None:
    for reference in (HOSTILE_NAME, LONGEST_NAME):
        screen = notice(say, received(reference=reference), POLICY, now=NOW)
        assert screen is not None
        assert reference in read(screen).splitlines()[-1]


def test_place_that_is_held_for_longer_says_until_when(say: Say) -> None:
    heading, _, due = lines_of(say, NoticeKind.HOLD_EXTENDED)

    assert heading == (
        "Kept until Wed 9 Sept, 09:00 by the school office, waiting for your voucher"
    )
    assert due == "Not confirmed yet: £12.50 is still to be paid."


@pytest.mark.parametrize("kind", FACTS)
def test_every_kind_says_who_what_and_when(say: Say, kind: NoticeKind) -> None:
    heading, place, *_ = lines_of(say, kind)

    assert heading
    assert place == PLACE


@pytest.mark.parametrize("kind", FACTS)
def test_every_kind_leads_on(say: Say, kind: NoticeKind) -> None:
    screen = tell(say, kind)

    assert buttons(screen)
    assert screen.stays, "what it tells is not to vanish under the next screen"


@pytest.mark.parametrize("kind", FACTS)
def test_every_kind_fits_with_the_longest_names(say: Say, kind: NoticeKind) -> None:
    longest = session(name=LONGEST_NAME)

    assert read(tell(say, kind, child_name=LONGEST_NAME, session=longest))


@pytest.mark.parametrize("kind", FACTS)
def test_hostile_names_are_told_as_they_are(say: Say, kind: NoticeKind) -> None:
    assert HOSTILE_NAME in read(tell(say, kind, child_name=HOSTILE_NAME))


@pytest.mark.parametrize(
    ("kind", "since"),
    [
        (NoticeKind.PROMOTED, ENDED),
        (NoticeKind.OFFERED, ENDED),
        (NoticeKind.OFFERED, EXPIRED),
        (NoticeKind.OFFERED, {**HELD, "hold_expires_at": NOW}),
        (NoticeKind.OFFERED, {"booking_status": BookingStatus.CONFIRMED, "hold_expires_at": None}),
        (NoticeKind.HOLD_EXTENDED, EXPIRED),
        (NoticeKind.HOLD_EXTENDED, {**HELD, "hold_expires_at": NOW}),
        (NoticeKind.HOLD_EXTENDED, {**ENDED, "booking_status": BookingStatus.CONFIRMED}),
        (NoticeKind.PLACE_CONFIRMED, ENDED),
        (NoticeKind.BOOKED_FOR_YOU, ENDED),
        (NoticeKind.BOOKED_FOR_YOU, {**HELD, "hold_expires_at": NOW}),
        (NoticeKind.BOOKED_FOR_YOU, {**QUEUED, "entry_status": EntryStatus.LEFT}),
    ],
)
def test_what_is_no_longer_true_is_not_told(
    say: Say, kind: NoticeKind, since: dict[str, Any]
) -> None:
    assert notice(say, claimed(kind, **(FACTS[kind] | since)), POLICY, now=NOW) is None


@pytest.mark.parametrize("kind", FACTS)
def test_what_has_been_held_up_is_told_as_long_as_it_matters(say: Say, kind: NoticeKind) -> None:
    due = claimed(kind, **FACTS[kind] | {"hold_expires_at": START + timedelta(days=9)})
    at_the_start = notice(say, due, POLICY, now=START)
    a_day_later = notice(say, due, POLICY, now=START + timedelta(days=1))

    place_is_yours = {
        NoticeKind.PROMOTED,
        NoticeKind.OFFERED,
        NoticeKind.HOLD_EXTENDED,
        NoticeKind.PLACE_CONFIRMED,
        NoticeKind.BOOKED_FOR_YOU,
    }
    money_came_back = {NoticeKind.CANCELLED_FOR_YOU, NoticeKind.CANCELLED_BY_OFFICE}
    assert (at_the_start is None) is (kind in place_is_yours)
    assert (a_day_later is None) is (kind not in money_came_back)


def test_promotion_is_yours_and_says_what_it_cost(say: Say) -> None:
    screen = tell(say, NoticeKind.PROMOTED)

    text = read(screen)
    assert text.startswith("A place has come free, and it is yours: booked")
    assert "£12.50 was taken from your account." in text
    assert "please cancel" in text
    assert buttons(screen) == {"Show booking": ShowBooking(21)}


def test_promotion_to_a_free_activity_says_nothing_of_money(say: Say) -> None:
    assert "£" not in read(tell(say, NoticeKind.PROMOTED, price_minor=0))


def test_offer_says_until_when_and_what_to_pay_and_can_be_given_up(say: Say) -> None:
    screen = tell(say, NoticeKind.OFFERED)

    text = read(screen)
    assert text.startswith("A place has come free: held for you until Wed 9 Sept, 09:00")
    assert "Not confirmed yet" in text
    assert "£12.50" in text
    assert buttons(screen) == {
        "Pay": PayFromBalance(21),
        "Give up this place": AskCancel(21),
    }


@pytest.mark.parametrize("reason", [*Reason, None])
def test_who_is_passed_over_is_told_why(say: Say, reason: Reason | None) -> None:
    heading, _, passed, *why = lines_of(say, NoticeKind.PASSED_OVER, reason=reason)

    assert heading == "Off the waiting list"
    assert passed == "A place came free, but Emma could not take it."
    assert len(why) == 1
    assert "  " not in why[0]


def test_who_waited_in_vain_is_told_that_nothing_was_charged(say: Say) -> None:
    screen = tell(say, NoticeKind.QUEUE_CLOSED)

    assert "Nothing was charged." in read(screen)
    assert buttons(screen) == {"Book a place": Book()}


@pytest.mark.parametrize(
    "kind", [NoticeKind.OFFERED, NoticeKind.HOLD_EXTENDED, NoticeKind.BOOKED_FOR_YOU]
)
def test_notice_of_a_held_place_says_what_comes_from_the_account(
    say: Say, kind: NoticeKind
) -> None:
    together = Together(1, 1250, Funds(500))
    assert (
        "Not confirmed yet: of £12.50, £5.00 comes from your account and £7.50 is still to be paid."
        in read(tell(say, kind, **HELD, together=together))
    )


def test_expired_hold_says_that_nothing_was_charged(say: Say) -> None:
    text = read(tell(say, NoticeKind.HOLD_EXPIRED))

    assert text.startswith("No longer held")
    assert "It was not paid in time" in text
    assert "Nothing was charged." in text


def test_payment_that_came_in_confirms_the_place(say: Say) -> None:
    screen = tell(say, NoticeKind.PLACE_CONFIRMED)

    assert read(screen).startswith("Booked\n")
    assert "£12.50 was taken from your account" in read(screen)
    assert buttons(screen) == {"Show booking": ShowBooking(21)}


@pytest.mark.parametrize("kind", [NoticeKind.CANCELLED_FOR_YOU, NoticeKind.CANCELLED_BY_OFFICE])
def test_refund_is_named_where_there_is_one(say: Say, kind: NoticeKind) -> None:
    assert "£12.50 was refunded to your account." in read(tell(say, kind))
    assert "refunded" not in read(tell(say, kind, refund_minor=0))


def test_who_cancelled_is_said(say: Say) -> None:
    assert lines_of(say, NoticeKind.CANCELLED_FOR_YOU)[0] == "Cancelled by another parent"
    assert lines_of(say, NoticeKind.CANCELLED_BY_OFFICE)[0] == "Cancelled by the school office"


def test_place_in_a_queue_that_another_parent_gave_up_is_not_called_a_booking(say: Say) -> None:
    left = {**QUEUED, "entry_status": EntryStatus.LEFT, "refund_minor": 0}

    heading, *_ = lines_of(say, NoticeKind.CANCELLED_FOR_YOU, **left)

    assert heading == "Taken off the waiting list by another parent"


def test_office_is_told_which_rules_of_the_books_are_broken(say: Say) -> None:
    about = AboutBooks({Rule.CHARGED: 3, Rule.CAPACITY: 1})
    screen = notice(say, claimed(NoticeKind.BOOKS_WRONG, about), POLICY, now=NOW)
    assert screen is not None
    assert read(screen).splitlines() == [
        "The books are wrong",
        "The daily check has found what must never be. Please tell whoever runs the bot.",
        "• Each confirmed place that costs something has one charge. Not so: 3",
        "• Nobody was let into a session that was full. Not so: 1",
        "bot.py doctor names the rows.",
    ]


def test_every_rule_of_the_books_has_words_of_its_own(say: Say) -> None:
    assert len({rule_words(say, rule) for rule in Rule}) == len(Rule)
    every = AboutBooks(dict.fromkeys(Rule, 10**6))
    screen = notice(say, claimed(NoticeKind.BOOKS_WRONG, every), POLICY, now=NOW)
    assert screen is not None
    assert read(screen)


def test_what_the_office_booked_is_told_as_what_it_is(say: Say) -> None:
    kind = NoticeKind.BOOKED_FOR_YOU
    heading, _, paid = lines_of(say, kind)
    assert heading == "Booked for you by the school office"
    assert paid == "£12.50 was taken from your account."
    assert "£" not in read(tell(say, kind, price_minor=0))
    held = tell(say, kind, **HELD)
    assert read(held).startswith("Held for you until Wed 9 Sept, 09:00")
    assert "£12.50 is still to be paid." in read(held)
    queued = tell(say, kind, **{**QUEUED, "entry_status": EntryStatus.WAITING})
    assert read(queued).startswith("On the waiting list")
    assert buttons(queued) == {"Show the waiting list": ShowEntry(31)}


def test_turn_in_a_queue_that_the_office_ended_is_not_called_a_booking(say: Say) -> None:
    left = {**QUEUED, "entry_status": EntryStatus.LEFT, "refund_minor": 0}
    heading, *_ = lines_of(say, NoticeKind.CANCELLED_BY_OFFICE, **left)
    assert heading == "Taken off the waiting list by the school office"

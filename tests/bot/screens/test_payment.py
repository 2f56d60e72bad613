"""The office's screens: whatever a family is like, they fit and say what there is."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.screens import corrections, payouts, vouchers
from bot.screens import payment as screens
from bot.taps.payment import KeepHeld, PickFamily, PickMethod, ShowFamily, ShowHeld
from bot.texts import Say
from domain.model import BookingStatus, Funds, PaymentMethod
from domain.outcomes import HoldEnded, HoldKept
from storage.office_queries import FamilyAccount, FamilyFound, HeldPlace, PromisedPlace
from storage.payout_queries import PayoutMade
from storage.receipts import Correction, PaidFor
from tests.bot.screens.reading import buttons, read
from tests.bot.values import (
    DEADLINE,
    EMMA,
    HOSTILE_NAME,
    LONGEST_NAME,
    booking,
    receipt_with,
    session,
)
from tests.factory import MONDAY, NOW, POLICY


def held(number: int = 1, name: str = "Emma") -> HeldPlace:
    made = booking(BookingStatus.PENDING, id=number)
    return HeldPlace(made, session(name=name), name)


def family(
    *places: HeldPlace, name: str = "Anna Smith", phone: str | None = "+441"
) -> FamilyAccount:
    return FamilyAccount(5, name, phone, (EMMA,), Funds(-500), places)


def test_family_is_named_with_at_most_three_children_on_a_button(say: Say) -> None:
    found = [
        FamilyFound(1, "Ann", ()),
        FamilyFound(2, "Bob", ("A", "B", "C")),
        FamilyFound(3, "Cleo", ("A", "B", "C", "D")),
    ]
    shown = buttons(screens.search(say, "x", found, 0))
    assert shown["Ann"] == PickFamily(1)
    assert shown["Bob · A, B, C"] == PickFamily(2)
    assert shown["Cleo · A, B, C …"] == PickFamily(3)


def test_every_way_to_pay_at_the_school_is_offered_and_no_other(say: Say) -> None:
    shown = list(buttons(screens.family(say, family(), POLICY)).values())
    methods = {each.method for each in shown if isinstance(each, PickMethod)}
    assert methods == set(PaymentMethod) - {PaymentMethod.ONLINE}
    assert ShowHeld() not in shown


def test_family_without_phone_and_held_places_says_what_there_is(say: Say) -> None:
    assert read(screens.family(say, family(phone=None), POLICY)) == (
        "Anna Smith\nEmma (Year 3)\nBalance: -£5.00\n\nNo place is held."
    )


def test_till_says_what_the_account_lacks_for_all_that_is_held(say: Say) -> None:
    of = family(held(1), held(2))
    shown = [
        read(screens.family(say, replace(of, funds=funds), POLICY)).splitlines()[-1]
        for funds in (Funds(-500), Funds(700), Funds(700, 1000), Funds(700, 1800))
    ]
    assert shown == [
        "Still to be paid: £30.00",
        "Still to be paid: £18.00",
        "Still to be paid: £8.00",
        "The account covers all of it.",
    ]


@pytest.mark.parametrize("name", [LONGEST_NAME, HOSTILE_NAME])
def test_screens_fit_with_the_longest_names_and_many_places(say: Say, name: str) -> None:
    places = tuple(held(number, name) for number in range(1, 31))
    of = family(*places, name=name)
    paid = (10**9, PaymentMethod.VOUCHER, name)
    confirmed = tuple(PaidFor(name, each.session, 500) for each in places)
    receipt = receipt_with(parent_name=name, reference=name, confirmed=confirmed)
    for screen in (
        screens.search(say, name, [FamilyFound(n, name, (name,) * 9) for n in range(40)], 0),
        screens.family(say, of, POLICY),
        screens.ask_amount(say, of, PaymentMethod.CASH),
        vouchers.choose_held(say, places, 0),
        vouchers.choose_day(say, places[0], MONDAY - timedelta(days=30)),
        screens.summary(say, of, paid, (places, 0), key="k" * 12),
        screens.recorded(say, receipt),
    ):
        assert read(screen)


@pytest.mark.parametrize(
    ("today", "offered"),
    [
        (MONDAY - timedelta(days=15), ["1 week · Sun 6 Sept", "2 weeks · Sun 13 Sept"]),
        (MONDAY - timedelta(days=14), ["1 week · Mon 7 Sept"]),
        (MONDAY - timedelta(days=7), []),
    ],
)
def test_no_day_behind_the_session_is_offered(say: Say, today: date, offered: list[str]) -> None:
    shown = buttons(vouchers.choose_day(say, held(), today))
    days = [label for label, tap in shown.items() if isinstance(tap, KeepHeld)]
    assert days == [*offered, "Until the start"]


@pytest.mark.parametrize(
    ("outcome", "begins"),
    [
        (
            HoldKept(session(), DEADLINE),
            "Kept until Wed 9 Sept, 09:00, waiting for voucher\nSwimming",
        ),
        (HoldEnded(session(), BookingStatus.CONFIRMED), "This place has been paid for"),
        (HoldEnded(session(), BookingStatus.PENDING), "This place is no longer held"),
        (HoldEnded(session(), BookingStatus.EXPIRED), "This place is no longer held"),
        (HoldEnded(session(), BookingStatus.CANCELLED), "This place is no longer held"),
    ],
)
def test_outcome_of_keeping_says_what_holds_now(
    say: Say, outcome: HoldKept | HoldEnded, begins: str
) -> None:
    screen = vouchers.kept(say, outcome, 5, has_telegram=True)
    assert read(screen).startswith(begins)
    assert buttons(screen)["This family"] == ShowFamily(5)


def test_office_is_asked_to_tell_who_is_not_on_telegram(say: Say) -> None:
    kept = HoldKept(session(), NOW)
    made = Correction(
        parent_id=5,
        parent_name="Ann",
        has_telegram=False,
        amount_minor=100,
        reason="Error",
        confirmed=(),
        balance_minor=100,
    )
    for screen in (
        screens.recorded(say, receipt_with(has_telegram=False)),
        payouts.recorded(say, PayoutMade(5, "Ann", 9, PaymentMethod.CASH, "", 0, False)),
        corrections.corrected(say, made),
        vouchers.kept(say, kept, 5, has_telegram=False),
    ):
        assert "The parent is told" not in read(screen)
        assert read(screen).endswith("The parent does not use Telegram: please tell them yourself.")


def test_places_that_wait_for_a_voucher_fit_and_lead_to_their_families(say: Say) -> None:
    waiting = [PromisedPlace(n, LONGEST_NAME, held(n, LONGEST_NAME)) for n in range(1, 12)]
    shown = buttons(vouchers.promised(say, waiting, 1))
    assert shown[f"9. \u2068{LONGEST_NAME}\u2069"] == PickFamily(9)
    assert "Later ›" not in shown
    assert LONGEST_NAME in read(vouchers.promised(say, waiting, 0))
    assert read(vouchers.promised(say, [], 0)) == "No place waits for a voucher."

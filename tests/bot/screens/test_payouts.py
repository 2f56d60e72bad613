"""The office's screens about money that is paid back fit, and say what there is."""

from dataclasses import replace

import pytest

from bot.screens import payouts as screens
from bot.screens import repayments
from bot.taps.payouts import LeaveOnAccount, PickPayoutMethod, ShowPaid, ShowRefunds, ShowRepayment
from bot.texts import Say
from domain.model import BookingStatus, Funds, PaymentMethod, RepaymentReason
from domain.payouts import Payout
from storage.due_back import DueBack
from storage.office_queries import FamilyAccount, HeldPlace
from storage.payout_queries import Payee, PayoutMade, Refundable
from tests.bot.screens.reading import buttons, read
from tests.bot.values import DEADLINE, EMMA, HOSTILE_NAME, LONGEST_NAME, booking, session

LONGEST_CHARGE = "c" * 128


def payee(balance: int = 1000, *, places: int = 0, name: str = "Anna Smith") -> Payee:
    held = tuple(
        HeldPlace(booking(BookingStatus.PENDING, id=number), session(name=name), name)
        for number in range(places)
    )
    family = FamilyAccount(5, name, "+441", (EMMA,), Funds(balance), held)
    return Payee(family, (), 0, 0)


def refundable(number: int = 1, left: int = 300) -> Refundable:
    return Refundable(number, LONGEST_CHARGE, DEADLINE, 500, left)


def due(reason: RepaymentReason, name: str | None = "Anna Smith", amount: int = 800) -> DueBack:
    is_stray = reason is RepaymentReason.UNKNOWN
    currency, charge_id = ("USD", LONGEST_CHARGE) if is_stray else (None, None)
    parent_id = 5 if name else None
    return DueBack(7, reason, parent_id, name, amount, currency, charge_id, charge_id, DEADLINE)


def test_empty_account_offers_no_way_to_pay_back(say: Say) -> None:
    for balance in (0, -500):
        screen = screens.family(say, payee(balance))
        assert "There is nothing on the account that could be paid back." in read(screen)
        assert list(buttons(screen)) == ["Cancel"]


def test_provider_is_offered_only_where_something_was_paid_online(say: Say) -> None:
    without = buttons(screens.family(say, payee()))
    with_one = buttons(screens.family(say, replace(payee(), payments=(refundable(),))))
    assert set(with_one) - set(without) == {"Refunded at the provider"}
    assert with_one["Refunded at the provider"] == ShowPaid()
    methods = [each.method for each in without.values() if isinstance(each, PickPayoutMethod)]
    assert methods == [PaymentMethod.CASH, PaymentMethod.TRANSFER]


def test_what_is_waited_for_asked_for_and_unused_is_said(say: Say) -> None:
    found = replace(payee(2000, places=1), asked_minor=300, unused_minor=200)
    screen = screens.family(say, found)
    text = read(screen)
    assert "Held places wait for £12.50; £7.50 can be paid back without touching that." in text
    assert "The parent asks for £3.00 back." in text
    assert "£2.00 came in too late for its place, or twice." in text
    assert buttons(screen)["Leave it on the account"] == LeaveOnAccount()


def test_no_payment_left_says_so(say: Say) -> None:
    assert read(screens.choose_paid(say, [], 0)) == "No payment is left that could be refunded."


@pytest.mark.parametrize(
    ("found", "refunded", "most", "suggested"),
    [
        (payee(1000), None, 1000, 1000),
        (payee(1000), refundable(left=300), 300, 300),
        (payee(200), refundable(left=300), 200, 200),
        (replace(payee(1000), asked_minor=400), None, 1000, 400),
        (payee(-5), None, 0, 0),
    ],
)
def test_what_was_asked_for_is_suggested_and_no_more_than_can_be(
    found: Payee, refunded: Refundable | None, most: int, suggested: int
) -> None:
    assert screens.most(found, refunded) == most
    assert screens.suggestion(found, refunded) == suggested


def test_longest_of_all_fits_at_every_step(say: Say) -> None:
    found = replace(payee(places=40, name=LONGEST_NAME), payments=(refundable(),) * 30)
    paid = Payout(900, PaymentMethod.ONLINE, 1, LONGEST_NAME)
    for screen in (
        screens.family(say, found),
        screens.choose_paid(say, found.payments, 2),
        screens.ask_amount(say, found, PaymentMethod.ONLINE, refundable()),
        screens.ask_reference(say, paid),
        screens.summary(say, found, paid, refundable(), from_held_minor=900, key="k" * 12),
        screens.recorded(say, PayoutMade(5, LONGEST_NAME, 9, PaymentMethod.CASH, "r", 0, True)),
    ):
        assert read(screen)


@pytest.mark.parametrize("name", [LONGEST_NAME, HOSTILE_NAME])
def test_list_and_notices_of_it_fit_whatever_people_are_called(say: Say, name: str) -> None:
    found = [due(reason, name) for reason in RepaymentReason] * 9
    for page in range(4):
        screen = repayments.due_back(say, found, page)
        assert name in read(screen).replace("\u2068", "").replace("\u2069", "")
    assert repayments.due_back(say, found, 99) == repayments.due_back(say, found, 3)
    assert "Later ›" not in buttons(repayments.due_back(say, found, 3))
    for each in found[:3]:
        told = repayments.told(say, each)
        assert told is not None
        assert name in read(told).replace("\u2068", "").replace("\u2069", "")


def test_money_in_another_currency_leads_to_itself_and_not_to_a_family(say: Say) -> None:
    stray = due(RepaymentReason.UNKNOWN)
    screen = repayments.due_back(say, [stray], 0)
    assert "US$8.00 in another currency came in from Anna Smith" in read(screen)
    assert buttons(screen) == {"1. Anna Smith · US$8.00": ShowRepayment(7)}
    told = repayments.told(say, stray)
    assert told is not None
    assert buttons(told) == {"Look at it": ShowRepayment(7), "To be paid out": ShowRefunds()}


def test_notice_of_what_is_dealt_with_is_not_sent(say: Say) -> None:
    assert repayments.told(say, due(RepaymentReason.ASKED, amount=0)) is None

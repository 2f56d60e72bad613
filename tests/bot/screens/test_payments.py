"""What invoices, refusals and receipts say, within what Telegram takes."""

from dataclasses import replace
from datetime import timedelta

import pytest
from telegram.constants import InvoiceLimit

from bot.screens import payments
from bot.screens.booking import DATES_AT_ONCE
from bot.taps.account import SendReceipt
from bot.taps.home import Home
from bot.taps.places import ShowPlaces
from bot.texts import Say
from domain.invoices import Bill, Declined, Places
from domain.model import BookingStatus, Discount, DiscountKind, Invoice, InvoiceStatus
from domain.payments import PaymentTaken
from tests.bot.screens.reading import buttons, read
from tests.bot.values import DEADLINE, EMMA, HOSTILE_NAME, LONGEST_NAME, booking, mondays, session
from tests.factory import NOW

NAMES = {EMMA.id: "Emma"}


def places(number: int = 1, status: BookingStatus = BookingStatus.PENDING, **given: str) -> Places:
    return tuple((booking(status), session(on, **given)) for on in mondays(number))


def bill(number: int = 1, *, available: int = 0, name: str = "Swimming") -> Bill:
    invoice = Invoice(
        id=1,
        parent_id=5,
        payload="p",
        amount_minor=1250 * number - available,
        currency="GBP",
        status=InvoiceStatus.OPEN,
        made_at=NOW,
        message_id=None,
    )
    return Bill(invoice, places(number, name=name), available)


def receipt(say: Say, taken: PaymentTaken) -> list[list[str]]:
    text = read(payments.receipt(say, taken, NAMES))
    return [paragraph.splitlines() for paragraph in text.split("\n\n")]


@pytest.mark.parametrize(
    ("available", "lines"),
    [
        (0, [("Swimming, Mon 14 Sept", 1250)]),
        (300, [("Swimming, Mon 14 Sept", 1250), ("Covered by your account", -300)]),
        (-300, [("Swimming, Mon 14 Sept", 1250), ("Owed from before", 300)]),
    ],
)
def test_lines_of_an_invoice_add_up_to_what_is_due(
    say: Say, available: int, lines: list[tuple[str, int]]
) -> None:
    asked = bill(available=available)
    shown = payments.invoice(say, asked)

    assert [(each.label, each.amount) for each in shown.prices] == lines
    assert sum(each.amount for each in shown.prices) == asked.invoice.amount_minor


def test_invoice_names_full_prices_and_then_each_discount(say: Say) -> None:
    (first, monday), (second, next_monday) = places(2)
    cheaper = [
        replace(each, price_minor=1000, discount=Discount(DiscountKind.SIBLING, 250))
        for each in (first, second)
    ]
    asked = replace(bill(2), places=((cheaper[0], monday), (cheaper[1], next_monday)))
    shown = payments.invoice(say, asked)

    assert [(each.label, each.amount) for each in shown.prices] == [
        ("Swimming, Mon 14 Sept", 1250),
        ("Swimming, Mon 21 Sept", 1250),
        ("Sibling discount", -500),
    ]


def test_earliest_deadline_is_the_one_to_pay_by(say: Say) -> None:
    asked = bill(2)
    (first, monday), other = asked.places
    earlier = replace(first, hold_expires_at=DEADLINE - timedelta(hours=1))
    shown = payments.invoice(say, replace(asked, places=((earlier, monday), other)))

    assert shown.description == (
        "Mon 14 Sept, Mon 21 Sept. Held for you until Wed 9 Sept, 08:00: please pay by then."
    )


@pytest.mark.parametrize("name", [LONGEST_NAME, HOSTILE_NAME * 4, "S" * 33, "S" * 32, "S"])
@pytest.mark.parametrize("dates", [1, 2, DATES_AT_ONCE])
def test_invoice_is_never_longer_than_telegram_takes(say: Say, name: str, dates: int) -> None:
    shown = payments.invoice(say, bill(dates, name=name))

    assert 1 <= len(shown.title) <= InvoiceLimit.MAX_TITLE_LENGTH
    assert 1 <= len(shown.description) <= InvoiceLimit.MAX_DESCRIPTION_LENGTH
    assert len(shown.prices) == dates


def test_dates_that_do_not_fit_are_counted(say: Say) -> None:
    shown = payments.invoice(say, bill(DATES_AT_ONCE)).description

    listed = shown.partition(" and ")[0].split(", ")
    assert listed[0] == "Mon 14 Sept"
    assert f"and {DATES_AT_ONCE - len(listed)} more. Held for you until" in shown
    assert len(listed) > 10


@pytest.mark.parametrize("why", list(Declined))
def test_every_refusal_says_what_to_do(say: Say, why: Declined) -> None:
    assert "/bookings" in payments.declined(say, why)


def test_what_cannot_be_paid_here_says_where_and_until_when(say: Say) -> None:
    assert read(payments.pay_at_office(say, 10, DEADLINE)).splitlines() == [
        "£0.10 cannot be paid here. Please pay it to the school office.",
        "What is held for you is kept until Wed 9 Sept, 09:00.",
    ]
    assert len(read(payments.pay_at_office(say, 10, None)).splitlines()) == 1


def test_receipt_says_what_has_become_of_each_place(say: Say) -> None:
    [confirmed, held, ended] = [((booking(), session(on)),) for on in mondays(3)]

    assert receipt(say, PaymentTaken(3750, confirmed, held, ended, 2500)) == [
        ["Payment received: £37.50"],
        ["Booked", "Emma: Swimming, Mon 14 Sept, 15:30–16:30"],
        [
            "Held for you, but not confirmed yet",
            "Emma: Swimming, Mon 21 Sept, 15:30–16:30",
            "Your account does not cover it any more: tap My bookings to pay the rest.",
        ],
        [
            "Not booked",
            "Emma: Swimming, Mon 28 Sept, 15:30–16:30",
            "Your payment arrived when this was no longer held for you, and it could not be given "
            "to you again. The money is on your account: use it for any booking.",
        ],
        ["Balance: £25.00"],
    ]


def test_receipt_of_money_that_nothing_needed_says_where_it_is(say: Say) -> None:
    assert receipt(say, PaymentTaken(1250, (), (), (), 1250)) == [
        ["Payment received: £12.50"],
        ["This was paid before, or is not needed: it is on your account."],
        ["Balance: £12.50"],
    ]


def test_receipt_stays_in_the_chat_and_leads_on(say: Say) -> None:
    many = places(DATES_AT_ONCE, BookingStatus.CONFIRMED, name=LONGEST_NAME)
    screen = payments.receipt(say, PaymentTaken(1, many, (), (), 0), {EMMA.id: HOSTILE_NAME})

    assert screen.stays
    assert read(screen).count(HOSTILE_NAME) == DATES_AT_ONCE
    assert buttons(screen) == {"My bookings": ShowPlaces(), "Home": Home()}
    on_paper = buttons(payments.receipt(say, PaymentTaken(1, many, (), (), 0), {}, 51))
    assert on_paper == {"Receipt as PDF": SendReceipt(51)} | buttons(screen)


def test_reference_of_money_nobody_can_place_is_shown_as_it_is(say: Say) -> None:
    assert "this reference: <b>&" in read(payments.unknown(say, "<b>&"))

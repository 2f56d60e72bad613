"""The screens of a parent's account."""

from collections.abc import Sequence
from datetime import date
from typing import assert_never

from bot.screen import Button, Rows, Screen, lines, paragraphs
from bot.screens.home import home_row
from bot.screens.parts import discount_words, in_rows, page_of, turning
from bot.taps.account import (
    AskBack,
    KeepCredit,
    SendReceipt,
    SendStatement,
    ShowBalance,
    ShowMonths,
    ShowReceipts,
    ShowStatement,
)
from bot.taps.places import ShowPlaces
from bot.texts import Html, Say
from domain.model import MoneyKind, PaymentMethod, Policy
from domain.money import short_of
from domain.repayments import free_credit
from storage.account_queries import Account, AccountLine
from storage.receipts import PaymentLine

MONTHS_A_PAGE = 12
MONTHS_A_ROW = 2
RECEIPTS_A_PAGE = 8


def account(say: Say, found: Account, policy: Policy) -> Screen:
    heading = say("<b>Balance: {amount}</b>", amount=say.money(found.funds.balance_minor))
    entries = lines(*[_line(say, each) for each in found.lines])
    asked = say(
        "You have asked for {amount} back. The school office pays it out and we tell you here.",
        amount=say.money(found.asked_minor),
    )
    places = Button(say.label("My bookings"), ShowPlaces())
    papers = (
        Button(say.label("Statement"), ShowMonths()),
        Button(say.label("Receipts"), ShowReceipts()),
    )
    return Screen(
        paragraphs(
            heading,
            _credit(say, found.funds.limit_minor(policy)),
            _due(say, found, policy),
            asked if found.asked_minor else None,
            lines(say("The latest entries:"), entries) if entries else say("No entries yet."),
        ),
        (*((papers,) if entries else ()), (places,), *_back(say, found), *home_row(say)),
    )


def _due(say: Say, found: Account, policy: Policy) -> Html | None:
    """Say what is lacking for the held places, as an invoice for them would."""
    if not found.held_minor or not found.due_until:
        return None
    deadline = say.moment(found.due_until)
    if due := short_of(found.held_minor, found.funds.available_minor(policy)):
        return say(
            "Still to be paid for places held for you: {amount}, the first until {deadline}.",
            amount=say.money(due),
            deadline=deadline,
        )
    return say(
        "Your account covers what is held for you, but it is not confirmed yet: open it under My "
        "bookings and tap Pay, the first until {deadline}.",
        deadline=deadline,
    )


def _back(say: Say, found: Account) -> Rows:
    """Offer to have credit paid back, or to take that wish back."""
    if found.asked_minor:
        return ((Button(say.label("Keep it on the account"), KeepCredit()),),)
    if free := free_credit(found.funds.balance_minor, found.held_minor):
        ask = say.label("Ask for {amount} back", amount=say.money(free))
        return ((Button(ask, AskBack()),),)
    return ()


def _credit(say: Say, limit_minor: int) -> Html | None:
    if not limit_minor:
        return None
    return say(
        "You may book now and pay later, down to a balance of {amount}.",
        amount=say.money(-limit_minor),
    )


def _line(say: Say, line: AccountLine) -> Html:
    return say(
        "{day}: {amount} {what}",
        day=say.day(line.made_at.astimezone(say.zone).date()),
        amount=say.money(line.amount_minor),
        what=entry_words(say, line),
    )


def entry_words(say: Say, line: AccountLine) -> str:
    """Say in plain text what an entry was."""
    if line.method is not None:
        is_payout = line.kind is MoneyKind.PAYOUT
        return (_payout_line if is_payout else _payment_words)(say, line.method, line.note)
    place = {
        "activity": line.activity_name or "",
        "child": line.child_name or "",
        "day": say.day(line.on) if line.on else "",
    }
    match line.kind:
        case MoneyKind.CHARGE:
            words = say.label("for {activity}, {child}, {day}", **place)
            return f"{words} ({discount_words(say, line.discount)})" if line.discount else words
        case MoneyKind.REFUND:
            return say.label("back for {activity}, {child}, {day}", **place)
        case _ if line.note:
            return say.label("correction by the school: {note}", note=line.note)
        case _:
            return say.label("correction by the school")


def _payment_words(say: Say, method: PaymentMethod, reference: str) -> str:
    words = method_words(say, method)
    if reference:
        return say.label("paid {how}, reference {reference}", how=words, reference=reference)
    return say.label("paid {how}", how=words)


def _payout_line(say: Say, method: PaymentMethod, reference: str) -> str:
    words = payout_words(say, method)
    if reference:
        return say.label("paid back {how}, reference {reference}", how=words, reference=reference)
    return say.label("paid back {how}", how=words)


def payout_words(say: Say, method: PaymentMethod) -> str:
    """Say how money was given back, as in: paid back in cash."""
    if method is PaymentMethod.ONLINE:
        return say.label("the way it was paid online")
    return method_words(say, method)


def method_words(say: Say, method: PaymentMethod) -> str:
    """Say how a payment was made, as in: paid by card."""
    match method:
        case PaymentMethod.CASH:
            return say.label("in cash")
        case PaymentMethod.CARD:
            return say.label("by card")
        case PaymentMethod.TRANSFER:
            return say.label("by bank transfer")
        case PaymentMethod.VOUCHER:
            return say.label("by voucher")
        case PaymentMethod.ONLINE:
            return say.label("online")
        case _:
            assert_never(method)


def months(say: Say, found: Sequence[date], page: int) -> Screen:
    """Offer a statement of each month that has entries."""
    shown, page = page_of(found, page, MONTHS_A_PAGE)
    buttons = [Button(say.month(each), ShowStatement(each)) for each in shown]
    taps = ShowMonths(page - 1), ShowMonths(page + 1)
    return Screen(
        say("A statement of which month?") if found else say("No entries yet."),
        (
            *in_rows(buttons, MONTHS_A_ROW),
            *turning(say, page, MONTHS_A_PAGE, len(found), taps),
            *_balance_rows(say),
        ),
    )


def statement(say: Say, month: date) -> Screen:
    """Let the form of a statement be chosen."""
    return Screen(
        say(
            "Statement for {month}: to read and print, or for a spreadsheet?",
            month=say.month(month),
        ),
        (
            (
                Button(say.label("PDF"), SendStatement(month, as_pdf=True)),
                Button(say.label("Spreadsheet (CSV)"), SendStatement(month, as_pdf=False)),
            ),
            (Button(say.label("Other months"), ShowMonths()),),
            *_balance_rows(say),
        ),
    )


def receipts(say: Say, found: Sequence[PaymentLine], page: int) -> Screen:
    """Offer the receipt of each payment."""
    shown, page = page_of(found, page, RECEIPTS_A_PAGE)
    rows = tuple((_receipt_button(say, each),) for each in shown)
    taps = ShowReceipts(page - 1), ShowReceipts(page + 1)
    return Screen(
        say("The receipt of which payment?") if found else say("No payments yet."),
        (*rows, *turning(say, page, RECEIPTS_A_PAGE, len(found), taps), *_balance_rows(say)),
    )


def _receipt_button(say: Say, payment: PaymentLine) -> Button:
    on = payment.made_at.astimezone(say.zone).date()
    label = f"{say.full_date(on)} · {say.money(payment.amount_minor)} · {payment.payment_id}"
    return Button(label, SendReceipt(payment.payment_id))


def receipt_label(say: Say) -> str:
    return say.label("Receipt as PDF")


def _balance_rows(say: Say) -> Rows:
    return ((Button(say.label("Balance"), ShowBalance()),), *home_row(say))

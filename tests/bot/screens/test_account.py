"""The screen of a parent's account."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.screens.account import account, method_words, months, receipts, statement
from bot.taps.account import (
    AskBack,
    SendReceipt,
    SendStatement,
    ShowBalance,
    ShowMonths,
    ShowReceipts,
    ShowStatement,
)
from bot.taps.home import Home
from bot.taps.places import ShowPlaces
from bot.texts import Say
from domain.model import Discount, DiscountKind, Funds, MoneyKind, PaymentMethod
from storage.account_queries import Account, AccountLine
from storage.receipts import PaymentLine
from tests.bot.screens.reading import buttons, read
from tests.bot.values import DEADLINE, HOSTILE_NAME, LONGEST_NAME
from tests.factory import MONDAY, POLICY

LATE_IN_SUMMER = datetime(2026, 9, 6, 23, 30, tzinfo=UTC)


def line(kind: MoneyKind, amount: int, name: str = "Emma") -> AccountLine:
    if kind is MoneyKind.PAYMENT:
        return AccountLine(LATE_IN_SUMMER, kind, amount, method=PaymentMethod.CASH)
    if kind is MoneyKind.PAYOUT:
        return AccountLine(LATE_IN_SUMMER, kind, amount, method=PaymentMethod.ONLINE)
    is_for_a_place = kind in (MoneyKind.CHARGE, MoneyKind.REFUND)
    subject = ("Swimming", MONDAY, name) if is_for_a_place else (None, None, None)
    return AccountLine(LATE_IN_SUMMER, kind, amount, *subject)


def test_account_without_entries_says_so(say: Say) -> None:
    screen = account(say, Account(Funds(0), 0, None, ()), POLICY)

    assert read(screen) == "Balance: £0.00\n\nNo entries yet."
    assert buttons(screen) == {"My bookings": ShowPlaces(), "Home": Home()}


def test_account_with_entries_leads_to_statements_and_receipts(say: Say) -> None:
    screen = account(say, Account(Funds(0), 0, None, (line(MoneyKind.PAYMENT, 1),)), POLICY)

    assert buttons(screen)["Statement"] == ShowMonths()
    assert buttons(screen)["Receipts"] == ShowReceipts()


def test_button_names_what_can_be_asked_back(say: Say) -> None:
    screen = account(say, Account(Funds(1250), 400, DEADLINE, ()), POLICY)
    assert buttons(screen)["Ask for £8.50 back"] == AskBack()
    none_free = account(say, Account(Funds(400), 400, DEADLINE, ()), POLICY)
    assert AskBack() not in buttons(none_free).values()


def test_every_way_to_pay_has_words_of_its_own(say: Say) -> None:
    assert len({method_words(say, each) for each in PaymentMethod}) == len(PaymentMethod)


def test_months_are_offered_a_page_at_a_time(say: Say) -> None:
    found = [date(2026 - n // 12, 12 - n % 12, 1) for n in range(30)]

    middle = months(say, found, 1)

    shown = buttons(middle)
    assert shown["December 2025"] == ShowStatement(date(2025, 12, 1))
    assert "December 2026" not in shown
    assert (shown["‹ Earlier"], shown["Later ›"]) == (ShowMonths(0), ShowMonths(2))
    assert months(say, found, 99) == months(say, found, 2)
    assert read(months(say, [], 0)) == "No entries yet."


def test_statement_is_to_be_had_in_either_form(say: Say) -> None:
    month = date(2026, 9, 1)
    screen = statement(say, month)

    assert read(screen) == "Statement for September 2026: to read and print, or for a spreadsheet?"
    assert buttons(screen) == {
        "PDF": SendStatement(month, as_pdf=True),
        "Spreadsheet (CSV)": SendStatement(month, as_pdf=False),
        "Other months": ShowMonths(),
        "Balance": ShowBalance(),
        "Home": Home(),
    }


def test_receipts_are_offered_a_page_at_a_time(say: Say) -> None:
    found = [PaymentLine(number, LATE_IN_SUMMER, 2500) for number in range(20, 0, -1)]

    middle = buttons(receipts(say, found, 1))

    assert middle["7 September 2026 · £25.00 · 12"] == SendReceipt(12)
    assert (middle["‹ Earlier"], middle["Later ›"]) == (ShowReceipts(0), ShowReceipts(2))
    assert len([each for each in middle.values() if isinstance(each, SendReceipt)]) == 8
    assert read(receipts(say, [], 0)) == "No payments yet."


@pytest.mark.parametrize(
    ("funds", "due"),
    [(Funds(-500), "£30.00"), (Funds(0), "£25.00"), (Funds(600), "£19.00"), (Funds(0, 800), "£17")],
)
def test_what_is_due_is_said_less_the_balance_and_with_the_first_deadline(
    say: Say, funds: Funds, due: str
) -> None:
    """It is what an invoice would be for."""
    text = read(account(say, Account(funds, 2500, DEADLINE, ()), POLICY))

    assert f"Still to be paid for places held for you: {due}" in text
    assert ", the first until Wed 9 Sept, 09:00." in text


def test_what_is_held_and_covered_by_now_is_said_to_need_a_tap(say: Say) -> None:
    text = read(account(say, Account(Funds(2500), 2500, DEADLINE, ()), POLICY))

    assert "covers what is held for you, but it is not confirmed yet" in text
    assert "the first until Wed 9 Sept, 09:00." in text


@pytest.mark.parametrize(
    ("entry", "written"),
    [
        (
            line(MoneyKind.CHARGE, -1250),
            "Mon 7 Sept: -£12.50 for Swimming, Emma, Mon 14 Sept",
        ),
        (
            line(MoneyKind.REFUND, 625, HOSTILE_NAME),
            f"Mon 7 Sept: £6.25 back for Swimming, {HOSTILE_NAME}, Mon 14 Sept",
        ),
        (line(MoneyKind.PAYMENT, 2000), "Mon 7 Sept: £20.00 paid in cash"),
        (
            replace(line(MoneyKind.PAYMENT, 2000), method=PaymentMethod.TRANSFER, note="R 7"),
            "Mon 7 Sept: £20.00 paid by bank transfer, reference R 7",
        ),
        (
            line(MoneyKind.PAYOUT, -2000),
            "Mon 7 Sept: -£20.00 paid back the way it was paid online",
        ),
        (
            replace(line(MoneyKind.PAYOUT, -2000), method=PaymentMethod.CASH, note="R 7"),
            "Mon 7 Sept: -£20.00 paid back in cash, reference R 7",
        ),
        (
            replace(line(MoneyKind.ADJUSTMENT, 100), note=HOSTILE_NAME),
            f"Mon 7 Sept: £1.00 correction by the school: {HOSTILE_NAME}",
        ),
        (line(MoneyKind.ADJUSTMENT, -1), "Mon 7 Sept: -£0.01 correction by the school"),
    ],
    ids=str,
)
def test_every_kind_of_entry_says_what_it_was_for_on_the_schools_day(
    say: Say, entry: AccountLine, written: str
) -> None:
    text = read(account(say, Account(Funds(0), 0, None, (entry,)), POLICY))

    assert text.splitlines()[-2:] == ["The latest entries:", written]


def test_every_kind_of_money_has_words(say: Say) -> None:
    entries = tuple(line(kind, 1) for kind in MoneyKind)

    words = read(account(say, Account(Funds(0), 0, None, entries), POLICY)).splitlines()[
        -len(entries) :
    ]

    assert len({each.partition(": ")[2] for each in words}) == len(MoneyKind)


def test_longest_names_fit(say: Say) -> None:
    entry = AccountLine(
        LATE_IN_SUMMER, MoneyKind.REFUND, -(10**9), LONGEST_NAME, MONDAY, LONGEST_NAME
    )

    assert read(account(say, Account(Funds(10**9), 10**9, DEADLINE, (entry,) * 10), POLICY))


@pytest.mark.parametrize(
    ("own", "schools", "words"),
    [
        pytest.param(None, 0, None, id="nobody has credit"),
        pytest.param(0, 2000, None, id="this family has none"),
        pytest.param(None, 2000, "-£20.00", id="as the school's"),
        pytest.param(5000, 2000, "-£50.00", id="the family's own"),
    ],
)
def test_credit_is_said_in_words(
    say: Say, own: int | None, schools: int, words: str | None
) -> None:
    policy = replace(POLICY, credit_limit_minor=schools)
    said = read(account(say, Account(Funds(0, own), 0, None, ()), policy)).splitlines()[1:-1]

    expected = ["", f"You may book now and pay later, down to a balance of {words}."]
    assert [each for each in said if each] == (expected[1:] if words else [])


def test_charge_says_which_discount_was_taken_off(say: Say) -> None:
    cheaper = replace(line(MoneyKind.CHARGE, -900), discount=Discount(DiscountKind.SIBLING, 100))
    words = read(account(say, Account(Funds(0), 0, None, (cheaper,)), POLICY)).splitlines()[-1]

    assert words == (
        "Mon 7 Sept: -£9.00 for Swimming, Emma, Mon 14 Sept (sibling discount: -£1.00)"
    )

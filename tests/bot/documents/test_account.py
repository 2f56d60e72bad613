"""Statements and receipts to print: what a parent, or a tax office, reads on them."""

from datetime import date, datetime, timedelta

import pytest

from bot.documents.account import receipt_pdf, statement_pdf
from bot.texts import Say
from domain.model import MoneyKind, PaymentMethod
from storage.account_queries import AccountLine, Statement
from storage.receipts import PaidFor
from tests.bot.documents.reading import flat, pages_of
from tests.bot.values import HOSTILE_NAME, LONGEST_NAME, mondays, receipt_with, session
from tests.factory import LONDON, MONDAY, NOW

SEPTEMBER = date(2026, 9, 1)


def statement(say: Say, *lines: AccountLine, opening: int = 0) -> list[str]:
    found = Statement(SEPTEMBER, opening, lines)
    return pages_of(statement_pdf(say, found, "Anna Smith", "Hill School", now=NOW))


def charge(amount: int, name: str = "Emma", at: datetime = NOW) -> AccountLine:
    return AccountLine(at, MoneyKind.CHARGE, amount, "Swimming", MONDAY, name)


def test_statement_has_every_entry_between_the_opening_and_the_closing_balance(say: Say) -> None:
    paid = AccountLine(NOW, MoneyKind.PAYMENT, 2000, method=PaymentMethod.CARD, note="R 7")
    [page] = statement(say, paid, charge(-1250), opening=-500)
    for words in (
        "Hill School",
        "Statement for September 2026",
        "Anna Smith",
        "7 September 2026",
        "Opening balance -£5.00",
        "Mon 7 Sept paid by card, reference R 7 £20.00 £15.00",
        "Mon 7 Sept for Swimming, Emma, Mon 14 Sept -£12.50 £2.50",
        "Closing balance £2.50",
    ):
        assert flat(words) in flat(page)


def test_long_statement_goes_on_over_pages(say: Say) -> None:
    found = statement(say, *[charge(-1, HOSTILE_NAME)] * 90)
    assert len(found) > 2
    assert all("Amount" in page for page in found)
    assert flat("Closing balance -£0.90") in flat(found[-1])


@pytest.mark.parametrize(("currency", "written"), [("JPY", "¥1,250"), ("KWD", "KWD1.250")])
def test_amounts_have_the_currencys_decimals(currency: str, written: str) -> None:
    [page] = statement(Say("en", LONDON, currency), AccountLine(NOW, MoneyKind.ADJUSTMENT, 1250))
    assert flat(written) in flat(page)


def test_receipt_names_payer_way_and_what_it_confirmed(say: Say) -> None:
    places = tuple(PaidFor("Emma", session(on), 1250) for on in mondays(2))
    receipt = receipt_with(
        method=PaymentMethod.ONLINE,
        reference="R 7",
        provider_charge_id="ch_123",
        confirmed=places,
        made_at=NOW + timedelta(minutes=5),
    )
    [page] = pages_of(receipt_pdf(say, receipt, "Hill School"))
    for words in (
        "Hill School",
        "Receipt 51",
        "Received from Anna Smith",
        "Amount £25.00",
        "Paid online",
        "Date 7 September 2026, 09:05",
        "Reference R 7",
        "Payment provider's number ch_123",
        "Emma Swimming Mon 14 Sept, 15:30–16:30 £12.50",
        "Emma Swimming Mon 21 Sept, 15:30–16:30 £12.50",
        "Balance of the account before it: £20.00",
        "Balance of the account after it: £20.00",
    ):
        assert flat(words) in flat(page)


def test_receipt_adds_up_with_what_was_on_the_account(say: Say) -> None:
    places = (PaidFor("Emma", session(), 3000),)
    [page] = pages_of(receipt_pdf(say, receipt_with(confirmed=places), "Hill School"))
    assert flat("Balance of the account before it: £25.00") in flat(page)
    assert flat("Balance of the account after it: £20.00") in flat(page)


def test_receipt_of_credit_says_so_and_leaves_out_what_there_is_not(say: Say) -> None:
    [page] = pages_of(receipt_pdf(say, receipt_with(), "Hill School"))
    assert flat("It confirmed no place: it went to the account.") in flat(page)
    assert "Reference" not in page
    assert "provider" not in page


def test_receipt_is_the_same_to_the_letter_whenever_it_is_asked_for(say: Say) -> None:
    first, again = (receipt_pdf(say, receipt_with(balance_minor=b), "School") for b in (0, 999))
    assert pages_of(first) == pages_of(again)


@pytest.mark.parametrize("name", [HOSTILE_NAME, LONGEST_NAME, "王小明", "W" * 80])
def test_any_name_has_room(say: Say, name: str) -> None:
    places = tuple(PaidFor(name, session(name=name), 10**9) for _ in range(30))
    receipt = receipt_with(parent_name=name, reference=name, confirmed=places)
    assert len(pages_of(receipt_pdf(say, receipt, name))) > 1

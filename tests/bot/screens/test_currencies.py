"""Money of no, two and three decimals: whole minor units, written as the reader does."""

import csv
from datetime import date
from io import StringIO

import pytest

from bot.documents.statement import statement_csv
from bot.screens import payments, summary
from bot.screens.account import account
from bot.texts import Say
from domain.discounts import price_of
from domain.invoices import Bill
from domain.model import BookingStatus, DiscountKind, Funds, Invoice, InvoiceStatus, MoneyKind
from domain.outcomes import Booked
from storage.account_queries import Account, AccountLine, Statement
from tests.bot.screens.reading import read
from tests.bot.values import EMMA, booking, session
from tests.domain.values import policy
from tests.factory import LONDON, MONDAY, NOW

FULL = 3455
"""Minor units: yen, pence or fils; a tenth of them is no whole number."""
POLICY = policy(sibling_discount_percent=10)
PRICE = price_of(FULL, [DiscountKind.SIBLING], POLICY)
WRITTEN = {
    "JPY": ("JP¥3,109", "-JP¥346", "-JP¥3,109", "-3109"),
    "GBP": ("£31.09", "-£3.46", "-£31.09", "-31.09"),
    "KWD": ("KWD3.109", "-KWD0.346", "-KWD3.109", "-3.109"),
}
currencies = pytest.mark.parametrize("currency", WRITTEN)


def plain(text: str) -> str:
    return text.replace("\u00a0", "")


@currencies
def test_summary_names_price_and_discount(currency: str) -> None:
    cost, off, *_ = WRITTEN[currency]
    shown = summary.summary(
        Say("en", LONDON, currency),
        EMMA,
        [Booked(session(price_minor=FULL), PRICE.minor, discount=PRICE.discount)],
        Funds(10_000),
        request_key="key",
        policy=POLICY,
        now=NOW,
    )
    assert f"a place, {cost} (sibling discount: {off})" in plain(read(shown))
    assert f"{cost} is taken from your account" in plain(read(shown))


@currencies
def test_account_and_statement_name_the_charge_and_its_discount(currency: str) -> None:
    _, off, charged, number = WRITTEN[currency]
    say = Say("en", LONDON, currency)
    line = AccountLine(
        NOW, MoneyKind.CHARGE, -PRICE.minor, "Swimming", MONDAY, "Emma", discount=PRICE.discount
    )
    words = f"for Swimming, Emma, Mon 14 Sept (sibling discount: {off})"
    shown = plain(read(account(say, Account(Funds(0), 0, None, (line,)), POLICY)))
    assert f"{charged} {words}" in shown

    written = statement_csv(say, Statement(date(2026, 9, 1), 0, (line,))).decode("utf-8-sig")
    _, _, entry, _ = csv.reader(StringIO(written))
    assert plain(entry[1]) == words
    assert entry[2:] == [number, number]


@currencies
def test_invoice_is_in_whole_minor_units(currency: str) -> None:
    made = booking(BookingStatus.PENDING, price_minor=PRICE.minor, discount=PRICE.discount)
    invoice = Invoice(
        id=1,
        parent_id=5,
        payload="p",
        amount_minor=PRICE.minor,
        currency=currency,
        status=InvoiceStatus.OPEN,
        made_at=NOW,
        message_id=None,
    )
    shown = payments.invoice(
        Say("en", LONDON, currency), Bill(invoice, ((made, session(price_minor=FULL)),), 0)
    )
    assert [each.amount for each in shown.prices] == [FULL, PRICE.minor - FULL]
    assert sum(each.amount for each in shown.prices) == invoice.amount_minor

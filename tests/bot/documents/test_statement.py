"""The statement of a month: what a spreadsheet reads, and nothing that it runs."""

import csv
from datetime import UTC, date, datetime
from io import StringIO

import pytest

from bot.documents.sheet import harmless
from bot.documents.statement import statement_csv
from bot.texts import Say
from domain.model import MoneyKind, PaymentMethod
from storage.account_queries import AccountLine, Statement
from tests.bot.values import HOSTILE_NAME, LONGEST_NAME
from tests.factory import LONDON, MONDAY

LATE = datetime(2026, 9, 6, 23, 30, tzinfo=UTC)
SEPTEMBER = date(2026, 9, 1)
CHARGE = AccountLine(LATE, MoneyKind.CHARGE, -1250, "Swimming", MONDAY, "Emma")
PAYMENT = AccountLine(LATE, MoneyKind.PAYMENT, 2000, method=PaymentMethod.CARD, note="R 7")


def table(say: Say, *entries: AccountLine, opening: int = 0) -> list[list[str]]:
    content = statement_csv(say, Statement(SEPTEMBER, opening, entries))
    assert content.startswith(b"\xef\xbb\xbf"), "without its mark a spreadsheet guesses"
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))


def test_each_entry_is_a_line_between_the_opening_and_the_closing_balance(say: Say) -> None:
    assert table(say, PAYMENT, CHARGE, opening=-500) == [
        ["Date", "What", "Amount (GBP)", "Balance (GBP)"],
        ["", "Opening balance", "", "-5.00"],
        ["2026-09-07", "paid by card, reference R 7", "20.00", "15.00"],
        ["2026-09-07", "for Swimming, Emma, Mon 14 Sept", "-12.50", "2.50"],
        ["", "Closing balance", "", "2.50"],
    ]


@pytest.mark.parametrize("name", [HOSTILE_NAME, LONGEST_NAME, 'a"b,c;d', "=1+1", "Zoë 🏳"])
def test_names_are_written_as_they_are(say: Say, name: str) -> None:
    entry = AccountLine(LATE, MoneyKind.REFUND, 1, name, MONDAY, name)
    assert name in table(say, entry)[2][1]


@pytest.mark.parametrize(("currency", "written"), [("JPY", "1250"), ("KWD", "1.250")])
def test_amounts_have_the_currencys_decimals(currency: str, written: str) -> None:
    entry = AccountLine(LATE, MoneyKind.ADJUSTMENT, 1250)
    assert table(Say("en", LONDON, currency), entry)[2][2:] == [written, written]


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t", "\r", "\n", "＝"])
def test_no_text_can_run_as_a_formula(begins: str) -> None:
    assert harmless(f"{begins}1+1") == f"'{begins}1+1"
    assert harmless(f"1{begins}1") == f"1{begins}1"


@pytest.mark.parametrize("parted", [";", "; ", "\t", "\n", ';"', '; "" '])
def test_no_text_can_run_where_columns_are_parted_otherwise(parted: str) -> None:
    """As in German, where the rest of a name would be the next column."""
    after = parted[1:]
    assert harmless(f"Ann{parted}=1+1") == f"Ann{parted[0]}'{after}=1+1"
    assert harmless(f"Ann{parted}Ben-1") == f"Ann{parted}Ben-1"


def test_no_translation_makes_a_formula_of_a_reference(
    say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    """English begins with words of its own; another language need not."""
    monkeypatch.setattr(say, "label", lambda _words, **values: str(values.get("reference", "")))
    entry = AccountLine(LATE, MoneyKind.PAYMENT, 1, method=PaymentMethod.CASH, note="=1+1")
    assert table(say, entry)[2][1] == "'=1+1"

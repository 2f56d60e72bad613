"""Amounts that the office types: read only where they can mean one thing."""

import pytest
from babel.numbers import get_currency_precision
from hypothesis import given
from hypothesis import strategies as st

from bot.forms import MOST_UNITS, most_amount, read_amount
from bot.sandbox.currencies import SMALLEST_UNITS_PER_DOLLAR, as_text, is_payable
from bot.texts import Say
from tests.factory import LONDON

CURRENCIES = ("JPY", "GBP", "KWD", "IDR")
"""Of 0, 2 and 3 decimals, and one that is worth little."""


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("25", 2500),
        ("25.00", 2500),
        ("25.5", 2550),
        ("25,00", 2500),
        ("25,5", 2550),
        ("£25", 2500),
        ("£ 25.00", 2500),
        ("25 £", 2500),
        ("GBP 25", 2500),
        ("25gbp", 2500),
        ("  25\u00a0", 2500),
        ("0.01", 1),
        ("007", 700),
        ("1,250", 125_000),
        ("1,250.50", 125_050),
        ("1.250,50", 125_050),
        ("10000", 1_000_000),
        ("10,000.00", 1_000_000),
    ],
)
def test_pounds_are_read_in_pence(text: str, minor: int) -> None:
    assert read_amount(text, "GBP") == minor


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "£", "abc", "25 pounds", "twenty", "25.", ".5", ",5", "2 5", "25 000"),
        *("0", "0.00", "£0", "-5", "+5", "-0.01", "--5", "(5)"),
        *("25.005", "25.000", "5.005", "25,0000", "1.000", "1,00,000", "1,250,5", "1.2.3"),
        *("10000.01", "10,001", "99999999", "9" * 400),
        *("€25", "$25", "25 EUR", "1e3", "0x10", "٢٥", "²", "=25", "25;25", "NaN", "inf"),
    ],
)
def test_what_is_no_amount_or_could_be_two_is_refused(text: str) -> None:
    assert read_amount(text, "GBP") is None


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("2500", "JPY", 2500),
        ("¥2,500", "JPY", 2500),
        ("25.00", "JPY", None),
        ("25,5", "JPY", None),
        ("25", "KWD", 25_000),
        ("25.5", "KWD", 25_500),
        ("1.250", "KWD", 1250),
        ("1,250", "KWD", None),
        ("1,250.000", "KWD", 1_250_000),
        ("1.2505", "KWD", None),
        ("$25", "USD", 2500),
        ("US$25", "USD", 2500),
    ],
)
def test_each_currency_has_its_decimals(text: str, currency: str, minor: int | None) -> None:
    assert read_amount(text, currency) == minor


@given(st.sampled_from(CURRENCIES), st.data())
def test_what_is_written_for_programs_is_read_back(currency: str, data: st.DataObject) -> None:
    minor = data.draw(st.integers(1, most_amount(currency)))
    assert read_amount(Say("en", LONDON, currency).plain_money(minor), currency) == minor


@pytest.mark.parametrize(
    ("currency", "most"),
    [
        ("JPY", "10,000,000"),
        ("GBP", "10,000.00"),
        ("KWD", "10,000.000"),
        ("HUF", "10000000.00"),
        ("INR", "1,000,000"),
        ("IDR", "1000000000"),
        ("VND", "1,000,000,000"),
        ("XTS", "1,000,000,000"),
    ],
)
def test_slips_of_the_finger_are_refused_by_what_a_unit_is_worth(currency: str, most: str) -> None:
    amount = most_amount(currency)
    assert read_amount(most, currency) == amount
    assert read_amount(Say("en", LONDON, currency).plain_money(amount + 1), currency) is None


@pytest.mark.parametrize("currency", SMALLEST_UNITS_PER_DOLLAR)
def test_what_telegram_takes_at_once_can_be_typed_and_not_a_hundred_times_as_much(
    currency: str,
) -> None:
    digits = 2 if "." in as_text(currency, 1) else 0
    most_taken = 10_000 * SMALLEST_UNITS_PER_DOLLAR[currency] // 10**digits
    most = most_amount(currency) // 10 ** get_currency_precision(currency)
    assert is_payable(currency, most_taken * 10**digits)
    assert most_taken <= most < 1000 * most_taken


def test_each_currency_has_one_most() -> None:
    listed = " ".join(MOST_UNITS.values()).split()
    assert len(listed) == len(set(listed))
    assert {len(each) for each in listed} == {3}


@given(st.text())
def test_whatever_is_typed_is_an_amount_or_refused(text: str) -> None:
    amount = read_amount(text, "GBP")
    assert amount is None or 0 < amount <= 10_000_00

"""The screen of a parent's account."""

from datetime import UTC, datetime

import pytest

from bot.screens.account import account
from bot.taps import Home, ShowPlaces
from bot.texts import Say
from domain.model import MoneyKind
from storage.queries import Account, AccountLine
from tests.bot.screens.reading import buttons, read
from tests.bot.values import DEADLINE, HOSTILE_NAME, LONGEST_NAME
from tests.factory import MONDAY

LATE_IN_SUMMER = datetime(2026, 9, 6, 23, 30, tzinfo=UTC)


def line(kind: MoneyKind, amount: int, name: str = "Emma") -> AccountLine:
    is_for_a_place = kind in (MoneyKind.CHARGE, MoneyKind.REFUND)
    subject = ("Swimming", MONDAY, name) if is_for_a_place else (None, None, None)
    return AccountLine(LATE_IN_SUMMER, kind, amount, *subject)


def test_account_without_entries_says_so(say: Say) -> None:
    screen = account(say, Account(0, 0, None, ()))

    assert read(screen) == "Balance: £0.00\n\nNo entries yet."
    assert buttons(screen) == {"My bookings": ShowPlaces(), "Home": Home()}


def test_what_is_due_is_said_with_the_first_deadline(say: Say) -> None:
    text = read(account(say, Account(-500, 2500, DEADLINE, ())))

    assert text.startswith("Balance: -£5.00\n\n")
    assert "£25.00, the first until Wed 9 Sept, 09:00." in text


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
        (line(MoneyKind.PAYMENT, 2000), "Mon 7 Sept: £20.00 paid in"),
        (line(MoneyKind.ADJUSTMENT, -1), "Mon 7 Sept: -£0.01 correction by the school"),
    ],
    ids=str,
)
def test_every_kind_of_entry_says_what_it_was_for_on_the_schools_day(
    say: Say, entry: AccountLine, written: str
) -> None:
    text = read(account(say, Account(0, 0, None, (entry,))))

    assert text.splitlines()[-2:] == ["The latest entries:", written]


def test_every_kind_of_money_has_words(say: Say) -> None:
    entries = tuple(line(kind, 1) for kind in MoneyKind)

    words = read(account(say, Account(0, 0, None, entries))).splitlines()[-len(entries) :]

    assert len({each.partition(": ")[2] for each in words}) == len(MoneyKind)


def test_longest_names_fit(say: Say) -> None:
    entry = AccountLine(
        LATE_IN_SUMMER, MoneyKind.REFUND, -(10**9), LONGEST_NAME, MONDAY, LONGEST_NAME
    )

    assert read(account(say, Account(10**9, 10**9, DEADLINE, (entry,) * 10)))

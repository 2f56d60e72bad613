"""Reading what people type: names, e-mail addresses, phone numbers, birth dates, amounts."""

import re
import unicodedata
from datetime import date

from babel.numbers import get_currency_precision, get_currency_symbol

LONGEST_NAME = 80
MOST_UNITS = 10_000
"""Pounds, yen or dinars that may be typed in at once: more is a slip of the finger."""
LONGEST_EMAIL = 254
AGES = range(2, 20)
"""Of children who may be at the school."""

_AMOUNTS = (
    "([0-9]{1,9})(?:[.,]([0-9]{1,3}))?",
    "([0-9]{1,3}(?:,[0-9]{3})+)(?:[.]([0-9]{1,3}))?",
    # By dots only where a comma follows: 5.005 is rather a slip than five thousand.
    "([0-9]{1,3}(?:[.][0-9]{3})+),([0-9]{1,3})",
)
"""Whole units and decimals: without groups of thousands, and with them in two ways."""
_EMAIL = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>.]+")
_DATE = re.compile(r"(\d{1,4})[\s./-]+(\d{1,2}|[a-z]{3,9})[\s./,-]+(\d{1,4})", re.IGNORECASE)
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_YEAR_DIGITS = 4
_DROPPED = ("Cc", "Cs", "Zl", "Zp")
"""Unicode's control characters, halves of characters, and breaks of lines and paragraphs."""
_TURNS = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
"""Unicode's marks that turn round the direction of what comes after them."""


def read_name(text: str) -> str | None:
    """Return a name on one line without invisible control characters, None if there is none.

    Joiners, which some scripts and emoji need, stay.
    """
    name = " ".join("".join(" " if _is_unfit(letter) else letter for letter in text).split())
    has_letter = any(not unicodedata.category(letter).startswith(("C", "Z")) for letter in name)
    return name if has_letter and len(name) <= LONGEST_NAME else None


def _is_unfit(letter: str) -> bool:
    return unicodedata.category(letter) in _DROPPED or unicodedata.bidirectional(letter) in _TURNS


def read_email(text: str) -> str | None:
    email = text.strip()
    is_one = len(email) <= LONGEST_EMAIL and email.isprintable() and _EMAIL.fullmatch(email)
    return email if is_one else None


def read_phone(contact_phone: str) -> str:
    """Write a contact's number with its plus, which some Telegram apps leave out."""
    return "+" + re.sub(r"\D", "", contact_phone)


def read_birth_date(text: str, *, today: date) -> date | None:
    """Read 31.5.2018, 31/05/2018, 31 May 2018 or 2018-05-31; None unless a child's."""
    found = _DATE.fullmatch(text.strip())
    if found is None:
        return None
    first, month, last = found.groups()
    day, year = (last, first) if len(first) == _YEAR_DIGITS else (first, last)
    try:
        born_on = date(int(year), _month(month), int(day))
    except ValueError:
        return None
    age = today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))
    return born_on if age in AGES else None


def _month(text: str) -> int:
    """Return the number of a month that is written as one, or named, in full or in short."""
    if text.isdigit():
        return int(text)
    named = [name for name in _MONTHS if name.startswith(text.lower())]
    if not named:
        raise ValueError(text)
    return _MONTHS.index(named[0]) + 1


def read_amount(text: str, currency: str) -> int | None:
    """Read 25, 25.00, £25 or 25,00 in minor units; None unless it can only mean one amount."""
    digits = get_currency_precision(currency)
    number = _without_currency(text, currency)
    meant = set()
    for way in _AMOUNTS:
        found = re.fullmatch(way, number)
        if found and len(found[2] or "") <= digits:
            units = re.sub("[.,]", "", found[1])
            meant.add(int(units + (found[2] or "").ljust(digits, "0")))
    amount = meant.pop() if len(meant) == 1 else 0
    return amount if 0 < amount <= MOST_UNITS * 10**digits else None


def _without_currency(text: str, currency: str) -> str:
    """Take the currency off, which may stand before or behind."""
    number = " ".join(text.split()).upper()
    symbols = {get_currency_symbol(currency, locale) for locale in ("en_GB", "en_US")}
    for sign in (currency, *sorted(symbols, key=len, reverse=True)):
        stripped = number.removeprefix(sign).removesuffix(sign)
        if stripped != number:
            return stripped.strip()
    return number

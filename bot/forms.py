"""Reading what people type: names, e-mail addresses, phone numbers, birth dates."""

import re
import unicodedata
from datetime import date

LONGEST_NAME = 80
LONGEST_EMAIL = 254
AGES = range(2, 20)
"""Of children who may be at the school."""

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

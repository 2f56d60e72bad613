"""Reading what people type: names, e-mail addresses, phone numbers, birth dates, amounts."""

import re
import unicodedata
from datetime import date, time

from babel.numbers import get_currency_precision, get_currency_symbol

LONGEST_NAME = 80
MOST_UNITS = {
    10_000: "BHD CHF EUR GBP JOD KWD OMR USD",
    100_000: (
        "AED AUD BAM BBD BGN BMD BND BRL BSD BYN BZD CAD CNY DKK FJD GEL HKD ILS LYD MYR NOK NZD "
        "PEN PGK PLN QAR RON SAR SEK SGD TND TTD"
    ),
    1_000_000: "BOB BWP CZK EGP GTQ HNL INR MAD MDL MKD MUR MXN NAD PHP THB TRY TWD UAH UYU ZAR",
    10_000_000: "ALL CLP DZD HUF ISK JPY KES KZT LKR PKR RSD XAF XOF XPF",
}
"""How much may be typed in at once, by currency: a power of ten that is worth at least the 10,000
US dollars that Telegram's invoices go up to. More is a slip of the finger."""
MOST_OF_OTHERS = 1_000_000_000
"""Units of the currencies that are worth least, and of those that nobody has listed."""
LONGEST_EMAIL = 254
AGES = range(2, 20)
"""Of children who may be at the school."""
PHONE_DIGITS = range(7, 16)
"""Of a number with its country's code."""
FULL_PHONE = 11
"""Digits from which on a number may have its country's code, although the plus is missing."""
RECEPTION = ("reception", "rec", "r", "year r", "yr r")

_AMOUNTS = (
    "([0-9]{1,10})(?:[.,]([0-9]{1,3}))?",
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
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_TIME = re.compile(r"([0-9]{1,2})(?:[:.]([0-9]{2}))?(?::00)?(?: ?([ap])\.?m\.?)?", re.IGNORECASE)
_DROPPED = ("Cc", "Cs", "Zl", "Zp")
"""Unicode's control characters, halves of characters, and breaks of lines and paragraphs."""
_TURNS = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
"""Unicode's marks that turn round the direction of what comes after them."""


def read_name(text: str, *, longest: int = LONGEST_NAME) -> str | None:
    """Return a name on one line without invisible control characters, None if there is none.

    Joiners, which some scripts and emoji need, stay.
    """
    name = " ".join("".join(" " if _is_unfit(letter) else letter for letter in text).split())
    has_letter = any(not unicodedata.category(letter).startswith(("C", "Z")) for letter in name)
    return name if has_letter and len(name) <= longest else None


def read_message(text: str) -> tuple[str, int]:
    """Return a text of several lines without invisible control characters, and its length.

    The length is as Telegram counts; a text without any letter is empty.
    """
    kept = "\n".join(_cleaned(line) for line in text.splitlines()).strip()
    has_letter = any(not unicodedata.category(letter).startswith(("C", "Z")) for letter in kept)
    return (kept if has_letter else ""), len(kept.encode("utf-16-le")) // 2


def _cleaned(line: str) -> str:
    return "".join(" " if _is_unfit(letter) else letter for letter in line).rstrip()


def _is_unfit(letter: str) -> bool:
    return unicodedata.category(letter) in _DROPPED or unicodedata.bidirectional(letter) in _TURNS


def read_email(text: str) -> str | None:
    email = text.strip()
    is_one = len(email) <= LONGEST_EMAIL and email.isprintable() and _EMAIL.fullmatch(email)
    return email if is_one else None


def read_phone(contact_phone: str) -> str:
    """Write a contact's number with its plus, which some Telegram apps leave out."""
    return "+" + re.sub(r"\D", "", contact_phone)


def read_written_phone(text: str, country_code: str | None) -> str | None:
    """Read a number as people write it, in the way that Telegram gives numbers.

    One without its country's code is of the school's country, if that is known. A spreadsheet
    may have eaten the plus or the zero that it began with.
    """
    number = re.sub(r"\(0\)|[\s()./-]", "", text)
    if not re.fullmatch(r"\+?[0-9]{5,17}", number):
        return None
    if number.startswith(("+", "00")):
        digits = number.lstrip("+").removeprefix("00")
    elif country_code is None:
        return None
    elif number.startswith(country_code) and len(number) >= FULL_PHONE:
        digits = number
    else:
        digits = country_code + number.removeprefix("0")
    return f"+{digits}" if len(digits) in PHONE_DIGITS and digits[0] != "0" else None


def read_grade(text: str, *, last: int) -> int | None:
    """Read Year 3, Y3, 3 or Reception as a year group that the school has."""
    found = re.fullmatch(r"(?:year group|year|yr|y|grade)?\.? ?([0-9]{1,2})", text.strip().lower())
    if found is None:
        return 0 if text.strip().lower() in RECEPTION else None
    grade = int(found[1])
    return grade if grade <= last else None


def read_number(text: str, most: int) -> int | None:
    """Read a whole number from 1 to `most`."""
    digits = text.strip()
    is_one = digits.isascii() and digits.isdigit() and len(digits) <= len(str(most))
    return int(digits) if is_one and 1 <= int(digits) <= most else None


def read_birth_date(text: str, *, today: date) -> date | None:
    """Read 31.5.2018, 31/05/2018, 31 May 2018 or 2018-05-31; None unless a child's."""
    born_on = read_date(text)
    if born_on is None:
        return None
    age = today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))
    return born_on if age in AGES else None


def read_date(text: str) -> date | None:
    """Read a date with a year of four digits, in the ways that birth dates are written."""
    found = _DATE.fullmatch(text.strip())
    if found is None:
        return None
    first, month, last = found.groups()
    day, year = (last, first) if len(first) == _YEAR_DIGITS else (first, last)
    try:
        return date(int(year), read_month(month), int(day)) if len(year) == _YEAR_DIGITS else None
    except ValueError:
        return None


def read_month(text: str) -> int:
    """Return the number of a month that is written as one, or named, in full or in short.

    Raises:
        ValueError: it is neither.

    """
    if text.isdigit():
        return int(text)
    named = [name for name in _MONTHS if name.startswith(text.lower())]
    if not named:
        raise ValueError(text)
    return _MONTHS.index(named[0]) + 1


def read_weekday(text: str) -> int | None:
    """Read Monday or Mon as a day of the week; 0 is Monday."""
    word = text.strip().lower().rstrip(".")
    named = [day for day in _WEEKDAYS if len(word) > 1 and day.startswith(word.removesuffix("s"))]
    return _WEEKDAYS.index(named[0]) if len(named) == 1 else None


def read_time(text: str) -> time | None:
    """Read 15:30, 15.30, 15:30:00, 3:30 pm or 3pm."""
    found = _TIME.fullmatch(text.strip())
    if found is None:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if half:
        hour = hour % 12 + 12 * (half == "p") if hour <= 12 else 24  # noqa: PLR2004
    elif not found[2]:
        return None
    return time(hour, minute) if hour < 24 and minute < 60 else None  # noqa: PLR2004


def read_whole(text: str) -> int | None:
    """Read a whole number of at most six digits."""
    number = text.strip()
    return int(number) if re.fullmatch("[0-9]{1,6}", number) else None


def read_price(text: str, currency: str) -> int | None:
    """Read an amount in minor units; a price may also be 0, or free."""
    number = _without_currency(text, currency)
    is_free = number == "FREE" or re.fullmatch("0+([.,]0+)?", number)
    return 0 if is_free else read_amount(text, currency)


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
    return amount if 0 < amount <= most_amount(currency) else None


def most_amount(currency: str) -> int:
    """Return how much may be typed in at once, in minor units."""
    most = next((most for most, of in MOST_UNITS.items() if currency in of), MOST_OF_OTHERS)
    digits: int = get_currency_precision(currency)
    return most * int(10**digits)


def _without_currency(text: str, currency: str) -> str:
    """Take the currency off, which may stand before or behind."""
    number = " ".join(text.split()).upper()
    symbols = {get_currency_symbol(currency, locale) for locale in ("en_GB", "en_US")}
    for sign in (currency, *sorted(symbols, key=len, reverse=True)):
        stripped = number.removeprefix(sign).removesuffix(sign)
        if stripped != number:
            return stripped.strip()
    return number

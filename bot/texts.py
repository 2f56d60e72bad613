"""Words for people: sentences from the catalogues, values written the way the reader does."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from gettext import NullTranslations
from html import escape
from io import BytesIO
from pathlib import Path
from unicodedata import bidirectional
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_currency, get_currency_precision
from babel.support import Translations
from babel.units import format_unit

CATALOGUES = Path(__file__).parent / "locales"
_FILE = "LC_MESSAGES/afterbell.po"
FALLBACK = "en"

_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"
_FROM_RIGHT_TO_LEFT = {"R", "AL"}
"""Classes of letters in Unicode: Hebrew's and Arabic's, and their relatives'."""


class Html(str):
    """A text in Telegram's HTML, safe to send: all that came from people is escaped in it."""

    __slots__ = ()


def safe(value: object) -> str:
    """Escape a value for HTML; a name in another direction must not turn the sentence round."""
    if isinstance(value, Html):
        return value
    return escape(isolated(str(value)), quote=False)


def isolated(text: str) -> str:
    """Wrap a text that may run from right to left so that what is around it stays in order."""
    if any(bidirectional(letter) in _FROM_RIGHT_TO_LEFT for letter in text):
        return f"{_ISOLATE}{text}{_POP_ISOLATE}"
    return text


@cache
def catalogue(language: str) -> NullTranslations:
    """Read a language's catalogue; English sentences stand in the code itself."""
    path = CATALOGUES / language / _FILE
    with path.open("rb") as file:
        messages = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, messages)
    compiled.seek(0)
    return Translations(compiled)


@cache
def languages() -> frozenset[str]:
    """Return the languages that there are catalogues for."""
    return frozenset(path.parent.parent.name for path in CATALOGUES.glob(f"*/{_FILE}"))


class Say:
    """Says sentences in one person's language; `say("… {name}", name=…)` gives safe HTML."""

    def __init__(self, language: str | None, zone: ZoneInfo, currency: str) -> None:
        """Choose the catalogue that fits a language code of Telegram's best."""
        self.locale = _locale(language)
        self.zone = zone
        self.currency = currency
        spoken = self.locale.language
        self._messages = catalogue(spoken if spoken in languages() else FALLBACK)

    def __call__(self, sentence: str, /, **values: object) -> Html:
        words = self._messages.gettext(sentence)
        return Html(words.format(**{name: safe(value) for name, value in values.items()}))

    def count(self, one: str, many: str, n: int, /, **values: object) -> Html:
        """Say a sentence about n things; `{n}` stands for the number."""
        words = self._messages.ngettext(one, many, n)
        return Html(words.format(n=n, **{name: safe(value) for name, value in values.items()}))

    def label(self, words: str, /, **values: object) -> str:
        """Say the words on a button, which are plain text."""
        found = self._messages.gettext(words)
        return found.format(**{name: isolated(str(value)) for name, value in values.items()})

    def money(self, amount_minor: int, currency: str | None = None) -> str:
        """Write an amount, in the school's currency unless it is of another."""
        currency = currency or self.currency
        amount = Decimal(amount_minor).scaleb(-get_currency_precision(currency))
        return format_currency(amount, currency, locale=self.locale)

    def minor(self, units: int) -> int:
        """Return whole units of the currency in its minor ones."""
        digits = get_currency_precision(self.currency)
        return int(Decimal(units).scaleb(digits))

    def plain_money(self, amount_minor: int) -> str:
        """Write an amount for programs: no sign of the currency, no groups, a decimal point."""
        digits = get_currency_precision(self.currency)
        return f"{Decimal(amount_minor).scaleb(-digits):.{digits}f}"

    def day(self, on: date) -> str:
        """Write a date short, as on a button: Mon 14 Oct."""
        return format_date(on, "EEE d MMM", locale=self.locale)

    def full_day(self, on: date) -> str:
        """Write a date short, with its year: Mon 14 Oct 2026."""
        return format_date(on, "EEE d MMM yyyy", locale=self.locale)

    def short_day(self, on: date) -> str:
        """Write a date where there is little room: 14 Oct."""
        return format_date(on, "d MMM", locale=self.locale)

    def long_day(self, on: date) -> str:
        return format_date(on, "EEEE d MMMM", locale=self.locale)

    def full_date(self, on: date) -> str:
        return format_date(on, "d MMMM yyyy", locale=self.locale)

    def month(self, of: date) -> str:
        return format_date(of, "LLLL yyyy", locale=self.locale)

    def weekday(self, number: int) -> str:
        """Name a day of the week; 0 is Monday."""
        return str(self.locale.days["stand-alone"]["wide"][number])

    def length(self, of: timedelta) -> str:
        """Write a length of time in whole days, hours or minutes, whichever fits it exactly."""
        for unit, size in (("day", timedelta(days=2)), ("hour", timedelta(hours=1))):
            whole = timedelta(days=1) if unit == "day" else size
            if of >= size and not of % whole:
                return format_unit(of // whole, unit, "long", locale=self.locale)
        return format_unit(of // timedelta(minutes=1), "minute", "long", locale=self.locale)

    def grade(self, grade: int) -> str:
        """Name a year group; 0 is Reception."""
        return self.label("Year {grade}", grade=grade) if grade else self.label("Reception")

    def clock(self, at: time) -> str:
        return format_time(at, "HH:mm", locale=self.locale)

    def moment(self, at: datetime) -> str:
        """Write an instant on the school's clock: Mon 14 Oct, 18:00."""
        local = at.astimezone(self.zone)
        return f"{self.day(local.date())}, {self.clock(local.time())}"


def _locale(language: str | None) -> Locale:
    try:
        locale = Locale.parse(language or FALLBACK, sep="-")
    except (ValueError, UnknownLocaleError):
        return Locale(FALLBACK, "GB")
    if locale.language not in languages():
        return Locale(FALLBACK, "GB")
    return Locale(FALLBACK, "GB") if str(locale) == FALLBACK else locale

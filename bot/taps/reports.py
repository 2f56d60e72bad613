"""The taps of the office about what is reported of a week, a month or a term."""

from dataclasses import dataclass
from datetime import date

from bot.callback_data import Tap


@dataclass(frozen=True)
class Reporting(Tap, code=None):
    """A tap about the report of some days."""

    span: str
    """One of the domain's `ReportSpan`."""
    on: date
    """A day of it."""
    ahead: bool = False
    """Where no activity is on then: to look further ahead, else back."""


@dataclass(frozen=True)
class ShowReport(Reporting, code="rp"):
    pass


@dataclass(frozen=True)
class SendReport(Reporting, code="rp.xl"):
    """Send it as a workbook."""

"""The taps of the staff that look at a day or a week."""

from dataclasses import dataclass
from datetime import date

from bot.callback_data import Tap


@dataclass(frozen=True)
class ShowDay(Tap, code="d.day"):
    """Show the sessions of a day."""

    on: date
    page: int = 0


@dataclass(frozen=True)
class ShowWeek(Tap, code="d.wk"):
    """Show the sessions of a week."""

    monday: date
    page: int = 0

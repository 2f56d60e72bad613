"""The taps of the office about days on which the school is shut."""

from dataclasses import dataclass
from datetime import date

from bot.callback_data import Tap


@dataclass(frozen=True)
class ShowClosures(Tap, code="x.all"):
    page: int = 0


class Closing(Tap, code=None):
    """A tap of the office's conversation about days on which the school is shut."""


@dataclass(frozen=True)
class AddClosure(Tap, code="x.add"):
    pass


@dataclass(frozen=True)
class PickReason(Closing, code="x.why"):
    reason: str


@dataclass(frozen=True)
class BackToDays(Closing, code="x.bk1"):
    pass


@dataclass(frozen=True)
class BackToReason(Closing, code="x.bk2"):
    pass


@dataclass(frozen=True)
class CloseDays(Closing, code="x.ok"):
    """Close days, knowing how many places are cancelled with it."""

    first: date
    last: date
    shown_places: int


@dataclass(frozen=True)
class StopClosing(Closing, code="x.stop"):
    pass


@dataclass(frozen=True)
class ShowClosure(Tap, code="x.one"):
    on: date


@dataclass(frozen=True)
class OpenDay(Tap, code="x.rm"):
    on: date

"""The taps of the office about who did what."""

from dataclasses import dataclass
from datetime import date

from bot.callback_data import Tap


@dataclass(frozen=True)
class Trail(Tap, code=None):
    """A tap about a part of the trail."""

    topic: str = "all"
    """One of the domain's `Topic`, or all."""
    first: date = date.min
    """The days; both the least date for any time."""
    last: date = date.min
    who: str = "all"
    """`s` and a Telegram id of the staff, `p` and the id of a parent, or all."""


@dataclass(frozen=True)
class ShowTrail(Trail, code="au"):
    before: int = 0
    """The id of the event after which to go on; 0 begins with the newest."""


@dataclass(frozen=True)
class ChooseTopic(Trail, code="au.t"):
    pass


@dataclass(frozen=True)
class ChooseDays(Trail, code="au.d"):
    pass


@dataclass(frozen=True)
class ChooseWho(Trail, code="au.w"):
    page: int = 0


@dataclass(frozen=True)
class SendTrail(Trail, code="au.csv"):
    pass

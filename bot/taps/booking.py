"""The taps with which a parent books places."""

from dataclasses import dataclass
from datetime import date

from bot.callback_data import Tap


class Booking(Tap, code=None):
    """A tap of the conversation that books places."""


@dataclass(frozen=True)
class Book(Tap, code="book"):
    """Begin to book; a child may be chosen already, 0 if not."""

    child_id: int = 0


@dataclass(frozen=True)
class PickChild(Booking, code="b.ch"):
    child_id: int


@dataclass(frozen=True)
class PickActivity(Booking, code="b.act"):
    activity_id: int


@dataclass(frozen=True)
class TurnPage(Booking, code="b.pg"):
    page: int


@dataclass(frozen=True)
class PickDate(Booking, code="b.dt"):
    """Choose or unchoose a date: which of the two is said, so that a double tap is one."""

    on: date
    chosen: bool


@dataclass(frozen=True)
class PickAllDates(Booking, code="b.all"):
    """Go on with all dates that are left."""


@dataclass(frozen=True)
class MoreDates(Booking, code="b.more"):
    pass


@dataclass(frozen=True)
class Review(Booking, code="b.rev"):
    """Go on with the dates ticked."""


@dataclass(frozen=True)
class Confirm(Booking, code="b.ok"):
    request_key: str
    dates: int = 0
    """How many dates were asked for."""


# Where a step back leads is said, so that a double tap is one step.


@dataclass(frozen=True)
class BackToChildren(Booking, code="b.bk1"):
    pass


@dataclass(frozen=True)
class BackToActivities(Booking, code="b.bk2"):
    pass


@dataclass(frozen=True)
class BackToDates(Booking, code="b.bk3"):
    pass


@dataclass(frozen=True)
class Stop(Booking, code="b.stop"):
    pass

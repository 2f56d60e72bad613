"""The taps of the office about how far a family may owe."""

from dataclasses import dataclass

from bot.callback_data import Tap


@dataclass(frozen=True)
class SetLimit(Tap, code="l.new"):
    """Begin to set a family's credit limit."""

    parent_id: int


class Limiting(Tap, code=None):
    """A tap of the office's conversation about a family's credit limit."""


@dataclass(frozen=True)
class AsTheSchools(Limiting, code="l.all"):
    """Let the school's limit count for the family."""


@dataclass(frozen=True)
class ConfirmLimit(Limiting, code="l.ok"):
    pass


@dataclass(frozen=True)
class BackToLimit(Limiting, code="l.bk1"):
    pass


@dataclass(frozen=True)
class StopLimiting(Limiting, code="l.stop"):
    pass

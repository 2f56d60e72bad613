"""The taps of the office about what is wrong in a family's account."""

from dataclasses import dataclass

from bot.callback_data import Tap


@dataclass(frozen=True)
class CorrectBalance(Tap, code="k.new"):
    """Begin to correct a family's balance."""

    parent_id: int


class Correcting(Tap, code=None):
    """A tap of the office's conversation about a correction."""


@dataclass(frozen=True)
class PickWay(Correcting, code="k.way"):
    takes_off: bool
    """Of the account; otherwise it is added."""


@dataclass(frozen=True)
class ConfirmCorrection(Correcting, code="k.ok"):
    key: str


@dataclass(frozen=True)
class BackToWay(Correcting, code="k.bk1"):
    pass


@dataclass(frozen=True)
class BackToCorrectedAmount(Correcting, code="k.bk2"):
    pass


@dataclass(frozen=True)
class BackToReason(Correcting, code="k.bk3"):
    pass


@dataclass(frozen=True)
class StopCorrecting(Correcting, code="k.stop"):
    pass

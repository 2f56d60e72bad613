"""The taps of the office at the till."""

from dataclasses import dataclass
from datetime import date

from bot.callback_data import Tap


class Taking(Tap, code=None):
    """A tap of the office's conversation about a family's money."""


@dataclass(frozen=True)
class TakePayment(Tap, code="o.pay"):
    """Begin with a search."""


@dataclass(frozen=True)
class ShowFamily(Tap, code="o.fam"):
    """Begin with a family."""

    parent_id: int


@dataclass(frozen=True)
class PickFamily(Taking, code="o.pf"):
    parent_id: int


@dataclass(frozen=True)
class TurnFamilies(Taking, code="o.pg"):
    page: int


@dataclass(frozen=True)
class PickMethod(Taking, code="o.by"):
    method: str
    """One of the domain's `PaymentMethod`."""


@dataclass(frozen=True)
class SkipReference(Taking, code="o.skip"):
    pass


@dataclass(frozen=True)
class ConfirmPayment(Taking, code="o.ok"):
    key: str


@dataclass(frozen=True)
class ShowHeld(Taking, code="o.held"):
    """Choose a held place that is to be kept until a voucher comes."""

    page: int = 0


@dataclass(frozen=True)
class ShowPromised(Taking, code="o.vou"):
    """Show which places wait for a voucher."""

    page: int = 0


@dataclass(frozen=True)
class PickHeld(Taking, code="o.ph"):
    booking_id: int


@dataclass(frozen=True)
class KeepHeld(Taking, code="o.keep"):
    """Keep a held place until a day."""

    booking_id: int
    on: date


@dataclass(frozen=True)
class BackToSearch(Taking, code="o.bk1"):
    pass


@dataclass(frozen=True)
class BackToFamily(Taking, code="o.bk2"):
    pass


@dataclass(frozen=True)
class BackToAmount(Taking, code="o.bk3"):
    pass


@dataclass(frozen=True)
class BackToReference(Taking, code="o.bk4"):
    pass


@dataclass(frozen=True)
class StopTaking(Taking, code="o.stop"):
    pass

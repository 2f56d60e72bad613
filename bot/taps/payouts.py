"""The taps of the office about money that is paid back."""

from dataclasses import dataclass

from bot.callback_data import Tap


@dataclass(frozen=True)
class ShowRefunds(Tap, code="r.all"):
    """Show what is to be paid out."""

    page: int = 0


@dataclass(frozen=True)
class ShowRepayment(Tap, code="r.one"):
    """Show money that is on no account."""

    repayment_id: int


@dataclass(frozen=True)
class CloseRepayment(Tap, code="r.done"):
    """Note that it has been dealt with."""

    repayment_id: int


@dataclass(frozen=True)
class PayOut(Tap, code="r.fam"):
    """Begin to record what a family was paid back."""

    parent_id: int


class PayingOut(Tap, code=None):
    """A tap of the office's conversation about money that is paid back."""


@dataclass(frozen=True)
class LeaveOnAccount(PayingOut, code="r.leave"):
    """Note that money that came too late or twice stays on the account."""


@dataclass(frozen=True)
class PickPayoutMethod(PayingOut, code="r.by"):
    method: str
    """One of the domain's `PaymentMethod`."""


@dataclass(frozen=True)
class ShowPaid(PayingOut, code="r.pg"):
    """Choose a payment to refund at the provider."""

    page: int = 0


@dataclass(frozen=True)
class PickPaid(PayingOut, code="r.pay"):
    payment_id: int


@dataclass(frozen=True)
class PickPayoutAmount(PayingOut, code="r.amt"):
    amount_minor: int


@dataclass(frozen=True)
class SkipPayoutReference(PayingOut, code="r.skip"):
    pass


@dataclass(frozen=True)
class ConfirmPayout(PayingOut, code="r.ok"):
    key: str


@dataclass(frozen=True)
class BackToPayee(PayingOut, code="r.bk1"):
    pass


@dataclass(frozen=True)
class BackToPayoutAmount(PayingOut, code="r.bk2"):
    pass


@dataclass(frozen=True)
class BackToPayoutReference(PayingOut, code="r.bk3"):
    pass


@dataclass(frozen=True)
class BackToPaid(PayingOut, code="r.bk4"):
    pass


@dataclass(frozen=True)
class StopPayout(PayingOut, code="r.stop"):
    pass

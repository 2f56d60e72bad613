"""What use cases ask of storage about money to be given back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.model import Repayment, RepaymentReason


@dataclass(frozen=True, slots=True)
class NewRepayment:
    reason: RepaymentReason
    parent_id: int | None
    amount_minor: int
    made_at: datetime
    payment_id: int | None = None
    """The payment that was not used."""
    charge_id: str | None = None
    """What names money that is on no account; so too the next two."""
    provider_charge_id: str | None = None
    currency: str | None = None


class Repayments(Protocol):
    """Money to be given back; whoever changes a parent's has locked their account."""

    def add(self, new: NewRepayment) -> int: ...
    def lock(self, repayment_id: int) -> Repayment | None: ...
    def find_request(self, parent_id: int) -> Repayment | None:
        """Find what a parent has asked for and has not got yet."""
        ...

    def list_open(self, parent_id: int) -> list[Repayment]:
        """List what is open for a parent, the oldest first."""
        ...

    def is_noted(self, charge_id: str) -> bool:
        """Tell whether money that is on no account is known by its charge id."""
        ...

    def leave_open(self, repayment_id: int, open_minor: int, now: datetime) -> None:
        """Leave so much to be paid out; with nothing left it is closed."""
        ...

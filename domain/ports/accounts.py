"""What use cases ask of storage about the money of families."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.model import Actor, Funds, MoneyKind, PaymentMethod


@dataclass(frozen=True, slots=True)
class NewMoney:
    parent_id: int
    kind: MoneyKind
    amount_minor: int
    """Signed: a charge is negative."""
    made_at: datetime
    actor: Actor
    """Who moved the money; the kind, the booking and the note say why."""
    booking_id: int | None = None
    charge_id: str | None = None
    """Names a payment or payout once and for all; the same one again is not a second one."""
    method: PaymentMethod | None = None
    """How a payment or payout was made; nothing else has one."""
    provider_charge_id: str | None = None
    """What the payment provider calls it."""
    invoice_id: int | None = None
    payment_id: int | None = None
    """The payment that a payout gives back at its provider."""
    note: str = ""
    """Why a balance was corrected, or the reference of a payment or payout."""


class Accounts(Protocol):
    def lock(self, parent_id: int) -> Funds:
        """Lock the parent's account, then read it."""
        ...

    def lock_balance(self, parent_id: int) -> int:
        """Do the same where only the balance is wanted."""
        ...

    def set_credit_limit(self, parent_id: int, limit_minor: int | None) -> None: ...

    def add(self, *entries: NewMoney) -> None: ...
    def add_payment(self, payment: NewMoney) -> int:
        """Add a payment or payout and return its id."""
        ...

    def payer_of(self, booking_id: int) -> int:
        """Return the parent whose account was charged for the booking."""
        ...

    def find_payment(self, charge_id: str) -> int | None:
        """Return the parent whose payment or payout bears the charge id."""
        ...

    def refundable(self, parent_id: int, payment_id: int) -> int | None:
        """Return what has not been given back of a parent's payment through the provider.

        None: it is no such payment.
        """
        ...

    def is_paid_in(self, charge_id: str, provider_charge_id: str | None) -> bool:
        """Tell whether a payment is known by either of its charge ids."""
        ...

    def charged_since(self, parent_id: int, entry_id: int) -> int:
        """Return what a locked account was charged after an entry of this transaction."""
        ...

    def paid_by(self, invoice_id: int) -> str | None:
        """Return the charge id of the first payment of an invoice."""
        ...

    def refund_of(self, booking_id: int) -> int:
        """Return what was refunded for the booking, 0 when nothing was."""
        ...

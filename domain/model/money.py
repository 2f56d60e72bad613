"""Accounts, and what moves on them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.model.policy import Policy


class MoneyKind(StrEnum):
    CHARGE = "charge"
    REFUND = "refund"
    PAYMENT = "payment"
    ADJUSTMENT = "adjustment"
    PAYOUT = "payout"
    """Money that has left the account to its parent."""


class PaymentMethod(StrEnum):
    CASH = "cash"
    CARD = "card"
    TRANSFER = "transfer"
    VOUCHER = "voucher"
    ONLINE = "online"
    """Through Telegram, by the school's payment provider."""


@dataclass(frozen=True, slots=True)
class Funds:
    """What a parent can spend: their balance, and how far below zero it may go."""

    balance_minor: int
    credit_limit_minor: int | None = None
    """None: as the school's policy says."""

    def limit_minor(self, policy: Policy) -> int:
        own = self.credit_limit_minor
        return policy.credit_limit_minor if own is None else own

    def available_minor(self, policy: Policy) -> int:
        return self.balance_minor + self.limit_minor(policy)


class InvoiceStatus(StrEnum):
    OPEN = "open"
    PAID = "paid"
    VOID = "void"
    """What was due has changed, or was paid in another way."""
    EXPIRED = "expired"
    """The places it was for are no longer held."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice:
    """What a parent was asked to pay for places that are held for them."""

    id: int
    parent_id: int
    payload: str
    """Names the invoice on its way through Telegram and back; it means nothing to others."""
    amount_minor: int
    currency: str
    status: InvoiceStatus
    made_at: datetime
    message_id: int | None
    """The message that shows it; None until it is known to be sent."""


class RepaymentReason(StrEnum):
    """Why money may have to be given back."""

    ASKED = "asked"
    """The parent wants it."""
    UNUSED = "unused"
    """It came in too late for its places, or twice, and is credit."""
    UNKNOWN = "unknown"
    """It came in, but no account was found for it."""


@dataclass(frozen=True, slots=True)
class Repayment:
    """Money that the school may have to give back."""

    id: int
    parent_id: int | None
    reason: RepaymentReason
    open_minor: int
    """What has not been paid out yet; 0 when nothing is to be done any more."""
    payment_id: int | None
    """The payment that was not used."""

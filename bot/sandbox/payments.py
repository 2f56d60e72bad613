"""Invoices, and what becomes of them when people pay."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import count

from bot.sandbox import limits
from bot.sandbox.json_types import Json


@dataclass(frozen=True, slots=True)
class Invoice:
    """What is to be paid."""

    title: str
    description: str
    start_parameter: str
    currency: str
    total: int
    payload: str  # the bot's own note, which people never see

    def as_object(self) -> Json:
        """Return the Invoice object of a message."""
        return {
            "title": self.title,
            "description": self.description,
            "start_parameter": self.start_parameter,
            "currency": self.currency,
            "total_amount": self.total,
        }

    def as_checked(self) -> Json:
        """Return the fields that queries and receipts share."""
        return {
            "currency": self.currency,
            "total_amount": self.total,
            "invoice_payload": self.payload,
        }


class PaymentState(StrEnum):
    """How far a payment has come."""

    CHECKING = "checking"  # the bot has 10 seconds to agree
    PAID = "paid"
    REFUSED = "refused"  # by the bot
    DECLINED = "declined"  # by the person's bank
    TIMED_OUT = "timed_out"  # the bot did not answer in time


@dataclass(slots=True)
class Checkout:
    """One try to pay an invoice."""

    query_id: str
    invoice: Invoice
    person_id: int
    message_id: int | None  # the invoice's, unless a link was paid
    asked_at: datetime
    will_decline: bool  # the bank will say no after the bot has agreed
    answer: PaymentState | None = None
    why: str = ""
    receipt_update_id: int | None = None

    def state(self, now: datetime) -> PaymentState:
        """Return how far it has come by now."""
        if self.answer is not None:
            return self.answer
        in_time = now - self.asked_at <= limits.CHECKOUT_ANSWERED_WITHIN
        return PaymentState.CHECKING if in_time else PaymentState.TIMED_OUT

    def as_seen(self, now: datetime) -> Json:
        return {"state": self.state(now).value, "why": self.why}


class Payments:
    """Invoices by message or link, and tries to pay them."""

    def __init__(self) -> None:
        self.invoices: dict[int, Invoice] = {}  # by message
        self.links: dict[str, Invoice] = {}
        self.waiting: dict[str, Checkout] = {}  # for the bot's answer, by query
        self.of_message: dict[int, Checkout] = {}  # the newest try
        self._numbers = count(1)

    def add_link(self, invoice: Invoice) -> str:
        """Return a link anybody can pay by."""
        link = f"https://t.me/$sandbox{next(self._numbers)}"
        self.links[link] = invoice
        return link

    def begin(self, checkout: Checkout) -> None:
        """Note a try, which replaces the one before."""
        self.waiting[checkout.query_id] = checkout
        if checkout.message_id is not None:
            self.of_message[checkout.message_id] = checkout

    def receipt(self, invoice: Invoice) -> Json:
        """Return the SuccessfulPayment object, under charge ids of its own."""
        number = next(self._numbers)
        return {
            **invoice.as_checked(),
            "telegram_payment_charge_id": f"sandbox_charge_{number}",
            "provider_payment_charge_id": f"provider_charge_{number}",
        }

"""What use cases ask of storage about invoices."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.model import Booking, Invoice, InvoiceStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class NewInvoice:
    parent_id: int
    payload: str
    amount_minor: int
    currency: str
    booking_ids: tuple[int, ...]
    made_at: datetime


class Invoices(Protocol):
    """Invoices; whoever changes one has locked its parent's account."""

    def find(self, payload: str) -> Invoice | None: ...
    def read(self, invoice_id: int) -> Invoice: ...
    def add(self, new: NewInvoice) -> int: ...
    def add_booking(self, invoice_id: int, booking_id: int) -> None:
        """Note a place that was given anew for one that the invoice was for."""
        ...

    def close(self, invoice_id: int, status: InvoiceStatus, now: datetime) -> None: ...
    def list_bookings(self, invoice_id: int) -> list[Booking]:
        """List what an invoice is for, in the order of the bookings' ids."""
        ...

    def list_open(self, parent_id: int, booking_ids: Collection[int]) -> list[Invoice]:
        """List the parent's open invoices for any of the bookings, the newest last."""
        ...

"""Invoices: what parents were asked to pay through Telegram, and what for."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Select,
    bindparam,
    insert,
    literal_column,
    select,
    update,
)

from domain.model import Booking, Invoice, InvoiceStatus
from domain.ports.invoices import NewInvoice
from storage.rows import BOOKING_COLUMNS, AnyRow, booking_of
from storage.tables import booking, invoice, invoice_booking

_COLUMNS = (
    invoice.c.id,
    invoice.c.parent_id,
    invoice.c.payload,
    invoice.c.amount_minor,
    invoice.c.currency,
    invoice.c.status,
    invoice.c.made_at,
    invoice.c.message_id,
)
IS_OPEN: ColumnElement[str] = literal_column(f"'{InvoiceStatus.OPEN}'")
_ID = bindparam("invoice_id", type_=BigInteger)
_FIND = select(*_COLUMNS).where(invoice.c.payload == bindparam("payload"))
_READ: Select[AnyRow] = select(*_COLUMNS).where(invoice.c.id == _ID)
_LIST_OPEN = (
    select(*_COLUMNS)
    .where(
        invoice.c.parent_id == bindparam("parent_id"),
        invoice.c.status == IS_OPEN,
        invoice.c.id.in_(
            select(invoice_booking.c.invoice_id).where(
                invoice_booking.c.booking_id.in_(bindparam("booking_ids", expanding=True))
            )
        ),
    )
    .order_by(invoice.c.id)
)
_LIST_BOOKINGS = (
    select(*BOOKING_COLUMNS)
    .join_from(invoice_booking, booking, booking.c.id == invoice_booking.c.booking_id)
    .where(invoice_booking.c.invoice_id == _ID)
    .order_by(booking.c.id)
)
_CLOSE = (
    update(invoice)
    .where(invoice.c.id == _ID)
    .values(status=bindparam("new_status"), closed_at=bindparam("now"))
)


def _invoice_of(row: AnyRow) -> Invoice:
    return Invoice(
        id=row.id,
        parent_id=row.parent_id,
        payload=row.payload,
        amount_minor=row.amount_minor,
        currency=row.currency,
        status=InvoiceStatus(row.status),
        made_at=row.made_at,
        message_id=row.message_id,
    )


class Invoices:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, payload: str) -> Invoice | None:
        if "\x00" in payload:  # PostgreSQL does not even take it as a question
            return None
        row = self._connection.execute(_FIND, {"payload": payload}).first()
        return None if row is None else _invoice_of(row)

    def read(self, invoice_id: int) -> Invoice:
        return _invoice_of(self._connection.execute(_READ, {"invoice_id": invoice_id}).one())

    def add(self, new: NewInvoice) -> int:
        row = self._connection.execute(
            insert(invoice)
            .values(
                parent_id=new.parent_id,
                payload=new.payload,
                amount_minor=new.amount_minor,
                currency=new.currency,
                status=InvoiceStatus.OPEN,
                made_at=new.made_at,
            )
            .returning(invoice.c.id)
        )
        invoice_id = int(row.scalar_one())
        for booking_id in new.booking_ids:
            self.add_booking(invoice_id, booking_id)
        return invoice_id

    def add_booking(self, invoice_id: int, booking_id: int) -> None:
        self._connection.execute(
            insert(invoice_booking).values(invoice_id=invoice_id, booking_id=booking_id)
        )

    def close(self, invoice_id: int, status: InvoiceStatus, now: datetime) -> None:
        self._connection.execute(
            _CLOSE, {"invoice_id": invoice_id, "new_status": status, "now": now}
        )

    def list_bookings(self, invoice_id: int) -> list[Booking]:
        rows = self._connection.execute(_LIST_BOOKINGS, {"invoice_id": invoice_id})
        return [booking_of(row) for row in rows]

    def list_open(self, parent_id: int, booking_ids: Collection[int]) -> list[Invoice]:
        known = {"parent_id": parent_id, "booking_ids": list(booking_ids)}
        return [_invoice_of(row) for row in self._connection.execute(_LIST_OPEN, known)]

"""What is due: the reads with which periodic jobs find their rows."""

from datetime import datetime

from sqlalchemy import Integer, bindparam, exists, select

from domain.model import Session
from storage.invoices import IS_OPEN
from storage.rows import IS_PENDING, IS_WAITING, SESSIONS, session_of
from storage.tables import (
    Instant,
    booking,
    invoice,
    invoice_booking,
    session,
    waitlist_entry,
)
from storage.transaction import Transaction

_DUE_HOLDS = (
    select(booking.c.id)
    .where(
        booking.c.status == IS_PENDING,
        booking.c.hold_expires_at <= bindparam("now", type_=Instant),
    )
    .order_by(booking.c.hold_expires_at, booking.c.id)
    .limit(bindparam("most", type_=Integer))
)
_OVER_INVOICES = (
    select(invoice.c.id)
    .where(
        invoice.c.status == IS_OPEN,
        ~exists().where(
            invoice_booking.c.invoice_id == invoice.c.id,
            booking.c.id == invoice_booking.c.booking_id,
            booking.c.parent_id == invoice.c.parent_id,
            booking.c.status == IS_PENDING,
        ),
    )
    .order_by(invoice.c.id)
    .limit(bindparam("most", type_=Integer))
)
_OLD_INVOICES = (
    select(invoice.c.id)
    .where(
        invoice.c.status == IS_OPEN,
        invoice.c.message_id.is_not(None),
        invoice.c.made_at <= bindparam("made_by", type_=Instant),
    )
    .order_by(invoice.c.id)
    .limit(bindparam("most", type_=Integer))
)
_QUEUES = SESSIONS.where(
    exists().where(
        waitlist_entry.c.session_id == session.c.id, waitlist_entry.c.status == IS_WAITING
    )
).order_by(session.c.id)


def list_due_holds(tx: Transaction, *, now: datetime, most: int) -> list[int]:
    """List bookings whose hold has ended, the longest overdue first."""
    return list(tx.connection.scalars(_DUE_HOLDS, {"now": now, "most": most}))


def list_over_invoices(tx: Transaction, *, most: int) -> list[int]:
    """List open invoices none of whose places is held any more, the oldest first."""
    return list(tx.connection.scalars(_OVER_INVOICES, {"most": most}))


def list_old_invoices(tx: Transaction, *, made_by: datetime, most: int) -> list[int]:
    """List open invoices that have been in a chat since a time, the oldest first."""
    return list(tx.connection.scalars(_OLD_INVOICES, {"made_by": made_by, "most": most}))


def list_queues(tx: Transaction) -> list[Session]:
    """List the sessions that somebody waits for."""
    return [session_of(row) for row in tx.connection.execute(_QUEUES)]

"""The messages that show and mention invoices: which to take away, and which to put right."""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import BigInteger, BindParameter, Integer, bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from domain.model import BookingStatus, InvoiceStatus
from storage.invoices import IS_OPEN
from storage.queries import Place
from storage.rows import IS_WAITING, SESSION_COLUMNS, position_of, session_of
from storage.tables import (
    HAS_MESSAGE_LEFT,
    activity,
    booking,
    child,
    invoice,
    invoice_booking,
    invoice_mention,
    parent,
    session,
    waitlist_entry,
)
from storage.transaction import Transaction

_ID = bindparam("invoice_id", type_=BigInteger)
_MOST = bindparam("most", type_=Integer)
_NOTE = update(invoice).where(invoice.c.id == _ID).values(message_id=bindparam("new_message_id"))
_LIST_LEFT = (
    select(invoice.c.id, parent.c.telegram_id, invoice.c.message_id)
    .join_from(invoice, parent)
    .where(HAS_MESSAGE_LEFT)
    .order_by(invoice.c.id)
    .limit(_MOST)
)
_MENTION = insert(invoice_mention).on_conflict_do_nothing()
_FORGET = delete(invoice_mention).where(
    invoice_mention.c.invoice_id == _ID, invoice_mention.c.message_id == bindparam("mention_id")
)
_LIST_OVER = (
    select(
        invoice_mention.c.invoice_id,
        invoice_mention.c.message_id,
        invoice.c.status,
        invoice.c.amount_minor,
        invoice.c.currency,
        invoice.c.parent_id,
        parent.c.telegram_id,
        parent.c.language,
    )
    .join_from(invoice_mention, invoice, invoice.c.id == invoice_mention.c.invoice_id)
    .join(parent, parent.c.id == invoice.c.parent_id)
    .where(invoice.c.status != IS_OPEN)
    .order_by(invoice_mention.c.invoice_id, invoice_mention.c.message_id)
    .limit(_MOST)
)
_INVOICES: BindParameter[int] = bindparam("invoice_ids", expanding=True)
_keys = (
    select(invoice_booking.c.invoice_id, booking.c.parent_id, booking.c.request_key)
    .join_from(invoice_booking, booking, booking.c.id == invoice_booking.c.booking_id)
    .where(invoice_booking.c.invoice_id.in_(_INVOICES))
    .distinct()
    .subquery()
)
_BOOKINGS = (
    select(
        _keys.c.invoice_id,
        booking.c.id.label("booking_id"),
        booking.c.child_id,
        child.c.name.label("child_name"),
        booking.c.status,
        booking.c.hold_expires_at,
        booking.c.promised_at,
        *SESSION_COLUMNS,
    )
    .join_from(
        _keys,
        booking,
        (booking.c.request_key == _keys.c.request_key) & (booking.c.parent_id == _keys.c.parent_id),
    )
    .join(child, child.c.id == booking.c.child_id)
    .join(session, session.c.id == booking.c.session_id)
    .join(activity, activity.c.id == session.c.activity_id)
    .order_by(session.c.date, booking.c.id)
)
_ENTRIES = (
    select(
        _keys.c.invoice_id,
        waitlist_entry.c.id.label("entry_id"),
        waitlist_entry.c.child_id,
        child.c.name.label("child_name"),
        position_of(waitlist_entry).label("position"),
        *SESSION_COLUMNS,
    )
    .join_from(
        _keys,
        waitlist_entry,
        (waitlist_entry.c.request_key == _keys.c.request_key)
        & (waitlist_entry.c.parent_id == _keys.c.parent_id),
    )
    .join(child, child.c.id == waitlist_entry.c.child_id)
    .join(session, session.c.id == waitlist_entry.c.session_id)
    .join(activity, activity.c.id == session.c.activity_id)
    .where(waitlist_entry.c.status == IS_WAITING)
    .order_by(session.c.date, waitlist_entry.c.id)
)


@dataclass(frozen=True, slots=True)
class LeftMessage:
    """The message of an invoice that was closed unpaid."""

    invoice_id: int
    telegram_id: int | None
    message_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OverMention:
    """A message that says that an invoice can be paid below, which is no longer so."""

    invoice_id: int
    message_id: int
    telegram_id: int | None
    language: str
    status: InvoiceStatus
    amount_minor: int
    currency: str
    places: tuple[Place, ...]
    """All of its confirmation: what is and was booked or held, and what is waited for."""


def note_invoice_message(
    tx: Transaction, invoice_id: int, message_id: int | None, mention_id: int | None = None
) -> None:
    """Remember which message shows an invoice, or that none does, and which one mentions it."""
    tx.connection.execute(_NOTE, {"invoice_id": invoice_id, "new_message_id": message_id})
    if mention_id is not None:
        known = {"invoice_id": invoice_id, "message_id": mention_id}
        tx.connection.execute(_MENTION, known)


def list_left_messages(tx: Transaction, *, most: int) -> list[LeftMessage]:
    """List the messages of invoices that can no longer be paid, the oldest first."""
    rows = tx.connection.execute(_LIST_LEFT, {"most": most})
    return [LeftMessage(row.id, row.telegram_id, row.message_id) for row in rows]


def list_over_mentions(tx: Transaction, *, most: int) -> list[OverMention]:
    """List the messages that mention invoices which are closed, the oldest first."""
    rows = tx.connection.execute(_LIST_OVER, {"most": most}).all()
    places = _list_places(tx, {row.invoice_id for row in rows}) if rows else {}
    return [
        OverMention(
            invoice_id=row.invoice_id,
            message_id=row.message_id,
            telegram_id=row.telegram_id,
            language=row.language,
            status=InvoiceStatus(row.status),
            amount_minor=row.amount_minor,
            currency=row.currency,
            places=places[row.invoice_id],
        )
        for row in rows
    ]


def forget_mention(tx: Transaction, invoice_id: int, message_id: int) -> None:
    """Let go of a message that says what became of its invoice."""
    tx.connection.execute(_FORGET, {"invoice_id": invoice_id, "mention_id": message_id})


def _list_places(tx: Transaction, invoice_ids: set[int]) -> dict[int, tuple[Place, ...]]:
    known = {"invoice_ids": list(invoice_ids)}
    found: dict[int, dict[tuple[int, int], Place]] = defaultdict(dict)
    for row in tx.connection.execute(_BOOKINGS, known):
        session_ = session_of(row)
        # Of a place that was given anew the newer booking counts.
        found[row.invoice_id][row.child_id, session_.id] = Place(
            row.booking_id,
            None,
            row.child_id,
            row.child_name,
            BookingStatus(row.status),
            row.hold_expires_at,
            None,
            session_,
            row.promised_at is not None,
        )
    for row in tx.connection.execute(_ENTRIES, known):
        session_ = session_of(row)
        found[row.invoice_id][row.child_id, session_.id] = Place(
            None, row.entry_id, row.child_id, row.child_name, None, None, row.position, session_
        )
    return defaultdict(tuple, {each: tuple(places.values()) for each, places in found.items()})

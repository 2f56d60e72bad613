"""Use cases of staff on one session: change its capacity, cancel it."""

from datetime import datetime

from domain.audit import Action, AuditEvent
from domain.booking import give_back
from domain.model import Actor, BookingStatus, EntryStatus, Policy, SessionStatus
from domain.notices import Notice, NoticeKind
from domain.outcomes import CapacityChanged, SessionCancelled
from domain.ports import Transaction
from domain.waiting_list import promote


def change_capacity(
    tx: Transaction,
    session_id: int,
    capacity: int,
    policy: Policy,
    *,
    actor: Actor,
    now: datetime,
) -> CapacityChanged:
    """Set how many places a session has, at least one, and promote into what became free.

    A capacity below the places taken takes no place away; it only stops new ones.
    """
    tx.sessions.lock([session_id])
    tx.sessions.change_capacity(session_id, capacity)
    [session] = tx.sessions.lock([session_id])
    tx.audit.add(AuditEvent(now, actor, Action.CAPACITY_CHANGED, session_id, detail=str(capacity)))
    return CapacityChanged(session, promote(tx, session, policy, now=now))


def cancel_session(
    tx: Transaction, session_id: int, *, actor: Actor, now: datetime
) -> SessionCancelled:
    """Call a session off: every place is refunded in full, every family is told once."""
    [session] = tx.sessions.lock([session_id])
    if session.status is SessionStatus.CANCELLED:
        return SessionCancelled(session, 0, 0, 0)
    bookings = tx.bookings.list_active(session_id)
    refunds = {
        booking.id: booking.price_minor if booking.status is BookingStatus.CONFIRMED else 0
        for booking in bookings
    }
    tx.sessions.cancel(session_id)
    give_back(tx, bookings, refunds, actor=actor, now=now)
    entries = tx.waiting_list.list_waiting(session_id)
    tx.waiting_list.close([entry.id for entry in entries], EntryStatus.EXPIRED, now)
    kind = NoticeKind.SESSION_CANCELLED
    tx.outbox.add(
        *[Notice(each.parent_id, kind, now, booking_id=each.id) for each in bookings],
        *[Notice(each.parent_id, kind, now, entry_id=each.id) for each in entries],
    )
    refunded = sum(refunds.values())
    tx.audit.add(AuditEvent(now, actor, Action.SESSION_CANCELLED, session_id, detail=str(refunded)))
    return SessionCancelled(session, len(bookings), len(entries), refunded)

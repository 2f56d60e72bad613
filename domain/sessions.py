"""Use cases of staff on one session: change its capacity, cancel it."""

from collections import defaultdict
from datetime import datetime

from domain.audit import Action, AuditEvent
from domain.booking import give_back
from domain.model import (
    Actor,
    Booking,
    BookingStatus,
    EntryStatus,
    Policy,
    SessionStatus,
    WaitlistEntry,
)
from domain.money import refund
from domain.notices import Notice, NoticeKind
from domain.outcomes import CapacityChanged, SessionCancelled
from domain.ports import Transaction
from domain.roles import check_office
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
    check_office(actor)
    tx.sessions.change_capacity(session_id, capacity)
    [session] = tx.sessions.lock([session_id])
    tx.audit.add(AuditEvent(now, actor, Action.CAPACITY_CHANGED, session_id, detail=str(capacity)))
    return CapacityChanged(session, promote(tx, session, policy, now=now))


def cancel_session(
    tx: Transaction, session_id: int, *, actor: Actor, now: datetime
) -> SessionCancelled:
    """Call a session off: every place is refunded in full, every family is told once.

    Whoever cancelled late before has what that cost them back too: nothing took place.
    """
    check_office(actor)
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
    kept = _give_back_the_rest(tx, session_id, actor, now)
    entries = tx.waiting_list.list_waiting(session_id)
    tx.waiting_list.close([entry.id for entry in entries], EntryStatus.EXPIRED, now)
    _tell_families(tx, bookings, entries, now)
    refunded = sum(refunds.values()) + kept
    tx.audit.add(AuditEvent(now, actor, Action.SESSION_CANCELLED, session_id, detail=str(refunded)))
    return SessionCancelled(session, len(bookings), len(entries), refunded)


def _give_back_the_rest(tx: Transaction, session_id: int, actor: Actor, now: datetime) -> int:
    """Refund what earlier cancellations kept, tell who paid, and return how much it was."""
    total = 0
    for booking, kept_minor in tx.bookings.list_part_refunded(session_id):
        payer_id = tx.accounts.payer_of(booking.id)
        tx.accounts.add(refund(payer_id, booking.id, kept_minor, actor=actor, now=now))
        tx.outbox.add(Notice(payer_id, NoticeKind.SESSION_CANCELLED, now, booking_id=booking.id))
        event = AuditEvent(now, actor, Action.REFUNDED, booking.id, detail=str(kept_minor))
        tx.audit.add(event)
        total += kept_minor
    return total


def _tell_families(
    tx: Transaction, bookings: list[Booking], entries: list[WaitlistEntry], now: datetime
) -> None:
    """Tell each parent of each child, for whoever booked, another may bring the child."""
    guardians = defaultdict[int, set[int]](set)
    children = {each.child_id for each in bookings} | {each.child_id for each in entries}
    for child_id, parent_id in tx.families.list_guardians(children):
        guardians[child_id].add(parent_id)
    kind = NoticeKind.SESSION_CANCELLED
    for booking in bookings:
        for parent_id in guardians[booking.child_id] | {booking.parent_id}:
            tx.outbox.add(Notice(parent_id, kind, now, booking_id=booking.id))
    for entry in entries:
        for parent_id in guardians[entry.child_id] | {entry.parent_id}:
            tx.outbox.add(Notice(parent_id, kind, now, entry_id=entry.id))

"""Use cases of the office on a family's place: cancel it, take a child off a waiting list."""

from datetime import datetime

from domain.booking import give_back, why_over
from domain.model import Actor, Booking, BookingStatus, Policy, Session
from domain.money import refund_minor
from domain.notices import Notice, NoticeKind
from domain.outcomes import (
    Cancelled,
    CancelOutcome,
    LeaveOutcome,
    LeftQueue,
    NotYours,
    RefundChanged,
)
from domain.ports.transaction import Transaction
from domain.roles import check_office
from domain.waiting_list import give_up, promote, why_left


def refund_by_office(
    booking: Booking, session: Session, policy: Policy, *, in_full: bool, now: datetime
) -> int:
    """Return what the office gives back: by the terms of the booking, or all that was paid."""
    if in_full and booking.status is BookingStatus.CONFIRMED:
        return booking.price_minor
    return refund_minor(booking, session, policy, now=now)


def cancel_for_family(
    tx: Transaction,
    booking_id: int,
    policy: Policy,
    *,
    shown_refund_minor: int,
    in_full: bool,
    actor: Actor,
    now: datetime,
) -> CancelOutcome:
    """Give a family's place back, refund it, promote, and tell the parent who had booked.

    Nothing is done if the refund is not what was shown.

    Raises:
        NotAllowedError: it is not the office.

    """
    check_office(actor)
    # The parent may be cancelling, or the sweep ending the hold, at this very moment.
    found = tx.bookings.lock(booking_id)
    if found is None:
        return NotYours()
    booking, session = found
    if over := why_over(tx, booking, session, policy, now=now):
        return over
    amount = refund_by_office(booking, session, policy, in_full=in_full, now=now)
    if amount != shown_refund_minor:
        return RefundChanged(booking, session, amount)
    give_back(tx, [booking], {booking.id: amount}, actor=actor, now=now)
    kind = NoticeKind.CANCELLED_BY_OFFICE
    tx.outbox.add(Notice(booking.parent_id, kind, now, booking_id=booking.id))
    promote(tx, session, policy, now=now)
    return Cancelled(booking, session, amount)


def take_off_waiting_list(
    tx: Transaction, entry_id: int, *, actor: Actor, now: datetime
) -> LeaveOutcome:
    """Take a family's child off a waiting list, and tell the parent who had asked.

    Raises:
        NotAllowedError: it is not the office.

    """
    check_office(actor)
    # A promotion may be giving this very entry a place.
    found = tx.waiting_list.lock(entry_id)
    if found is None:
        return NotYours()
    entry, session = found
    if over := why_left(entry, session):
        return over
    give_up(tx, [entry], actor=actor, now=now)
    kind = NoticeKind.CANCELLED_BY_OFFICE
    tx.outbox.add(Notice(entry.parent_id, kind, now, entry_id=entry.id))
    return LeftQueue(entry, session)

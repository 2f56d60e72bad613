"""Writing places: bookings with their charges and their trail, for newcomers and the promoted."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from domain.audit import Action, AuditEvent
from domain.discounts import Price
from domain.model import Actor, BookingStatus, Policy, Session
from domain.money import charge
from domain.ports.bookings import NewBooking
from domain.ports.transaction import Transaction
from domain.timetable import cancellation_terms, starts_at


def held_until(session: Session, hold: timedelta, policy: Policy, now: datetime) -> datetime:
    """Return a hold's deadline: nobody needs longer than until the session starts."""
    return min(now + hold, starts_at(session, policy.zone))


def new_booking(
    session: Session,
    price: Price,
    child_id: int,
    parent_id: int,
    request_key: str,
    *,
    policy: Policy,
    hold_expires_at: datetime | None,
    now: datetime,
) -> NewBooking:
    """Return a booking at a price and the present terms, pending if it has a deadline."""
    return NewBooking(
        session_id=session.id,
        child_id=child_id,
        parent_id=parent_id,
        status=BookingStatus.PENDING if hold_expires_at else BookingStatus.CONFIRMED,
        price_minor=price.minor,
        discount=price.discount,
        terms=cancellation_terms(session.activity, policy),
        request_key=request_key,
        made_at=now,
        hold_expires_at=hold_expires_at,
    )


def add_bookings(
    tx: Transaction, bookings: Sequence[NewBooking], *, actor: Actor, now: datetime
) -> list[int]:
    """Write bookings of locked sessions, charge for the confirmed, and return their ids."""
    ids = tx.bookings.add(bookings)
    charges = []
    events = []
    for booking_id, booking in zip(ids, bookings, strict=True):
        confirmed = booking.status is BookingStatus.CONFIRMED
        if confirmed:
            price = booking.price_minor
            charges += charge(booking_id, booking.parent_id, price, actor=actor, now=now)
        events.append(
            AuditEvent(now, actor, Action.BOOKED if confirmed else Action.HELD, booking_id)
        )
    tx.accounts.add(*charges)
    tx.audit.add(*events)
    return ids

"""Money between a parent and the school: signed entries in minor units, balance = their sum."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain.audit import Action, AuditEvent
from domain.model import (
    Actor,
    Booking,
    BookingStatus,
    Funds,
    MoneyKind,
    PaymentMethod,
    Policy,
    Session,
)
from domain.notices import Notice, NoticeKind
from domain.outcomes import (
    AlreadyEnded,
    Booked,
    ConfirmOutcome,
    NotCovered,
    NotYours,
    PaymentRecorded,
)
from domain.ports.accounts import NewMoney
from domain.ports.transaction import LookAgainError, Transaction
from domain.roles import check_family, check_office
from domain.timetable import starts_at


def short_of(price_minor: int, available_minor: int) -> int:
    """Return how much is lacking to cover a price; what is free needs no cover."""
    return max(0, price_minor - available_minor) if price_minor else 0


@dataclass(frozen=True, slots=True)
class Together:
    """Held places that are paid together, as those of one confirmation, and who pays for them."""

    places: int
    price_minor: int
    funds: Funds

    def due_minor(self, policy: Policy) -> int:
        """Return what an invoice for them would ask for."""
        return short_of(self.price_minor, self.funds.available_minor(policy))


def refund_minor(booking: Booking, session: Session, policy: Policy, *, now: datetime) -> int:
    """Return what a cancellation gives back, by the terms stored with the booking.

    Part refunds are rounded up to the next minor unit.
    """
    if booking.status is not BookingStatus.CONFIRMED:
        return 0
    time_left = starts_at(session, policy.zone) - now
    if time_left <= timedelta():
        return 0
    if time_left >= booking.terms.free_until:
        return booking.price_minor
    return -(-booking.price_minor * booking.terms.late_refund_percent // 100)


def charge(
    booking_id: int, parent_id: int, price_minor: int, *, actor: Actor, now: datetime
) -> list[NewMoney]:
    """Return the entry that pays for a place; none where it is free."""
    if not price_minor:
        return []
    return [NewMoney(parent_id, MoneyKind.CHARGE, -price_minor, now, actor, booking_id)]


def refund(
    parent_id: int, booking_id: int, amount_minor: int, *, actor: Actor, now: datetime
) -> NewMoney:
    """Return the entry that gives money back for a booking."""
    return NewMoney(parent_id, MoneyKind.REFUND, amount_minor, now, actor, booking_id)


def confirm_from_balance(
    tx: Transaction, parent_id: int, booking_id: int, policy: Policy, *, actor: Actor, now: datetime
) -> ConfirmOutcome:
    """Pay for a held place from the account, which may have grown since the place was held.

    Raises:
        NotAllowedError: it is neither the parent nor the office.

    """
    check_family(actor, parent_id)
    found = tx.bookings.lock(booking_id)
    if found is None or found[0].parent_id != parent_id:
        return NotYours()
    booking, session = found
    if booking.status is BookingStatus.CONFIRMED:
        return Booked(session, booking.price_minor, booking.id, booking.discount)
    if not is_held(booking, now):
        return AlreadyEnded(session)
    # Locked after the session, as everywhere: another device may be spending the same balance.
    available = tx.accounts.lock(parent_id).available_minor(policy)
    if short := short_of(booking.price_minor, available):
        return NotCovered(session, short)
    confirm_place(tx, booking, actor, now)
    return Booked(session, booking.price_minor, booking.id, booking.discount)


def record_payment(
    tx: Transaction,
    parent_id: int,
    amount_minor: int,
    charge_id: str,
    policy: Policy,
    *,
    method: PaymentMethod,
    reference: str = "",
    actor: Actor,
    now: datetime,
) -> PaymentRecorded:
    """Add a payment to an account and confirm what it covers, the earliest deadline first.

    The charge id names the payment: told again, it is not added again.

    Raises:
        NotAllowedError: not the office says that it was paid at the school.

    """
    if method is not PaymentMethod.ONLINE:
        check_office(actor)
    parent_id = tx.families.survivor(parent_id)
    held, funds = lock_held(tx, parent_id)
    if tx.accounts.find_payment(charge_id) is not None:
        return PaymentRecorded(funds.balance_minor, ())
    payment = NewMoney(
        parent_id,
        MoneyKind.PAYMENT,
        amount_minor,
        now,
        actor,
        charge_id=charge_id,
        method=method,
        note=reference,
    )
    payment_id = tx.accounts.add_payment(payment)
    tx.audit.add(
        AuditEvent(now, actor, Action.PAYMENT_RECORDED, parent_id, detail=str(amount_minor))
    )
    tx.outbox.add(Notice(parent_id, NoticeKind.PAYMENT_RECEIVED, now, payment_id=payment_id))
    funds = grown(funds, amount_minor)
    confirmed, balance = confirm_covered(tx, held, funds, policy, actor=actor, now=now)
    return PaymentRecorded(balance, tuple(booking.id for booking in confirmed))


def lock_held(tx: Transaction, parent_id: int) -> tuple[list[Booking], Funds]:
    """Lock the sessions of a parent's held places, then the account, and read both."""
    locked = {booking.session_id for booking in tx.bookings.list_held_by(parent_id)}
    tx.sessions.lock(locked)
    funds = tx.accounts.lock(parent_id)
    held = tx.bookings.list_held_by(parent_id)
    # A place held since the first look would else be lost at its deadline, although it is paid.
    if not {booking.session_id for booking in held} <= locked:
        raise LookAgainError
    return held, funds


def confirm_covered(
    tx: Transaction,
    held: Sequence[Booking],
    funds: Funds,
    policy: Policy,
    *,
    actor: Actor,
    now: datetime,
) -> tuple[list[Booking], int]:
    """Confirm the held places that an account covers, and tell; return them and the balance."""
    confirmed, balance = covered(held, funds, policy, now=now)
    for booking in confirmed:
        confirm_place(tx, booking, actor, now)
        notice = Notice(booking.parent_id, NoticeKind.PLACE_CONFIRMED, now, booking_id=booking.id)
        tx.outbox.add(notice)
    return confirmed, balance


def grown(funds: Funds, amount_minor: int) -> Funds:
    """Return what is there once an amount has come in."""
    return replace(funds, balance_minor=funds.balance_minor + amount_minor)


def covered(
    held: Sequence[Booking], funds: Funds, policy: Policy, *, now: datetime
) -> tuple[list[Booking], int]:
    """Return which held places an account covers, in the order given, and what balance remains.

    One that is too dear is passed over, for a cheaper one may come after it.
    """
    confirmed = []
    for booking in held:
        available = funds.available_minor(policy)
        if is_held(booking, now) and not short_of(booking.price_minor, available):
            confirmed.append(booking)
            funds = grown(funds, -booking.price_minor)
    return confirmed, funds.balance_minor


def is_held(booking: Booking, now: datetime) -> bool:
    """Tell whether a place is pending and its deadline still ahead."""
    return booking.hold_expires_at is not None and now < booking.hold_expires_at


def confirm_place(tx: Transaction, booking: Booking, actor: Actor, now: datetime) -> None:
    """Confirm a held place that is covered, and charge for it."""
    tx.bookings.confirm(booking.id, now)
    price = booking.price_minor
    tx.accounts.add(*charge(booking.id, booking.parent_id, price, actor=actor, now=now))
    tx.audit.add(AuditEvent(now, actor, Action.CONFIRMED, booking.id))

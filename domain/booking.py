"""Use cases on places: book, cancel, and let a hold expire."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from domain.audit import Action, AuditEvent
from domain.deciding import decide, may_be_term
from domain.discounts import Price
from domain.model import (
    SYSTEM,
    Actor,
    Booking,
    BookingStatus,
    Child,
    EntryStatus,
    Funds,
    Policy,
    Role,
    Session,
)
from domain.money import refund, refund_minor
from domain.notices import Notice, NoticeKind
from domain.outcomes import (
    AlreadyEnded,
    Booked,
    Cancelled,
    CancelOutcome,
    Held,
    Layer,
    NotYours,
    PlaceOutcome,
    Queued,
    Reason,
    RefundChanged,
    Refusal,
    Refused,
    TooLate,
    Wanted,
)
from domain.placing import add_bookings, new_booking
from domain.ports.bookings import BookPlaces, Made, RequestFacts
from domain.ports.transaction import Transaction
from domain.ports.waiting_list import NewEntry
from domain.roles import check_office
from domain.timetable import starts_at
from domain.waiting_list import promote


@dataclass(frozen=True, slots=True)
class Preview:
    """What a confirmation would do, and whose money and time it would take."""

    child: Child | None
    """None: it is not this parent's."""
    funds: Funds
    outcomes: list[PlaceOutcome]


def book_places(
    tx: Transaction,
    request: BookPlaces,
    policy: Policy,
    *,
    actor: Actor | None = None,
    now: datetime,
) -> list[PlaceOutcome]:
    """Book, hold, queue or refuse each wanted date for one child, all in one transaction.

    The request told twice answers with what it made the first time, as that stands now. It is
    the parent's own, unless an actor of the office makes it for them; then the parent is told.

    Raises:
        NotAllowedError: the actor is not of the office.

    """
    if actor is not None:
        check_office(actor)
    with_rest = may_be_term(request, policy)
    facts = tx.bookings.lock_request(request, with_rest=with_rest)
    outcomes = decide(request, facts, policy, now)
    if facts.made:
        return _again(request, facts, outcomes)
    if actor is None:
        return _write(tx, request, outcomes, policy, actor=_parent(request), now=now)
    made = _write(tx, request, outcomes, policy, actor=actor, now=now)
    _tell_family(tx, request.parent_id, made, now)
    return made


def book_if_covered(
    tx: Transaction, request: BookPlaces, policy: Policy, *, now: datetime
) -> PlaceOutcome:
    """Book the one wanted place if it can be confirmed at this moment; otherwise only say so."""
    facts = tx.bookings.lock_request(request, with_rest=False)
    [outcome] = decide(request, facts, policy, now)
    if isinstance(outcome, Booked):
        [outcome] = _write(tx, request, [outcome], policy, actor=_parent(request), now=now)
    return outcome


def preview_places(
    tx: Transaction, request: BookPlaces, policy: Policy, *, now: datetime
) -> Preview:
    """Say what `book_places` would answer at this moment; nothing is locked or written."""
    facts = tx.bookings.read_request(request, with_rest=may_be_term(request, policy))
    return Preview(facts.child, facts.funds, decide(request, facts, policy, now))


def _again(
    request: BookPlaces, facts: RequestFacts, outcomes: list[PlaceOutcome]
) -> list[PlaceOutcome]:
    """Answer a request told twice: what it made is told again, and nothing more is made."""
    made = {each.session_id: each for each in facts.made}
    answers: list[PlaceOutcome] = []
    for wanted, outcome in zip(request.wanted, outcomes, strict=True):
        session = outcome.session
        if session is not None and session.id in made:
            # Taken out, for a date asked for twice was made once.
            answers.append(_as_made(wanted, session, made.pop(session.id)))
        elif session is not None and not isinstance(outcome, Refused):
            answers.append(_used(wanted, session))
        else:
            answers.append(outcome)
    return answers


def _as_made(wanted: Wanted, session: Session, made: Made) -> PlaceOutcome:
    booking, entry = made.booking, made.entry
    if booking is not None and booking.status is BookingStatus.CONFIRMED:
        return Booked(session, booking.price_minor, booking.id, booking.discount)
    if booking is not None and booking.hold_expires_at is not None:
        return Held(
            session, booking.price_minor, booking.hold_expires_at, booking.id, booking.discount
        )
    if entry is not None and entry.status is EntryStatus.WAITING:
        return Queued(session, made.position, entry.id)
    return _used(wanted, session)


def _used(wanted: Wanted, session: Session) -> Refused:
    return Refused(wanted, (Refusal(Layer.DUPLICATE, Reason.CONFIRMATION_USED),), session)


def _write(
    tx: Transaction,
    request: BookPlaces,
    outcomes: list[PlaceOutcome],
    policy: Policy,
    *,
    actor: Actor,
    now: datetime,
) -> list[PlaceOutcome]:
    child_id, parent_id, key = request.child_id, request.parent_id, request.request_key
    bookings = [
        new_booking(
            outcome.session,
            Price(outcome.price_minor, outcome.discount),
            child_id,
            parent_id,
            key,
            policy=policy,
            hold_expires_at=outcome.hold_expires_at if isinstance(outcome, Held) else None,
            now=now,
        )
        for outcome in outcomes
        if isinstance(outcome, Booked | Held)
    ]
    entries = [
        NewEntry(outcome.session.id, child_id, parent_id, key, _shown_price(wanted, outcome), now)
        for wanted, outcome in zip(request.wanted, outcomes, strict=True)
        if isinstance(outcome, Queued)
    ]
    booking_ids = iter(add_bookings(tx, bookings, actor=actor, now=now))
    entry_ids = tx.waiting_list.add(entries)
    queue_ids = iter(entry_ids)
    tx.audit.add(*[AuditEvent(now, actor, Action.QUEUED, entry_id) for entry_id in entry_ids])
    return [_with_id(outcome, booking_ids, queue_ids) for outcome in outcomes]


def _parent(request: BookPlaces) -> Actor:
    return Actor(Role.PARENT, request.parent_id)


def _tell_family(
    tx: Transaction, parent_id: int, outcomes: list[PlaceOutcome], now: datetime
) -> None:
    kind = NoticeKind.BOOKED_FOR_YOU
    for each in outcomes:
        if isinstance(each, Booked | Held):
            tx.outbox.add(Notice(parent_id, kind, now, booking_id=each.booking_id))
        elif isinstance(each, Queued):
            tx.outbox.add(Notice(parent_id, kind, now, entry_id=each.entry_id))


def _shown_price(wanted: Wanted, queued: Queued) -> int:
    if wanted.shown_price_minor is None:
        return queued.session.activity.price_minor
    return wanted.shown_price_minor


def _with_id(
    outcome: PlaceOutcome, booking_ids: Iterator[int], entry_ids: Iterator[int]
) -> PlaceOutcome:
    match outcome:
        case Booked() | Held():
            return replace(outcome, booking_id=next(booking_ids))
        case Queued():
            return replace(outcome, entry_id=next(entry_ids))
        case Refused():
            return outcome
        case _:
            assert_never(outcome)


def cancel_booking(
    tx: Transaction,
    parent_id: int,
    booking_id: int,
    policy: Policy,
    *,
    shown_refund_minor: int,
    now: datetime,
) -> CancelOutcome:
    """Give a place back, refund by the terms of the booking, and promote in the same breath.

    Any of the child's parents may; the refund goes to the account that paid. Declining an
    offer is the same thing. Nothing is done if the refund is now less than was shown.
    """
    found = tx.bookings.lock(booking_id)
    if found is None or not tx.families.is_guardian(parent_id, found[0].child_id):
        return NotYours()
    booking, session = found
    if over := why_over(tx, booking, session, policy, now=now):
        return over
    amount = refund_minor(booking, session, policy, now=now)
    if amount < shown_refund_minor:
        return RefundChanged(booking, session, amount)
    actor = Actor(Role.PARENT, parent_id)
    give_back(tx, [booking], {booking.id: amount}, actor=actor, now=now)
    promote(tx, session, policy, now=now)
    return Cancelled(booking, session, amount)


def why_over(
    tx: Transaction, booking: Booking, session: Session, policy: Policy, *, now: datetime
) -> Cancelled | AlreadyEnded | TooLate | None:
    """Say why a place cannot be given back any more, None if it can."""
    if booking.status is BookingStatus.CANCELLED:
        return Cancelled(booking, session, tx.accounts.refund_of(booking.id))
    if not booking.is_active:
        return AlreadyEnded(session)
    return TooLate(session) if now >= starts_at(session, policy.zone) else None


def give_back(
    tx: Transaction,
    bookings: list[Booking],
    refunds: dict[int, int],
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """Cancel bookings of locked sessions and refund the amounts, keyed by booking id.

    Money goes back to the account it came from; a parent whose booking another one cancelled is
    told.
    """
    tx.bookings.end([booking.id for booking in bookings], BookingStatus.CANCELLED, now)
    for booking in bookings:
        if amount := refunds[booking.id]:
            payer_id = tx.accounts.payer_of(booking.id)
            tx.accounts.add(refund(payer_id, booking.id, amount, actor=actor, now=now))
        if actor.role is Role.PARENT and actor.id != booking.parent_id:
            tx.outbox.add(
                Notice(booking.parent_id, NoticeKind.CANCELLED_FOR_YOU, now, booking_id=booking.id)
            )
        tx.audit.add(
            AuditEvent(now, actor, Action.CANCELLED, booking.id, detail=str(refunds[booking.id]))
        )


def expire_hold(tx: Transaction, booking_id: int, policy: Policy, *, now: datetime) -> bool:
    """End a pending booking whose deadline has come; return whether there was one to end."""
    # The parent may be paying, or cancelling, at this very moment: lock, then look again.
    found = tx.bookings.lock(booking_id)
    if found is None:
        return False
    booking, session = found
    if booking.hold_expires_at is None or booking.hold_expires_at > now:
        return False
    tx.bookings.end([booking.id], BookingStatus.EXPIRED, now)
    tx.outbox.add(Notice(booking.parent_id, NoticeKind.HOLD_EXPIRED, now, booking_id=booking.id))
    tx.audit.add(AuditEvent(now, SYSTEM, Action.HOLD_EXPIRED, booking.id))
    promote(tx, session, policy, now=now)
    return True

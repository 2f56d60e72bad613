"""The queue of a full session: strictly first in, first out; here is the only promoter."""

from collections import Counter
from datetime import datetime

from domain.audit import Action, AuditEvent
from domain.discounts import Price, price_of
from domain.model import (
    SYSTEM,
    Actor,
    DiscountKind,
    EntryStatus,
    Policy,
    Role,
    Session,
    SessionStatus,
    WaitlistEntry,
)
from domain.notices import Notice, NoticeKind
from domain.outcomes import AlreadyEnded, LeaveOutcome, LeftQueue, NotYours, Promotion, Reason
from domain.placing import add_bookings, held_until, new_booking
from domain.ports.transaction import Transaction
from domain.ports.waiting_list import Candidate
from domain.timetable import booking_closes_at
from domain.validator import Facts, Refusals, check


def promote(
    tx: Transaction, session: Session, policy: Policy, *, now: datetime
) -> tuple[Promotion, ...]:
    """Give a locked session's free places to the first eligible in its queue.

    Every cause that frees a place calls this in its own transaction. Who can no longer take
    the place is passed over and told; after the cut-off nobody is promoted.
    """
    if session.status is SessionStatus.CANCELLED or now >= booking_closes_at(session, policy):
        return ()
    promotions: list[Promotion] = []
    free = session.capacity - tx.bookings.count_active(session.id)
    while free > 0 and (front := tx.waiting_list.lock_front(session, limit=free)):
        given = _offer(tx, session, front, free, policy, now=now)
        free -= len(given)
        promotions += given
    return tuple(promotions)


def _offer(
    tx: Transaction,
    session: Session,
    front: list[Candidate],
    free: int,
    policy: Policy,
    *,
    now: datetime,
) -> list[Promotion]:
    given: list[Promotion] = []
    spent: Counter[int] = Counter()
    for candidate in front:
        parent_id = candidate.entry.parent_id
        active = session.capacity - free + len(given)
        available = candidate.funds.available_minor(policy) - spent[parent_id]
        has_sibling = candidate.has_sibling or _is_sibling(tx, parent_id, given)
        price = _price(session, policy, has_sibling=has_sibling)
        case = _facts(session, candidate, price, active=active, available=available)
        refusals = check(case, policy, now=now)
        match [refusal.reason for refusal in refusals]:
            case []:
                given.append(
                    _give(tx, session, candidate, price, policy, hold_expires_at=None, now=now)
                )
                spent[parent_id] += price.minor
            case [Reason.NOT_COVERED | Reason.PRICE_CHANGED]:
                # Nobody is charged more than they were shown: they are asked.
                deadline = held_until(session, policy.offer_hold, policy, now)
                given.append(
                    _give(tx, session, candidate, price, policy, hold_expires_at=deadline, now=now)
                )
            case _:
                _pass_over(tx, candidate, refusals, now)
    return given


def _is_sibling(tx: Transaction, parent_id: int, given: list[Promotion]) -> bool:
    """Tell whether another child of a parent has just been given a place here, by whomever."""
    return any(tx.families.is_guardian(parent_id, each.entry.child_id) for each in given)


def _price(session: Session, policy: Policy, *, has_sibling: bool) -> Price:
    """Return what a place from the queue costs: it came by itself, and is no whole term."""
    kinds = (DiscountKind.SIBLING,) if has_sibling else ()
    return price_of(session.activity.price_minor, kinds, policy)


def _facts(
    session: Session, candidate: Candidate, price: Price, *, active: int, available: int
) -> Facts:
    return Facts(
        child=candidate.child,
        activity=session.activity,
        on=session.on,
        session=session,
        is_closed=candidate.is_closed,
        busy=candidate.busy,
        is_waiting=False,
        active=active,
        ahead=0,
        price_minor=price.minor,
        available_minor=available,
        shown_price_minor=candidate.entry.price_minor,
    )


def _give(
    tx: Transaction,
    session: Session,
    candidate: Candidate,
    price: Price,
    policy: Policy,
    *,
    hold_expires_at: datetime | None,
    now: datetime,
) -> Promotion:
    entry = candidate.entry
    booking = new_booking(
        session,
        price,
        entry.child_id,
        entry.parent_id,
        entry.request_key,
        policy=policy,
        hold_expires_at=hold_expires_at,
        now=now,
    )
    [booking_id] = add_bookings(tx, [booking], actor=SYSTEM, now=now)
    tx.waiting_list.close([entry.id], EntryStatus.PROMOTED, now, booking_id=booking_id)
    kind = NoticeKind.OFFERED if hold_expires_at else NoticeKind.PROMOTED
    tx.outbox.add(Notice(entry.parent_id, kind, now, booking_id=booking_id))
    tx.audit.add(AuditEvent(now, SYSTEM, Action.PROMOTED, entry.id, detail=str(booking_id)))
    return Promotion(entry, booking_id, hold_expires_at)


def _pass_over(tx: Transaction, candidate: Candidate, refusals: Refusals, now: datetime) -> None:
    entry, reason = candidate.entry, refusals[0].reason
    tx.waiting_list.close([entry.id], EntryStatus.EXPIRED, now, reason=reason)
    tx.outbox.add(Notice(entry.parent_id, NoticeKind.PASSED_OVER, now, entry_id=entry.id))
    tx.audit.add(AuditEvent(now, SYSTEM, Action.PASSED_OVER, entry.id, detail=reason))


def leave_waiting_list(
    tx: Transaction, parent_id: int, entry_id: int, *, now: datetime
) -> LeaveOutcome:
    """Take a child off a waiting list; any of the child's parents may."""
    # Locked like a booking: a promotion may be giving this very entry a place.
    found = tx.waiting_list.lock(entry_id)
    if found is None or not tx.families.is_guardian(parent_id, found[0].child_id):
        return NotYours()
    entry, session = found
    if over := why_left(entry, session):
        return over
    give_up(tx, [entry], actor=Actor(Role.PARENT, parent_id), now=now)
    return LeftQueue(entry, session)


def why_left(entry: WaitlistEntry, session: Session) -> LeftQueue | AlreadyEnded | None:
    """Say why a turn in a queue cannot be given up any more, None if it can."""
    if entry.status is EntryStatus.LEFT:
        return LeftQueue(entry, session)
    return None if entry.status is EntryStatus.WAITING else AlreadyEnded(session)


def give_up(tx: Transaction, entries: list[WaitlistEntry], *, actor: Actor, now: datetime) -> None:
    """Leave queues of locked sessions; a parent whose entry another one gave up is told."""
    tx.waiting_list.close([entry.id for entry in entries], EntryStatus.LEFT, now)
    for entry in entries:
        if actor.role is Role.PARENT and actor.id != entry.parent_id:
            tx.outbox.add(
                Notice(entry.parent_id, NoticeKind.CANCELLED_FOR_YOU, now, entry_id=entry.id)
            )
        tx.audit.add(AuditEvent(now, actor, Action.LEFT_QUEUE, entry.id))


def close_waiting_list(tx: Transaction, session_id: int, policy: Policy, *, now: datetime) -> int:
    """End the queue of a session whose cut-off has passed; return how many waited in vain."""
    [session] = tx.sessions.lock([session_id])
    if now < booking_closes_at(session, policy):
        return 0
    entries = tx.waiting_list.list_waiting(session_id)
    tx.waiting_list.close([entry.id for entry in entries], EntryStatus.EXPIRED, now)
    for entry in entries:
        tx.outbox.add(Notice(entry.parent_id, NoticeKind.QUEUE_CLOSED, now, entry_id=entry.id))
        tx.audit.add(AuditEvent(now, SYSTEM, Action.QUEUE_CLOSED, entry.id))
    return len(entries)

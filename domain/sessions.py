"""Use cases of the office on one session: change its capacity, cancel it; and "Got it"."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from domain.audit import Action, AuditEvent
from domain.booking import give_back
from domain.model import (
    Actor,
    Booking,
    BookingStatus,
    EntryStatus,
    Policy,
    Role,
    Session,
    SessionStatus,
    WaitlistEntry,
)
from domain.money import refund
from domain.notices import Notice, NoticeKind
from domain.outcomes import (
    CancellationChanged,
    CapacityChanged,
    CapacityKept,
    CapacityOutcome,
    SessionCancelled,
    SessionOutcome,
)
from domain.ports.transaction import Transaction
from domain.roles import check_office
from domain.waiting_list import promote

MOST_PLACES = 1000
"""Of one session: more is a slip of the finger."""


def change_capacity(
    tx: Transaction,
    session_id: int,
    capacity: int,
    policy: Policy,
    *,
    shown: int | None = None,
    actor: Actor,
    now: datetime,
) -> CapacityOutcome:
    """Set how many places a session has, at least one, and promote into what became free.

    A capacity below the places taken takes no place away; it only stops new ones. Nothing is
    done if the capacity before was not the one `shown`.

    Raises:
        NotAllowedError: it is not the office.

    """
    check_office(actor)
    # Parents may be booking what is to be taken away: who was first decides.
    [session] = tx.sessions.lock([session_id])
    is_as_shown = shown is None or session.capacity in (shown, capacity)
    if session.status is SessionStatus.CANCELLED or not is_as_shown:
        return CapacityKept(session)
    if session.capacity != capacity:
        tx.sessions.change_capacity(session_id, capacity)
        session = replace(session, capacity=capacity)
        event = AuditEvent(now, actor, Action.CAPACITY_CHANGED, session_id, detail=str(capacity))
        tx.audit.add(event)
    taken = tx.bookings.count_active(session_id)
    return CapacityChanged(session, taken, promote(tx, session, policy, now=now))


Kept = Sequence[tuple[Booking, int]]


@dataclass(frozen=True, slots=True)
class _Loss:
    """What goes with a session."""

    bookings: Sequence[Booking]
    entries: Sequence[WaitlistEntry]
    kept: Kept
    """Cancelled late before, with what that cost."""

    @property
    def refunds(self) -> dict[int, int]:
        """By booking id: all that was paid."""
        return {
            each.id: each.price_minor if each.status is BookingStatus.CONFIRMED else 0
            for each in self.bookings
        }

    @property
    def parents(self) -> set[int]:
        """Who had booked or waited, or has something to get back."""
        return {each.parent_id for each in (*self._places, *[each for each, _ in self.kept])}

    @property
    def children(self) -> set[int]:
        return {each.child_id for each in self._places}

    @property
    def _places(self) -> list[Booking | WaitlistEntry]:
        return [*self.bookings, *self.entries]

    def of(self, session: Session) -> SessionCancelled:
        return SessionCancelled(
            session,
            len(self.parents),
            len(self.bookings),
            len(self.entries),
            sum(self.refunds.values()) + sum(kept_minor for _, kept_minor in self.kept),
        )


def preview_cancellation(
    tx: Transaction,
    session: Session,
    bookings: Sequence[Booking],
    entries: Sequence[WaitlistEntry],
) -> SessionCancelled:
    """Say what `cancel_session` would do; its active bookings and waiting entries are given."""
    return _Loss(bookings, entries, tx.bookings.list_part_refunded(session.id)).of(session)


def cancel_session(
    tx: Transaction,
    session_id: int,
    *,
    reason: str = "",
    shown: tuple[int, int] | None = None,
    actor: Actor,
    now: datetime,
) -> SessionOutcome:
    """Call a session off: every place is refunded in full, every family is told once.

    Whoever cancelled late before has what that cost them back too: nothing took place. The
    reason is for the families. Nothing is done if more children have a place or wait, or there
    is more to refund, than was `shown`.

    Raises:
        NotAllowedError: it is not the office.

    """
    check_office(actor)
    # Parents may be booking at this very moment: they are refunded, or find it cancelled.
    [session] = tx.sessions.lock([session_id])
    if session.status is SessionStatus.CANCELLED:
        return _Loss((), (), ()).of(session)
    bookings = tx.bookings.list_active(session_id)
    entries = tx.waiting_list.list_waiting(session_id)
    loss = _Loss(bookings, entries, tx.bookings.list_part_refunded(session_id))
    cancelled = loss.of(session)
    if shown is not None and _is_more(cancelled, shown):
        return CancellationChanged(session)
    tx.sessions.cancel(session_id, reason, now)
    give_back(tx, bookings, loss.refunds, actor=actor, now=now)
    payers = _give_back_the_rest(tx, loss.kept, actor, now)
    tx.waiting_list.close([entry.id for entry in entries], EntryStatus.EXPIRED, now)
    _tell_families(tx, session_id, loss, payers, now)
    detail = str(cancelled.refunded_minor)
    tx.audit.add(AuditEvent(now, actor, Action.SESSION_CANCELLED, session_id, detail=detail))
    return cancelled


def _is_more(found: SessionCancelled, shown: tuple[int, int]) -> bool:
    return found.bookings + found.entries > shown[0] or found.refunded_minor > shown[1]


def _give_back_the_rest(tx: Transaction, kept: Kept, actor: Actor, now: datetime) -> set[int]:
    """Refund what earlier cancellations kept, and return who has it back."""
    payers = set()
    for booking, kept_minor in kept:
        payer_id = tx.accounts.payer_of(booking.id)
        tx.accounts.add(refund(payer_id, booking.id, kept_minor, actor=actor, now=now))
        event = AuditEvent(now, actor, Action.REFUNDED, booking.id, detail=str(kept_minor))
        tx.audit.add(event)
        payers.add(payer_id)
    return payers


def _tell_families(
    tx: Transaction, session_id: int, loss: _Loss, payers: set[int], now: datetime
) -> None:
    """Tell each parent of each child, for whoever booked, another may bring the child."""
    guardians = {parent_id for _, parent_id in tx.families.list_guardians(loss.children)}
    tx.outbox.add(
        *[
            Notice(parent_id, NoticeKind.SESSION_CANCELLED, now, session_id=session_id)
            for parent_id in sorted(guardians | loss.parents | payers)
        ]
    )


def acknowledge(tx: Transaction, parent_id: int, notice_id: int, *, now: datetime) -> bool:
    """Note that a parent has seen which sessions are cancelled; False unless they were told so.

    What the office cancelled at once, as on closed days, is told and seen at once.
    """
    asking = tx.outbox.list_asking(notice_id, parent_id)
    parent = Actor(Role.PARENT, parent_id)
    for each in asking:
        if not each.is_acknowledged:
            tx.outbox.acknowledge(each.notice_id, now)
            tx.audit.add(AuditEvent(now, parent, Action.ACKNOWLEDGED, each.session_id))
    return bool(asking)

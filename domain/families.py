"""Use cases on families: put one on file, and keep one's children."""

from dataclasses import dataclass
from datetime import date, datetime

from domain.audit import Action, AuditEvent
from domain.booking import give_back
from domain.model import Actor, Booking, Policy, Role, WaitlistEntry
from domain.money import refund_minor
from domain.ports.families import NewChild, NewParent
from domain.ports.transaction import LookAgainError, Transaction
from domain.roles import check_office
from domain.timetable import local_date, starts_at
from domain.waiting_list import give_up, promote

MAX_CHILDREN = 12
"""Children of one parent: no family is hindered, and a prankster is."""


@dataclass(frozen=True, slots=True)
class ChildSaved:
    child_id: int


@dataclass(frozen=True, slots=True)
class TooManyChildren:
    """The parent has `MAX_CHILDREN` already."""


@dataclass(frozen=True, slots=True)
class ChildRemoved:
    """The child is out of the family, and this is what went with it."""

    name: str
    places: int
    """Bookings cancelled and queues left; none while another parent remains."""
    refunded_minor: int


@dataclass(frozen=True, slots=True)
class RemovalChanged:
    """Nothing was done: more would be lost now, or less refunded, than the parent was shown."""

    child_id: int


@dataclass(frozen=True, slots=True)
class NotYourChild:
    """Nothing was done, and nothing is said about the child."""


def add_family(
    tx: Transaction, parent: NewParent, child: NewChild, *, actor: Actor, now: datetime
) -> tuple[int, ChildSaved | TooManyChildren]:
    """Put a parent on file who has not joined by themselves, with a child; return the parent's id.

    The same name and phone number again is the same parent.

    Raises:
        NotAllowedError: it is not the office.

    """
    check_office(actor)
    # A colleague, or a list, may be putting them on file too, or they be joining by themselves.
    tx.families.lock_newcomers()
    parent_id = tx.families.find_by_phone(parent.name, parent.phone)
    if parent_id is None:
        parent_id = tx.families.add_parent(parent, now)
        tx.audit.add(AuditEvent(now, actor, Action.FAMILY_ADDED, parent_id))
    return parent_id, _add_child(tx, parent_id, child, actor, now)


def add_child(
    tx: Transaction, parent_id: int, child: NewChild, *, now: datetime
) -> ChildSaved | TooManyChildren:
    """Add a child to a family; the same name and birth date again is the same child."""
    return _add_child(tx, parent_id, child, Actor(Role.PARENT, parent_id), now)


def add_child_for_family(
    tx: Transaction, parent_id: int, child: NewChild, *, actor: Actor, now: datetime
) -> ChildSaved | TooManyChildren:
    """Add a child as the office, in the same way; raises as `add_family`."""
    check_office(actor)
    return _add_child(tx, tx.families.survivor(parent_id), child, actor, now)


def _add_child(
    tx: Transaction, parent_id: int, child: NewChild, actor: Actor, now: datetime
) -> ChildSaved | TooManyChildren:
    children = tx.families.lock_children(parent_id)
    for known in children:
        if (known.name, known.born_on) == (child.name, child.born_on):
            return ChildSaved(known.id)
    if len(children) >= MAX_CHILDREN:
        return TooManyChildren()
    child_id = tx.families.add_child(parent_id, child, now)
    tx.audit.add(AuditEvent(now, actor, Action.CHILD_ADDED, child_id))
    return ChildSaved(child_id)


def edit_child(
    tx: Transaction, parent_id: int, child_id: int, child: NewChild, *, now: datetime
) -> ChildSaved | NotYourChild:
    """Correct a child's name, birth date or year group; bookings made stay as they are."""
    if not any(known.id == child_id for known in tx.families.lock_children(parent_id)):
        return NotYourChild()
    tx.families.edit_child(child_id, child)
    tx.audit.add(AuditEvent(now, Actor(Role.PARENT, parent_id), Action.CHILD_EDITED, child_id))
    return ChildSaved(child_id)


@dataclass(frozen=True, slots=True)
class _Loss:
    """What goes with a child, and what comes back for it."""

    bookings: list[Booking]
    entries: list[WaitlistEntry]
    refunds: dict[int, int]

    @property
    def places(self) -> int:
        return len(self.bookings) + len(self.entries)


def preview_removal(
    tx: Transaction, parent_id: int, child_id: int, policy: Policy, *, now: datetime
) -> ChildRemoved | NotYourChild:
    """Say what `remove_child` would answer at this moment; nothing is locked or written."""
    names = {child.id: child.name for child in tx.families.list_children(parent_id)}
    if child_id not in names:
        return NotYourChild()
    if len(tx.families.list_guardians([child_id])) > 1:
        return ChildRemoved(names[child_id], 0, 0)
    loss = _loss(tx, child_id, policy, now)
    return ChildRemoved(names[child_id], loss.places, sum(loss.refunds.values()))


def remove_child(
    tx: Transaction,
    parent_id: int,
    child_id: int,
    policy: Policy,
    *,
    shown: tuple[int, int],
    now: datetime,
) -> ChildRemoved | RemovalChanged | NotYourChild:
    """Take a child out of a family.

    With the last parent go the child's places still to come, refunded by their terms, and its
    places in queues; while another parent remains, they pass to that parent. Nothing is done if
    more places would go, or less money come back, than was `shown`.
    """
    today = local_date(now, policy.zone)
    sessions = {each.id: each for each in tx.sessions.lock(_sessions_of(tx, child_id, today))}
    names = {child.id: child.name for child in tx.families.lock_children(parent_id)}
    if child_id not in names:
        return _removed_before(tx, parent_id, child_id)
    others = tx.families.lock_guardians(child_id) - {parent_id}
    # Looked at again now that the child is locked: it may have been booked in the meantime.
    if not _sessions_of(tx, child_id, today) <= sessions.keys():
        raise LookAgainError
    actor = Actor(Role.PARENT, parent_id)
    if others:
        tx.families.unlink_child(parent_id, child_id)
        tx.families.hand_over(parent_id, child_id, min(others), sessions.keys())
        return _noted(tx, ChildRemoved(names[child_id], 0, 0), child_id, actor, now)
    loss = _loss(tx, child_id, policy, now)
    refunded = sum(loss.refunds.values())
    if loss.places > shown[0] or refunded < shown[1]:
        return RemovalChanged(child_id)
    give_back(tx, loss.bookings, loss.refunds, actor=actor, now=now)
    give_up(tx, loss.entries, actor=actor, now=now)
    tx.families.unlink_child(parent_id, child_id)
    tx.families.remove_child(child_id, now)
    for booking in loss.bookings:
        promote(tx, sessions[booking.session_id], policy, now=now)
    removed = ChildRemoved(names[child_id], loss.places, refunded)
    return _noted(tx, removed, child_id, actor, now)


def _loss(tx: Transaction, child_id: int, policy: Policy, now: datetime) -> _Loss:
    coming = [
        (booking, session)
        for booking, session in tx.bookings.list_active_of(child_id, local_date(now, policy.zone))
        if now < starts_at(session, policy.zone)
    ]
    return _Loss(
        [booking for booking, _ in coming],
        tx.waiting_list.list_waiting_of(child_id),
        {each.id: refund_minor(each, session, policy, now=now) for each, session in coming},
    )


def _noted(
    tx: Transaction, removed: ChildRemoved, child_id: int, actor: Actor, now: datetime
) -> ChildRemoved:
    detail = f"{removed.places} {removed.refunded_minor}"
    tx.audit.add(AuditEvent(now, actor, Action.CHILD_REMOVED, child_id, detail=detail))
    return removed


def _removed_before(tx: Transaction, parent_id: int, child_id: int) -> ChildRemoved | NotYourChild:
    """Answer the wish told twice as it was answered before; the trail remembers."""
    removal = tx.families.find_removal(parent_id, child_id)
    if removal is None:
        return NotYourChild()
    places, refunded_minor = map(int, removal.detail.split())
    return ChildRemoved(removal.name, places, refunded_minor)


def _sessions_of(tx: Transaction, child_id: int, today: date) -> set[int]:
    booked = {session.id for _, session in tx.bookings.list_active_of(child_id, today)}
    return booked | {entry.session_id for entry in tx.waiting_list.list_waiting_of(child_id)}

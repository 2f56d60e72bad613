"""Use cases on people: join the school, and keep one's children."""

from dataclasses import dataclass
from datetime import date, datetime

from domain.audit import Action, AuditEvent
from domain.booking import give_back
from domain.model import Actor, EntryStatus, Policy, Role
from domain.money import refund_minor
from domain.ports import LookAgainError, NewChild, NewParent, Transaction
from domain.timetable import local_date, starts_at
from domain.waiting_list import promote

MAX_CHILDREN = 12
"""Children of one parent: no family is hindered, and a prankster is."""


@dataclass(frozen=True, slots=True)
class Joined:
    parent_id: int


@dataclass(frozen=True, slots=True)
class InvitationNeeded:
    """The school admits by invitation, and there was none, or it was used or has expired."""


@dataclass(frozen=True, slots=True)
class ChildSaved:
    child_id: int


@dataclass(frozen=True, slots=True)
class TooManyChildren:
    """The parent has `MAX_CHILDREN` already."""


@dataclass(frozen=True, slots=True)
class ChildRemoved:
    name: str
    cancelled: int
    refunded_minor: int


@dataclass(frozen=True, slots=True)
class NotYourChild:
    """Nothing was done, and nothing is said about the child."""


def join_school(
    tx: Transaction,
    parent: NewParent,
    invitation: str | None,
    *,
    by_invitation_only: bool,
    now: datetime,
) -> Joined | InvitationNeeded:
    """Make somebody a parent here; who is one already stays the one they are."""
    known = tx.families.find_parent(parent.telegram_id)
    if known is not None:
        return Joined(known)
    invitation_id = tx.families.lock_invitation(invitation, now) if invitation else None
    if invitation_id is None and by_invitation_only:
        return InvitationNeeded()
    parent_id = tx.families.add_parent(parent, now)
    if invitation_id is not None:
        tx.families.use_invitation(invitation_id, parent_id, now)
    actor = Actor(Role.PARENT, parent_id)
    tx.audit.add(AuditEvent(now, actor, Action.JOINED_SCHOOL, parent_id))
    return Joined(parent_id)


def add_child(
    tx: Transaction, parent_id: int, child: NewChild, *, now: datetime
) -> ChildSaved | TooManyChildren:
    """Add a child to a family; the same name and birth date again is the same child."""
    children = tx.families.lock_children(parent_id)
    for known in children:
        if (known.name, known.born_on) == (child.name, child.born_on):
            return ChildSaved(known.id)
    if len(children) >= MAX_CHILDREN:
        return TooManyChildren()
    child_id = tx.families.add_child(parent_id, child, now)
    actor = Actor(Role.PARENT, parent_id)
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


def remove_child(
    tx: Transaction, parent_id: int, child_id: int, policy: Policy, *, now: datetime
) -> ChildRemoved | NotYourChild:
    """Take a child out of a family.

    With the last parent go the child's places still to come, refunded by their terms, and its
    places in queues; while another parent remains, they stay with that parent.
    """
    today = local_date(now, policy.zone)
    sessions = {each.id: each for each in tx.sessions.lock(_sessions_of(tx, child_id, today))}
    names = {child.id: child.name for child in tx.families.lock_children(parent_id)}
    if child_id not in names:
        return _removed_before(tx, parent_id, child_id)
    if not _sessions_of(tx, child_id, today) <= sessions.keys():
        raise LookAgainError
    actor = Actor(Role.PARENT, parent_id)
    if tx.families.unlink_child(parent_id, child_id):
        tx.audit.add(AuditEvent(now, actor, Action.CHILD_REMOVED, child_id, detail="0 0"))
        return ChildRemoved(names[child_id], 0, 0)
    bookings = [
        booking
        for booking in tx.bookings.list_active_of(child_id, today)
        if now < starts_at(sessions[booking.session_id], policy.zone)
    ]
    refunds = {
        booking.id: refund_minor(booking, sessions[booking.session_id], policy, now=now)
        for booking in bookings
    }
    give_back(tx, bookings, refunds, actor=actor, now=now)
    entries = tx.waiting_list.list_waiting_of(child_id)
    tx.waiting_list.close([entry.id for entry in entries], EntryStatus.LEFT, now)
    tx.families.remove_child(child_id, now)
    for booking in bookings:
        promote(tx, sessions[booking.session_id], policy, now=now)
    removed = ChildRemoved(names[child_id], len(bookings), sum(refunds.values()))
    detail = f"{removed.cancelled} {removed.refunded_minor}"
    tx.audit.add(AuditEvent(now, actor, Action.CHILD_REMOVED, child_id, detail=detail))
    return removed


def _removed_before(tx: Transaction, parent_id: int, child_id: int) -> ChildRemoved | NotYourChild:
    """Answer the wish told twice as it was answered before; the trail remembers."""
    removal = tx.families.find_removal(parent_id, child_id)
    if removal is None:
        return NotYourChild()
    cancelled, refunded_minor = map(int, removal.detail.split())
    return ChildRemoved(removal.name, cancelled, refunded_minor)


def _sessions_of(tx: Transaction, child_id: int, today: date) -> set[int]:
    bookings = tx.bookings.list_active_of(child_id, today)
    entries = tx.waiting_list.list_waiting_of(child_id)
    return {booking.session_id for booking in bookings} | {entry.session_id for entry in entries}


def invite(tx: Transaction, code: str, *, actor: Actor, until: datetime, now: datetime) -> None:
    """Keep an invitation that one parent may use until an instant."""
    invitation_id = tx.families.add_invitation(code, actor, until, now)
    tx.audit.add(AuditEvent(now, actor, Action.INVITED, invitation_id))

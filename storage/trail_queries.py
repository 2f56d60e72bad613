"""The trail as the office reads it: who did what to whom, newest first, with names."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, case, func, or_, select, union

from domain.audit import ABOUT, Action, Subject, Topic
from domain.model import STAFF, Role
from storage.rows import AnyRow
from storage.tables import (
    activity,
    audit_event,
    booking,
    child,
    guardianship,
    parent,
    session,
    staff,
    waitlist_entry,
)
from storage.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """Which part of the trail; None leaves nothing out."""

    topic: Topic | None = None
    since: datetime | None = None
    until: datetime | None = None
    """The first instant that does not belong to it any more."""
    staff_telegram_id: int | None = None
    """What one of the staff did."""
    parent_id: int | None = None
    """What a parent did, and what was done to the family's places, children and account."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailLine:
    """An event with the names of its people and things, as far as they are there."""

    id: int
    at: datetime
    role: Role
    actor_id: int | None
    actor_name: str | None
    action: str
    person: str | None
    """The child, the parent or the one of the staff whom it was done to."""
    activity_name: str | None
    on: date | None
    detail: str


def _named(events: CTE) -> Select[Any]:
    """Add the names of who and what the events are about."""
    session_id = func.coalesce(
        booking.c.session_id, waitlist_entry.c.session_id, _id_of(Subject.SESSION, events)
    )
    child_id = func.coalesce(
        booking.c.child_id, waitlist_entry.c.child_id, _id_of(Subject.CHILD, events)
    )
    activity_id = func.coalesce(session.c.activity_id, _id_of(Subject.ACTIVITY, events))
    return (
        _with_actors(events)
        .add_columns(
            func.coalesce(child.c.name, parent.c.name, staff.c.name).label("person"),
            activity.c.name.label("activity_name"),
            session.c.date.label("on_date"),
        )
        .outerjoin(booking, booking.c.id == _id_of(Subject.BOOKING, events))
        .outerjoin(waitlist_entry, waitlist_entry.c.id == _id_of(Subject.ENTRY, events))
        .outerjoin(session, session.c.id == session_id)
        .outerjoin(activity, activity.c.id == activity_id)
        .outerjoin(child, child.c.id == child_id)
        .outerjoin(parent, parent.c.id == _id_of(Subject.PARENT, events))
        .outerjoin(staff, staff.c.id == _id_of(Subject.STAFF, events))
        .order_by(events.c.at.desc(), events.c.id.desc())
    )


def _with_actors(events: CTE) -> Select[Any]:
    """Select the events with the name of who did each.

    An admin whom the settings name has a row for the name, or is known as a parent.
    """
    by_parent, by_staff = events.c.actor_role == Role.PARENT, events.c.actor_role.in_(STAFF)
    actor, staff_actor, as_parent = parent.alias(), staff.alias(), parent.alias()
    name = func.coalesce(actor.c.name, staff_actor.c.name, as_parent.c.name)
    return (
        select(*events.c, name.label("actor_name"))
        .select_from(events)
        .outerjoin(actor, by_parent & (actor.c.id == events.c.actor_id))
        .outerjoin(staff_actor, by_staff & (staff_actor.c.telegram_id == events.c.actor_id))
        .outerjoin(as_parent, by_staff & (as_parent.c.telegram_id == events.c.actor_id))
    )


def _id_of(subject: Subject, events: CTE) -> ColumnElement[Any]:
    """Return the id of an event's subject, nothing if that is of another kind."""
    about = [each for each in Action if ABOUT[each][1] is subject]
    return case((events.c.action.in_(about), events.c.subject_id))


def list_trail(
    tx: Transaction, sought: Sought, *, before: int | None = None, most: int
) -> list[TrailLine]:
    """List the newest events, or those that come next after the one whose id is `before`."""
    within = _within(tx, sought, before)
    # Each by its own index and no more of it than may be shown: 100,000s need not be sorted.
    parts = [
        select(audit_event)
        .where(*conditions, *within)
        .order_by(audit_event.c.at.desc(), audit_event.c.id.desc())
        .limit(most)
        .subquery()
        for conditions in _ways(sought)
    ]
    found = union(*[select(part) for part in parts]).subquery()
    newest = select(found).order_by(found.c.at.desc(), found.c.id.desc()).limit(most)
    # A part of its own: planned into the rest, all events are given names before most are left out.
    return [_line(row) for row in tx.connection.execute(_named(newest.cte("events")))]


def _within(tx: Transaction, sought: Sought, before: int | None) -> list[ColumnElement[bool]]:
    within: list[ColumnElement[bool]] = []
    if sought.since is not None:
        within.append(audit_event.c.at >= sought.since)
    if sought.until is not None:
        within.append(audit_event.c.at < sought.until)
    if before is not None:
        at = tx.connection.scalar(select(audit_event.c.at).where(audit_event.c.id == before))
        if at is not None:
            older = audit_event.c.at < at
            within += [
                audit_event.c.at <= at,
                or_(older, audit_event.c.id < before),
            ]
    return within


def _ways(sought: Sought) -> Iterator[list[ColumnElement[bool]]]:
    """Return the conditions of each way to what is sought, by an index each."""
    actions = [each for each in Action if sought.topic in (None, ABOUT[each][0])]
    by_topic = [audit_event.c.action.in_(actions)] if sought.topic else []
    if sought.parent_id is not None:
        yield from _of_family(sought.parent_id, actions)
    elif sought.staff_telegram_id is not None:
        for role in STAFF:
            yield [*_by(role, sought.staff_telegram_id), *by_topic]
    elif sought.topic is not None:
        for action in actions:
            yield [audit_event.c.action == action]
    else:
        yield []


def _by(role: Role, actor_id: int) -> list[ColumnElement[bool]]:
    return [audit_event.c.actor_role == role, audit_event.c.actor_id == actor_id]


def _of_family(parent_id: int, actions: list[Action]) -> Iterator[list[ColumnElement[bool]]]:
    children = select(guardianship.c.child_id).where(guardianship.c.parent_id == parent_id)
    ids: dict[Subject, Select[Any]] = {
        Subject.PARENT: select(parent.c.id).where(parent.c.id == parent_id),
        Subject.CHILD: children,
        Subject.BOOKING: select(booking.c.id).where(booking.c.child_id.in_(children)),
        Subject.ENTRY: select(waitlist_entry.c.id).where(waitlist_entry.c.child_id.in_(children)),
    }
    yield [*_by(Role.PARENT, parent_id), audit_event.c.action.in_(actions)]
    for subject, found in ids.items():
        about = [each for each in actions if ABOUT[each][1] is subject]
        if about:
            yield [audit_event.c.subject_id.in_(found), audit_event.c.action.in_(about)]


def _line(row: AnyRow) -> TrailLine:
    return TrailLine(
        id=row.id,
        at=row.at,
        role=Role(row.actor_role),
        actor_id=row.actor_id,
        actor_name=row.actor_name,
        action=row.action,
        person=row.person,
        activity_name=row.activity_name,
        on=row.on_date,
        detail=row.detail,
    )


def name_sought(tx: Transaction, sought: Sought) -> str | None:
    """Name whose doing is looked for, None if it is everybody's."""
    if sought.parent_id is not None:
        return tx.connection.scalar(select(parent.c.name).where(parent.c.id == sought.parent_id))
    if sought.staff_telegram_id is None:
        return None
    names = [
        select(table.c.name).where(table.c.telegram_id == sought.staff_telegram_id)
        for table in (staff, parent)
    ]
    found = select(func.coalesce(*[each.scalar_subquery() for each in names]))
    return tx.connection.scalar(found) or str(sought.staff_telegram_id)

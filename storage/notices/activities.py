"""What is told of an activity that has changed: as it is now, with the family's places in it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Select,
    Table,
    bindparam,
    exists,
    literal,
    or_,
    select,
    union_all,
)

from domain.model import BookingStatus, Field, Planned, Session
from storage.activities import PLANNED, planned_of
from storage.rows import IS_ACTIVE, IS_WAITING, SESSION_COLUMNS, session_of
from storage.tables import activity, booking, child, guardianship, notice, session, waitlist_entry


@dataclass(frozen=True, slots=True)
class PlaceIn:
    """A child's place in a session of the activity, or its turn in the queue."""

    child_name: str
    session: Session
    status: BookingStatus | None
    """None: the child waits."""


@dataclass(frozen=True, slots=True)
class AboutActivity:
    planned: Planned
    changed: Field
    places: tuple[PlaceIn, ...]
    """Of all the parent's children, in sessions that take place, the earliest first."""


_NOTICE_IDS: BindParameter[int] = bindparam("notice_ids", expanding=True)
_CHANGES = (
    PLANNED.add_columns(notice.c.id.label("notice_id"), notice.c.changed)
    .join(notice, notice.c.activity_id == activity.c.id)
    .where(notice.c.id.in_(_NOTICE_IDS))
)


def _concerns(table: Table) -> ColumnElement[bool]:
    """Tell whether a booking or entry is of the parent, or of one of their children."""
    return or_(
        table.c.parent_id == notice.c.parent_id,
        exists().where(
            guardianship.c.child_id == table.c.child_id,
            guardianship.c.parent_id == notice.c.parent_id,
        ),
    )


def _places_in(
    table: Table, status: ColumnElement[str], is_there: ColumnElement[bool]
) -> Select[Any]:
    return (
        select(
            notice.c.id.label("notice_id"),
            child.c.name.label("child_name"),
            status.label("status"),
            *SESSION_COLUMNS,
        )
        .join_from(notice, activity, activity.c.id == notice.c.activity_id)
        .join(session, session.c.activity_id == activity.c.id)
        .join(table, table.c.session_id == session.c.id)
        .join(child, child.c.id == table.c.child_id)
        .where(notice.c.id.in_(_NOTICE_IDS), is_there, _concerns(table))
    )


_PLACES = union_all(
    _places_in(booking, booking.c.status, booking.c.status.in_(IS_ACTIVE)),
    _places_in(
        waitlist_entry,
        literal(None, booking.c.status.type),
        waitlist_entry.c.status == IS_WAITING,
    ),
).order_by("session_date", "child_name")


def read_changes(connection: Connection, notice_ids: Sequence[int]) -> dict[int, AboutActivity]:
    """Read what notices of changed activities are about, by the notice's id."""
    known = {"notice_ids": notice_ids}
    places = defaultdict[int, list[PlaceIn]](list)
    for row in connection.execute(_PLACES, known):
        status = BookingStatus(row.status) if row.status else None
        places[row.notice_id].append(PlaceIn(row.child_name, session_of(row), status))
    return {
        row.notice_id: AboutActivity(
            planned_of(row), Field(row.changed), tuple(places[row.notice_id])
        )
        for row in connection.execute(_CHANGES, known)
    }

"""Which parents an announcement is for, as the rows are at a moment."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    CompoundSelect,
    Date,
    Select,
    Table,
    Time,
    and_,
    bindparam,
    or_,
    select,
    union,
)

from domain.audiences import Audience, AudienceKind
from domain.model import SessionStatus
from storage.rows import IS_ACTIVE, IS_WAITING
from storage.tables import activity, booking, child, guardianship, parent, session, waitlist_entry

Parents = Select[int] | CompoundSelect[int]

_SUBJECT = bindparam("subject", type_=BigInteger)
_TODAY = bindparam("today", type_=Date)
IS_AHEAD = and_(
    session.c.status == SessionStatus.SCHEDULED,
    or_(
        session.c.date > _TODAY,
        and_(session.c.date == _TODAY, activity.c.end_time > bindparam("clock", type_=Time)),
    ),
)
"""A session takes place and is not over."""


def moment(now: datetime, zone: ZoneInfo) -> dict[str, Any]:
    """Return what `IS_AHEAD` compares with."""
    local = now.astimezone(zone)
    return {"today": local.date(), "clock": local.time()}


def _families(table: Table, *conditions: ColumnElement[bool]) -> Parents:
    """Select who has booked or waits, and the other parents of the same children."""
    theirs = (
        select(table.c.parent_id)
        .join_from(table, session, session.c.id == table.c.session_id)
        .join(activity, activity.c.id == session.c.activity_id)
        .where(*conditions)
    )
    others = (
        select(guardianship.c.parent_id)
        .join_from(table, session, session.c.id == table.c.session_id)
        .join(activity, activity.c.id == session.c.activity_id)
        .join(guardianship, guardianship.c.child_id == table.c.child_id)
        .where(*conditions)
    )
    return union(theirs, others)


_HAS_PLACE = booking.c.status.in_(IS_ACTIVE)
PARENTS_OF: dict[AudienceKind, Parents] = {
    AudienceKind.ACTIVITY: _families(
        booking, _HAS_PLACE, session.c.activity_id == _SUBJECT, IS_AHEAD
    ),
    AudienceKind.SESSION: _families(booking, _HAS_PLACE, booking.c.session_id == _SUBJECT),
    AudienceKind.QUEUE: _families(
        waitlist_entry,
        waitlist_entry.c.status == IS_WAITING,
        waitlist_entry.c.session_id == _SUBJECT,
    ),
    AudienceKind.GRADE: select(guardianship.c.parent_id)
    .join_from(guardianship, child, child.c.id == guardianship.c.child_id)
    .where(child.c.grade == _SUBJECT, child.c.removed_at.is_(None)),
    AudienceKind.EVERYONE: select(parent.c.id),
}


def known_of(audience: Audience, now: datetime, zone: ZoneInfo) -> dict[str, Any]:
    """Return what the statements of an audience are asked with."""
    return {"subject": audience.subject_id, **moment(now, zone)}

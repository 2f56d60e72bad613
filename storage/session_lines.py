"""A session as staff see it among others: who teaches it, and how full it is."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, bindparam, func, or_, select

from domain.model import Session
from storage.rows import (
    IS_PENDING,
    SESSION_COLUMNS,
    AnyRow,
    count_active,
    count_waiting,
    session_of,
)
from storage.tables import activity, booking, session, tutor


@dataclass(frozen=True, slots=True)
class SessionLine:
    """A session as one of many."""

    session: Session
    location: str
    tutor_name: str
    active: int
    held: int
    """Of the active, how many are still to be paid for."""
    waiting: int


_count_held = (
    select(func.count())
    .select_from(booking)
    .where(booking.c.session_id == session.c.id, booking.c.status == IS_PENDING)
    .scalar_subquery()
)
_TAUGHT_BY = bindparam("taught_by", type_=BigInteger)
LINES = (
    select(
        *SESSION_COLUMNS,
        activity.c.location,
        tutor.c.name.label("tutor_name"),
        count_active(session.c.id).label("active"),
        _count_held.label("held"),
        count_waiting(session.c.id).label("waiting"),
    )
    .join_from(session, activity)
    .join(tutor)
    .where(or_(_TAUGHT_BY.is_(None), tutor.c.telegram_id == _TAUGHT_BY))
)


def line_of(row: AnyRow) -> SessionLine:
    """Read what `LINES` selects."""
    return SessionLine(
        session_of(row), row.location, row.tutor_name, row.active, row.held, row.waiting
    )

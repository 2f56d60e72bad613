"""What the office looks up of activities and of days on which the school is shut."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import BigInteger, Boolean, Date, Integer, ScalarSelect, bindparam, func, select

from domain.model import Planned, Session, SessionStatus
from storage.activities import PLANNED, planned_of
from storage.listed import Listed
from storage.rows import SESSION_COLUMNS, SESSIONS, AnyRow, count_active, count_waiting, session_of
from storage.tables import activity, closure, session, tutor
from storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class DateLoad:
    """A session with how full it is."""

    session: Session
    active: int
    waiting: int


@dataclass(frozen=True, slots=True)
class ActivityLine:
    """An activity in a list, by its next date if there is any."""

    planned: Planned
    next: DateLoad | None


@dataclass(frozen=True, slots=True)
class ActivityDetails:
    planned: Planned
    dates: tuple[DateLoad, ...]
    """The next ones, at most so many as were asked for."""
    coming: int
    """How many there are in all."""


@dataclass(frozen=True, slots=True)
class Tutor:
    id: int
    name: str


@dataclass(frozen=True, slots=True)
class ClosedDay:
    on: date
    reason: str
    cancelled: int
    """Sessions of that day that are cancelled."""
    scheduled: int
    """Sessions of that day that are not."""


_TODAY = bindparam("today", type_=Date)
_LOADS = SESSIONS.add_columns(
    count_active(session.c.id).label("active"), count_waiting(session.c.id).label("waiting")
).where(session.c.status == SessionStatus.SCHEDULED, session.c.date >= _TODAY)
_upcoming = session.alias("upcoming")
_next_on = (
    select(func.min(_upcoming.c.date))
    .where(
        _upcoming.c.activity_id == activity.c.id,
        _upcoming.c.status == SessionStatus.SCHEDULED,
        _upcoming.c.date >= _TODAY,
    )
    .correlate(activity)
    .scalar_subquery()
)
_LIST_ACTIVITIES = (
    PLANNED.add_columns(
        *SESSION_COLUMNS,
        count_active(session.c.id).label("active"),
        count_waiting(session.c.id).label("waiting"),
    )
    .outerjoin(session, (session.c.activity_id == activity.c.id) & (session.c.date == _next_on))
    .where(activity.c.archived_at.is_not(None) == bindparam("archived", type_=Boolean))
    .order_by(
        session.c.date.is_(None),
        activity.c.weekday,
        activity.c.start_time,
        activity.c.name,
        activity.c.id,
    )
)
_FIND_DATES = (
    _LOADS.add_columns(func.count().over().label("coming"))
    .where(session.c.activity_id == bindparam("activity", type_=BigInteger))
    .order_by(session.c.date)
    .limit(bindparam("most", type_=Integer))
)
_LIST_TUTORS = select(tutor.c.id, tutor.c.name).order_by(tutor.c.name, tutor.c.id)


def _count_on(status: SessionStatus) -> ScalarSelect[int]:
    return (
        select(func.count())
        .select_from(session)
        .where(session.c.date == closure.c.date, session.c.status == status)
        .scalar_subquery()
    )


_LIST_CLOSURES = (
    select(
        closure.c.date,
        closure.c.reason,
        _count_on(SessionStatus.CANCELLED).label("cancelled"),
        _count_on(SessionStatus.SCHEDULED).label("scheduled"),
    )
    .where(closure.c.date.between(bindparam("first", type_=Date), bindparam("last", type_=Date)))
    .order_by(closure.c.date)
)


def list_activities(
    tx: Transaction, *, today: date, archived: bool = False, coming: bool = False
) -> Sequence[ActivityLine]:
    """List activities, those first that have dates to come, by day of the week and time.

    `coming`: only those.
    """
    rows = tx.connection.execute(_LIST_ACTIVITIES, {"today": today, "archived": archived})
    return Listed([row for row in rows if row.session_id or not coming], _line_of)


def _line_of(row: AnyRow) -> ActivityLine:
    return ActivityLine(planned_of(row), None if row.session_id is None else _load_of(row))


def _load_of(row: AnyRow) -> DateLoad:
    return DateLoad(session_of(row), row.active, row.waiting)


def find_activity(
    tx: Transaction, activity_id: int, *, today: date, most: int
) -> ActivityDetails | None:
    """Find an activity with its next dates, which may include what has begun today."""
    planned = tx.activities.find(activity_id)
    if planned is None:
        return None
    known = {"activity": activity_id, "today": today, "most": most}
    rows = tx.connection.execute(_FIND_DATES, known).all()
    coming = rows[0].coming if rows else 0
    return ActivityDetails(planned, tuple(_load_of(row) for row in rows), coming)


def list_tutors(tx: Transaction) -> list[Tutor]:
    """List all tutors by name."""
    return [Tutor(row.id, row.name) for row in tx.connection.execute(_LIST_TUTORS)]


def list_closures(tx: Transaction, first: date, last: date = date.max) -> list[ClosedDay]:
    """List the days of a time on which the school is shut, both ends included."""
    rows = tx.connection.execute(_LIST_CLOSURES, {"first": first, "last": last})
    return [ClosedDay(row.date, row.reason, row.cancelled, row.scheduled) for row in rows]

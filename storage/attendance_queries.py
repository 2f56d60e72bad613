"""Who came how often: per child of an activity, and per activity of a child."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import BigInteger, ColumnElement, Date, bindparam, case, func, or_, select

from domain.model import Activity, AttendanceStatus, SessionStatus
from storage.rows import ACTIVITY_COLUMNS, IS_ACTIVE, AnyRow, activity_of
from storage.tables import activity, attendance, booking, child, guardianship, session
from storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Counts:
    """How often somebody came; sessions of today count once they are marked."""

    present: int
    late: int
    absent: int
    unmarked: int


@dataclass(frozen=True, slots=True)
class OfChild:
    child_id: int
    child_name: str
    grade: int
    counts: Counts


@dataclass(frozen=True, slots=True)
class OfActivity:
    activity: Activity
    counts: Counts


def _count(status: AttendanceStatus | None) -> ColumnElement[int]:
    found = attendance.c.status.is_(None) if status is None else attendance.c.status == status
    return func.sum(case((found, 1), else_=0)).label(status or "unmarked")


_COUNTS = (*[_count(each) for each in AttendanceStatus], _count(None))
_SO_FAR = (
    booking.c.status.in_(IS_ACTIVE),
    session.c.status == SessionStatus.SCHEDULED,
    session.c.date <= bindparam("today", type_=Date),
    or_(
        session.c.date < bindparam("today", type_=Date),
        attendance.c.status.is_not(None),
    ),
)
_OF_CHILDREN = (
    select(child.c.id, child.c.name, child.c.grade, *_COUNTS)
    .join_from(session, booking, booking.c.session_id == session.c.id)
    .join(child, child.c.id == booking.c.child_id)
    .outerjoin(attendance, attendance.c.booking_id == booking.c.id)
    .where(session.c.activity_id == bindparam("of_activity", type_=BigInteger), *_SO_FAR)
    .group_by(child.c.id, child.c.name, child.c.grade)
)
_OF_ACTIVITIES = (
    select(*ACTIVITY_COLUMNS, *_COUNTS)
    .join_from(booking, session, session.c.id == booking.c.session_id)
    .join(activity, activity.c.id == session.c.activity_id)
    .join(guardianship, guardianship.c.child_id == booking.c.child_id)
    .outerjoin(attendance, attendance.c.booking_id == booking.c.id)
    .where(
        booking.c.child_id == bindparam("of_child", type_=BigInteger),
        guardianship.c.parent_id == bindparam("of_parent", type_=BigInteger),
        *_SO_FAR,
    )
    .group_by(activity.c.id)
    .order_by(activity.c.first_on.desc(), activity.c.name, activity.c.id)
)


def list_attendance(tx: Transaction, activity_id: int, *, today: date) -> list[OfChild]:
    """List how often each child came to an activity so far, by the children's names."""
    known = {"of_activity": activity_id, "today": today}
    found = [
        OfChild(row.id, row.name, row.grade, _counts_of(row))
        for row in tx.connection.execute(_OF_CHILDREN, known)
    ]
    # Here and not in the statement: the databases do not agree on the order of names.
    return sorted(found, key=lambda each: (each.child_name.casefold(), each.child_id))


def list_child_attendance(
    tx: Transaction, parent_id: int, child_id: int, *, today: date
) -> list[OfActivity]:
    """List how often a parent's child came to each activity, that of the latest term first."""
    known = {"of_parent": parent_id, "of_child": child_id, "today": today}
    return [
        OfActivity(activity_of(row), _counts_of(row))
        for row in tx.connection.execute(_OF_ACTIVITIES, known)
    ]


def _counts_of(row: AnyRow) -> Counts:
    return Counts(int(row.present), int(row.late), int(row.absent), int(row.unmarked))

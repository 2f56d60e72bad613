"""Activities as the office plans them, and their tutors."""

from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import BigInteger, Connection, Date, and_, bindparam, exists, insert, select, update

from domain.model import Plan, Planned, Session
from storage.rows import SESSION_COLUMNS, AnyRow, length_of, session_of
from storage.tables import activity, session, tutor

_ACTIVITY_ID = bindparam("the_activity_id", type_=BigInteger)
PLANNED = select(activity, tutor.c.name.label("tutor_name")).join_from(activity, tutor)
_FROM_ON = bindparam("from_on", type_=Date)
_FIND = PLANNED.where(activity.c.id == _ACTIVITY_ID)
_FIND_WITH_SESSIONS = (
    PLANNED.add_columns(*SESSION_COLUMNS)
    .outerjoin(session, and_(session.c.activity_id == activity.c.id, session.c.date >= _FROM_ON))
    .where(activity.c.id == _ACTIVITY_ID)
    .order_by(session.c.date)
)
# No key of it changes, so rows that refer to it need not wait.
_LOCK = select(activity.c.id).where(activity.c.id == _ACTIVITY_ID).with_for_update(key_share=True)
_CHANGE = update(activity).where(activity.c.id == _ACTIVITY_ID)
_ARCHIVE = _CHANGE.values(archived_at=bindparam("now"))
_ON = bindparam("on", type_=Date)
_LIST_WITHOUT_SESSION = (
    select(activity.c.id, activity.c.start_time)
    .where(
        activity.c.weekday == bindparam("the_weekday"),
        activity.c.first_on <= _ON,
        activity.c.last_on >= _ON,
        activity.c.archived_at.is_(None),
        ~exists().where(session.c.activity_id == activity.c.id, session.c.date == _ON),
    )
    .order_by(activity.c.id)
)

_FIND_MADE = select(activity.c.id).where(activity.c.request_key == bindparam("request_key"))
_ADD = insert(activity).returning(activity.c.id)
_FIND_TUTOR = (
    select(tutor.c.id).where(tutor.c.name == bindparam("name")).order_by(tutor.c.id).limit(1)
)
_ADD_TUTOR = insert(tutor).returning(tutor.c.id)


class Activities:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find_made(self, request_key: str) -> int | None:
        known = {"request_key": request_key}
        return self._connection.execute(_FIND_MADE, known).scalar_one_or_none()

    def add(self, plan: Plan, tutor_id: int, request_key: str) -> int:
        new = {**values_of(plan, tutor_id), "request_key": request_key}
        return int(self._connection.execute(_ADD, new).scalar_one())

    def find(self, activity_id: int) -> Planned | None:
        row = self._connection.execute(_FIND, {"the_activity_id": activity_id}).first()
        return None if row is None else planned_of(row)

    def find_with_sessions(
        self, activity_id: int, from_on: date
    ) -> tuple[Planned, list[Session]] | None:
        known = {"the_activity_id": activity_id, "from_on": from_on}
        rows = self._connection.execute(_FIND_WITH_SESSIONS, known).all()
        if not rows:
            return None
        return planned_of(rows[0]), [session_of(row) for row in rows if row.session_id]

    def lock(self, activity_id: int) -> Planned | None:
        self._connection.execute(_LOCK, {"the_activity_id": activity_id})
        # By a statement of its own, which sees what the lock waited for.
        return self.find(activity_id)

    def change(self, activity_id: int, plan: Plan, tutor_id: int) -> None:
        changed = _CHANGE.values(values_of(plan, tutor_id))
        self._connection.execute(changed, {"the_activity_id": activity_id})

    def archive(self, activity_id: int, now: datetime) -> None:
        self._connection.execute(_ARCHIVE, {"the_activity_id": activity_id, "now": now})

    def list_without_session(self, on: date) -> list[tuple[int, time]]:
        known = {"on": on, "the_weekday": on.weekday()}
        rows = self._connection.execute(_LIST_WITHOUT_SESSION, known)
        return [(row.id, row.start_time) for row in rows]

    def find_tutor(self, name: str) -> int | None:
        return self._connection.execute(_FIND_TUTOR, {"name": name}).scalar_one_or_none()

    def add_tutor(self, name: str) -> int:
        return int(self._connection.execute(_ADD_TUTOR, {"name": name}).scalar_one())


def planned_of(row: AnyRow) -> Planned:
    plan = Plan(
        name=row.name,
        tutor=row.tutor_id,
        description=row.description,
        location=row.location,
        weekday=row.weekday,
        start_time=row.start_time,
        end_time=row.end_time,
        first_on=row.first_on,
        last_on=row.last_on,
        grade_from=row.grade_from,
        grade_to=row.grade_to,
        capacity=row.max_capacity,
        price_minor=row.price_minor,
        booking_cutoff=length_of(row.booking_cutoff_minutes),
        free_cancellation=length_of(row.free_cancellation_minutes),
    )
    return Planned(row.id, plan, row.tutor_name, row.archived_at is not None)


def values_of(plan: Plan, tutor_id: int) -> dict[str, Any]:
    """Return the columns of an activity."""
    return {
        "tutor_id": tutor_id,
        "name": plan.name,
        "description": plan.description,
        "location": plan.location,
        "price_minor": plan.price_minor,
        "max_capacity": plan.capacity,
        "weekday": plan.weekday,
        "start_time": plan.start_time,
        "end_time": plan.end_time,
        "first_on": plan.first_on,
        "last_on": plan.last_on,
        "grade_from": plan.grade_from,
        "grade_to": plan.grade_to,
        "booking_cutoff_minutes": _minutes(plan.booking_cutoff),
        "free_cancellation_minutes": _minutes(plan.free_cancellation),
    }


def _minutes(length: timedelta | None) -> int | None:
    return None if length is None else length // timedelta(minutes=1)

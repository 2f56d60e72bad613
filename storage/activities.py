"""Activities as the office plans them, and their tutors."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select

from domain.model import Plan
from storage.tables import activity, tutor

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

    def find_tutor(self, name: str) -> int | None:
        return self._connection.execute(_FIND_TUTOR, {"name": name}).scalar_one_or_none()

    def add_tutor(self, name: str) -> int:
        return int(self._connection.execute(_ADD_TUTOR, {"name": name}).scalar_one())


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

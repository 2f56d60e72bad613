"""Whole lists written at once, in few statements however long they are."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, func, insert, select, update

from domain.activity_lists import ActivitiesPlan, KnownActivities, KnownActivity
from domain.audit import Action
from domain.family_lists import (
    Contact,
    FamiliesPlan,
    KnownChild,
    KnownParent,
    KnownPeople,
    ListedChild,
)
from domain.imports import ActivitiesImported, FamiliesImported, Imported
from domain.model import SessionStatus
from storage.accounts import LOCK_ACCOUNTS
from storage.activities import values_of
from storage.tables import (
    activity,
    audit_event,
    child,
    closure,
    file_import,
    guardianship,
    parent,
    session,
    tutor,
)

IDS_AT_ONCE = 1_000
"""A statement takes only so many values."""
KINDS: dict[str, type[Imported]] = {
    Action.FAMILIES_IMPORTED: FamiliesImported,
    Action.ACTIVITIES_IMPORTED: ActivitiesImported,
}
_FIND = (
    select(audit_event.c.action, audit_event.c.detail)
    .join_from(file_import, audit_event, audit_event.c.subject_id == file_import.c.id)
    .where(file_import.c.key == bindparam("key"), audit_event.c.action.in_(list(KINDS)))
)
_NEXT_ID = select(func.coalesce(func.max(file_import.c.id), 0) + 1)
# In one statement: of two, the second could see a child whose parent the first did not.
_PEOPLE = (
    select(
        parent.c.id,
        parent.c.name,
        parent.c.phone,
        parent.c.email,
        parent.c.telegram_id.is_not(None).label("has_joined"),
        child.c.id.label("child_id"),
        child.c.name.label("child_name"),
        child.c.born_on,
        child.c.grade,
        child.c.notes.is_not(None).label("has_notes"),
    )
    .select_from(parent)
    .outerjoin(guardianship, guardianship.c.parent_id == parent.c.id)
    .outerjoin(child, (child.c.id == guardianship.c.child_id) & child.c.removed_at.is_(None))
    .where(parent.c.merged_into.is_(None))
    .order_by(parent.c.id, child.c.id)
)
_MOVE = update(child).where(child.c.id == bindparam("child_id")).values(grade=bindparam("to"))
_NOTE = update(child).where(child.c.id == bindparam("child_id")).values(notes=bindparam("to"))
_FILL = (
    update(parent)
    .where(parent.c.id == bindparam("known_id"))
    .values(
        phone=func.coalesce(parent.c.phone, bindparam("listed_phone", type_=parent.c.phone.type)),
        email=func.coalesce(parent.c.email, bindparam("listed_email", type_=parent.c.email.type)),
    )
)
_ACTIVITIES = select(
    activity.c.name,
    activity.c.weekday,
    activity.c.start_time,
    activity.c.first_on,
    activity.c.last_on,
).where(activity.c.archived_at.is_(None))
_TUTORS = select(tutor.c.id, tutor.c.name).order_by(tutor.c.id)


class Imports:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, key: str) -> Imported | None:
        row = self._connection.execute(_FIND, {"key": key}).first()
        return None if row is None else KINDS[row.action](*map(int, row.detail.split()))

    def begin(self, key: str, now: datetime) -> int:
        import_id = self._connection.execute(_NEXT_ID).scalar_one()
        row = {"id": import_id, "key": key, "made_at": now}
        self._connection.execute(insert(file_import), row)
        return int(import_id)

    def withdraw(self, import_id: int) -> None:
        self._connection.execute(delete(file_import).where(file_import.c.id == import_id))

    def read_people(self) -> KnownPeople:
        parents: dict[int, KnownParent] = {}
        guardians = defaultdict[Any, set[int]](set)
        for row in self._connection.execute(_PEOPLE):
            known = KnownParent(row.id, row.name, row.phone, row.email, bool(row.has_joined))
            parents[row.id] = known
            if row.child_id is not None:
                who = (row.child_id, row.child_name, row.born_on, row.grade, bool(row.has_notes))
                guardians[who].add(row.id)
        children = [
            KnownChild(child_id, name, born_on, grade, frozenset(parent_ids), has_notes)
            for (child_id, name, born_on, grade, has_notes), parent_ids in guardians.items()
        ]
        return KnownPeople(tuple(parents.values()), tuple(children))

    def lock_parents(self, parent_ids: Collection[int]) -> None:
        for some in _in_batches(sorted(parent_ids)):
            self._connection.execute(LOCK_ACCOUNTS, {"parent_ids": some})

    def write_families(self, plan: FamiliesPlan, language: str, now: datetime) -> list[int]:
        parents = [_parent_values(each, language, now) for each in plan.parents]
        children = [_child_values(each, now) for each in plan.children]
        parent_ids = self._add(parent, parents, told_by=("name", "phone", "email"))
        child_ids = self._add(child, children, told_by=("name", "born_on"))
        links = [
            {"parent_id": _id(parent_ids, of), "child_id": _id(child_ids, whom)}
            for of, whom in plan.links
        ]
        self._each(insert(guardianship), links)
        self._each(_MOVE, [{"child_id": each, "to": grade} for each, grade in plan.moved])
        self._each(_NOTE, [{"child_id": each, "to": notes} for each, notes in plan.noted])
        filled = [
            {"known_id": each, "listed_phone": contact.phone, "listed_email": contact.email}
            for each, contact in plan.filled
        ]
        self._each(_FILL, filled)
        return child_ids

    def read_activities(self) -> KnownActivities:
        return KnownActivities(
            tuple(KnownActivity(*row) for row in self._connection.execute(_ACTIVITIES)),
            tuple((row.id, row.name) for row in self._connection.execute(_TUTORS)),
            frozenset(self._connection.scalars(select(closure.c.date))),
        )

    def write_activities(self, plan: ActivitiesPlan) -> list[int]:
        tutors = [{"name": name} for name in plan.tutors]
        tutor_ids = self._add(tutor, tutors, told_by=("name",))
        activities = [values_of(each, _id(tutor_ids, int(each.tutor))) for each in plan.activities]
        what = ("name", "weekday", "start_time", "first_on")
        activity_ids = self._add(activity, activities, told_by=what)
        sessions = [
            {"activity_id": each, "date": on, "status": SessionStatus.SCHEDULED}
            for each, dates in zip(activity_ids, plan.dates, strict=True)
            for on in dates
        ]
        self._each(insert(session), sessions)
        return activity_ids

    def _add(
        self, table: Table, rows: Sequence[dict[str, Any]], *, told_by: Sequence[str]
    ) -> list[int]:
        """Add rows and return their ids in the order of the rows.

        By what a list tells them apart: asked for their order, SQLite would be given one by one.
        """
        if not rows:
            return []
        columns = [table.c[name] for name in told_by]
        added = self._connection.execute(insert(table).returning(table.c.id, *columns), rows)
        ids = {tuple(row[1:]): row[0] for row in added}
        return [ids[tuple(row[name] for name in told_by)] for row in rows]

    def _each(self, statement: Any, rows: Sequence[dict[str, Any]]) -> None:
        if rows:
            self._connection.execute(statement, rows)


def _id(new: Sequence[int], number: int) -> int:
    """Return the id of somebody known, or of the new one who is counted -1, -2 and so on."""
    return number if number > 0 else new[-number - 1]


def _in_batches(ids: Sequence[int]) -> Iterable[list[int]]:
    return (list(ids[at : at + IDS_AT_ONCE]) for at in range(0, len(ids), IDS_AT_ONCE))


def _parent_values(new: Contact, language: str, now: datetime) -> dict[str, Any]:
    return {
        "name": new.name,
        "phone": new.phone,
        "email": new.email,
        "language": language,
        "joined_at": now,
    }


def _child_values(new: ListedChild, now: datetime) -> dict[str, Any]:
    return {
        "name": new.name,
        "born_on": new.born_on,
        "grade": new.grade,
        "notes": new.notes or None,
        "added_at": now,
    }

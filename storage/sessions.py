"""Sessions: locking them is how places are kept from being given twice."""

from collections.abc import Collection
from datetime import date, datetime, time

from sqlalchemy import Connection, Date, bindparam, delete, exists, func, insert, select, update

from domain.model import Session, SessionStatus
from domain.notices import NoticeKind
from domain.ports.sessions import Stakes, StakesInAll
from storage.rows import SESSION_COLUMNS, SESSIONS, session_of
from storage.stakes import add_up_stakes, count_clashes, stakes_of
from storage.tables import (
    activity,
    announcement,
    booking,
    cancellation,
    notice,
    session,
    tutor,
    waitlist_entry,
)

# The order of ids keeps two transactions from waiting for each other. No key of a session ever
# changes, so rows that refer to it need not wait. What is locked is read by a statement of its
# own: one that waited sees the session as it has become, but its activity as it was before.
LOCK_SESSIONS = select(session.c.id).order_by(session.c.id).with_for_update(key_share=True)
_LOCK = LOCK_SESSIONS.where(session.c.id.in_(bindparam("session_ids", expanding=True)))
_CHANGE_CAPACITY = (
    update(session)
    .where(session.c.id == bindparam("session_id"))
    .values(capacity=bindparam("new_capacity"))
)
_CANCEL = (
    update(session)
    .where(session.c.id == bindparam("session_id"))
    .values(status=SessionStatus.CANCELLED)
)
_OF_ACTIVITY = session.c.activity_id == bindparam("activity_id")
_BETWEEN = session.c.date.between(bindparam("first", type_=Date), bindparam("last", type_=Date))
_LIST_OF = SESSIONS.where(
    _OF_ACTIVITY, session.c.date >= bindparam("from_on", type_=Date)
).order_by(session.c.date)
_LIST_BETWEEN = SESSIONS.where(_BETWEEN).order_by(session.c.id)
_REMOVE_UNUSED = delete(session).where(
    session.c.id.in_(bindparam("session_ids", expanding=True)),
    *[
        ~exists().where(table.c.session_id == session.c.id)
        for table in (booking, waitlist_entry, notice, cancellation, announcement)
    ],
)
_LIST_WITHOUT_REGISTER = (
    select(*SESSION_COLUMNS, tutor.c.telegram_id)
    .join_from(session, activity)
    .join(tutor)
    .where(
        _BETWEEN,
        session.c.status == SessionStatus.SCHEDULED,
        tutor.c.telegram_id.is_not(None),
        ~exists().where(notice.c.session_id == session.c.id, notice.c.kind == NoticeKind.REGISTER),
    )
    .order_by(session.c.id)
)
_ADD = insert(session)
_COUNT = select(func.count()).where(_OF_ACTIVITY)
_READ = SESSIONS.where(session.c.id.in_(bindparam("session_ids", expanding=True))).order_by(
    session.c.id
)


class Sessions:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, activity_id: int, dates: Collection[date]) -> None:
        rows = [
            {"activity_id": activity_id, "date": on, "status": SessionStatus.SCHEDULED}
            for on in dates
        ]
        if rows:
            self._connection.execute(_ADD, rows)

    def count(self, activity_id: int) -> int:
        return self._connection.execute(_COUNT, {"activity_id": activity_id}).scalar_one()

    def remove_unused(self, session_ids: Collection[int]) -> None:
        if session_ids:
            self._connection.execute(_REMOVE_UNUSED, {"session_ids": list(session_ids)})

    def list_of(self, activity_id: int, from_on: date) -> list[Session]:
        known = {"activity_id": activity_id, "from_on": from_on}
        return [session_of(row) for row in self._connection.execute(_LIST_OF, known)]

    def list_between(self, first: date, last: date) -> list[Session]:
        known = {"first": first, "last": last}
        return [session_of(row) for row in self._connection.execute(_LIST_BETWEEN, known)]

    def add_up_stakes(self, session_ids: Collection[int]) -> StakesInAll:
        return add_up_stakes(self._connection, session_ids)

    def stakes_of(self, session_ids: Collection[int]) -> Stakes:
        return stakes_of(self._connection, session_ids)

    def count_clashes(self, session_ids: Collection[int], start: time, end: time) -> int:
        return count_clashes(self._connection, session_ids, start, end)

    def lock(self, session_ids: Collection[int]) -> list[Session]:
        if not session_ids:
            return []
        self._connection.execute(_LOCK, {"session_ids": list(session_ids)})
        return self.read(session_ids)

    def read(self, session_ids: Collection[int]) -> list[Session]:
        rows = self._connection.execute(_READ, {"session_ids": list(session_ids)})
        return [session_of(row) for row in rows]

    def list_without_register(self, first: date, last: date) -> list[tuple[Session, int]]:
        rows = self._connection.execute(_LIST_WITHOUT_REGISTER, {"first": first, "last": last})
        return [(session_of(row), row.telegram_id) for row in rows]

    def change_capacity(self, session_id: int, capacity: int) -> None:
        self._connection.execute(
            _CHANGE_CAPACITY, {"session_id": session_id, "new_capacity": capacity}
        )

    def cancel(self, session_id: int, reason: str, now: datetime) -> None:
        self._connection.execute(_CANCEL, {"session_id": session_id})
        self._connection.execute(
            insert(cancellation).values(session_id=session_id, reason=reason, made_at=now)
        )

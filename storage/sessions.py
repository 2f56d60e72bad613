"""Sessions: locking them is how places are kept from being given twice."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import Connection, Date, bindparam, exists, func, insert, select, update

from domain.model import Session, SessionStatus
from domain.notices import NoticeKind
from storage.rows import SESSION_COLUMNS, SESSIONS, session_of
from storage.tables import activity, notice, session, tutor

# The order of ids keeps two transactions from waiting for each other. No key of a session ever
# changes, so rows that refer to it need not wait.
LOCKED = SESSIONS.order_by(session.c.id).with_for_update(of=session, key_share=True)
_LOCK = LOCKED.where(session.c.id.in_(bindparam("session_ids", expanding=True)))
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
_LIST_WITHOUT_REGISTER = (
    select(*SESSION_COLUMNS, tutor.c.telegram_id)
    .join_from(session, activity)
    .join(tutor)
    .where(
        session.c.date.between(bindparam("first", type_=Date), bindparam("last", type_=Date)),
        session.c.status == SessionStatus.SCHEDULED,
        tutor.c.telegram_id.is_not(None),
        ~exists().where(notice.c.session_id == session.c.id, notice.c.kind == NoticeKind.REGISTER),
    )
    .order_by(session.c.id)
)
_ADD = insert(session)
_COUNT = select(func.count()).where(session.c.activity_id == bindparam("activity_id"))
_READ = SESSIONS.where(session.c.id.in_(bindparam("session_ids", expanding=True)))


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

    def lock(self, session_ids: Collection[int]) -> list[Session]:
        if not session_ids:
            return []
        rows = self._connection.execute(_LOCK, {"session_ids": list(session_ids)})
        return [session_of(row) for row in rows]

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

    def cancel(self, session_id: int) -> None:
        self._connection.execute(_CANCEL, {"session_id": session_id})

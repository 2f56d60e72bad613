"""Sessions: locking them is how places are kept from being given twice."""

from collections.abc import Collection

from sqlalchemy import Connection, bindparam, update

from domain.model import Session, SessionStatus
from storage.rows import SESSIONS, session_of
from storage.tables import session

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


_READ = SESSIONS.where(session.c.id.in_(bindparam("session_ids", expanding=True)))


class Sessions:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def lock(self, session_ids: Collection[int]) -> list[Session]:
        if not session_ids:
            return []
        rows = self._connection.execute(_LOCK, {"session_ids": list(session_ids)})
        return [session_of(row) for row in rows]

    def read(self, session_ids: Collection[int]) -> list[Session]:
        rows = self._connection.execute(_READ, {"session_ids": list(session_ids)})
        return [session_of(row) for row in rows]

    def change_capacity(self, session_id: int, capacity: int) -> None:
        self._connection.execute(
            _CHANGE_CAPACITY, {"session_id": session_id, "new_capacity": capacity}
        )

    def cancel(self, session_id: int) -> None:
        self._connection.execute(_CANCEL, {"session_id": session_id})

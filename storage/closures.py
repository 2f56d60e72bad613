"""Days on which the school is shut."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import Connection, Date, bindparam, delete, insert, select

from storage.table_locks import lock_additions
from storage.tables import closure

_LIST_DATES = select(closure.c.date).where(
    closure.c.date.between(bindparam("first", type_=Date), bindparam("last", type_=Date))
)
_ADD = insert(closure)
_REMOVE = delete(closure).where(closure.c.date == bindparam("on", type_=Date))


class Closures:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def lock(self) -> None:
        lock_additions(self._connection, closure)

    def list_dates(self, first: date, last: date) -> set[date]:
        return set(self._connection.scalars(_LIST_DATES, {"first": first, "last": last}))

    def add(self, dates: Collection[date], reason: str) -> None:
        if dates:
            self._connection.execute(_ADD, [{"date": on, "reason": reason} for on in dates])

    def remove(self, on: date) -> bool:
        return bool(self._connection.execute(_REMOVE, {"on": on}).rowcount)

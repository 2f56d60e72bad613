"""Days on which the school is shut."""

from datetime import date

from sqlalchemy import Connection, Date, bindparam, select

from storage.tables import closure

_LIST_DATES = select(closure.c.date).where(
    closure.c.date.between(bindparam("first", type_=Date), bindparam("last", type_=Date))
)


class Closures:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def list_dates(self, first: date, last: date) -> set[date]:
        return set(self._connection.scalars(_LIST_DATES, {"first": first, "last": last}))

"""The checks of the books: of which days there is one, and what it has found."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Connection, Date, bindparam, exists, func, insert, select

from domain.faults import Fault
from storage.tables import books_check, books_fault

_ON = bindparam("on", type_=Date)
_IS_CHECKED = select(exists().where(books_check.c.on_date == _ON))
_last_on = select(func.max(books_check.c.on_date)).scalar_subquery()
_LAST_FAULTS = select(books_fault.c.rule).where(books_fault.c.on_date == _last_on)


class Books:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def is_checked(self, on: date) -> bool:
        """Tell whether there has been a day's check."""
        return bool(self._connection.scalar(_IS_CHECKED, {"on": on}))

    def last_faults(self) -> set[str]:
        return set(self._connection.scalars(_LAST_FAULTS))

    def add_check(self, on: date, faults: Sequence[Fault], now: datetime) -> bool:
        if self.is_checked(on):
            return False
        self._connection.execute(insert(books_check).values(on_date=on, checked_at=now))
        if faults:
            rows = [{"on_date": on, "rule": each.rule, "faults": each.count} for each in faults]
            self._connection.execute(insert(books_fault), rows)
        return True

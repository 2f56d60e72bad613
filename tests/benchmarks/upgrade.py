"""A school of the first release comes to this version, goes back and comes again, whole."""

import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import cycle
from time import perf_counter

from sqlalchemy import Connection, Integer, MetaData, Table, func, select, text

from storage.database import Database
from storage.errors import BusyError
from storage.schema import downgrade, upgrade
from storage.transaction import Transaction
from tests.benchmarks import school
from tests.benchmarks.databases import database_url
from tests.benchmarks.result import Result

FIRST_RELEASE = "0001"
READ = (
    "SELECT child.name, booking.status FROM booking JOIN session ON session.id = session_id "
    "JOIN child ON child.id = child_id JOIN activity ON activity.id = activity_id "
    "LEFT JOIN attendance ON attendance.booking_id = booking.id WHERE session.id = 37",
    "SELECT name, sum(amount_minor) FROM parent JOIN account_entry ON parent_id = parent.id "
    "WHERE parent.id = 37 GROUP BY name",
    "SELECT id FROM waitlist_entry WHERE session_id = 37 AND status = 'waiting'",
    "SELECT kind FROM notice WHERE booking_id = 37",
    "SELECT action FROM audit_event WHERE subject_id = 37",
)
"""As screens do, one after the other: each table that has many rows."""
Facts = dict[str, tuple[int, ...]]
"""Of each table: how many rows, and the sum of each column."""


def tables_of(connection: Connection) -> MetaData:
    """Return the tables as the database has them now."""
    tables = MetaData()
    tables.reflect(connection)
    tables.remove(tables.tables["alembic_version"])
    return tables


def facts(connection: Connection, tables: MetaData) -> Facts:
    """Add up all that is in some tables: texts by their lengths, instants by how many there are."""
    return {
        table.name: tuple(connection.execute(select(func.count(), *_sums(table))).one())
        for table in tables.sorted_tables
    }


def _sums(table: Table) -> Iterator[object]:
    for column in table.c:
        if isinstance(column.type, Integer):
            yield func.coalesce(func.sum(column), 0)
        elif column.type.python_type is str:
            yield func.coalesce(func.sum(func.length(column)), 0)
        else:
            yield func.count(column)


def there_and_back(database: Database) -> list[float]:
    """Upgrade, downgrade and upgrade; return the seconds of each, and find nothing changed."""
    with database.engine.begin() as connection:
        tables = tables_of(connection)
        before = facts(connection, tables)
    seconds = []
    for migrate, revision in ((upgrade, "head"), (downgrade, FIRST_RELEASE), (upgrade, "head")):
        began = perf_counter()
        migrate(database, revision)
        seconds.append(perf_counter() - began)
        with database.engine.begin() as connection:
            assert facts(connection, tables) == before
    return seconds


class Reader(threading.Thread):
    """Reads all the time, as screens do, and notes how long it waits."""

    def __init__(self, database: Database) -> None:
        super().__init__()
        self._database = database
        self._ended = threading.Event()
        self.waits: list[float] = []

    def run(self) -> None:
        for statement in cycle(READ):
            began = perf_counter()
            while not self._reads(statement):
                pass
            self.waits.append(perf_counter() - began)
            if self._ended.wait(0.001):
                break

    def _reads(self, statement: str) -> bool:
        try:
            self._database.look(_read, statement)
        except BusyError:
            return False
        return True

    def stop(self) -> None:
        self._ended.set()
        self.join()


def _read(tx: Transaction, statement: str) -> None:
    tx.connection.execute(text(statement)).all()


@contextmanager
def reading(database: Database) -> Iterator[Reader]:
    """Let somebody read meanwhile."""
    reader = Reader(database)
    reader.start()
    try:
        yield reader
    finally:
        reader.stop()


async def run(database: str) -> list[Result]:
    """Measure on one of the databases."""
    with (
        database_url(database, revision=FIRST_RELEASE) as url,
        closing(Database(url)) as rows,
        closing(Database(url)) as of_screens,
    ):
        with rows.engine.begin() as connection:
            school.fill(connection, school.Size())
        with reading(of_screens) as reader:
            up, down, up_again = there_and_back(rows)
    of = f"upgrade: {school.Size().bookings:,} bookings of the first release"
    figures = (
        ("up", [up, up_again], "<= 30 s"),
        ("down", [down], "<= 30 s"),
        ("longest wait of who reads meanwhile", [max(reader.waits)], "<= 0.5 s"),
    )
    return [
        Result.of(f"{of}, {name}", seconds, "s", database=database, clients=1, target=target)
        for name, seconds, target in figures
    ]

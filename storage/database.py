"""The engine, and the way in: one transaction is one function, run in one hop to a thread.

Only this module knows which database it is.
"""

import asyncio
import logging
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

import psycopg
import sqlalchemy
from psycopg.types.numeric import IntLoader
from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.pool import ConnectionPoolEntry

from domain.ports.transaction import LookAgainError
from storage import faults
from storage.connection import Connection, transaction
from storage.errors import BrokenReferencesError, BusyError
from storage.transaction import Transaction

log = logging.getLogger(__name__)

Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")

ATTEMPTS = 4
"""How often a transaction is tried that lost to another one."""
LOCK_TIMEOUT_SECONDS = 5
MIGRATION_LOCK_TIMEOUT = "200ms"
"""Who waits for a table that is read lets everybody wait who wants to read it next."""
SQLITE_READERS = 4
SQLITE_SYNCHRONOUS = "FULL"
"""What is committed survives even a power cut."""
POSTGRESQL_CONNECTIONS = 8
POSTGRESQL_READERS = 4
_SETTINGS = {
    "TimeZone": "UTC",
    # What a school has fits into memory, where finding a row by an index costs hardly anything.
    "random_page_cost": "1.1",
}
_READS_ONLY = {
    "default_transaction_read_only": "on",
    "default_transaction_isolation": r"repeatable\ read",
}


class Database:
    """Runs functions as transactions, on SQLite or on PostgreSQL."""

    def __init__(self, url: str, *, on_notices: Callable[[], object] = lambda: None) -> None:
        """Open a database by its URL; `on_notices` is called after a commit that wrote some."""
        self.on_notices = on_notices
        if url.startswith("sqlite"):
            self.engine = _sqlite_engine(make_url(url))
            self._read_engine = _sqlite_engine(make_url(url), read_only=True)
            # SQLite has one writer at a time: a line before one thread is fairer than its lock.
            self._writers = ThreadPoolExecutor(1, "writer")
            self._readers = ThreadPoolExecutor(SQLITE_READERS, "reader")
        else:
            # Screens have connections of their own: a rush for one session must not stall them.
            self.engine = _postgresql_engine(make_url(url), POSTGRESQL_CONNECTIONS)
            self._read_engine = _postgresql_engine(make_url(url), POSTGRESQL_READERS, **_READS_ONLY)
            self._writers = ThreadPoolExecutor(POSTGRESQL_CONNECTIONS, "writer")
            self._readers = ThreadPoolExecutor(POSTGRESQL_READERS, "reader")

    async def run(
        self,
        work: Callable[Concatenate[Transaction, Arguments], Answer],
        *args: Arguments.args,
        **kwargs: Arguments.kwargs,
    ) -> Answer:
        """Run `work` in a transaction and commit, in another thread; raises as `transact`.

        Context variables, like the id that log lines carry, are there as here.
        """
        loop = asyncio.get_running_loop()
        transact = self.transact
        begun = _with_context(lambda: transact(work, *args, **kwargs))
        return await loop.run_in_executor(self._writers, begun)

    async def read(
        self,
        query: Callable[Concatenate[Transaction, Arguments], Answer],
        *args: Arguments.args,
        **kwargs: Arguments.kwargs,
    ) -> Answer:
        """Run `query` on a snapshot that cannot be written to, in another thread."""
        loop = asyncio.get_running_loop()
        look = self.look
        begun = _with_context(lambda: look(query, *args, **kwargs))
        return await loop.run_in_executor(self._readers, begun)

    def transact(
        self,
        work: Callable[Concatenate[Transaction, Arguments], Answer],
        *args: Arguments.args,
        **kwargs: Arguments.kwargs,
    ) -> Answer:
        """Run `work` in a transaction and commit; an exception that leaves it undoes all.

        Work that lost to another transaction is run again from the start.

        Raises:
            BusyError: a lock was not to be had in time, or every attempt was lost.
            ConflictError: a constraint of the database refused a row.

        """

        def committed(connection: Connection) -> tuple[Answer, bool]:
            tx = Transaction(connection)
            return work(tx, *args, **kwargs), tx.outbox.has_new

        answer, has_notices = _until_done(self.engine, committed)
        if has_notices:
            self._announce()
        return answer

    def _announce(self) -> None:
        try:
            self.on_notices()
        except Exception:
            # The work stands, and whoever asked for it hears so; the next sweep finds the notices.
            log.exception("the notices of a commit could not be announced")

    def look(
        self,
        query: Callable[Concatenate[Transaction, Arguments], Answer],
        *args: Arguments.args,
        **kwargs: Arguments.kwargs,
    ) -> Answer:
        """Run `query` on a snapshot, in this thread; again, if its connection was broken.

        Raises:
            BusyError: the database did not answer in time, or is away.

        """
        return _until_done(
            self._read_engine, lambda connection: query(Transaction(connection), *args, **kwargs)
        )

    @contextmanager
    def migrating(self) -> Iterator[sqlalchemy.Connection]:
        """Open a connection on which tables may be rebuilt, and commit at the end.

        SQLite is in one transaction from the beginning; on PostgreSQL others may be begun.

        Raises:
            BrokenReferencesError: a row was left referring to none.

        """
        engine = _migration_engine(self.engine.url)
        try:
            with engine.connect() as connection:
                if engine.dialect.name == "sqlite":
                    connection.begin()
                yield connection
                _check_references(connection)
                connection.commit()
        finally:
            engine.dispose()

    def close(self) -> None:
        """Finish what was begun and let go of all connections."""
        self._writers.shutdown()
        self._readers.shutdown()
        self._read_engine.dispose()
        self.engine.dispose()


def _until_done(engine: Engine, work: Callable[[Connection], Answer]) -> Answer:
    """Do work in a transaction, from the start again while another one, or a fault, undoes it."""
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with transaction(engine) as connection:
                return work(connection)
        except (DBAPIError, PoolTimeoutError, LookAgainError) as fault:
            if attempt == ATTEMPTS or not faults.may_succeed_again(fault):
                # A refused row is not quoted in the cause: there are names in it.
                cause = None if isinstance(fault, IntegrityError) else fault
                raise faults.translated(fault) from cause
    raise BusyError


def _with_context(work: Callable[[], Answer]) -> Callable[[], Answer]:
    """Return the work with the context variables of here, which another thread has not."""
    context = copy_context()
    return lambda: context.run(work)


def _migration_engine(url: URL) -> Engine:
    if url.get_backend_name() == "sqlite":
        # SQLite alters a table by making it anew and dropping the old one, which foreign keys
        # would refuse; what they would have guarded is checked at the end.
        return _sqlite_engine(url, foreign_keys=False)
    return _postgresql_engine(url, 1, lock_timeout=MIGRATION_LOCK_TIMEOUT)


def _check_references(connection: sqlalchemy.Connection) -> None:
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if broken is not None:
            raise BrokenReferencesError


def _postgresql_engine(url: URL, connections: int, **settings: str) -> Engine:
    settings = _SETTINGS | {"lock_timeout": f"{LOCK_TIMEOUT_SECONDS}s"} | settings
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_size=connections,
        max_overflow=0,
        hide_parameters=True,  # in errors, and so in logs: there are names among them
        connect_args={
            "options": " ".join(f"-c {name}={value}" for name, value in settings.items()),
            "connect_timeout": LOCK_TIMEOUT_SECONDS,
        },
    )

    @event.listens_for(engine, "connect")
    def set_up(dbapi_connection: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
        # To PostgreSQL the sum of what has 64 bits has no bound; it is a whole number all the same.
        cast("psycopg.Connection[Any]", dbapi_connection).adapters.register_loader(
            "numeric", IntLoader
        )

    @event.listens_for(engine, "before_cursor_execute")
    def send_before(connection: sqlalchemy.Connection, *_: object) -> None:
        if isinstance(connection, Connection):
            connection.send_written()

    @event.listens_for(engine, "rollback")
    def forget_prepared(connection: sqlalchemy.Connection) -> None:
        if isinstance(connection, Connection):
            connection.forget_prepared()

    return engine


def _sqlite_engine(url: URL, *, read_only: bool = False, foreign_keys: bool = True) -> Engine:
    engine = create_engine(
        url,
        connect_args={"timeout": LOCK_TIMEOUT_SECONDS},
        hide_parameters=True,  # as above
    )

    @event.listens_for(engine, "do_connect")
    def make_folder(*_: object) -> None:
        if url.database:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)

    @event.listens_for(engine, "connect")
    def set_up(dbapi_connection: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
        assert isinstance(dbapi_connection, sqlite3.Connection)  # noqa: S101  the only driver
        dbapi_connection.isolation_level = None  # the driver begins nothing by itself
        cursor = dbapi_connection.cursor()
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute(f"PRAGMA synchronous = {SQLITE_SYNCHRONOUS}")
        cursor.execute(f"PRAGMA foreign_keys = {'ON' if foreign_keys else 'OFF'}")
        cursor.execute(f"PRAGMA query_only = {'ON' if read_only else 'OFF'}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: sqlalchemy.Connection) -> None:
        # A transaction that reads first and asks for the write lock later can be refused it at
        # once, without waiting: who is going to write says so at the beginning.
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    return engine

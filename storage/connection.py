"""A connection with a short way for the statements of the hot path.

What `ask` and `write` are given goes to the driver in words that are kept, past SQLAlchemy; and to
PostgreSQL in one round trip for all that is asked at once, with all that was written before it:
how long a session is locked is how long the next one waits.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from sqlite3 import Error as SQLiteError
from typing import Any, NamedTuple

import psycopg
import sqlalchemy
from psycopg.pq import TransactionStatus
from sqlalchemy import Engine, Integer, Select, Table, bindparam, func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.dml import ReturningInsert

from storage import pipeline, words
from storage.pipeline import Command
from storage.rows import AnyRow
from storage.words import Known, Statement

_PREPARED = "prepared"


@cache
def _next_ids(table: Table) -> Select[int]:
    """Take ids as PostgreSQL gives them by itself to rows without one."""
    numbers = sqlalchemy.Sequence(f"{table.name}_id_seq")
    many = func.generate_series(1, bindparam("many", type_=Integer))
    return select(numbers.next_value().label("id")).select_from(many)


class Ask(NamedTuple):
    """A statement, which is a constant of its module, and its parameters."""

    statement: Statement
    known: Known
    only_locks: bool = False
    """Its rows do not matter, so SQLite, whose transaction has locked all, is not asked."""


class Connection(sqlalchemy.Connection):
    """SQLAlchemy's connection, and the short way."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self._driver: Any = self.connection.driver_connection
        self._unsent: list[Command] = []
        self._ids: dict[str, list[int]] = {}
        """Given ahead for rows of a table."""

    def ask(self, *asks: Ask, numbering: tuple[Table, int] | None = None) -> list[list[AnyRow]]:
        """Return the rows of each statement, all asked at once.

        `numbering` is of how many rows the ids are to be known ahead, so that they can be added
        without a trip for that. They are given last, so under the locks.
        """
        if not asks:
            return []
        if self.dialect.name == "sqlite":
            return [[] if each.only_locks else self._run(self._command(each)) for each in asks]
        if numbering is None:
            return self._send(*[self._command(each) for each in asks])
        table, many = numbering
        *found, ids = self.ask(*asks, Ask(_next_ids(table), {"many": many}))
        self._ids[table.name] = [row.id for row in ids]
        return found

    def add(self, statement: ReturningInsert[Any], *rows: Known) -> list[int]:
        """Add rows and return their ids, in the order of the rows."""
        known = self._ids.get(statement.table.name, [])
        if len(known) < len(rows):
            known.clear()
            return [row.id for [row] in self.ask(*[Ask(statement, row) for row in rows])]
        ids, known[:] = known[: len(rows)], known[len(rows) :]
        self.write(statement, *[{"id": id_, **row} for id_, row in zip(ids, rows, strict=True)])
        return ids

    def write(self, statement: Statement, *rows: Known) -> None:
        """Run a statement with each of the parameters, at the latest before what is run next."""
        if not rows:
            return
        said = words.words_of(statement, self.dialect.name, rows[0])
        commands = [_command(said, row) for row in rows]
        if self.dialect.name == "sqlite":
            for each in commands:
                self._run(each)
        else:
            self._unsent += commands

    def send_written(self) -> None:
        """Let the database know all that is written."""
        if self._unsent:
            self._send()

    def commit(self) -> None:
        """Commit, in one round trip with what the database does not know yet."""
        if self.dialect.name != "sqlite":
            self._send(Command("COMMIT"))
        super().commit()

    def forget_prepared(self) -> None:
        """Prepare all anew: psycopg lets go of everything prepared when it rolls back."""
        if not self.invalidated:
            self.info.pop(_PREPARED, None)

    def _command(self, ask: Ask) -> Command:
        said = words.words_of(ask.statement, self.dialect.name, ask.known)
        return _command(said, ask.known)

    def _run(self, command: Command) -> list[AnyRow]:
        try:
            found = self._driver.execute(command.sql, command.values).fetchall()
        except SQLiteError as fault:
            raise self._as_sqlalchemy(fault) from fault
        return [command.row_of(each) for each in found]

    def _send(self, *commands: Command) -> list[list[AnyRow]]:
        raw, before = self._driver, self._unsent
        self._unsent = []
        if raw.pgconn.transaction_status == TransactionStatus.IDLE:
            before = [Command("BEGIN"), *before]
        try:
            prepared = self.info.setdefault(_PREPARED, {})
            found = pipeline.send(raw, prepared, [*before, *commands])
        except psycopg.Error as fault:
            raise self._as_sqlalchemy(fault) from fault
        return found[len(before) :]

    def _as_sqlalchemy(self, fault: psycopg.Error | SQLiteError) -> Exception:
        """Return the fault as SQLAlchemy would have raised it; a lost connection is let go."""
        is_lost = self.dialect.is_disconnect(fault, self._driver, None)  # type: ignore[arg-type]
        if is_lost:
            self.invalidate(fault)
        return DBAPIError.instance(
            "one of the statements sent",
            None,
            fault,
            type(fault),
            hide_parameters=True,
            connection_invalidated=is_lost,
            dialect=self.dialect,
        )


def _command(said: words.Words, known: Known) -> Command:
    return Command(said.sql, said.values(known), said.row_of, said.are_kept)


@contextmanager
def transaction(engine: Engine) -> Iterator[Connection]:
    """Begin a transaction, and commit it if nothing is raised."""
    connection = Connection(engine)
    with connection:
        connection.begin()
        yield connection
        connection.commit()

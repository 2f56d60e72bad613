"""Several statements asked at once.

PostgreSQL answers them in one round trip, one after the other: each sees what those before it
have waited for, as if they had been asked singly. SQLite is in this process and has no trips.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

import psycopg
from psycopg.rows import namedtuple_row
from sqlalchemy import Connection, Select
from sqlalchemy.dialects.postgresql.psycopg import dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler

from storage.rows import AnyRow

_PSYCOPG = dialect()  # type: ignore[no-untyped-call]


class Ask(NamedTuple):
    """A statement and its parameters."""

    statement: Select[Any]
    """What it selects comes as the driver gives it, without conversions of SQLAlchemy's."""
    known: Mapping[str, Any]
    only_locks: bool = False
    """Its rows do not matter, so SQLite, whose transaction has locked all, is not asked."""


def together(connection: Connection, *asks: Ask) -> list[Sequence[AnyRow]]:
    """Return the rows of each statement."""
    raw = connection.connection.driver_connection
    if not isinstance(raw, psycopg.Connection):
        return [
            () if ask.only_locks else connection.execute(ask.statement, ask.known).all()
            for ask in asks
        ]
    try:
        with raw.pipeline():
            cursors = [_begin(raw, ask) for ask in asks]
        return [cursor.fetchall() for cursor in cursors]
    except psycopg.Error as fault:
        raise _as_sqlalchemy(connection, raw, fault) from fault


def _begin(raw: psycopg.Connection[Any], ask: Ask) -> psycopg.Cursor[Any]:
    cursor = raw.cursor(row_factory=namedtuple_row)
    return cursor.execute(*text_of(ask))


def text_of(ask: Ask) -> tuple[str, Any]:
    """Return a statement in the driver's words, with its parameters."""
    state = _compiled(ask.statement).construct_expanded_state(dict(ask.known))
    return state.statement, state.parameters


@cache
def _compiled(statement: Select[Any]) -> SQLCompiler:
    compiled = statement.compile(dialect=_PSYCOPG)
    assert isinstance(compiled, SQLCompiler)  # noqa: S101  statements compile to SQL
    return compiled


def _as_sqlalchemy(
    connection: Connection, raw: psycopg.Connection[Any], fault: psycopg.Error
) -> Exception:
    """Return the fault as SQLAlchemy would have raised it; a lost connection is let go."""
    is_lost = connection.dialect.is_disconnect(fault, raw, None)  # type: ignore[arg-type]
    if is_lost:
        connection.invalidate(fault)
    return DBAPIError.instance(
        "several statements",
        None,
        fault,
        psycopg.Error,
        hide_parameters=True,
        connection_invalidated=is_lost,
        dialect=connection.dialect,
    )

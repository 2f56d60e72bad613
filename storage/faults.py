"""The faults of both database drivers: which are worth another try, which rule spoke."""

import re
import sqlite3

import psycopg
from sqlalchemy import Constraint, Index, Table, UniqueConstraint
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from domain.ports.transaction import LookAgainError
from storage.errors import BusyError, ConflictError
from storage.tables import metadata

Fault = DBAPIError | PoolTimeoutError | LookAgainError

_UNIQUE_COLUMNS = re.compile(r"UNIQUE constraint failed: (.+)")
_CHECK_NAME = re.compile(r"CHECK constraint failed: (\w+)")
_SQLITE_LATER = (
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    # A disk that is full or failing: until somebody has seen to it, all waits.
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CANTOPEN,
)
_UNDONE = (
    psycopg.errors.SerializationFailure,
    psycopg.errors.DeadlockDetected,
    # Somebody wrote the same thing first: looking again finds their row.
    psycopg.errors.UniqueViolation,
    # psycopg lets go of all that is prepared when something is dropped: it is prepared anew.
    psycopg.errors.InvalidSqlStatementName,
    # A column was altered since the statement was prepared, as by a migration under way.
    psycopg.errors.FeatureNotSupported,
)


def may_succeed_again(fault: Fault) -> bool:
    """Tell whether the transaction lost to another one, or to a broken connection."""
    if isinstance(fault, LookAgainError):
        return True
    if not isinstance(fault, DBAPIError):
        return False
    return (
        fault.connection_invalidated
        or isinstance(fault.orig, _UNDONE)
        or "UNIQUE constraint failed" in str(fault.orig)
    )


def translated(fault: Fault) -> Exception:
    """Return the fault in words of ours; one that nobody expects stays what it is."""
    if isinstance(fault, IntegrityError):
        return ConflictError(_constraint_name(fault))
    if not isinstance(fault, DBAPIError) or fault.connection_invalidated:
        return BusyError()
    # Locks not to be had, deadlocks, a server that is gone or restarting: it may answer later.
    if isinstance(fault.orig, (*_UNDONE, psycopg.OperationalError)):
        return BusyError()
    # The low byte is the fault; above it SQLite says which kind of it.
    if getattr(fault.orig, "sqlite_errorcode", 0) & 0xFF in _SQLITE_LATER:
        return BusyError()
    return fault


def _constraint_name(fault: IntegrityError) -> str:
    """Return the name of the constraint that refused, "unknown" where the driver is silent.

    PostgreSQL names it. SQLite names checks, lists the columns of unique constraints, and says
    nothing of foreign keys.
    """
    if isinstance(fault.orig, psycopg.Error):
        return fault.orig.diag.constraint_name or "unknown"
    words = str(fault.orig)
    if check := _CHECK_NAME.search(words):
        return check[1]
    if unique := _UNIQUE_COLUMNS.search(words):
        return _unique_by_columns(unique[1].split(", "))
    return "unknown"


def _unique_by_columns(listed: list[str]) -> str:
    table = metadata.tables[listed[0].partition(".")[0]]
    for unique in _uniques(table):
        if [str(column) for column in unique.columns] == listed:
            return str(unique.name)
    return str(table.primary_key.name)


def _uniques(table: Table) -> list[Index | UniqueConstraint]:
    rules: list[Index | Constraint] = [*table.indexes, *table.constraints]
    return [
        rule
        for rule in rules
        if isinstance(rule, UniqueConstraint) or (isinstance(rule, Index) and rule.unique)
    ]

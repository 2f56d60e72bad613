"""Bringing a database to the schema this version speaks."""

import time
from collections.abc import Callable
from pathlib import Path

import psycopg
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import DBAPIError, OperationalError

from storage.database import Database
from storage.errors import InUseError, UnreachableError

HELD_BY_OTHERS = (psycopg.errors.LockNotAvailable, psycopg.errors.DeadlockDetected)
ATTEMPTS = 120
PAUSE_SECONDS = 0.3
"""With `storage.database.MIGRATION_LOCK_TIMEOUT`, a minute in all."""

_PROJECT = Path(__file__).resolve().parent.parent / "pyproject.toml"


def upgrade(database: Database, revision: str = "head") -> None:
    """Run the migrations that are missing: on SQLite all or none, on PostgreSQL one by one.

    Raises:
        InUseError: others did not let go of a table for a minute.
        UnreachableError: there is no database at its address.

    """
    _run(database, command.upgrade, revision)


def downgrade(database: Database, revision: str) -> None:
    """Undo migrations down to a revision; "base" undoes all of them, and the rows with them."""
    _run(database, command.downgrade, revision)


def newest() -> str:
    """Return the version of the schema that this program speaks."""
    script = ScriptDirectory.from_config(Config(toml_file=_PROJECT))
    return str(script.get_current_head())


def revision(database: Database) -> str | None:
    """Return the version of a database's schema, None if it has none; raises as `upgrade`."""
    file = database.engine.url.database
    if database.engine.dialect.name == "sqlite" and not (file and Path(file).exists()):
        return None
    try:
        with database.engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    except (DBAPIError, OSError) as error:
        raise UnreachableError from error


def _run(database: Database, order: Callable[[Config, str], None], revision: str) -> None:
    try:
        database.engine.connect().close()
    except (DBAPIError, OSError) as error:
        raise UnreachableError from error
    for _ in range(ATTEMPTS):
        try:
            with database.migrating() as connection:
                order(Config(toml_file=_PROJECT, attributes={"connection": connection}), revision)
        except OperationalError as error:
            if not isinstance(error.orig, HELD_BY_OTHERS):
                raise
            time.sleep(PAUSE_SECONDS)  # those who wait for the table behind the migration go first
        else:
            return
    raise InUseError

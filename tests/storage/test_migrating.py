"""Migrations may rebuild tables, and leave no row that refers to none."""

import pytest
from sqlalchemy import Connection, text

from storage.database import Database
from storage.errors import BrokenReferencesError
from storage.tables import metadata
from tests.factory import Factory
from tests.storage.one_of_each import fill

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SESSION = metadata.tables["session"]


def rebuild_sessions(connection: Connection) -> None:
    """Make a table anew as SQLite must: while it is gone, bookings refer to nothing."""
    for statement in (
        "CREATE TABLE kept AS SELECT * FROM session",
        "DROP TABLE session",
        "ALTER TABLE kept RENAME TO session",
        "CREATE UNIQUE INDEX kept_id ON session (id)",
    ):
        connection.execute(text(statement))


@on_sqlite
def test_table_that_others_refer_to_can_be_rebuilt(database: Database) -> None:
    fill(database)
    with database.migrating() as connection:
        rebuild_sessions(connection)
    assert Factory(database).count(SESSION) == 1


@on_sqlite
def test_migration_that_leaves_a_row_referring_to_none_is_undone(database: Database) -> None:
    fill(database)
    with pytest.raises(BrokenReferencesError), database.migrating() as connection:
        connection.execute(SESSION.delete())
    assert Factory(database).count(SESSION) == 1


@on_sqlite
def test_foreign_keys_are_kept_again_afterwards(database: Database) -> None:
    with database.migrating():
        pass
    keys = text("PRAGMA foreign_keys")
    assert database.transact(lambda tx: tx.connection.execute(keys).scalar()) == 1


def test_migration_that_is_interrupted_is_undone(database: Database) -> None:
    fill(database)

    def migrate() -> None:
        with database.migrating() as connection:
            connection.execute(metadata.tables["attendance"].delete())
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        migrate()
    assert Factory(database).count(metadata.tables["attendance"]) == 1


def test_migration_is_committed(database: Database) -> None:
    fill(database)
    with database.migrating() as connection:
        connection.execute(metadata.tables["attendance"].delete())
    assert Factory(database).count(metadata.tables["attendance"]) == 0

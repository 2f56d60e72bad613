"""The schema: what the migrations make is what the tables say, up, down and up again."""

import re
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, func, inspect, select, text

from storage import schema
from storage.database import Database
from storage.errors import UnreachableError
from storage.tables import metadata
from storage.transaction import Transaction
from tests.storage.conftest import NewDatabase
from tests.storage.one_of_each import fill

SQLITE_SQL = """
    SELECT type, name, sql FROM sqlite_master
    WHERE name NOT LIKE 'sqlite_%' AND tbl_name <> 'alembic_version'
"""
POSTGRESQL_SQL = (
    """
    SELECT table_name, column_name, data_type, character_maximum_length, is_nullable,
           regexp_replace(column_default, '\\s', '', 'g')
    FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name <> 'alembic_version'
    """,
    """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
    FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace AND conname NOT LIKE 'alembic%'
    """,
    """
    SELECT indrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
    WHERE indexrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace)
      AND indrelid::regclass::text <> 'alembic_version'
    """,
    """
    SELECT tgrelid::regclass::text, pg_get_triggerdef(oid), pg_get_functiondef(tgfoid)
    FROM pg_trigger WHERE NOT tgisinternal
    """,
)


def in_one(database: Database, work: Any) -> Any:
    """Run something on a connection in a transaction."""
    return database.transact(lambda tx: work(tx.connection))


def described(connection: Connection) -> set[tuple[Any, ...]]:
    """Tell columns, constraints and indexes in the database's own words."""
    if connection.dialect.name == "sqlite":
        rows = connection.execute(text(SQLITE_SQL))
        return {(kind, name, clause) for kind, name, sql in rows for clause in _clauses(sql)}
    return {
        tuple(row) for statement in POSTGRESQL_SQL for row in connection.execute(text(statement))
    }


def _clauses(sql: str) -> list[str]:
    """Split a CREATE statement into its lines: neither their order matters nor quotes."""
    lines = [re.sub(r"\s+", " ", line).strip(" ,").replace('"', "") for line in sql.splitlines()]
    return [line for line in lines if line]


def relations(connection: Connection) -> set[str]:
    """Name all there is: tables, indexes, sequences and types."""
    statement = (
        "SELECT name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"
        if connection.dialect.name == "sqlite"
        else """
            SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace
            UNION ALL
            SELECT typname FROM pg_type
            WHERE typnamespace = 'public'::regnamespace AND typtype <> 'c' AND typelem = 0
            UNION ALL
            SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
        """
    )
    return set(connection.scalars(text(statement)))


def counted(tx: Transaction) -> dict[str, int]:
    return {
        table.name: tx.connection.execute(select(func.count()).select_from(table)).scalar_one()
        for table in metadata.sorted_tables
    }


def test_migrations_make_what_the_tables_say(new_database: NewDatabase) -> None:
    migrated, created = new_database(), new_database()
    schema.upgrade(migrated)
    in_one(created, metadata.create_all)
    found, expected = in_one(migrated, described), in_one(created, described)
    assert found - expected == set()
    assert expected - found == set()
    assert len(found) > 100


def test_alembic_sees_nothing_to_migrate(database: Database) -> None:
    def differences(connection: Connection) -> Any:
        options = {"compare_type": True, "compare_server_default": True}
        return compare_metadata(MigrationContext.configure(connection, opts=options), metadata)

    assert in_one(database, differences) == []


def test_up_from_nothing_makes_every_table(new_database: NewDatabase) -> None:
    database = new_database()
    schema.upgrade(database)
    tables = in_one(database, lambda connection: inspect(connection).get_table_names())
    assert set(tables) == {*metadata.tables, "alembic_version"}


def test_up_again_changes_nothing(new_database: NewDatabase) -> None:
    database = new_database()
    schema.upgrade(database)
    fill(database)
    before = in_one(database, described), database.transact(counted)
    schema.upgrade(database)
    assert (in_one(database, described), database.transact(counted)) == before


def test_down_to_base_and_up_again_with_rows_in_every_table(new_database: NewDatabase) -> None:
    database = new_database()
    schema.upgrade(database)
    before = in_one(database, described)
    fill(database)
    assert set(database.transact(counted).values()) == {1}
    schema.downgrade(database, "base")
    left = in_one(database, relations)
    assert {name for name in left if "alembic_version" not in name} == set()
    assert "alembic_version" in left
    schema.upgrade(database)
    assert in_one(database, described) == before
    assert set(database.transact(counted).values()) == {0}
    fill(database)
    assert set(database.transact(counted).values()) == {1}


def test_alembics_own_command_finds_the_database_by_its_url(
    new_database: NewDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = new_database()
    url = database.engine.url.render_as_string(hide_password=False)
    monkeypatch.setenv("DATABASE_URL", url.replace("+psycopg", ""))
    config = Config(toml_file=schema._PROJECT)
    command.upgrade(config, "head")
    assert set(database.transact(counted).values()) == {0}


def test_database_that_does_not_answer_is_said_to_be_out_of_reach(tmp_path: Path) -> None:
    nowhere = f"postgresql://afterbell@/afterbell?host={tmp_path}"
    (tmp_path / "folder.db").mkdir()
    for url in (nowhere, f"sqlite:///{tmp_path / 'folder.db'}"):
        with (
            closing(Database(url)) as database,
            pytest.raises(UnreachableError, match="DATABASE_URL"),
        ):
            schema.upgrade(database)


def test_everything_the_database_keeps_has_a_name() -> None:
    rules: list[Any] = [
        rule for table in metadata.sorted_tables for rule in (*table.constraints, *table.indexes)
    ]
    assert [rule for rule in rules if not rule.name] == []

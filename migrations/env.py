"""Alembic's entry: runs revisions on a connection, ours or one to `DATABASE_URL`."""

import os
from typing import Any, Literal

from alembic import context
from alembic.ddl.postgresql import PostgresqlImpl
from sqlalchemy import (
    CheckConstraint,
    Connection,
    Constraint,
    ForeignKeyConstraint,
    func,
    select,
    text,
)

from storage.database import Database
from storage.tables import Instant, metadata

LOCK_KEY = 0x0AF7E12BE11
"""Two replicas that start together migrate one after the other."""
NOT_VALIDATED = """
    SELECT format('ALTER TABLE %s VALIDATE CONSTRAINT %I', conrelid::regclass, conname)
    FROM pg_constraint
    WHERE NOT convalidated AND connamespace = current_schema()::regnamespace
"""


class LooksLater(PostgresqlImpl):
    """Adds rules to tables without looking at their rows, which who reads would wait for."""

    __dialect__ = "postgresql"

    def add_constraint(self, const: Constraint, **kw: Any) -> None:
        """Add a rule that only new rows are held to; `look_at_all_rows` makes up for it."""
        if isinstance(const, CheckConstraint | ForeignKeyConstraint):
            const.dialect_options["postgresql"]["not_valid"] = True
        super().add_constraint(const, **kw)


def look_at_all_rows(connection: Connection) -> None:
    """Hold all rows to the rules that were added, also before a migration that was interrupted."""
    for statement in connection.scalars(text(NOT_VALIDATED)).all():
        connection.execute(text(statement))
        connection.commit()


def render(kind: str, item: object, _autogenerate: object) -> str | Literal[False]:
    """Write our column types as what they are in the database: history must not import today."""
    return "sa.DateTime(timezone=True)" if isinstance(item, Instant) else False


def migrate(connection: Connection) -> None:
    is_postgresql = connection.dialect.name == "postgresql"
    if is_postgresql:
        # Each migration is committed by itself, for its locks would be kept until the last one.
        connection.execute(text("SET LOCAL lock_timeout = 0"))
        connection.execute(select(func.pg_advisory_lock(LOCK_KEY)))
        connection.commit()
    context.configure(
        connection,
        target_metadata=metadata,
        render_as_batch=True,
        render_item=render,
        transaction_per_migration=is_postgresql,
    )
    with context.begin_transaction():
        context.run_migrations()
    if is_postgresql:
        look_at_all_rows(connection)


given = context.config.attributes.get("connection")
if given is not None:
    migrate(given)
else:
    database = Database(os.environ["DATABASE_URL"])
    with database.migrating() as own:
        migrate(own)
    database.close()

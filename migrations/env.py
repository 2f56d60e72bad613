"""Alembic's entry: runs revisions on a connection, ours or one to `DATABASE_URL`."""

import os
from typing import Literal

from alembic import context
from sqlalchemy import Connection, func, select

from storage.database import Database
from storage.tables import Instant, metadata

LOCK_KEY = 0x0AF7E12BE11
"""Two replicas that start together migrate one after the other."""


def render(kind: str, item: object, _autogenerate: object) -> str | Literal[False]:
    """Write our column types as what they are in the database: history must not import today."""
    return "sa.DateTime(timezone=True)" if isinstance(item, Instant) else False


def migrate(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(LOCK_KEY)))
    context.configure(
        connection, target_metadata=metadata, render_as_batch=True, render_item=render
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    migrate(given)
else:
    database = Database(os.environ["DATABASE_URL"])
    with database.migrating() as own:
        migrate(own)
    database.close()

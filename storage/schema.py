"""Bringing a database to the schema this version speaks."""

from pathlib import Path

from alembic import command
from alembic.config import Config

from storage.database import Database

_PROJECT = Path(__file__).resolve().parent.parent / "pyproject.toml"


def upgrade(database: Database, revision: str = "head") -> None:
    """Run the migrations that are missing, all in one transaction."""
    with database.engine.begin() as connection:
        config = Config(toml_file=_PROJECT, attributes={"connection": connection})
        command.upgrade(config, revision)


def downgrade(database: Database, revision: str) -> None:
    """Undo migrations down to a revision; "base" undoes all of them, and the rows with them."""
    with database.engine.begin() as connection:
        config = Config(toml_file=_PROJECT, attributes={"connection": connection})
        command.downgrade(config, revision)

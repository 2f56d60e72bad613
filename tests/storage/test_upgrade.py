"""An upgrade loses nothing, can be run again wherever it was stopped, and lets people read on."""

import os
import signal
import threading
from contextlib import closing
from time import monotonic

import pytest
from sqlalchemy import Engine, event, text
from sqlalchemy.exc import OperationalError, ProgrammingError

from storage import schema
from storage.database import Database
from storage.errors import InUseError
from tests.benchmarks import school
from tests.benchmarks.upgrade import FIRST_RELEASE, facts, tables_of, there_and_back
from tests.forked import forkserver
from tests.storage.conftest import NewDatabase

pytestmark = pytest.mark.unmeasured

NOT_VALIDATED = text("SELECT count(*) FROM pg_constraint WHERE NOT convalidated")
WAITING = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
BOOKED = text("SELECT count(*) FROM booking")


def first_release(database: Database) -> None:
    schema.upgrade(database, FIRST_RELEASE)
    with database.engine.begin() as connection:
        school.fill(connection, school.SMALL)


def address(database: Database) -> str:
    return database.engine.url.render_as_string(hide_password=False)


def test_rows_of_the_first_release_survive_the_way_up_down_and_up(
    new_database: NewDatabase,
) -> None:
    database = new_database()
    first_release(database)
    with database.engine.begin() as connection:
        found = facts(connection, tables_of(connection))
    assert [name for name, (rows, *_) in found.items() if not rows] == []

    there_and_back(database)


def test_upgrade_that_failed_goes_on_once_what_hindered_it_is_gone(
    new_database: NewDatabase,
) -> None:
    database = new_database()
    first_release(database)
    with database.engine.begin() as connection:
        tables = tables_of(connection)
        before = facts(connection, tables)
        connection.execute(text("CREATE TABLE announcement (id integer)"))

    with pytest.raises((OperationalError, ProgrammingError), match="announcement"):
        schema.upgrade(database)

    is_sqlite = database.engine.dialect.name == "sqlite"
    assert schema.revision(database) == (FIRST_RELEASE if is_sqlite else "0018")
    with database.engine.begin() as connection:
        connection.execute(text("DROP TABLE announcement"))
    schema.upgrade(database)
    assert_whole(database)
    with database.engine.begin() as connection:
        assert facts(connection, tables) == before


def assert_whole(database: Database) -> None:
    assert schema.revision(database) == schema.newest()
    if database.engine.dialect.name == "postgresql":
        with database.engine.begin() as connection:
            assert connection.execute(NOT_VALIDATED).scalar() == 0


def upgrade_until_killed(url: str, statements: int) -> None:
    """Die as from kill -9 at the given number of statements."""
    left = iter(range(statements))

    @event.listens_for(Engine, "before_cursor_execute")
    def count(*_: object) -> None:
        if next(left, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)

    schema.upgrade(Database(url))


def test_upgrade_that_was_killed_can_be_run_again(new_database: NewDatabase) -> None:
    database = new_database()
    first_release(database)
    with database.engine.begin() as connection:
        tables = tables_of(connection)
        before = facts(connection, tables)

    process = forkserver.Process(target=upgrade_until_killed, args=(address(database), 100))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL

    schema.upgrade(database)
    assert_whole(database)
    with database.engine.begin() as connection:
        assert facts(connection, tables) == before


@pytest.mark.parametrize("new_database", ["postgresql"], indirect=True)
def test_upgrade_waits_for_who_reads_for_long_and_nobody_waits_behind_it(
    new_database: NewDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = new_database()
    schema.upgrade(database, FIRST_RELEASE)
    upgrading = threading.Thread(target=schema.upgrade, args=(database,))
    with (
        closing(Database(address(database))) as others,
        others.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as watch,
        others.engine.begin() as slow,
    ):
        slow.execute(BOOKED)
        with monkeypatch.context() as patch:
            patch.setattr(schema, "ATTEMPTS", 1)
            with pytest.raises(InUseError, match="when less is going on"):
                schema.upgrade(database)

        upgrading.start()
        while not watch.execute(WAITING).scalar():
            pass
        began = monotonic()
        with others.engine.begin() as quick:
            quick.execute(BOOKED)
        assert monotonic() - began < 2
        assert upgrading.is_alive()
    upgrading.join()
    assert_whole(database)

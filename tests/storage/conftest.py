"""Databases with nothing in them, not even a schema, made for one test."""

from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from storage.database import Database

NewDatabase = Callable[[], Database]


@pytest.fixture(params=["sqlite", "postgresql"])
def new_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[NewDatabase]:
    """Makes databases of one kind, as many as a test wants."""
    made: list[Database] = []
    server = ""

    def on_sqlite() -> Database:
        return Database(f"sqlite:///{tmp_path / f'{len(made)}.db'}")

    def on_postgresql() -> Database:
        name = f"spare_{len(made)}"
        _administer(server, f"CREATE DATABASE {name}")
        url = make_url(server).set(database=name)
        return Database(url.render_as_string(hide_password=False))

    if request.param == "postgresql":
        server = request.getfixturevalue("postgresql_server")
    make = on_postgresql if server else on_sqlite

    def make_one() -> Database:
        made.append(make())
        return made[-1]

    yield make_one
    for number, database in enumerate(made):
        database.close()
        if server:
            _administer(server, f"DROP DATABASE spare_{number}")


def _administer(server: str, statement: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement.encode())

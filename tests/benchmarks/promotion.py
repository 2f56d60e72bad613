"""A place is given back and given to the first in the queue, in one commit; beside bare drivers."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import Any

import psycopg

from domain.booking import cancel_booking
from domain.outcomes import Cancelled
from storage.database import Database
from storage.tables import booking, notice
from tests.benchmarks.databases import database_url
from tests.benchmarks.result import Result
from tests.factory import MONDAY, NOW, POLICY, Factory

CANCELLATIONS = 200
REPEATS = 5
PRICE = 650
AT_MOST_MS = {"sqlite": 2.5, "postgresql": 4}

TABLES = (
    "DROP TABLE IF EXISTS floor_place",
    "DROP TABLE IF EXISTS floor_entry",
    "CREATE TABLE floor_place (id integer PRIMARY KEY, child_id integer, status varchar(9))",
    "CREATE TABLE floor_entry (id integer PRIMARY KEY, status varchar(9))",
    "CREATE INDEX floor_front ON floor_entry (id) WHERE status = 'waiting'",
)
PLACE = "INSERT INTO floor_place VALUES (%s, %s, 'taken')"
ENTRY = "INSERT INTO floor_entry VALUES (%s, 'waiting')"
GIVE_BACK = "UPDATE floor_place SET status = 'free' WHERE id = %s"
FRONT = "SELECT id FROM floor_entry WHERE status = 'waiting' ORDER BY id LIMIT 1"
PROMOTE = "UPDATE floor_entry SET status = 'promoted' WHERE id = %s"

GiveOn = Callable[[int], None]
"""Give back the place of this number and promote the first in the queue into the next."""


@contextmanager
def _on_sqlite(url: str, length: int) -> Iterator[GiveOn]:
    path = Path(url.removeprefix("sqlite:///")).with_suffix(".floor")
    with closing(sqlite3.connect(path, isolation_level=None)) as bare:
        bare.execute("PRAGMA journal_mode = WAL")
        bare.execute("PRAGMA synchronous = FULL")
        for statement in TABLES:
            bare.execute(statement)
        bare.executemany(ENTRY.replace("%s", "?"), [(number,) for number in range(1, length + 1)])
        bare.execute(PLACE.replace("%s", "?"), (0, 0))

        def give_on(number: int) -> None:
            bare.execute("BEGIN IMMEDIATE")
            bare.execute(GIVE_BACK.replace("%s", "?"), (number,))
            [entry_id] = bare.execute(FRONT).fetchone()
            bare.execute(PROMOTE.replace("%s", "?"), (entry_id,))
            bare.execute(PLACE.replace("%s", "?"), (number + 1, entry_id))
            bare.execute("COMMIT")

        yield give_on


@contextmanager
def _on_postgresql(url: str, length: int) -> Iterator[GiveOn]:
    with psycopg.connect(url, autocommit=True) as bare:
        for statement in TABLES:
            bare.execute(statement)
        with bare.cursor() as cursor:
            cursor.executemany(ENTRY, [(number,) for number in range(1, length + 1)])
        bare.execute(PLACE, (0, 0))

        def give_on(number: int) -> None:
            with bare.transaction():
                bare.execute(GIVE_BACK, (number,))
                found = bare.execute(f"{FRONT} FOR UPDATE").fetchone()
                assert found is not None
                bare.execute(PROMOTE, found)
                bare.execute(PLACE, (number + 1, found[0]))

        yield give_on


FLOORS = {"sqlite": _on_sqlite, "postgresql": _on_postgresql}


def _cancel_all(make: Factory) -> list[float]:
    """Let one after the other give the one place of a session back; return the milliseconds."""
    session = make.session(capacity=1, price=PRICE, on=MONDAY + timedelta(weeks=1))
    families = make.families(CANCELLATIONS + 1)
    with make.at_once():
        for family in families:
            make.money(family.parent_id, PRICE)
        make.booking(session, families[0])
        for family in families[1:]:
            make.waiting(session, family)
    waits = []
    for family in families[:-1]:
        [place] = make.rows(booking, session_id=session.id, status="confirmed")
        assert place.parent_id == family.parent_id, "strictly first in, first out"
        began = perf_counter()
        outcome = make.database.transact(
            cancel_booking, family.parent_id, place.id, POLICY, shown_refund_minor=0, now=NOW
        )
        waits.append(1000 * (perf_counter() - began))
        assert isinstance(outcome, Cancelled)
    return waits


async def run(database: str) -> list[Result]:
    """Measure on one of the databases."""
    ours, slowest, floors = [], [], []
    length = CANCELLATIONS * (REPEATS + 1)
    with (
        database_url(database) as url,
        closing(Database(url)) as rows,
        FLOORS[database](url, length) as give_on,
    ):
        make = Factory(rows)
        _cancel_all(make)
        for repeat in range(REPEATS):
            waits = _cancel_all(make)
            ours.append(median(waits))
            slowest.append(quantiles(waits, n=100, method="inclusive")[98])
            bare = []
            for number in range(repeat * CANCELLATIONS, (repeat + 1) * CANCELLATIONS):
                began = perf_counter()
                give_on(number)
                bare.append(1000 * (perf_counter() - began))
            floors.append(median(bare))
        assert make.count(notice, kind="promoted") == CANCELLATIONS * (REPEATS + 1)
    known: dict[str, Any] = {"database": database, "clients": 1}
    target = f"<= {AT_MOST_MS[database]} ms"
    return [
        Result.of("cancel and promote: p50", ours, "ms", floor=floors, target=target, **known),
        Result.of("cancel and promote: p99", slowest, "ms", **known),
    ]

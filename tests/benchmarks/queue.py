"""A queue of a thousand, of ten thousand and of a hundred thousand: one's position, and joining."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from itertools import count
from statistics import median
from time import perf_counter
from typing import Any

from sqlalchemy import insert

from domain.booking import book_places
from domain.model import Session
from domain.outcomes import Queued
from storage.database import Database
from storage.queries import find_entry
from storage.tables import waitlist_entry
from storage.transaction import Transaction
from tests.benchmarks.databases import database_url, tidy
from tests.benchmarks.result import Result
from tests.factory import MONDAY, NOW, POLICY, Factory, Family

LENGTHS = (1_000, 10_000, 100_000)
LOOKS = 200
REPEATS = 5
AT_MOST_MS = {"sqlite": 1, "postgresql": 2}
GROWTH = 2
"""How many times what it takes with the shortest queue it may take with a longer one."""


class Queue:
    """A session with one place, which is taken, and a queue of some length."""

    def __init__(self, make: Factory, length: int, on: int) -> None:
        self._make, self._numbers = make, count(1)
        day = MONDAY + timedelta(weeks=on)
        self.session: Session = make.session(capacity=1, on=day)
        make.booking(self.session, make.family())
        self._fill(length)

    def _fill(self, length: int) -> None:
        families = self._make.families(length)

        def work(tx: Transaction) -> None:
            tx.connection.execute(
                insert(waitlist_entry), [self._row(family) for family in families]
            )

        self._make.database.transact(work)
        self.last = families[-1]
        [row] = self._make.rows(waitlist_entry, child_id=self.last.child_id)
        self.last_entry_id = row.id

    def _row(self, family: Family) -> dict[str, Any]:
        return {
            "session_id": self.session.id,
            "child_id": family.child_id,
            "parent_id": family.parent_id,
            "status": "waiting",
            "request_key": f"bench-{self.session.id}-{next(self._numbers)}",
            "price_minor": 0,
            "joined_at": NOW,
        }

    def look(self, length: int) -> float:
        """Read the last one's screen; return the milliseconds."""
        began = perf_counter()
        found = self._make.database.look(find_entry, self.last.parent_id, self.last_entry_id)
        milliseconds = 1000 * (perf_counter() - began)
        assert found is not None
        assert found.position == length
        return milliseconds

    def join(self, family: Family) -> float:
        """Let one more wait; return the milliseconds."""
        request = self._make.request(family, self.session)
        began = perf_counter()
        [outcome] = self._make.database.transact(book_places, request, POLICY, now=NOW)
        milliseconds = 1000 * (perf_counter() - began)
        assert isinstance(outcome, Queued)
        return milliseconds


def _repeats(queue: Queue, length: int) -> Iterator[float]:
    for _ in range(REPEATS):
        yield median(queue.look(length) for _ in range(LOOKS))


async def run(database: str) -> list[Result]:
    """Measure on one of the databases."""
    with database_url(database) as url, closing(Database(url)) as rows:
        make = Factory(rows)
        queues = {length: Queue(make, length, on) for on, length in enumerate(LENGTHS)}
        tidy(rows)
        looks = {length: list(_repeats(queue, length)) for length, queue in queues.items()}
        joins = {
            length: [median(map(queue.join, make.families(LOOKS))) for _ in range(REPEATS)]
            for length, queue in queues.items()
        }
    return list(_results(database, looks, joins))


def _results(
    database: str, looks: dict[int, list[float]], joins: dict[int, list[float]]
) -> Iterator[Result]:
    shortest, at_most = LENGTHS[0], f"<= {AT_MOST_MS[database]} ms"
    for length in LENGTHS:
        is_longer = length != shortest
        known: dict[str, Any] = {"database": database, "clients": 1}
        yield Result.of(
            f"queue of {length:,}: position at the back",
            looks[length],
            "ms",
            floor=looks[shortest],
            target=f"{at_most}, <= {GROWTH}" if is_longer else at_most,
            **known,
        )
        yield Result.of(
            f"queue of {length:,}: join",
            joins[length],
            "ms",
            floor=joins[shortest],
            target=f"<= {GROWTH}" if is_longer else None,
            **known,
        )

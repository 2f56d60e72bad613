"""`book_places` whole: five layers, money, trail, durable commit; beside bare drivers.

Places are sold through `database.run`, as a tap does it; the floor sells them from bare threads.
"""

import asyncio
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from statistics import median, quantiles
from time import perf_counter
from typing import Any

from domain.booking import book_places
from domain.model import Session
from domain.outcomes import Booked
from storage.database import Database
from tests.benchmarks.databases import database_url, tidy
from tests.benchmarks.floor import FLOORS, sell_all
from tests.benchmarks.result import Result
from tests.factory import NOW, POLICY, Factory, Family

REPEATS = 5
BOOKINGS = 320
"""A repeat of one case."""
WARMING_UP = 160
PRICE = 650


@dataclass(frozen=True)
class Case:
    name: str
    clients: int
    on_one: bool
    targets: dict[str, str]
    slowest: str
    """How many times the median the slowest of a hundred may take."""


CASES = (
    Case("1 client", 1, True, {"sqlite": ">= 0.15", "postgresql": ">= 0.6"}, "<= 3"),
    Case("16 clients on 16 sessions", 16, False, {"postgresql": ">= 0.35"}, "<= 3"),
    Case("16 clients on one session", 16, True, {"postgresql": ">= 0.6"}, "<= 5"),
)


class Counter:
    """Sessions, and families who come to book in them, each once."""

    def __init__(self, make: Factory, case: Case) -> None:
        self._make = make
        self._case = case

    def sessions(self) -> list[Session]:
        """Open a new session for each client, or one for all."""
        many = 1 if self._case.on_one else self._case.clients
        with self._make.at_once():
            opened = [self._make.session(price=PRICE, capacity=BOOKINGS) for _ in range(many)]
        return opened * (self._case.clients // many)

    def families(self, many: int) -> Iterator[Family]:
        """Let families come who have money for one place."""
        found = self._make.families(many)
        with self._make.at_once():
            for family in found:
                self._make.money(family.parent_id, PRICE)
        return iter(found)


async def book_all(
    database: Database, make: Factory, sessions: list[Session], families: Iterator[Family]
) -> tuple[float, list[float]]:
    """Let a client for each session take the next family; return the seconds, and of each."""
    waits: list[float] = []

    async def client(session: Session) -> None:
        for family in families:
            request = make.request(family, session)
            began = perf_counter()
            [outcome] = await database.run(book_places, request, POLICY, now=NOW)
            waits.append(perf_counter() - began)
            assert isinstance(outcome, Booked)

    began = perf_counter()
    await asyncio.gather(*map(client, sessions))
    return perf_counter() - began, waits


async def _measure(case: Case, name: str, url: str) -> list[Result]:
    with closing(Database(url)) as database, FLOORS[name](url, case.clients) as sellers:
        make = Factory(database)
        counter = Counter(make, case)
        ours: list[float] = []
        floors: list[float] = []
        middles: list[float] = []
        slowest: list[float] = []
        await book_all(database, make, counter.sessions(), counter.families(WARMING_UP))
        sell_all(sellers, range(-WARMING_UP, 0), on_one=case.on_one)
        for repeat in range(REPEATS):
            sessions, families = counter.sessions(), counter.families(BOOKINGS)
            tidy(database)
            seconds, waits = await book_all(database, make, sessions, families)
            ours.append(BOOKINGS / seconds)
            children = range(repeat * BOOKINGS, (repeat + 1) * BOOKINGS)
            floors.append(BOOKINGS / sell_all(sellers, children, on_one=case.on_one))
            hundredths = quantiles(waits, n=100, method="inclusive")
            middles.append(1000 * median(waits))
            slowest.append(1000 * hundredths[98])
    label = f"book_places: {case.name}"
    known: dict[str, Any] = {"database": name, "clients": case.clients}
    return [
        Result.of(label, ours, "/s", floor=floors, target=case.targets.get(name), **known),
        Result.of(f"{label}, p50", middles, "ms", **known),
        Result.of(
            f"{label}, p99 beside p50", slowest, "ms", floor=middles, target=case.slowest, **known
        ),
    ]


async def run(database: str) -> list[Result]:
    """Measure on one of the databases."""
    results = []
    for case in CASES:
        with database_url(database) as url:
            results += await _measure(case, database, url)
    return results

"""What a replica in a process of its own does in a race."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from threading import Barrier

from domain.booking import book_places
from domain.outcomes import PlaceOutcome
from domain.ports.bookings import BookPlaces
from storage.database import Database
from storage.errors import BusyError
from tests.factory import NOW, POLICY
from tests.races.crowd import TRIES

_starting: list[Barrier] = []


def get_ready(starting: Barrier) -> None:
    _starting.append(starting)


def book_all(url: str, requests: Sequence[BookPlaces]) -> list[PlaceOutcome]:
    """Open the database, wait for the other processes, and book everything at once."""
    return asyncio.run(_book_all(url, requests))


async def _book_all(url: str, requests: Sequence[BookPlaces]) -> list[PlaceOutcome]:
    database = Database(url)
    _starting[0].wait()
    answers = await asyncio.gather(*[_insist(database, request) for request in requests])
    database.close()
    return [outcome for [outcome] in answers]


async def _insist(database: Database, request: BookPlaces) -> list[PlaceOutcome]:
    for _ in range(TRIES["sqlite"] - 1):
        with suppress(BusyError):
            return await database.run(book_places, request, POLICY, now=NOW)
    return await database.run(book_places, request, POLICY, now=NOW)

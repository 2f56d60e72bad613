"""What a replica in a process of its own does in a race."""

import asyncio
from collections.abc import Sequence
from threading import Barrier

from domain.booking import book_places
from domain.outcomes import PlaceOutcome
from domain.ports import BookPlaces
from storage.database import Database
from tests.factory import NOW, POLICY

_starting: list[Barrier] = []


def get_ready(starting: Barrier) -> None:
    _starting.append(starting)


def book_all(url: str, requests: Sequence[BookPlaces]) -> list[PlaceOutcome]:
    """Open the database, wait for the other processes, and book everything at once."""
    return asyncio.run(_book_all(url, requests))


async def _book_all(url: str, requests: Sequence[BookPlaces]) -> list[PlaceOutcome]:
    database = Database(url)
    _starting[0].wait()
    answers = await asyncio.gather(
        *[database.run(book_places, request, POLICY, now=NOW) for request in requests]
    )
    database.close()
    return [outcome for [outcome] in answers]

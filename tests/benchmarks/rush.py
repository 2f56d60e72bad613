"""The rush: a thousand parents press Confirm for thirty places within a second.

Each call to Telegram takes 60 ms. The bot is measured as it is, which keeps to Telegram's limit of
30 messages a second, without that limit, and as python-telegram-bot would run it by default.
"""

import asyncio
import re
from collections.abc import Sequence
from contextlib import closing
from datetime import timedelta
from statistics import quantiles
from time import perf_counter
from typing import Any

from bot.clock import Clock
from bot.sandbox.client import PersonClient
from domain.model import Session
from storage.database import Database
from storage.tables import booking, waitlist_entry
from tests.benchmarks.databases import database_url
from tests.benchmarks.result import Result
from tests.benchmarks.stage import LIBRARY_DEFAULTS, REAL, UNHURRIED, Stage, open_stage
from tests.factory import Factory

PEOPLE = 1_000
PLACES = 30
API_SECONDS = 0.06
WITHIN_SECONDS = 1.0
PATIENCE = 300.0
PEOPLE_OF_DEFAULTS = 100
"""One at a time, a tenth of the people take a tenth of the time: all of them are not waited for."""
ANSWER = re.compile(r"Booked|On the waiting list, position (\d+)")


class Rush:
    """One club with few places, and people who stand before Confirm."""

    def __init__(self, make: Factory, name: str, people: int) -> None:
        self._make, today = make, Clock().now().date()
        on = today + timedelta(weeks=2)
        self.session = make.session(name=name, capacity=PLACES, on=on, first_on=today, last_on=on)
        self._families = make.families(people)
        self._people: list[PersonClient] = []

    async def get_ready(self, stage: Stage) -> None:
        """Go to the last screen before a booking."""
        self._people = [
            await stage.client.person("Ann", person_id=each.parent_id, language_code="en")
            for each in self._families
        ]
        await asyncio.gather(*[_go_to_summary(each, self.session) for each in self._people])

    async def run(self) -> tuple[float, list[float]]:
        """Let all press Confirm; return the seconds until all are answered, and of each."""
        began = perf_counter()
        pauses = [WITHIN_SECONDS * n / len(self._people) for n in range(len(self._people))]
        told = await asyncio.gather(*map(_confirm, self._people, pauses))
        wall = perf_counter() - began
        self._check({one.id: answer for one, (answer, _) in zip(self._people, told, strict=True)})
        return wall, [seconds for _, seconds in told]

    def _check(self, answers: dict[int, int]) -> None:
        """Assert that the rows say what people were told: places, and one strict order."""
        booked = {row.parent_id for row in self._make.rows(booking, session_id=self.session.id)}
        queue = self._make.rows(waitlist_entry, session_id=self.session.id)
        assert len(booked) == PLACES
        assert {one for one, position in answers.items() if not position} == booked
        assert [answers[row.parent_id] for row in queue] == list(range(1, len(queue) + 1))
        assert len(booked) + len(queue) == len(self._people)


async def _go_to_summary(person: PersonClient, session: Session) -> None:
    await person.send("/book", wait=False)
    await person.wait_for("Which activity?", PATIENCE)
    await person.tap(session.activity.name, wait=False)
    await person.wait_for("Choose a date", PATIENCE)
    await person.tap(f"{session.on.day} ", wait=False)
    await person.wait_for("Please check", PATIENCE)


async def _confirm(person: PersonClient, pause: float) -> tuple[int, float]:
    """Press Confirm; return the position told, 0 for a place, and how long that took."""
    await asyncio.sleep(pause)
    began = perf_counter()
    await person.tap("Confirm", wait=False)
    while (told := ANSWER.match(person.screen.text)) is None:
        await person.wait_for_change(PATIENCE, last=1)
    return int(told[1] or 0), perf_counter() - began


async def run(database: str) -> list[Result]:
    """Measure on one of the databases."""
    with database_url(database) as url, closing(Database(url)) as rows:
        make = Factory(rows)
        as_it_is, unlimited = (Rush(make, name, PEOPLE) for name in ("Swimming", "Chess"))
        defaults = Rush(make, "Drama", PEOPLE_OF_DEFAULTS)
        async with open_stage(url) as stage:
            async with stage.bot(UNHURRIED):
                for rush in (as_it_is, unlimited, defaults):
                    await rush.get_ready(stage)
            await stage.client.fault("latency", seconds=API_SECONDS)
            async with stage.bot(LIBRARY_DEFAULTS):
                one_at_a_time = await defaults.run()
            async with stage.bot(REAL):
                real = await as_it_is.run()
            async with stage.bot(UNHURRIED):
                unhurried = await unlimited.run()
    return _results(database, one_at_a_time[0] * PEOPLE / PEOPLE_OF_DEFAULTS, real, unhurried)


def _results(database: str, defaults: float, *ours: tuple[float, Sequence[float]]) -> list[Result]:
    def of(what: str, figure: float, unit: str, **more: Any) -> Result:
        return Result.of(
            f"rush: {what}", [figure], unit, database=database, **({"clients": PEOPLE} | more)
        )

    many = PEOPLE // PEOPLE_OF_DEFAULTS
    results = [
        of(
            f"library's defaults, all answered ({many} x {PEOPLE_OF_DEFAULTS} people)",
            defaults,
            "s",
            clients=PEOPLE_OF_DEFAULTS,
        )
    ]
    for name, (wall, waits) in zip(("as it is", "without its limits"), ours, strict=True):
        hundredths = quantiles(waits, n=100, method="inclusive")
        results += [
            of(f"{name}, all answered", wall, "s", floor=[defaults]),
            of(f"{name}, answer p50", 1000 * hundredths[49], "ms"),
            of(f"{name}, answer p99", 1000 * hundredths[98], "ms"),
        ]
    return results

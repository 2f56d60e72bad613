"""The rush: a thousand parents press Confirm for thirty places within a second.

Each call to Telegram takes 60 ms. The bot is measured as it is, which keeps to Telegram's limit of
30 messages a second, without that limit, and as python-telegram-bot would run it by default.
Meanwhile others give places back, and who waits for these is told.
"""

import asyncio
import re
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
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
from tests.benchmarks.handing_on import PAIRS, PATIENCE, HandingOn
from tests.benchmarks.result import Result
from tests.benchmarks.stage import LIBRARY_DEFAULTS, REAL, UNHURRIED, Stage, open_stage
from tests.factory import Factory

PEOPLE = 1_000
PLACES = 30
API_SECONDS = 0.06
WITHIN_SECONDS = 1.0
IDLE_SECONDS = 2.0
LIMITED, UNLIMITED = "as it is", "without Telegram's limit"
# With the limit, it is the limit that decides, whatever the database.
PROGRAMS: dict[str, dict[str, tuple[str, ...]]] = {
    "sqlite": {LIMITED: REAL, UNLIMITED: UNHURRIED},
    "postgresql": {UNLIMITED: UNHURRIED},
}
PEOPLE_OF_DEFAULTS = 50
"""One at a time, few of the people take their share of the time: all of them are not waited for."""
ANSWER = re.compile(r"Booked|On the waiting list, position (\d+)")


@dataclass(frozen=True)
class Rushed:
    """Seconds: until all were answered, of each answer, and until others heard of their place."""

    wall: float
    waits: list[float]
    told: list[float]


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
        make, programs = Factory(rows), PROGRAMS[database]
        rushes = {name: (Rush(make, name, PEOPLE), HandingOn(make)) for name in programs}
        defaults, idle = Rush(make, "Drama", PEOPLE_OF_DEFAULTS), HandingOn(make)
        async with open_stage(url) as stage:
            async with stage.bot(UNHURRIED):
                for rush, others in (*rushes.values(), (defaults, idle)):
                    await rush.get_ready(stage)
                    await others.get_ready(stage)
            await stage.client.fault("latency", seconds=API_SECONDS)
            async with stage.bot(LIBRARY_DEFAULTS):
                seconds, _ = await defaults.run()
            in_peace: list[float] = []
            rushed: dict[str, Rushed] = {}
            for name, program in programs.items():
                async with stage.bot(program):
                    in_peace = in_peace or await idle.run(within=IDLE_SECONDS)
                    rushed[name] = await _at_once(*rushes[name])
    return list(_results(database, seconds * PEOPLE / PEOPLE_OF_DEFAULTS, in_peace, rushed))


async def _at_once(rush: Rush, others: HandingOn) -> Rushed:
    (wall, waits), told = await asyncio.gather(rush.run(), others.run(within=WITHIN_SECONDS))
    return Rushed(wall, waits, told)


def _results(
    database: str, defaults: float, in_peace: list[float], ours: dict[str, Rushed]
) -> Iterator[Result]:
    def of(what: str, seconds: Sequence[float], *, clients: int = PEOPLE, **more: Any) -> Result:
        return Result.of(what, seconds, "s", database=database, clients=clients, **more)

    many = PEOPLE // PEOPLE_OF_DEFAULTS
    yield of(
        f"rush: library's defaults, all answered ({many} x {PEOPLE_OF_DEFAULTS} people)",
        [defaults],
        clients=PEOPLE_OF_DEFAULTS,
    )
    yield of("promotion, tap to notice: idle", in_peace, clients=PAIRS, target="<= 0.5 s")
    for name, rushed in ours.items():
        hundredths = quantiles(rushed.waits, n=100, method="inclusive")
        yield of(f"rush {name}: all answered", [rushed.wall], floor=[defaults], target="< 1")
        yield of(f"rush {name}: answer p50", [hundredths[49]])
        yield of(f"rush {name}: answer p99", [hundredths[98]])
        yield of(f"promotion, tap to notice: in the rush {name}", rushed.told, floor=in_peace)

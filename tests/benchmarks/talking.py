"""A thousand people talk at once to the real bot: bot, sandbox and people are a process each."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain
from pathlib import Path
from statistics import quantiles
from time import perf_counter
from typing import Any

from bot.clock import Clock
from bot.sandbox.client import PersonClient, SandboxClient
from storage.database import Database
from tests.benchmarks.databases import database_url
from tests.benchmarks.result import Result
from tests.benchmarks.stage import UNHURRIED, open_stage
from tests.demo.command import Command
from tests.factory import Factory, Family

PEOPLE = 1_000
WARMING_UP = 100
REPEATS = 3
PATIENCE = 120.0
"""Seconds that somebody waits for an answer."""
SCRIPT = (("/book", "Which activity?"), ("Swimming", "Choose a date"))
"""What everybody sends and taps, and what the answer says."""
TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Round:
    """What a thousand people have seen, and what it cost."""

    wall: float
    waits: list[float]
    """Seconds from an act of somebody's to its answer on the screen."""
    requests: int
    """How many the bot made."""
    bot_cpu: float
    sandbox_cpu: float
    """Seconds, the calls of the people included."""
    people_cpu: float

    @property
    def percentiles(self) -> list[float]:
        """Return the 1st to the 99th, in milliseconds."""
        return [1000 * each for each in quantiles(self.waits, n=100, method="inclusive")]


@dataclass(frozen=True)
class Talk:
    """Who takes part."""

    client: SandboxClient
    sandbox: Command
    bot: Command

    async def play(self, families: list[Family]) -> Round:
        """Let all of them begin to book at once."""
        people = [
            await self.client.person("Ann", person_id=each.parent_id, language_code="en")
            for each in families
        ]
        requests, cpu, began = await self._requests(), self._cpu(), perf_counter()
        waits = await asyncio.gather(*map(_book, people))
        wall = perf_counter() - began
        used = [after - before for before, after in zip(cpu, self._cpu(), strict=True)]
        made = await self._requests() - requests
        return Round(wall, list(chain(*waits)), made, *used)

    async def _requests(self) -> int:
        newest = {"after": 10**9}
        return int((await self.client.call("GET", "/requests", query=newest))["count"])

    def _cpu(self) -> list[float]:
        return [_cpu_seconds(pid) for pid in (self.bot.pid, self.sandbox.pid, os.getpid())]


def _cpu_seconds(pid: int) -> float:
    """Return the CPU time of a process with its threads (Linux)."""
    after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    user, system = after_name[11:13]
    return (int(user) + int(system)) / TICK


async def _book(person: PersonClient) -> list[float]:
    waits = []
    for words, answer in SCRIPT:
        act = person.send if words.startswith("/") else person.tap
        began = perf_counter()
        await act(words, wait=False)
        await person.wait_for(answer, PATIENCE)
        waits.append(perf_counter() - began)
    return waits


@asynccontextmanager
async def _talk(url: str) -> AsyncIterator[Talk]:
    async with open_stage(url) as stage, stage.bot(UNHURRIED) as bot:
        yield Talk(stage.client, stage.sandbox, bot)


def _fill(url: str) -> Iterator[Family]:
    """Make a club with two dates, and enough families for all rounds."""
    with closing(Database(url)) as database:
        make, today = Factory(database), Clock().now().date()
        when = [today + timedelta(weeks=week) for week in (1, 2)]
        swimming = make.session(
            name="Swimming", capacity=2_000, on=when[0], first_on=today, last_on=when[1]
        )
        make.session(activity_id=swimming.activity.id, on=when[1], override=1_000)
        return iter(make.families(WARMING_UP + REPEATS * PEOPLE))


async def run(database: str) -> list[Result]:
    """Measure on one of the databases."""
    with database_url(database) as url:
        families = _fill(url)
        async with _talk(url) as talk:
            await talk.play([next(families) for _ in range(WARMING_UP)])
            rounds = [
                await talk.play([next(families) for _ in range(PEOPLE)]) for _ in range(REPEATS)
            ]
    return list(_results(rounds, database))


def _results(rounds: list[Round], database: str) -> Iterator[Result]:
    def of(name: str, repeats: list[float], unit: str, **more: Any) -> Result:
        return Result.of(
            f"talking: {name}", repeats, unit, database=database, clients=PEOPLE, **more
        )

    yield of("answers", [len(each.waits) / each.wall for each in rounds], "/s")
    yield of("wait, p50", [each.percentiles[49] for each in rounds], "ms")
    yield of("wait, p99", [each.percentiles[98] for each in rounds], "ms")
    bot = [1000 * each.bot_cpu / each.requests for each in rounds]
    sandbox = [1000 * each.sandbox_cpu / each.requests for each in rounds]
    people = [1000 * each.people_cpu / each.requests for each in rounds]
    yield of("CPU of the bot a request", bot, "ms")
    yield of("CPU of the sandbox a request", sandbox, "ms", floor=bot, target="< 1")
    yield of("CPU of the people a request", people, "ms", floor=bot, target=None)

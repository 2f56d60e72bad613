"""People talk at once to the real bot: bot, sandbox and people are a process each.

One to a thousand of them, with a Telegram that answers at once and one that takes 60 ms, beside the
same handlers as python-telegram-bot runs them by default.
"""

import asyncio
import os
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain, islice
from pathlib import Path
from statistics import quantiles
from time import perf_counter
from typing import Any

from bot.clock import Clock
from bot.sandbox.client import PersonClient, SandboxClient
from storage.database import Database
from tests.benchmarks.databases import database_url
from tests.benchmarks.result import Result
from tests.benchmarks.stage import LIBRARY_DEFAULTS, UNHURRIED, Stage, open_stage
from tests.demo.command import Command
from tests.factory import Factory, Family

PEOPLE = 1_000
WARMING_UP = 100
PATIENCE = 120.0
"""Seconds that somebody waits for an answer."""
LATENCIES = (0.0, 0.06)
"""Seconds that a call to Telegram takes."""
ROUNDS = {1: 25, 32: 4, PEOPLE: 2}
"""How often so many people talk, each time others."""
MOST_OF_DEFAULTS = {0.0: 32, 0.06: 32}
"""One at a time, more people wait longer, and no more are answered in a second."""
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

    async def play(self, families: Sequence[Family]) -> Round:
        """Let all of them begin to book at once."""
        people = await self.come(families)
        requests, cpu, began = await self._requests(), self._cpu(), perf_counter()
        waits = await asyncio.gather(*map(_book, people))
        wall = perf_counter() - began
        used = [after - before for before, after in zip(cpu, self._cpu(), strict=True)]
        made = await self._requests() - requests
        return Round(wall, list(chain(*waits)), made, *used)

    async def come(self, families: Sequence[Family]) -> list[PersonClient]:
        """Give people phones."""
        return [
            await self.client.person("Ann", person_id=each.parent_id, language_code="en")
            for each in families
        ]

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


def _fill(url: str) -> Iterator[Family]:
    """Make a club with two dates, and enough families for all rounds."""
    with closing(Database(url)) as database:
        make, today = Factory(database), Clock().now().date()
        when = [today + timedelta(weeks=week) for week in (1, 2)]
        swimming = make.session(
            name="Swimming", capacity=2_000, on=when[0], first_on=today, last_on=when[1]
        )
        make.session(activity_id=swimming.activity.id, on=when[1], override=1_000)
        talking = sum(many * times for many, times in ROUNDS.items())
        return iter(make.families(4 * (WARMING_UP + talking)))


Rounds = dict[tuple[float, int], list[Round]]
"""By the seconds of a call, and the people."""


async def _play_all(stage: Stage, program: tuple[str, ...], families: Iterator[Family]) -> Rounds:
    """Let one bot be talked to by few and many, at each latency."""
    rounds: Rounds = {}
    is_default = program is LIBRARY_DEFAULTS
    async with stage.bot(program) as bot:
        talk = Talk(stage.client, stage.sandbox, bot)
        await talk.play(list(islice(families, WARMING_UP)))
        for latency in LATENCIES:
            if latency:
                await stage.client.fault("latency", seconds=latency)
            for many, times in ROUNDS.items():
                if not is_default or many <= MOST_OF_DEFAULTS[latency]:
                    rounds[latency, many] = [
                        await talk.play(list(islice(families, many)))
                        for _ in range(1 if is_default else times)
                    ]
    await stage.client.clear_faults()
    return rounds


async def run(database: str) -> list[Result]:
    """Measure on one of the databases."""
    with database_url(database) as url:
        families = _fill(url)
        async with open_stage(url) as stage:
            defaults = await _play_all(stage, LIBRARY_DEFAULTS, families)
            ours = await _play_all(stage, UNHURRIED, families)
    return list(_results(ours, defaults, database))


def _results(ours: Rounds, defaults: Rounds, database: str) -> Iterator[Result]:
    for (latency, many), rounds in ours.items():
        known: dict[str, Any] = {"database": database, "clients": many}
        # Where the defaults were not made to wait for so many, as many as they were.
        same = max(each for at, each in defaults if at == latency and each <= many)
        beside = [_rate(each) for each in defaults[latency, same]]
        of = f"talking, {1000 * latency:.0f} ms a call"
        yield Result.of(
            f"{of}: answers, beside the library's defaults with {same}",
            [_rate(each) for each in rounds],
            "/s",
            floor=beside,
            **known,
        )
        for hundredth in (50, 99):
            waits = [each.percentiles[hundredth - 1] for each in rounds]
            yield Result.of(f"{of}: wait, p{hundredth}", waits, "ms", **known)
    yield from _costs(ours[0.0, PEOPLE], database)


def _rate(played: Round) -> float:
    return len(played.waits) / played.wall


def _costs(rounds: list[Round], database: str) -> Iterator[Result]:
    """Tell what a request costs whom."""

    def of(name: str, repeats: list[float], **more: Any) -> Result:
        return Result.of(
            f"talking: CPU of the {name} a request",
            repeats,
            "ms",
            database=database,
            clients=PEOPLE,
            **more,
        )

    bot = [1000 * each.bot_cpu / each.requests for each in rounds]
    yield of("bot", bot)
    sandbox = [1000 * each.sandbox_cpu / each.requests for each in rounds]
    yield of("sandbox", sandbox, floor=bot, target="< 1")
    people = [1000 * each.people_cpu / each.requests for each in rounds]
    yield of("people", people, floor=bot)

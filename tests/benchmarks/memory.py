"""A bot handles many updates, and must not need more memory for them.

`python -m tests.benchmarks.memory 100000` takes some minutes, and is part of `make soak`.
"""

import asyncio
import os
import sys
from contextlib import closing
from datetime import timedelta
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from bot.clock import Clock
from bot.sandbox.client import PersonClient
from storage.database import Database
from tests.benchmarks.databases import database_url
from tests.benchmarks.result import Result, table
from tests.benchmarks.stage import UNHURRIED, open_stage
from tests.factory import Factory

PEOPLE = 500
UPDATES, EARLY = 10_000, 4_000
"""So many in all, and those after which what is kept for good is there."""
ASKED = ("/help", "/book", "/bookings", "/balance", "/children", "/settings")
PATIENCE = 120.0


def _megabytes(pid: int) -> float:
    """Return the memory that a process has (Linux)."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


async def _ask(person: PersonClient, command: str) -> None:
    asked = await person.send(command, wait=False)
    await person.refresh(last=1)
    while not any(each.message_id > asked["message_id"] for each in person.shown):
        await person.wait_for_change(PATIENCE, last=1)


async def _grow(url: str, updates: int) -> list[float]:
    """Return the memory of a bot at its start, after some updates, and after all."""
    with closing(Database(url)) as database:
        make, today = Factory(database), Clock().now().date()
        make.session(on=today + timedelta(weeks=1), first_on=today)
        families = make.families(PEOPLE)
    async with open_stage(url) as stage, stage.bot(UNHURRIED) as bot:
        people = [
            await stage.client.person("Ann", person_id=each.parent_id, language_code="en")
            for each in families
        ]
        sizes, commands = [_megabytes(bot.pid)], cycle(ASKED)
        for many in (EARLY, updates - EARLY):
            for command in islice(commands, many // PEOPLE):
                await asyncio.gather(*[_ask(each, command) for each in people])
            sizes.append(_megabytes(bot.pid))
    return sizes


async def run(database: str, updates: int = UPDATES) -> list[Result]:
    """Measure on one of the databases."""
    with database_url(database) as url:
        start, early, late = await _grow(url, updates)

    def of(when: str, megabytes: float, **more: Any) -> Result:
        return Result.of(
            f"memory of the bot {when}",
            [megabytes],
            "MB",
            database=database,
            clients=PEOPLE,
            **more,
        )

    return [
        of("at its start", start),
        of(
            f"after {updates:,} updates, beside after {EARLY:,}",
            late,
            floor=[early],
            target="<= 1.05",
        ),
    ]


if __name__ == "__main__":
    sys.stdout.write(table(asyncio.run(run("sqlite", int(sys.argv[1])))) + "\n")

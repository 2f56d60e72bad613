"""Every screen of a large school: how many statements it takes, and how long, without a network.

How screens are found, and what is none, is told in `tests/walker.py`. What is drawn, and not
written, takes as long as drawing takes.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from statistics import median
from typing import Any

from storage.database import Database
from storage.schema import upgrade
from tests.benchmarks import school
from tests.benchmarks.databases import database_url, tidy
from tests.benchmarks.result import Result
from tests.benchmarks.today import PEOPLE, Day, begin_day, ways
from tests.walker import BEGINNING, End, Path, Walk, Walker, find_walks, name_of, open_walker

REPEATS = 11
MOST_STATEMENTS, MOST_MS = 5, 10
EACH = "screen: "
"""Before the name of each."""
WORST = 3
"""How many are named in the table; bench-results.json names all."""


@dataclass(frozen=True)
class Screen:
    name: str
    milliseconds: list[float]
    statements: int


async def measure(walker: Walker, who: str, walks: Mapping[Path, Walk], path: Path) -> Screen:
    """Go to a screen again and again, from the one before."""
    before = walks.get(path[:-1], BEGINNING)
    repeats = [await walker.step(PEOPLE[who], before, path[-1]) for _ in range(REPEATS)]
    return Screen(
        f"{EACH}{who} {name_of(path)}",
        [1000 * each.last.seconds for each in repeats],
        len(repeats[-1].last.statements),
    )


async def measure_all(walker: Walker, who: str, day: Day) -> list[Screen]:
    """Find and measure all screens of somebody."""
    walks = await find_walks(walker, who, PEOPLE[who], ways(day)[who])
    screens = [path for path, walk in walks.items() if walk.end is End.SCREEN]
    return [await measure(walker, who, walks, path) for path in screens]


async def run(database: str) -> list[Result]:
    """Measure on one of the databases."""
    with database_url(database, revision="0001") as url, closing(Database(url)) as rows:
        with rows.engine.begin() as connection:
            school.fill(connection, school.Size())
        upgrade(rows)
        day = begin_day(rows)
        tidy(rows)
        async with open_walker(rows) as walker:
            found = [each for who in PEOPLE for each in await measure_all(walker, who, day)]
    return list(_results(found, database))


def _results(screens: Sequence[Screen], database: str) -> Iterator[Result]:
    known: dict[str, Any] = {"database": database, "clients": 1}
    slowest = sorted(screens, key=lambda each: -median(each.milliseconds))
    longest = sorted(screens, key=lambda each: -each.statements)
    for each in slowest[:WORST]:
        name = f"screens: slowest p50 of {len(screens)}: {each.name.removeprefix(EACH)}"
        yield Result.of(name, each.milliseconds, "ms", target=f"<= {MOST_MS} ms", **known)
    for each in longest[:WORST]:
        name = f"screens: most statements: {each.name.removeprefix(EACH)}"
        yield Result.of(name, [each.statements], "", target=f"<= {MOST_STATEMENTS}", **known)
    for each in screens:
        yield Result.of(each.name, each.milliseconds, "ms", **known)
        yield Result.of(f"{each.name}, statements", [each.statements], "", **known)

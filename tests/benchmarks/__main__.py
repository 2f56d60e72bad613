"""Run the benchmarks, print a table, and write bench-results.json."""

import asyncio
import json
import resource
import sys
from dataclasses import asdict
from pathlib import Path
from time import perf_counter

from tests.benchmarks import (
    announcement,
    memory,
    promotion,
    queue,
    rush,
    screens,
    service,
    talking,
    upgrade,
)
from tests.benchmarks.databases import NAMES
from tests.benchmarks.result import Result, table

BENCHMARKS = {
    service: NAMES,
    promotion: NAMES,
    queue: NAMES,
    screens: NAMES,
    upgrade: NAMES,
    talking: NAMES,
    rush: NAMES,
    # What Telegram's limit and the bot itself decide, whatever the database.
    announcement: ("sqlite",),
    memory: ("sqlite",),
}
"""Each has `async def run(database: str) -> list[Result]`."""
RESULTS = Path("bench-results.json")


def main() -> None:
    # A thousand people have a connection each, and so has the sandbox to each of them.
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    results: list[Result] = []
    for benchmark, databases in BENCHMARKS.items():
        for database in databases:
            began = perf_counter()
            results += asyncio.run(benchmark.run(database))
            name = benchmark.__name__.rpartition(".")[2]
            sys.stderr.write(f"{name} on {database}: {perf_counter() - began:.0f} s\n")
            # Each time, so that what is stopped leaves what it has measured.
            RESULTS.write_text(json.dumps([asdict(each) for each in results], indent=2) + "\n")
    # Of each single screen only the file tells.
    shown = [each for each in results if not each.name.startswith(screens.EACH)]
    sys.stdout.write(table(shown) + "\n")


if __name__ == "__main__":
    main()

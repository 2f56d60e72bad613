"""`bot.py` as a process of its own, as people start it in a terminal."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).parents[2]
LAUNCHER = ROOT / "bot.py"
PATIENCE = 120.0
"""Seconds; another Python has to begin, on a machine that may be busy."""


class Command:
    """A `bot.py` that runs."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self.pid = process.pid
        self.said = ""
        """What has been read of its standard output and error."""

    async def says(self, words: str) -> str:
        """Return its first line with the words, as soon as it is said."""
        reader = self._process.stdout
        assert reader is not None
        async with asyncio.timeout(PATIENCE):
            while line := (await reader.readline()).decode():
                self.said += line
                if words in line:
                    return line.strip()
        raise AssertionError(f"It ended without saying {words!r}:\n{self.said}")

    async def url(self) -> str:
        """Return the address that it prints."""
        said = await self.says("http://")
        return next(word for word in said.split() if word.startswith("http://"))

    def tell(self, told: signal.Signals) -> None:
        # Not by the process object: it would take a look whether the process has ended, and so
        # take its exit code away from asyncio.
        with suppress(ProcessLookupError):
            os.kill(self.pid, told)

    async def end(self) -> int:
        """Wait for its end, and return its exit code."""
        async with asyncio.timeout(PATIENCE):
            rest, _ = await self._process.communicate()
        self.said += rest.decode()
        assert self._process.returncode is not None
        return self._process.returncode


@asynccontextmanager
async def started(
    *words: str,
    folder: Path,
    settings: Mapping[str, str] | None = None,
    program: tuple[str, ...] = (str(LAUNCHER),),
) -> AsyncIterator[Command]:
    """Run `bot.py` in a folder, with no settings but those given; leave nothing behind."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-W", "error", *program, *words),
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **(settings or {})},
        stdout=PIPE,
        stderr=STDOUT,
    )
    command = Command(process)
    try:
        yield command
    finally:
        if process.returncode is None:
            command.tell(signal.SIGKILL)
        await process.wait()


async def ended(
    *words: str, folder: Path, settings: Mapping[str, str] | None = None
) -> tuple[int, str]:
    """Run `bot.py` to its end; return its exit code and what it said."""
    async with started(*words, folder=folder, settings=settings) as command:
        return await command.end(), command.said

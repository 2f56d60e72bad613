"""Bot, sandbox and people, each a process of its own."""

import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.sandbox.client import SandboxClient
from tests.demo.command import LAUNCHER, Command, started

REAL = (str(LAUNCHER),)
UNHURRIED = ("-m", "tests.benchmarks.unhurried")
LIBRARY_DEFAULTS = ("-m", "tests.benchmarks.library_defaults")


@dataclass(frozen=True)
class Stage:
    """A sandbox that runs, and what a bot has to know."""

    client: SandboxClient
    sandbox: Command
    folder: Path
    settings: dict[str, str]

    @asynccontextmanager
    async def bot(self, program: tuple[str, ...]) -> AsyncIterator[Command]:
        """Run a bot, and stop it in good order."""
        async with started(folder=self.folder, settings=self.settings, program=program) as bot:
            await bot.says("running")
            yield bot
            bot.tell(signal.SIGTERM)
            await bot.end()


@asynccontextmanager
async def open_stage(url: str) -> AsyncIterator[Stage]:
    """Start a sandbox for a bot with the database of the URL."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        async with started("sandbox", "--port", "0", folder=folder) as sandbox:
            settings = {
                "TELEGRAM_TOKEN": "123456:" + "a" * 30,
                "TELEGRAM_API_URL": await sandbox.url(),
                "SCHOOL_NAME": "Hill School",
                "SCHOOL_TIMEZONE": "Europe/London",
                "CURRENCY": "GBP",
                "DATABASE_URL": url,
            }
            async with SandboxClient(settings["TELEGRAM_API_URL"]) as client:
                yield Stage(client, sandbox, folder, settings)

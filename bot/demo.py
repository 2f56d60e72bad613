"""The demo: the real bot against the sandbox, with a made-up school, and a page to try it on."""

import asyncio
import secrets
import webbrowser
from collections.abc import Coroutine
from contextlib import closing, suppress
from errno import EADDRINUSE
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot import logs
from bot.app import Afterbell
from bot.clock import Clock
from bot.sandbox.alone import serve
from bot.sandbox.server import Sandbox
from bot.sandbox.world import GuideLine, World
from bot.settings import Settings, read_settings
from storage.database import Database
from storage.sample_data import load_sample_data
from storage.schema import upgrade

SEED = 1
SARAH, JOHN, OFFICE = 700_000_001, 700_000_002, 700_000_003
"""Telegram ids, in the sandbox's range."""


class PortTakenError(Exception):
    """Another program listens on the port."""

    def __init__(self, port: int) -> None:
        super().__init__(f"Port {port} is taken by another program: choose one with --port.")


def run(port: int, *, open_browser: bool) -> None:
    """Serve the demo's page until interrupted.

    Raises:
        PortTakenError: choose another port.

    """
    with TemporaryDirectory(prefix="afterbell-demo-") as folder:
        url = f"sqlite:///{Path(folder) / 'demo.db'}"
        with closing(Database(url)) as database:
            _until_interrupted(_serve(database, port, open_browser=open_browser), port)


def run_sandbox(port: int) -> None:
    """Serve an empty sandbox until interrupted; raises as `run`."""
    _until_interrupted(serve(port, lambda url: _tell(f"The sandbox is at {url}")), port)


def _until_interrupted(work: Coroutine[Any, Any, None], port: int) -> None:
    try:
        with suppress(KeyboardInterrupt):
            asyncio.run(work)
    except OSError as error:
        if error.errno == EADDRINUSE:
            raise PortTakenError(port) from None
        raise


def _tell(words: str) -> None:
    print(words, flush=True)  # noqa: T201  a person started this in a terminal


async def _serve(database: Database, port: int, *, open_browser: bool) -> None:
    clock = Clock()
    async with Sandbox(clock, port) as sandbox:
        settings = demo_settings(sandbox.url)
        logs.set_up(settings.telegram_token.get_secret_value())
        club = fill(database, settings, clock)
        people_the_sandbox(sandbox.world, club)
        async with Afterbell(settings, clock, database) as afterbell:
            await afterbell.application.bot.set_my_name("Afterbell")
            _tell(f"The demo is at {sandbox.url} – stop it with Ctrl+C")
            if open_browser:
                webbrowser.open(sandbox.url)
            await afterbell.wait()


def demo_settings(api_url: str) -> Settings:
    """Return settings of a school that there is not, with a token that nobody has."""
    return read_settings(
        _env_file=None,
        telegram_token=f"{secrets.randbelow(10**9) + 10**8}:{secrets.token_urlsafe(26)}",
        telegram_api_url=api_url,
        school_name="Hazelbrook Primary School",
        school_timezone="Europe/London",
        currency="GBP",
        admin_telegram_ids=(OFFICE,),
        late_refund_percent=50,
    )


def fill(database: Database, settings: Settings, clock: Clock) -> str:
    """Make the school, and return the name of the club with one place left."""
    upgrade(database)
    school = load_sample_data(
        database,
        settings.policy,
        seed=SEED,
        now=clock.now(),
        sarah_telegram_id=SARAH,
        john_telegram_id=JOHN,
    )
    return school.story.activity.name


def people_the_sandbox(world: World, club: str) -> None:
    """Give two parents and the office a phone, and say what to try first."""
    people = world.people
    sarah = people.add("Sarah", SARAH, last_name="Miller", phone="+447700900001", note="parent")
    john = people.add("John", JOHN, last_name="Carter", phone="+447700900002", note="parent")
    people.add("Olive", OFFICE, last_name="Reed", phone="+447700900003", note="school office")
    world.guide[:] = [
        GuideLine(
            f"As Sarah, send /book and give Emma the last place in {club}.", sarah.id, "/book"
        ),
        GuideLine(
            "As John, send /book and choose the same date: Leo joins the waiting list.",
            john.id,
            "/book",
        ),
        GuideLine(
            "As Sarah, send /bookings and cancel: John is told at once.", sarah.id, "/bookings"
        ),
    ]

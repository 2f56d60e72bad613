"""The demo: the real bot against the sandbox, with a made-up school, and a page to try it on."""

import secrets
import webbrowser
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import dataclass
from errno import EACCES, EADDRINUSE
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pydantic import SecretStr
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource

from bot import logs
from bot.app import Afterbell
from bot.clock import Clock
from bot.sandbox.alone import serve
from bot.sandbox.server import Sandbox
from bot.sandbox.world import GuideLine, World
from bot.settings import Settings
from bot.stopping import run_until_told
from storage.database import Database
from storage.sample_data import SampleSchool, load_sample_data
from storage.schema import upgrade

SEED = 1
SARAH, JOHN, OFFICE, TUTOR = 700_000_001, 700_000_002, 700_000_003, 700_000_004
"""Telegram ids, in the sandbox's range."""


class PortTakenError(Exception):
    """The port is another program's, or the system's own."""

    def __init__(self, port: int) -> None:
        super().__init__(f"Port {port} is taken: choose another one with --port.")


@dataclass(frozen=True)
class Demo:
    """A demo that is running."""

    sandbox: Sandbox
    afterbell: Afterbell
    settings: Settings
    school: SampleSchool


def run(port: int, *, open_browser: bool) -> None:
    """Serve the demo's page until told to stop.

    Raises:
        PortTakenError: choose another port.

    """
    _until_told(_serve(port, open_browser=open_browser), port)


def run_sandbox(port: int) -> None:
    """Serve an empty sandbox until told to stop; raises as `run`."""
    _until_told(serve(port, lambda url: _tell(f"The sandbox is at {url}")), port)


def _until_told(work: Coroutine[Any, Any, None], port: int) -> None:
    try:
        run_until_told(work)
    except OSError as error:
        if error.errno in (EADDRINUSE, EACCES):
            raise PortTakenError(port) from None
        raise


def _tell(words: str) -> None:
    print(words, flush=True)  # noqa: T201  a person started this in a terminal


async def _serve(port: int, *, open_browser: bool) -> None:
    async with demo(Clock(), port) as running:
        logs.set_up(*running.settings.secrets)
        url = running.sandbox.url
        _tell(f"The demo is at {url} – stop it with Ctrl+C")
        if open_browser:
            webbrowser.open(url)
        await running.afterbell.wait()


@asynccontextmanager
async def demo(clock: Clock, port: int = 0) -> AsyncIterator[Demo]:
    """Run the bot among people and data that are gone afterwards; port 0 takes any.

    Raises OSError when the port is taken.
    """
    async with Sandbox(clock, port) as sandbox:
        settings = demo_settings(sandbox.url)
        with _passing_database() as database:
            school = fill(database, settings, clock)
            people_the_sandbox(sandbox.world, school.story.activity.name)
            async with Afterbell(settings, clock, database) as afterbell:
                await afterbell.application.bot.set_my_name("Afterbell")
                yield Demo(sandbox, afterbell, settings, school)


@contextmanager
def _passing_database() -> Iterator[Database]:
    with (
        TemporaryDirectory(prefix="afterbell-demo-") as folder,
        closing(Database(f"sqlite:///{Path(folder) / 'demo.db'}")) as database,
    ):
        yield database


class DemoSettings(Settings):
    """Settings from what is given and the defaults alone, whatever this machine's are."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        *others: PydanticBaseSettingsSource,
        **more: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (init_settings,)


def demo_settings(api_url: str) -> Settings:
    """Return settings of a school that there is not, with a token that nobody has."""
    return DemoSettings(
        telegram_token=SecretStr(f"{secrets.randbelow(10**9) + 10**8}:{secrets.token_urlsafe(26)}"),
        telegram_api_url=api_url,
        school_name="Hazelbrook Primary School",
        school_timezone="Europe/London",
        currency="GBP",
        payment_provider_token=SecretStr("284685063:TEST:nobody"),
        admin_telegram_ids=(OFFICE,),
        late_refund_percent=50,
    )


def fill(database: Database, settings: Settings, clock: Clock) -> SampleSchool:
    """Make the school."""
    upgrade(database)
    return load_sample_data(
        database,
        settings.policy,
        seed=SEED,
        now=clock.now(),
        sarah_telegram_id=SARAH,
        john_telegram_id=JOHN,
        tutor_telegram_id=TUTOR,
    )


def people_the_sandbox(world: World, club: str) -> None:
    """Give two parents, the office and a tutor a phone, and say what to try first."""
    people = world.people
    sarah = people.add("Sarah", SARAH, last_name="Miller", phone="+447700900000", note="parent")
    john = people.add("John", JOHN, last_name="Carter", phone="+447700900001", note="parent")
    people.add("Olive", OFFICE, last_name="Reed", phone="+447700900003", note="school office")
    people.add("Tamsin", TUTOR, last_name="Otterpool", phone="+447700900004", note="tutor")
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

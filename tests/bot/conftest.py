"""The bot over a sandbox on loopback and SQLite; the same on PostgreSQL is storage's affair."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import cast

import pytest
from telegram.ext import ExtBot

from bot import handlers
from bot.application import AfterbellApplication, build_application
from bot.clock import Clock
from bot.context import Services
from bot.delivery import Delivery
from bot.flood import Lane
from bot.intake.polling import Polling
from bot.sandbox.client import SandboxClient
from bot.sandbox.server import Sandbox
from bot.settings import Settings
from bot.texts import Say
from storage.database import Database
from tests.bot.post import Sender
from tests.bot.served import polling_for
from tests.bot.values import settings_with
from tests.factory import LONDON, NOW


@pytest.fixture
def database_url(sqlite_template: Path, tmp_path: Path) -> str:
    """An empty, migrated SQLite database: nothing here depends on which one it is."""
    path = tmp_path / "afterbell.db"
    shutil.copy(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def say() -> Say:
    return Say("en", LONDON, "GBP")


@pytest.fixture
def clock() -> Clock:
    return Clock(NOW)


@pytest.fixture
async def sandbox(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Sandbox]:
    """A server that takes messages as fast as they come, and a bot that knows it."""
    monkeypatch.setattr("bot.flood.CHAT_BURST", 10_000)
    monkeypatch.setattr("bot.flood.OVERALL_BURST", 10_000)
    async with Sandbox(clock) as sandbox:
        yield sandbox


@pytest.fixture
async def client(sandbox: Sandbox) -> AsyncIterator[SandboxClient]:
    async with SandboxClient(sandbox.url) as client:
        yield client


@pytest.fixture
def settings(sandbox: Sandbox) -> Settings:
    """What a test changes by a fixture of its own with this name."""
    return settings_with(telegram_api_url=sandbox.url)


@pytest.fixture
def services(settings: Settings, database: Database, clock: Clock) -> Services:
    return Services(settings, settings.policy, database, clock)


@pytest.fixture
async def application(services: Services) -> AsyncIterator[AfterbellApplication]:
    """The application with all handlers; who wants updates from the sandbox asks for `polling`."""
    application = build_application(services)
    handlers.register(application)
    await application.initialize()
    yield application
    await application.shutdown()


@pytest.fixture
async def polling(application: AfterbellApplication) -> AsyncIterator[Polling]:
    polling = polling_for(application)
    running = asyncio.create_task(polling.run())
    yield polling
    polling.stop()
    await running


@pytest.fixture
def quiet_services(database: Database, clock: Clock) -> Services:
    """Services without a sandbox, for what does not talk to Telegram, or only to a stub."""
    settings = settings_with()
    return Services(settings, settings.policy, database, clock)


@pytest.fixture
def sender() -> Sender:
    return Sender()


@pytest.fixture
def delivery(quiet_services: Services, sender: Sender) -> Delivery:
    return Delivery(quiet_services, cast(ExtBot[Lane], sender))

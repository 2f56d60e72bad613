"""A sandbox for each test, a bot that calls it by hand, and people."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import aiohttp
import pytest

from bot.clock import Clock
from bot.sandbox.client import PersonClient, SandboxClient
from bot.sandbox.server import Sandbox
from tests.sandbox.api import Api
from tests.sandbox.scene import Scene, set_up

NOON = datetime(2026, 9, 1, 12, tzinfo=UTC)


@pytest.fixture
def clock() -> Clock:
    return Clock(NOON)


@pytest.fixture
async def sandbox(clock: Clock) -> AsyncIterator[Sandbox]:
    async with Sandbox(clock, webhook_retry_delay=0.01) as sandbox:
        yield sandbox


@pytest.fixture
async def api(sandbox: Sandbox) -> AsyncIterator[Api]:
    async with aiohttp.ClientSession() as session:
        yield Api(session, sandbox.url)


@pytest.fixture
async def client(sandbox: Sandbox) -> AsyncIterator[SandboxClient]:
    async with SandboxClient(sandbox.url, patience=2) as client:
        yield client


@pytest.fixture
async def anna(client: SandboxClient) -> PersonClient:
    """Somebody the bot has never heard of."""
    return await client.person("Anna", "Smith", language_code="en", phone="+447700900123")


@pytest.fixture
async def started(anna: PersonClient, api: Api) -> PersonClient:
    """Anna after she wrote to the bot, which has taken note."""
    outcome = await anna.send("/start", wait=False)
    await api("getUpdates", offset=outcome["update_id"] + 1)
    return anna


@pytest.fixture
async def scene(api: Api, client: SandboxClient, anna: PersonClient, clock: Clock) -> Scene:
    return await set_up(api, client, anna, clock)

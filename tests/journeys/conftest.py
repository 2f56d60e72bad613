"""A running bot over real HTTP, on both databases, with a clock that only tests move."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator

import pytest

from bot.clock import Clock
from bot.sandbox.client import SandboxClient
from bot.sandbox.server import Sandbox
from tests.factory import NOW, Factory
from tests.journeys.pacing import lift_limits
from tests.journeys.process import count_tasks
from tests.journeys.school import PATIENCE, Parent, School


@pytest.fixture(autouse=True)
def no_surprises(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Whatever a test looks at: nothing may have escaped from a handler or a sweep.

    A test that means to break something ends with `caplog.clear()`.
    """
    yield
    surprises = [each for each in caplog.get_records("call") if each.levelno >= logging.ERROR]
    assert not surprises, caplog.text


@pytest.fixture
def no_pacing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let people tap faster than Telegram would let the bot answer; see tests/bot/test_flood."""
    lift_limits(monkeypatch.setattr)


@pytest.fixture
async def school(make: Factory, database_url: str, no_pacing: None) -> AsyncIterator[School]:
    asyncio.get_running_loop().set_task_factory(count_tasks)
    clock = Clock(NOW)
    async with Sandbox(clock) as sandbox, SandboxClient(sandbox.url, patience=PATIENCE) as client:
        school = School(sandbox, client, clock, make, database_url)
        await school.process.start()
        yield school
        await school.kill()


@pytest.fixture
async def anna(school: School) -> Parent:
    """A parent with one child, Emma, and an empty account."""
    return await school.parent("Anna")


@pytest.fixture
async def bob(school: School) -> Parent:
    """Another one, with Ben."""
    return await school.parent("Bob", "Jones", children=["Ben"])

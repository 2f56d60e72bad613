"""A running bot over real HTTP, on both databases, with a clock that only tests move."""

import logging
from collections.abc import AsyncIterator, Iterator

import pytest

from tests.factory import Factory
from tests.journeys.pacing import lift_limits
from tests.journeys.school import Parent, School, open_school


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
    async with open_school(make, database_url) as school:
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

"""An outage of a minute during a rush, in the time of the bot, which passes faster here."""

import asyncio
from random import Random

import pytest

from tests.factory import Factory
from tests.faults.conftest import PEOPLE
from tests.faults.quick_time import TIMES, QuickLoop
from tests.journeys.school import open_school
from tests.load.rush import confirmed, found_wrong, rush
from tests.load.school import open_clubs

pytestmark = pytest.mark.crash

OUTAGE_SECONDS = 60


def test_outage_of_a_minute_leaves_nobody_without_an_answer(
    make: Factory, database_url: str, no_pacing: None
) -> None:
    with asyncio.Runner(loop_factory=QuickLoop) as runner:
        assert runner.run(_wrong_after_an_outage(make, database_url)) == []


async def _wrong_after_an_outage(make: Factory, url: str) -> list[str]:
    async with open_school(make, url) as school:
        people = await open_clubs(school, PEOPLE, Random(4))  # noqa: S311  nothing secret
        await school.process.start()
        rushing = asyncio.create_task(rush(people))
        await confirmed(people)
        # The faults' seconds are the machine's.
        outage = {"seconds": OUTAGE_SECONDS / TIMES}
        began = asyncio.get_running_loop().time()
        await school.client.fault("outage", **outage)
        await rushing
        assert asyncio.get_running_loop().time() - began > OUTAGE_SECONDS
        # Notices are tried again by the school's clock.
        await school.advance(minutes=30)
        wrong = await found_wrong(school, people)
        await school.kill()
        return wrong

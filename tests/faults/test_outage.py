"""An outage of a minute during a rush, in the time of the bot, which passes faster here."""

import asyncio
from random import Random

import pytest

from tests.factory import Factory
from tests.faults.conftest import PEOPLE
from tests.faults.quick_time import TIMES, QuickLoop
from tests.journeys.school import School, open_school
from tests.load.rush import found_wrong, rush
from tests.load.school import open_clubs

pytestmark = pytest.mark.crash

OUTAGE_SECONDS = 60
MANY = 5


def test_outage_of_a_minute_leaves_nobody_without_an_answer(
    make: Factory, database_url: str, no_pacing: None, caplog: pytest.LogCaptureFixture
) -> None:
    with asyncio.Runner(loop_factory=QuickLoop) as runner:
        assert runner.run(_wrong_after_an_outage(make, database_url)) == []
    tried = [record for record in caplog.records if record.getMessage() == "tried again"]
    assert len(tried) > MANY, "nobody has waited for the network"


async def _much_in_hand(school: School) -> None:
    """Wait until there are updates that the bot has taken and not answered yet."""
    # Who is in hand is counted, and told to nobody.
    while school.process.bot.lines.in_hand < MANY:  # noqa: ASYNC110
        await asyncio.sleep(0)


async def _wrong_after_an_outage(make: Factory, url: str) -> list[str]:
    async with open_school(make, url) as school:
        people = await open_clubs(school, PEOPLE, Random(4))  # noqa: S311  nothing secret
        await school.process.start()
        rushing = asyncio.create_task(rush(people))
        await _much_in_hand(school)
        # The faults' seconds are the machine's. At once: over the wire it would come too late.
        school.sandbox.world.faults.add({"kind": "outage", "seconds": OUTAGE_SECONDS / TIMES})
        began = asyncio.get_running_loop().time()
        await rushing
        assert asyncio.get_running_loop().time() - began > OUTAGE_SECONDS
        # Notices are tried again by the school's clock.
        await school.advance(minutes=30)
        wrong = await found_wrong(school, people)
        await school.kill()
        return wrong

"""A bot that stops leaves nothing half done."""

import asyncio

from bot.app import Afterbell
from bot.clock import Clock
from bot.demo import demo_settings
from bot.sandbox.client import SandboxClient
from bot.sandbox.server import Sandbox
from storage.database import Database
from storage.notices.about import ClaimedNotice
from tests.bot.post import states, write
from tests.factory import NOW, Factory


async def test_message_on_its_way_is_settled_so_that_it_is_not_sent_again(
    database: Database, make: Factory
) -> None:
    clock = Clock(NOW)
    async with Sandbox(clock) as sandbox, SandboxClient(sandbox.url) as client:
        afterbell = Afterbell(demo_settings(sandbox.url), clock, database)
        on_its_way = _when_claimed(afterbell)
        anna = await client.person("Anna")
        async with afterbell:
            await anna.send("/start")
            # Longer than the rest of the bot takes to stop.
            await client.fault("latency", method="sendMessage", seconds=0.5)
            write(make, parent={"telegram_id": anna.id})
            clock.on_advance[0]()
            await on_its_way.wait()

        await anna.refresh()
        assert anna.screen.text.startswith("A place has come free")
        assert states(make) == ["sent"]


def _when_claimed(afterbell: Afterbell) -> asyncio.Event:
    """Return what is set once a notice is claimed and about to be sent."""
    claimed, delivery = asyncio.Event(), afterbell._delivery
    deliver = delivery._deliver

    async def tell_and_deliver(due: ClaimedNotice) -> bool:
        claimed.set()
        return await deliver(due)

    delivery._deliver = tell_and_deliver  # type: ignore[method-assign]
    return claimed

"""From the tap that gives a place back to the notice in the chat of the first in the queue."""

import asyncio
from datetime import timedelta
from time import perf_counter

from bot.clock import Clock
from bot.sandbox.client import PersonClient
from tests.benchmarks.stage import Stage
from tests.factory import Factory, Family

PAIRS = 10
PATIENCE = 300.0


class HandingOn:
    """One club, whose dates have a place each: of one parent, with another first in the queue."""

    def __init__(self, make: Factory) -> None:
        today = Clock().now().date()
        dates = [today + timedelta(weeks=2 + number) for number in range(PAIRS)]
        families = iter(make.families(2 * PAIRS))
        self._families = [(next(families), next(families)) for _ in dates]
        first = make.session(
            name="Judo", price=0, capacity=1, on=dates[0], first_on=today, last_on=dates[-1]
        )
        others = [make.session(activity_id=first.activity.id, on=on) for on in dates[1:]]
        for date, (owner, waiting) in zip((first, *others), self._families, strict=True):
            make.booking(date, owner)
            make.waiting(date, waiting)
        self._pairs: list[tuple[PersonClient, PersonClient]] = []

    async def get_ready(self, stage: Stage) -> None:
        """Go to the last question before a place is given back."""

        async def come(family: Family) -> PersonClient:
            return await stage.client.person("Ann", person_id=family.parent_id, language_code="en")

        self._pairs = [(await come(owner), await come(other)) for owner, other in self._families]
        for owner, waiting in self._pairs:
            await waiting.send("/help")  # a bot may not write first
            await owner.send("/bookings")
            await owner.tap("Judo")
            await owner.tap("Cancel this booking")

    async def run(self, *, within: float = 0.0) -> list[float]:
        """Give back one place after the other within some seconds; return how long each took."""
        pauses = [within * number / PAIRS for number in range(PAIRS)]
        return await asyncio.gather(
            *[_hand_on(*pair, pause) for pair, pause in zip(self._pairs, pauses, strict=True)]
        )


async def _hand_on(owner: PersonClient, waiting: PersonClient, pause: float) -> float:
    await asyncio.sleep(pause)
    began = perf_counter()
    await owner.tap("Yes, cancel", wait=False)
    await waiting.wait_for("A place has come free", PATIENCE)
    return perf_counter() - began

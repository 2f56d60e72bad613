"""What a crowd does in a rush: all book at once, then those who have a place give it up."""

import asyncio
from collections.abc import Sequence

from tests.journeys.school import School
from tests.load.ledger import complaints
from tests.load.regulars import BOOKED, Regular
from tests.load.school import CLUBS


async def rush(people: Sequence[Regular]) -> None:
    """Let all book, and all who were booked cancel, so that others get their places."""
    await asyncio.gather(*[_take_turn(one, number) for number, one in enumerate(people)])


async def confirmed(people: Sequence[Regular]) -> None:
    """Wait until somebody has tapped Confirm, so that the rush is in full swing."""
    while not any(wish.keys for one in people for wish in one.wishes):  # noqa: ASYNC110
        await asyncio.sleep(0.01)


async def _take_turn(one: Regular, number: int) -> None:
    club = CLUBS[number % len(CLUBS)]
    answer = await one.book(club)
    if answer.startswith(BOOKED):
        await one.give_up(club)


async def found_wrong(school: School, people: Sequence[Regular]) -> list[str]:
    """Return all that is wrong after a rush, once every notice is out."""
    await school.settle()
    for one in people:
        await one.parent.refresh()
    # The test's own connections may have been cut too.
    school.make.database.engine.dispose()
    return complaints(school.make, people)

"""Ways to a screen, by commands, words and taps."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from bot.sandbox.client import PersonClient
from tests.factory import MONDAY, NOW
from tests.journeys.lists import FAMILIES
from tests.journeys.school import Parent, School

Walk = Callable[[School], Awaitable[PersonClient]]


async def emma_and_ben(school: School) -> Parent:
    """A parent of two, with Swimming on ten Mondays, one place booked, one held, one queued."""
    make = school.make
    anna = await school.parent("Anna", children=["Emma", "Ben"], balance=5000)
    with make.at_once():
        first = make.session(name="Swimming", price=800, capacity=2)
        days = [
            make.session(activity_id=first.activity.id, on=MONDAY + timedelta(weeks=week))
            for week in range(1, 10)
        ]
        full = make.session(name="Chess", capacity=1, on=MONDAY + timedelta(days=1))
        make.booking(full, make.family())
        make.booking(days[0], anna.family)
        late = NOW + timedelta(days=2)
        make.booking(days[1], anna.family, status="pending", hold_expires_at=late)
        make.waiting(full, anna.family)
        for number in range(5):
            make.session(name=f"Club {number}", on=MONDAY + timedelta(days=2))
    return anna


def walk(*steps: str) -> Walk:
    """Go there by commands, words and taps; a tap is written in brackets."""

    async def go(school: School) -> PersonClient:
        anna = await emma_and_ben(school)
        for step in steps:
            await (anna.tap(step[1:-1]) if step.startswith("[") else anna.send(step))
        return anna

    return go


def walk_in(*steps: str) -> Walk:
    """Go there as somebody who is joining."""

    async def go(school: School) -> PersonClient:
        sam = await school.person("Sam")
        await sam.send("/start")
        for step in steps:
            if step == "contact":
                await sam.share_contact()
            else:
                await sam.send(step)
        return sam

    return go


def at_the_till(*steps: str) -> Walk:
    """Go there as the office, which looks for the family of Emma and Ben among many Smiths."""

    async def go(school: School) -> PersonClient:
        await emma_and_ben(school)
        with school.make.at_once():
            for number in range(10):
                school.make.parent(name=f"Smith {number}")
        olive = await school.office()
        for step in ("/payment", *steps):
            await (olive.tap(step[1:-1]) if step.startswith("[") else olive.send(step))
        return olive

    return go


def with_a_list(*steps: str) -> Walk:
    """Go there as the office, which sends a list of families where a step is `file`."""

    async def go(school: School) -> PersonClient:
        olive = await school.office()
        for step in ("/import", *steps):
            if step == "file":
                await olive.send_document("families.csv", FAMILIES)
            else:
                await (olive.tap(step[1:-1]) if step.startswith("[") else olive.send(step))
        return olive

    return go


def in_the_office(*steps: str) -> Walk:
    """Go there as the office of the school with Swimming and its families."""

    async def go(school: School) -> PersonClient:
        await emma_and_ben(school)
        olive = await school.office()
        for step in steps:
            await (olive.tap(step[1:-1]) if step.startswith("[") else olive.send(step))
        return olive

    return go

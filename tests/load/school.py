"""Few places and many people who want them."""

from collections.abc import Sequence
from datetime import time
from random import Random

from tests.journeys.school import Parent, School
from tests.load.regulars import Regular

CLUBS = ("Chess", "Drama", "Swimming")
PLACES = 4
PRICE = 650
BALANCE = 100_000


async def open_clubs(
    school: School, people: int, random: Random, clubs: Sequence[str] = CLUBS
) -> list[Regular]:
    """Open clubs, one after another on one day, and give everybody a phone, a child and money."""
    for hour, club in enumerate(clubs, start=15):
        school.make.session(
            name=club,
            capacity=PLACES,
            price=PRICE,
            start_time=time(hour, 0),
            end_time=time(hour, 50),
        )
    seeds = [random.random() for _ in range(people)]
    return [
        Regular(school, await _parent(school, number), clubs, Random(seed))  # noqa: S311
        for number, seed in enumerate(seeds)
    ]


async def _parent(school: School, number: int) -> Parent:
    return await school.parent(f"P{number}", children=[f"Kid {number}"], balance=BALANCE)

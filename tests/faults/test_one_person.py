"""Trouble with one person is no trouble of everybody else."""

import asyncio

import pytest

from bot.intake.polling import PARKED_AFTER_SECONDS
from tests.journeys.school import School
from tests.load.regulars import Regular

pytestmark = pytest.mark.crash

ROUNDS = 5
AT_ONCE_SECONDS = PARKED_AFTER_SECONDS + 5
"""More than the others need, and far less than one person is waited for."""


async def test_person_who_cannot_be_answered_keeps_nobody_waiting(
    school: School, people: list[Regular]
) -> None:
    unlucky, *others = people
    await school.client.fault("server_error", person=unlucky.parent.id)
    await unlucky.parent.send("/bookings", wait=False)
    for done in range(ROUNDS):
        for one in others:
            await one.parent.send("/bookings", wait=False)
        async with asyncio.timeout(AT_ONCE_SECONDS):
            for one in others:
                while len(one.parent.shown) <= done:
                    await one.parent.wait_for_change(AT_ONCE_SECONDS)

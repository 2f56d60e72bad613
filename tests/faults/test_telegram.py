"""Telegram in trouble during a rush: everyone has an answer, and every effect is there once."""

import pytest

from tests.journeys.school import School
from tests.journeys.variants import each_of
from tests.load.regulars import Regular
from tests.load.rush import found_wrong, rush

pytestmark = pytest.mark.crash

FAULTS: dict[str, list[dict[str, float | str]]] = {
    "a storm of 429": [{"kind": "too_many_requests", "times": 40, "retry_after": 1}],
    "connections reset before the effect": [
        {"kind": "reset_before", "method": "sendMessage", "times": 15},
        {"kind": "reset_before", "method": "editMessageText", "times": 15},
    ],
    "connections reset after the effect": [
        {"kind": "reset_after", "method": "sendMessage", "times": 15},
        {"kind": "reset_after", "method": "editMessageText", "times": 15},
    ],
    "errors of the server": [
        {"kind": "server_error", "method": "sendMessage", "times": 15},
        {"kind": "server_error", "method": "editMessageText", "times": 15},
    ],
    # Of the machine's seconds, which cannot be moved on: a short one, for what is on the wire at
    # its beginning. How long a bot is patient is shown in made-up time, in test_outage.
    "an outage": [{"kind": "outage", "seconds": 2}],
    "updates delivered twice": [{"kind": "update_twice"}],
    "taps sent again as new updates": [{"kind": "tap_again"}],
}


@each_of("fault", FAULTS, also_on_postgresql=("a storm of 429", "taps sent again as new updates"))
async def test_rush_in_trouble_leaves_nobody_without_an_answer(
    school: School, people: list[Regular], fault: str
) -> None:
    for fields in FAULTS[fault]:
        await school.client.fault(**fields)  # type: ignore[arg-type]  # kind is a word

    await rush(people)

    assert await found_wrong(school, people) == []

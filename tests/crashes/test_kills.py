"""kill -9 under load: nothing is lost, nothing is done twice, nobody is left out."""

from collections import Counter

import pytest

from storage.tables import NoticeState, notice
from tests.crashes.stage import FATES, Stage
from tests.crashes.victim import Point
from tests.repeats import times

pytestmark = pytest.mark.crash

ROUNDS = times(5, 20)
"""Of ten lives each, on two databases: a hundred kills or four, and more with a webhook."""
LEAST_NOTICES = 10
"""Promotions told: with fewer, people were hardly at it while the bot died."""
WITH_A_WEBHOOK = tuple(
    fate for fate in FATES if fate not in (Point.BEFORE_CONFIRM, Point.AFTER_POLL)
)


async def test_bot_that_is_killed_again_and_again_does_everything_once(stage: Stage) -> None:
    await stage.fill()
    for _ in range(ROUNDS):
        for fate in FATES:
            await stage.kill(fate)
    await stage.rest()

    assert stage.complaints() == []
    # Whoever was slow to reach a point was killed all the same, and counts as killed anywhere.
    assert Counter(stage.deaths) == Counter(FATES * ROUNDS)
    assert stage.school.make.count(notice, state=NoticeState.SENT) > LEAST_NOTICES


async def test_bot_that_is_killed_with_a_webhook_does_everything_once(stage: Stage) -> None:
    stage.take_updates_by_webhook()
    await stage.fill()
    for _ in range(2):
        for fate in WITH_A_WEBHOOK:
            await stage.kill(fate)
    await stage.rest()

    assert stage.complaints() == []
    assert Counter(stage.deaths) == Counter(WITH_A_WEBHOOK * 2)


async def test_control_updates_confirmed_before_they_are_handled_are_lost(stage: Stage) -> None:
    """If this fails, the other test proves nothing: its people would not miss what is lost."""
    stage.confirms_first, stage.patience = True, 3.0
    await stage.fill()
    for fate in (Point.BEFORE_COMMIT, Point.BEFORE_ANSWER):
        await stage.kill(fate)
    await stage.rest()

    assert any("has no answer to" in each for each in stage.complaints())

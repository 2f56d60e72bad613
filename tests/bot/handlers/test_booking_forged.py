"""Booking by taps that no button shows, or not any more: buttons are never trusted."""

from datetime import date, timedelta

import pytest
from sqlalchemy import update

from bot.callback_data import LARGEST_ID
from bot.sandbox.client import PersonClient
from bot.taps.booking import (
    BackToDates,
    Confirm,
    MoreDates,
    PickActivity,
    PickChild,
    PickDate,
    Review,
    TurnPage,
)
from domain.model import Session
from storage.tables import booking, child
from tests.bot.handlers.conftest import Forge, change, look_at
from tests.factory import MONDAY, Factory, Family


@pytest.mark.usefixtures("ben")
async def test_strangers_child_is_neither_shown_nor_booked(
    anna: PersonClient, make: Factory, swimming: Session, strangers: Family, forge: Forge
) -> None:
    await look_at(anna)

    assert await forge(PickChild(strangers.child_id)) == "I cannot find this child among yours."
    assert "Zebedee" not in anna.changed.text
    await forge(PickActivity(swimming.activity.id))
    await forge(PickDate(MONDAY, chosen=True))
    assert make.count(booking) == 0


async def test_child_that_was_removed_meanwhile_is_not_booked(
    anna: PersonClient, make: Factory, swimming: Session
) -> None:
    await look_at(anna, "Swimming", "Mon 14 Sept")
    change(make, update(child).values(removed_at=make.rows(child)[0].added_at))

    await anna.tap("Confirm")

    assert anna.changed.text == "I cannot find this child among yours."
    assert make.count(booking) == 0


@pytest.mark.parametrize("activity_id", [0, -1, 999, LARGEST_ID])
async def test_activity_that_is_not_there_has_no_dates(
    anna: PersonClient, swimming: Session, forge: Forge, activity_id: int
) -> None:
    await look_at(anna)

    assert (await forge(PickActivity(activity_id))).startswith("This activity has no dates left.")


@pytest.mark.parametrize(
    ("on", "why"),
    [
        (MONDAY + timedelta(days=1), "not on this day of the week"),
        (MONDAY + timedelta(weeks=2), "There is no session on this date"),
        (MONDAY - timedelta(weeks=52), "does not run on this date"),
        (date.min, "The activity"),
        (date.max, "The activity"),
    ],
)
async def test_date_that_was_not_offered_is_refused_with_its_reason(
    anna: PersonClient, swimming: Session, forge: Forge, on: date, why: str
) -> None:
    await look_at(anna, "Swimming")

    said = await forge(PickDate(on, chosen=True))

    assert said.startswith("This cannot be booked")
    assert why in said
    assert "Confirm" not in anna.changed.labels


@pytest.mark.parametrize("page", [-LARGEST_ID, -1, 7, LARGEST_ID])
async def test_page_that_is_not_there_is_the_nearest(
    anna: PersonClient, swimming: Session, forge: Forge, page: int
) -> None:
    before = await look_at(anna, "Swimming")

    assert await forge(TurnPage(page)) == before


async def test_confirm_of_another_look_shows_the_present_one(
    anna: PersonClient, make: Factory, swimming: Session, forge: Forge
) -> None:
    await look_at(anna, "Swimming", "Mon 14 Sept")

    assert (await forge(Confirm("forged", 1))).startswith("Please check")
    assert make.count(booking) == 0


async def test_unticking_what_is_not_ticked_ticks_nothing(
    anna: PersonClient, swimming: Session, forge: Forge
) -> None:
    await look_at(anna, "Swimming")

    assert (await forge(PickDate(MONDAY, chosen=False))).startswith("Swimming for Emma")
    assert not any("Go on" in label for label in anna.changed.labels)


async def test_going_on_without_any_date_stays_at_the_dates(
    anna: PersonClient, swimming: Session, forge: Forge
) -> None:
    before = await look_at(anna, "Swimming")

    assert await forge(Review()) == before


@pytest.mark.parametrize("tap", [Review(), MoreDates(), BackToDates(), Confirm("key")])
async def test_tap_of_another_step_shows_the_present_one(
    anna: PersonClient, swimming: Session, forge: Forge, tap: Review
) -> None:
    before = await look_at(anna)

    assert await forge(tap) == before


async def test_confirm_that_nobody_ever_made_is_out_of_date(
    anna: PersonClient, forge: Forge
) -> None:
    assert (await forge(Confirm("forged", 1))).startswith("That message was from earlier.")


async def test_confirm_of_a_child_removed_since_says_nothing_of_it(
    anna: PersonClient, make: Factory, swimming: Session
) -> None:
    await look_at(anna, "Swimming", "Mon 14 Sept", "Confirm")
    change(make, update(child).values(removed_at=make.rows(child)[0].added_at))

    await anna.repeat_tap()

    assert anna.changed.text == "I cannot find this child among yours."

"""Booking by taps; buttons are never trusted, and a tap told twice is answered as before."""

from collections.abc import Sequence
from datetime import time, timedelta

import pytest
from sqlalchemy import update

from bot.clock import Clock
from bot.sandbox.client import PersonClient
from bot.taps.booking import Book
from domain.model import Session
from storage.tables import (
    account_entry,
    activity,
    booking,
    conversation,
    session,
    waitlist_entry,
)
from tests.bot.handlers.conftest import Forge, change, look_at
from tests.factory import MONDAY, Factory, Family


def booked(make: Factory) -> Sequence[int]:
    return [row.session_id for row in make.rows(booking) if row.status == "confirmed"]


async def test_only_child_is_booked_in_three_taps(
    anna: PersonClient, make: Factory, swimming: Session
) -> None:
    said = await look_at(anna, "Swimming", "Mon 14 Sept", "Confirm")

    assert said.startswith("Booked\nEmma: Swimming, Mon 14 Sept, 15:30–16:30")
    assert booked(make) == [swimming.id]
    assert make.count(conversation) == 0


async def test_of_several_children_one_is_chosen_first(
    anna: PersonClient, make: Factory, swimming: Session, ben: int
) -> None:
    await look_at(anna, "Ben", "Swimming", "Mon 14 Sept", "Confirm")

    assert [row.child_id for row in make.rows(booking)] == [ben]


@pytest.mark.usefixtures("swimming", "ben")
async def test_booking_begins_at_a_childs_own_button(
    anna: PersonClient, family: Family, forge: Forge
) -> None:
    assert (await forge(Book(family.child_id))).startswith("Emma, Year 3\nWhich activity?")
    await anna.tap("Back")
    assert "Which child is it for?" in anna.changed.text


async def test_who_has_no_child_adds_one_first(anna: PersonClient) -> None:
    assert await look_at(anna) == "First add a child, then you can book."


async def test_several_dates_are_ticked_and_booked_together(
    anna: PersonClient, make: Factory, swimming: Session
) -> None:
    await look_at(anna, "Swimming", "Mon 21 Sept", "More dates", "Mon 14 Sept")
    await anna.tap("Go on with 2 dates")
    await anna.tap("Confirm")

    assert "Mon 14 Sept, Mon 21 Sept" in anna.changed.text
    assert len(booked(make)) == 2


async def test_ticked_date_can_be_unticked(anna: PersonClient, swimming: Session) -> None:
    await look_at(anna, "Swimming", "Mon 21 Sept", "More dates", "Mon 14 Sept", "✓ Mon 21 Sept")

    assert "Go on with 1 date" in anna.changed.labels


async def test_of_several_dates_none_is_lost_on_the_way_back(
    anna: PersonClient, swimming: Session
) -> None:
    await look_at(anna, "Swimming", "Mon 21 Sept", "More dates", "Mon 14 Sept")
    await anna.tap("Go on with 2 dates")

    await anna.tap("Back")

    assert "Go on with 2 dates" in anna.changed.labels


async def test_full_date_is_a_waiting_list(
    anna: PersonClient, make: Factory, swimming: Session, strangers: Family
) -> None:
    make.booking(swimming, strangers)

    said = await look_at(anna, "Swimming", "Mon 14 Sept", "Confirm")

    assert said.startswith("On the waiting list, position 1")
    assert make.count(waitlist_entry) == 1


@pytest.mark.usefixtures("swimming", "ben")
async def test_steps_back_lead_where_one_came_from(anna: PersonClient) -> None:
    await look_at(anna, "Emma", "Swimming", "Mon 14 Sept")
    shown = []
    for _ in range(3):
        await anna.tap("Back")
        shown.append(anna.changed.text.splitlines()[0])

    assert shown == ["Swimming for Emma", "Emma, Year 3", "Book a place"]


async def test_stopping_ends_it_and_books_nothing(
    anna: PersonClient, make: Factory, swimming: Session
) -> None:
    assert await look_at(anna, "Swimming", "Cancel") == "Stopped. Nothing was changed."
    assert make.count(conversation) == 0


@pytest.mark.usefixtures("family")
async def test_pages_of_activities_and_dates_turn(anna: PersonClient, make: Factory) -> None:
    long = make.session(name="Club 0")
    for week in range(1, 10):
        make.session(activity_id=long.activity.id, on=MONDAY + timedelta(weeks=week))
    for number in range(1, 7):
        make.session(name=f"Club {number}", start_time=time(16), end_time=time(17))

    assert "Club 6" not in await look_at(anna)
    await anna.tap("Later ›")
    assert "Club 6" in anna.changed.text
    await anna.tap("‹ Earlier")
    await anna.tap("Club 0")
    await anna.tap("Later ›")
    assert "Mon 16 Nov" in " ".join(anna.changed.labels)


async def test_changed_price_books_nothing_and_is_said(
    anna: PersonClient, family: Family, make: Factory, swimming: Session
) -> None:
    make.money(family.parent_id, 5000)
    await look_at(anna, "Swimming", "Mon 14 Sept")
    change(make, update(activity).values(price_minor=900))

    await anna.tap("Confirm")

    assert "The price has changed, so nothing was booked." in anna.changed.text
    assert (make.count(booking), make.balance(family.parent_id)) == (0, 5000)


async def test_place_that_has_gone_meanwhile_is_a_waiting_list_and_it_is_said(
    anna: PersonClient, make: Factory, swimming: Session, strangers: Family
) -> None:
    await look_at(anna, "Swimming", "Mon 14 Sept")
    make.booking(swimming, strangers)

    await anna.tap("Confirm")

    assert anna.changed.text.startswith("On the waiting list, position 1")
    assert "While you were deciding, this has filled up: Mon 14 Sept." in anna.changed.text


async def test_confirm_told_twice_is_answered_alike_and_booked_once(
    anna: PersonClient, family: Family, make: Factory
) -> None:
    make.money(family.parent_id, 5000)
    make.session(name="Swimming", price=800)
    first = await look_at(anna, "Swimming", "Mon 14 Sept", "Confirm")

    await anna.repeat_tap()

    assert anna.changed.text == first
    assert len(booked(make)) == 1
    assert [row.amount_minor for row in make.rows(account_entry)] == [5000, -800]


async def test_confirm_that_was_partly_refused_is_not_told_again_as_if_it_was_whole(
    anna: PersonClient, make: Factory, swimming: Session
) -> None:
    await look_at(anna, "Swimming", "Mon 21 Sept", "More dates", "Mon 14 Sept")
    await anna.tap("Go on with 2 dates")
    change(make, update(session).where(session.c.id == swimming.id).values(status="cancelled"))
    await anna.tap("Confirm")
    assert "Not booked: Mon 14 Sept" in anna.changed.text

    await anna.repeat_tap()

    assert anna.changed.text.startswith("That message was from earlier.")
    assert len(booked(make)) == 1


async def test_closed_session_is_refused_at_confirm(
    anna: PersonClient, make: Factory, swimming: Session, clock: Clock
) -> None:
    await look_at(anna, "Swimming", "Mon 14 Sept")
    clock.advance(timedelta(days=7, hours=6))

    await anna.tap("Confirm")

    assert "Booking for this date has closed." in anna.changed.text
    assert make.count(booking) == 0

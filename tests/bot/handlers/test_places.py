"""What is booked, held and waited for: seen, cancelled, left and paid by the child's parents."""

from dataclasses import replace
from datetime import timedelta

import pytest
from pydantic import SecretStr

from bot.application import AfterbellApplication
from bot.clock import Clock
from bot.handlers import payments
from bot.sandbox.client import PersonClient
from bot.taps.places import (
    AskCancel,
    CancelBooking,
    LeaveQueue,
    PayFromBalance,
    ShowBooking,
    ShowEntry,
    ShowPlaces,
)
from domain.timetable import starts_at
from storage.tables import booking, waitlist_entry
from tests.bot.handlers.conftest import Forge
from tests.factory import LONDON, NOW, Factory, Family

GONE = "I cannot find that among your bookings."


def statuses(make: Factory) -> list[str]:
    return [row.status for row in make.rows(booking)]


async def test_places_are_listed_and_each_can_be_seen(
    anna: PersonClient, family: Family, make: Factory
) -> None:
    make.booking(make.session(name="Swimming"), family)
    full = make.session(name="Chess", capacity=1)
    make.waiting(full, family)

    await anna.send("/bookings")
    assert "Swimming, Emma" in anna.changed.text
    assert "on the waiting list, position 1" in anna.changed.text
    await anna.tap("Swimming")
    assert anna.changed.text.startswith("Swimming for Emma")
    await anna.tap("My bookings")
    await anna.tap("Chess")
    assert "On the waiting list, position 1." in anna.changed.text


async def test_cancelling_shows_the_refund_first_and_gives_it(
    anna: PersonClient, family: Family, make: Factory
) -> None:
    make.money(family.parent_id, 800)
    make.booking(make.session(price=800), family)
    await anna.send("/bookings")
    await anna.tap("Emma")
    await anna.tap("Cancel this booking")
    assert "£8.00 of £8.00 goes back" in anna.changed.text

    await anna.tap("Yes, cancel")

    assert anna.changed.text.startswith("Cancelled")
    assert (statuses(make), make.balance(family.parent_id)) == (["cancelled"], 800)
    await anna.repeat_tap()
    assert anna.changed.text.startswith("Cancelled")
    assert make.balance(family.parent_id) == 800


async def test_refund_that_has_changed_is_asked_about_again(
    anna: PersonClient, family: Family, make: Factory, clock: Clock
) -> None:
    make.money(family.parent_id, 800)
    booking_id = make.booking(make.session(price=800), family)
    await anna.send("/bookings")
    await anna.tap("Emma")
    await anna.tap("Cancel this booking")
    clock.advance(timedelta(days=7))

    await anna.tap("Yes, cancel")

    assert anna.changed.text.startswith("The refund has changed since you looked.")
    assert "£4.00 of £8.00 goes back" in anna.changed.text
    assert statuses(make) == ["confirmed"]
    await anna.tap("Yes, cancel")
    assert (make.rows(booking, id=booking_id)[0].status, make.balance(family.parent_id)) == (
        "cancelled",
        400,
    )


async def test_what_has_ended_already_is_shown_as_it_is(
    anna: PersonClient, family: Family, make: Factory, forge: Forge
) -> None:
    booking_id = make.booking(make.session(), family, status="expired")

    assert "It was not paid in time" in await forge(AskCancel(booking_id))


async def test_what_has_started_is_shown_as_it_is(
    anna: PersonClient, family: Family, make: Factory, clock: Clock, forge: Forge
) -> None:
    """As by a reminder's button that is tapped too late."""
    of = make.session(name="Swimming")
    booking_id = make.booking(of, family)
    start = starts_at(of, LONDON)

    clock.advance(start - timedelta(seconds=1) - NOW)
    assert (await forge(AskCancel(booking_id))).startswith("Cancel ")
    clock.advance(timedelta(seconds=1))
    shown = await forge(AskCancel(booking_id))
    assert shown.startswith("Swimming for ")
    assert "Booked." in shown


async def test_queue_can_be_left(anna: PersonClient, family: Family, make: Factory) -> None:
    make.waiting(make.session(capacity=1), family)
    await anna.send("/bookings")
    await anna.tap("Emma")

    await anna.tap("Leave the waiting list")

    assert anna.changed.text.startswith("Off the waiting list")
    assert [row.status for row in make.rows(waitlist_entry)] == ["left"]


async def test_held_place_can_be_paid_for_once_the_account_covers_it(
    anna: PersonClient, family: Family, make: Factory
) -> None:
    make.money(family.parent_id, 799)
    make.booking(make.session(price=800), family, status="pending")
    await anna.send("/bookings")
    await anna.tap("Emma")
    await anna.tap("Pay")
    assert anna.changed.text.startswith("Your account lacks £0.01 for this.")
    assert statuses(make) == ["pending"]

    make.money(family.parent_id, 1)
    await anna.tap("My bookings")
    await anna.tap("Emma")
    await anna.tap("Pay")

    assert anna.changed.text.startswith("Booked")
    assert (statuses(make), make.balance(family.parent_id)) == (["confirmed"], 0)


async def test_hold_that_has_ended_cannot_be_paid_for(
    anna: PersonClient, family: Family, make: Factory, clock: Clock
) -> None:
    make.money(family.parent_id, 800)
    make.booking(make.session(price=800), family, status="pending")
    await anna.send("/bookings")
    await anna.tap("Emma")
    clock.advance(timedelta(hours=1))

    await anna.tap("Pay")

    assert "no longer held for you" in anna.changed.text
    assert make.balance(family.parent_id) == 800


@pytest.mark.parametrize(
    "tap", [ShowBooking, AskCancel, PayFromBalance, lambda booking_id: CancelBooking(booking_id, 0)]
)
async def test_strangers_booking_is_nobodys(
    make: Factory, strangers: Family, forge: Forge, tap: type[ShowBooking]
) -> None:
    booking_id = make.booking(make.session(name="Secret"), strangers)

    assert await forge(tap(booking_id)) == GONE
    assert statuses(make) == ["confirmed"]


@pytest.mark.parametrize("tap", [ShowEntry, LeaveQueue])
async def test_strangers_place_in_a_queue_is_nobodys(
    make: Factory, strangers: Family, forge: Forge, tap: type[ShowEntry]
) -> None:
    entry_id = make.waiting(make.session(), strangers)

    assert await forge(tap(entry_id)) == GONE
    assert [row.status for row in make.rows(waitlist_entry)] == ["waiting"]


async def test_forged_refund_gives_nothing_more(
    family: Family, make: Factory, forge: Forge
) -> None:
    make.money(family.parent_id, 800)
    booking_id = make.booking(make.session(price=800), family)

    said = await forge(CancelBooking(booking_id, 10**6))

    assert said.startswith("The refund has changed since you looked.")
    assert make.balance(family.parent_id) == 0


async def test_page_that_is_not_there_is_the_nearest(
    family: Family, make: Factory, forge: Forge
) -> None:
    make.booking(make.session(), family)

    assert "Emma" in await forge(ShowPlaces(99))


async def test_past_places_are_not_listed(
    anna: PersonClient, family: Family, make: Factory
) -> None:
    make.booking(make.session(on=NOW.date() - timedelta(days=7)), family)

    await anna.send("/bookings")

    assert anna.changed.text == "Nothing is booked at the moment."


async def test_place_that_became_covered_while_it_was_billed_says_how_it_stands(
    anna: PersonClient,
    family: Family,
    make: Factory,
    monkeypatch: pytest.MonkeyPatch,
    application: AfterbellApplication,
) -> None:
    settings = application.services.settings
    provider = settings.model_copy(update={"payment_provider_token": SecretStr("1:TEST:nobodys")})
    monkeypatch.setattr(application, "services", replace(application.services, settings=provider))
    make.booking(make.session(price=800), family, status="pending")
    await anna.send("/bookings")
    await anna.tap("Emma")

    def nothing_is_due(*_: object, **__: object) -> None:
        return None

    monkeypatch.setattr(payments, "bill", nothing_is_due)
    await anna.tap("Pay")

    assert anna.changed.text.startswith("Your account lacks £8.00 for this.")

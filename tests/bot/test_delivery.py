"""Notices out: each once, by the rows as they are; what fails is tried again, or given up."""

import logging
from datetime import timedelta

import pytest
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError

from bot.clock import Clock
from bot.delivery import FIRST_PAUSE, LONGEST_PAUSE, MOST_ATTEMPTS, Delivery
from storage.tables import notice
from tests.bot.post import Sender, states, write
from tests.factory import NOW, Factory

SECOND = timedelta(seconds=1)


async def test_due_notice_is_sent_once_and_settled(
    make: Factory, delivery: Delivery, sender: Sender
) -> None:
    write(make, parent={"telegram_id": 77})

    await delivery.deliver_due()
    await delivery.deliver_due()

    assert sender.sent == [(77, "<b>A place has come free, and it is yours: booked</b>")]
    assert [(row.state, row.settled_at) for row in make.rows(notice)] == [("sent", NOW)]


async def test_notice_waits_until_it_is_due(
    make: Factory, delivery: Delivery, sender: Sender, clock: Clock
) -> None:
    write(make, due_at=NOW + SECOND)

    await delivery.deliver_due()
    assert sender.sent == []

    clock.advance(SECOND)
    await delivery.deliver_due()
    assert len(sender.sent) == 1


async def test_what_is_no_longer_true_is_dropped(
    make: Factory, delivery: Delivery, sender: Sender
) -> None:
    write(make, booking_status="cancelled")

    await delivery.deliver_due()

    assert (sender.sent, states(make)) == ([], ["dropped"])


async def test_notice_to_somebody_without_telegram_is_dropped(
    make: Factory, delivery: Delivery, sender: Sender
) -> None:
    write(make, parent={"telegram_id": None})

    await delivery.deliver_due()

    assert (sender.sent, states(make)) == ([], ["dropped"])


@pytest.mark.parametrize(
    "fault", [Forbidden("bot was blocked by the user"), BadRequest("chat not found")]
)
async def test_who_cannot_be_reached_is_not_tried_again(
    make: Factory,
    delivery: Delivery,
    sender: Sender,
    caplog: pytest.LogCaptureFixture,
    fault: TelegramError,
) -> None:
    caplog.set_level(logging.INFO)
    write(make)
    sender.faults = [fault]

    await delivery.deliver_due()
    await delivery.deliver_due()

    assert (sender.sent, states(make)) == ([], ["failed"])
    assert "cannot be delivered" in caplog.text
    assert "Ann_a" not in caplog.text


async def test_fault_on_the_way_is_tried_again_after_growing_pauses(
    make: Factory, delivery: Delivery, sender: Sender, clock: Clock
) -> None:
    write(make)
    sender.faults = [NetworkError("gone") for _ in range(3)]
    await delivery.deliver_due()

    for pause in (FIRST_PAUSE, 2 * FIRST_PAUSE, 4 * FIRST_PAUSE):
        clock.advance(pause - SECOND)
        before = len(sender.faults)
        await delivery.deliver_due()
        assert (len(sender.faults), sender.sent) == (before, [])
        clock.advance(SECOND)
        await delivery.deliver_due()

    assert (len(sender.sent), states(make)) == (1, ["sent"])


async def test_flood_control_is_waited_out(
    make: Factory, delivery: Delivery, sender: Sender, clock: Clock
) -> None:
    write(make)
    sender.faults = [RetryAfter(timedelta(seconds=40))]
    await delivery.deliver_due()

    clock.advance(timedelta(seconds=39))
    await delivery.deliver_due()
    assert sender.sent == []

    clock.advance(SECOND)
    await delivery.deliver_due()
    assert len(sender.sent) == 1


async def test_short_flood_control_does_not_shorten_the_pause(
    make: Factory, delivery: Delivery, sender: Sender, clock: Clock
) -> None:
    write(make)
    sender.faults = [RetryAfter(SECOND)]
    await delivery.deliver_due()

    clock.advance(2 * SECOND)
    await delivery.deliver_due()

    assert sender.sent == []


async def test_notice_is_given_up_after_many_attempts(
    make: Factory,
    delivery: Delivery,
    sender: Sender,
    clock: Clock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    write(make, attempts=MOST_ATTEMPTS - 2)
    sender.faults = [NetworkError("gone"), NetworkError("gone")]

    for _ in range(2):
        assert states(make) == ["waiting"]
        await delivery.deliver_due()
        clock.advance(LONGEST_PAUSE)

    assert (sender.faults, sender.sent, states(make)) == ([], [], ["failed"])
    assert "is given up" in caplog.text
    assert "Ann_a" not in caplog.text


@pytest.mark.parametrize("attempts", [20, MOST_ATTEMPTS - 2])
async def test_pauses_do_not_grow_for_ever(
    make: Factory, delivery: Delivery, sender: Sender, clock: Clock, attempts: int
) -> None:
    write(make, attempts=attempts)
    sender.faults = [NetworkError("gone")]
    await delivery.deliver_due()

    clock.advance(LONGEST_PAUSE)
    await delivery.deliver_due()

    assert len(sender.sent) == 1

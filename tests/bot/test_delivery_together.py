"""Notices out, many at once: side by side, in replicas, and while others fail."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any, cast

import pytest
from telegram.ext import ExtBot

from bot import delivery as module
from bot.clock import Clock
from bot.context import Services
from bot.delivery import CLAIM_LASTS, MOST_ATTEMPTS, SENDING_LASTS, Delivery
from bot.flood import Lane
from bot.screens.notices.notice import notice as notice_screen
from storage.errors import BusyError
from storage.tables import notice, parent
from tests.bot.post import Sender, states, write
from tests.factory import Factory

SECOND = timedelta(seconds=1)
AT_ONCE = 3


@pytest.fixture(autouse=True)
def few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "AT_ONCE", AT_ONCE)


async def test_many_notices_are_all_sent_and_not_all_at_once(
    make: Factory, delivery: Delivery, sender: Sender
) -> None:
    for _ in range(2 * AT_ONCE + 1):
        write(make)

    await delivery.deliver_due()

    assert len(sender.sent) == 2 * AT_ONCE + 1
    assert sender.most_at_once <= AT_ONCE
    assert set(states(make)) == {"sent"}


async def test_notice_whose_sender_died_is_due_again_later(
    make: Factory, delivery: Delivery, sender: Sender, quiet_services: Services, clock: Clock
) -> None:
    write(make)
    sender.gate = asyncio.Event()
    dying = asyncio.create_task(delivery.deliver_due())
    await sender.busy.wait()
    dying.cancel()
    await asyncio.wait([dying])
    after_restart = Delivery(quiet_services, cast(ExtBot[Lane], sender))
    sender.gate = None

    clock.advance(CLAIM_LASTS - SECOND)
    await after_restart.deliver_due()
    assert sender.sent == []

    clock.advance(SECOND)
    await after_restart.deliver_due()
    assert (len(sender.sent), states(make)) == (1, ["sent"])


async def test_replicas_do_not_send_the_same_notice(
    make: Factory, delivery: Delivery, sender: Sender, quiet_services: Services
) -> None:
    for _ in range(AT_ONCE):
        write(make)
    another = Delivery(quiet_services, cast(ExtBot[Lane], sender))

    await asyncio.gather(delivery.deliver_due(), another.deliver_due())

    assert len(sender.sent) == AT_ONCE


async def test_notice_that_cannot_be_put_into_words_does_not_stop_the_rest(
    make: Factory,
    delivery: Delivery,
    sender: Sender,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    bad, *_ = [write(make) for _ in range(AT_ONCE + 2)]

    def flaky(say: Any, due: Any, policy: Any, **now: Any) -> Any:
        if due.id == bad:
            raise KeyError("no words")
        return notice_screen(say, due, policy, **now)

    monkeypatch.setattr(module, "notice_screen", flaky)

    await delivery.deliver_due()

    assert len(sender.sent) == AT_ONCE + 1
    assert "a notice was passed over" in caplog.text
    assert f"notice={bad}" in caplog.text


async def test_notice_that_never_finds_words_is_given_up_one_day(
    make: Factory, delivery: Delivery, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(make, attempts=MOST_ATTEMPTS - 2)

    def fail(*_: Any, **__: Any) -> None:
        raise KeyError("no words")

    monkeypatch.setattr(module, "notice_screen", fail)
    await delivery.deliver_due()
    assert states(make) == ["waiting"]

    delivery._services.clock.advance(CLAIM_LASTS)
    await delivery.deliver_due()

    assert states(make) == ["failed"]


@asynccontextmanager
async def running(delivery: Delivery) -> AsyncIterator[None]:
    task = asyncio.create_task(delivery.run())
    yield
    task.cancel()
    await asyncio.wait([task])


async def test_delivery_sends_when_it_is_woken_and_not_before(
    make: Factory, delivery: Delivery, sender: Sender
) -> None:
    write(make)
    async with running(delivery):
        await asyncio.sleep(0)
        assert not sender.busy.is_set()

        delivery.wake()

        await asyncio.wait_for(sender.busy.wait(), 5)


async def test_wake_during_a_delivery_is_not_lost(
    make: Factory, delivery: Delivery, sender: Sender
) -> None:
    write(make)
    sender.gate = asyncio.Event()
    async with running(delivery):
        delivery.wake()
        await asyncio.wait_for(sender.busy.wait(), 5)
        sender.busy.clear()
        write(make)
        delivery.wake()
        sender.gate.set()

        await asyncio.wait_for(sender.busy.wait(), 5)


async def test_stop_sends_what_is_on_its_way_and_claims_no_more(
    make: Factory, delivery: Delivery, sender: Sender
) -> None:
    for _ in range(AT_ONCE + 1):
        write(make)
    sender.gate = asyncio.Event()
    running = asyncio.create_task(delivery.run())
    delivery.wake()
    await asyncio.wait_for(sender.busy.wait(), 5)

    delivery.stop()
    sender.gate.set()
    await asyncio.wait_for(running, 5)

    assert sorted(states(make)) == ["sent"] * AT_ONCE + ["waiting"]


async def test_delivery_goes_on_after_a_fault_of_the_database(
    make: Factory,
    delivery: Delivery,
    sender: Sender,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    write(make)
    failed = asyncio.Event()

    async def fail(*_: Any, **__: Any) -> None:
        failed.set()
        raise RuntimeError("no database")

    async with running(delivery):
        with monkeypatch.context() as broken:
            broken.setattr(make.database, "run", fail)
            delivery.wake()
            await asyncio.wait_for(failed.wait(), 5)
        delivery.wake()

        await asyncio.wait_for(sender.busy.wait(), 5)

    assert "delivery stopped; it goes on when it is woken next" in caplog.text


class Busy:
    """Lets a claim through, then is busy for so many tries."""

    def __init__(self, make: Factory, tries: int) -> None:
        self._run = make.database.run
        self._tries = tries
        self._has_claimed = False

    async def run(self, *args: Any, **kwargs: Any) -> Any:
        if self._has_claimed and self._tries:
            self._tries -= 1
            raise BusyError
        self._has_claimed = True
        return await self._run(*args, **kwargs)


@pytest.fixture
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.application.FIRST_PAUSE_SECONDS", 0.001)


@pytest.mark.usefixtures("short_pauses")
async def test_what_was_sent_is_settled_however_often_the_database_is_busy(
    make: Factory,
    delivery: Delivery,
    sender: Sender,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write(make)
    monkeypatch.setattr(make.database, "run", Busy(make, 5).run)

    await delivery.deliver_due()
    clock.advance(CLAIM_LASTS)
    await delivery.deliver_due()

    assert (len(sender.sent), states(make)) == (1, ["sent"])


@pytest.mark.usefixtures("short_pauses")
async def test_stop_does_not_wait_for_ever_for_a_busy_database(
    make: Factory, delivery: Delivery, sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(make)
    monkeypatch.setattr(make.database, "run", Busy(make, 1_000_000).run)
    running = asyncio.create_task(delivery.run())
    delivery.wake()
    await asyncio.wait_for(sender.busy.wait(), 5)

    delivery.stop()
    await asyncio.wait_for(running, 5)

    assert states(make) == ["waiting"]


async def test_what_there_was_no_time_for_while_the_claim_lasted_is_left_to_the_next(
    make: Factory,
    delivery: Delivery,
    sender: Sender,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Another replica may have claimed it by then."""
    first, second = write(make), write(make)
    [ann, _] = make.rows(parent)
    make.change(notice, second, parent_id=ann.id)
    really = sender.send_message

    async def send_slowly(*args: Any, **kwargs: Any) -> Any:
        clock.advance(CLAIM_LASTS - SENDING_LASTS)
        return await really(*args, **kwargs)

    monkeypatch.setattr(sender, "send_message", send_slowly)

    await delivery.deliver_due()
    assert {row.id: row.state for row in make.rows(notice)} == {first: "sent", second: "waiting"}

    clock.advance(SENDING_LASTS)
    await delivery.deliver_due()
    assert (len(sender.sent), set(states(make))) == (2, {"sent"})

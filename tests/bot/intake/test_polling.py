"""Updates in: confirmed after their effect, in order for each person, side by side for all."""

import asyncio

from telegram.error import NetworkError

from bot.intake import ALLOWED_UPDATES
from bot.intake.lines import REMEMBERED
from bot.intake.polling import PARKED_AFTER_SECONDS, SILENT_SECONDS
from tests.bot.intake.stubs import Intake
from tests.bot.updates import message
from tests.bot.virtual_time import in_virtual_time, let_pass, passed

ANNA, BOB = 1001, 1002


@in_virtual_time
async def test_update_is_confirmed_only_after_it_is_handled() -> None:
    async with Intake() as intake:
        gate = intake.handler.hold(1)
        intake.telegram.bring(message(1))
        await let_pass(PARKED_AFTER_SECONDS - 1)
        assert (intake.handler.begun, intake.unconfirmed) == ([1], [1])

        gate.set()
        await let_pass(1)

        assert intake.unconfirmed == []


@in_virtual_time
async def test_updates_of_one_person_are_handled_one_after_the_other() -> None:
    async with Intake() as intake:
        gate = intake.handler.hold(1)
        intake.telegram.bring(message(1, ANNA), message(2, ANNA), message(3, ANNA))
        await let_pass(1)
        assert intake.handler.begun == [1]

        gate.set()
        await let_pass(1)

        assert intake.handler.done == [1, 2, 3]


@in_virtual_time
async def test_order_of_one_person_holds_over_several_polls() -> None:
    async with Intake() as intake:
        gate = intake.handler.hold(1)
        intake.telegram.bring(message(1, ANNA))
        await let_pass(1)
        intake.telegram.bring(message(2, ANNA))
        await let_pass(1)
        assert intake.handler.begun == [1]

        gate.set()
        await let_pass(1)

        assert intake.handler.done == [1, 2]


@in_virtual_time
async def test_different_people_are_served_side_by_side() -> None:
    async with Intake() as intake:
        people = range(1, 11)
        for person in people:
            intake.handler.hold(person)
        intake.telegram.bring(*[message(person, ANNA + person) for person in people])

        await let_pass(1)

        assert intake.handler.begun == [*people]


@in_virtual_time
async def test_slow_update_of_one_person_delays_nobody_else() -> None:
    async with Intake() as intake:
        intake.handler.hold(1)
        intake.telegram.bring(message(1, ANNA))
        await let_pass(1)

        intake.telegram.bring(message(2, BOB))
        await let_pass(1.01)

        assert intake.handler.done == [2]
        assert intake.unconfirmed == [1, 2], "to confirm the second would confirm the first"


@in_virtual_time
async def test_slow_update_does_not_make_the_intake_ask_without_pause() -> None:
    async with Intake() as intake:
        intake.handler.hold(1)
        intake.telegram.bring(message(1))

        await let_pass(10)

        assert len(intake.telegram.asked) < 50


@in_virtual_time
async def test_update_that_comes_again_while_unconfirmed_is_handled_once() -> None:
    async with Intake() as intake:
        gate = intake.handler.hold(1)
        intake.telegram.bring(message(1, ANNA), message(2, BOB))
        await let_pass(10)
        assert len(intake.telegram.asked) > 3, "it was brought again and again"

        gate.set()
        await let_pass(1)

        assert intake.handler.begun == [1, 2]
        assert intake.unconfirmed == []


@in_virtual_time
async def test_update_that_comes_again_after_it_was_confirmed_is_handled_once() -> None:
    async with Intake() as intake:
        intake.telegram.bring(message(1), message(2))
        await let_pass(1)
        assert intake.unconfirmed == []

        intake.telegram.again = [message(1)]
        intake.telegram.bring(message(3))
        await let_pass(1)

        assert intake.handler.begun == [1, 2, 3]
        assert intake.unconfirmed == []


@in_virtual_time
async def test_after_a_week_of_silence_updates_may_have_lower_numbers() -> None:
    async with Intake() as intake:
        intake.telegram.bring(message(900_000))
        await let_pass(3600)
        intake.telegram.bring(message(5), message(6))

        await let_pass(1)

        assert intake.handler.done == [900_000, 5, 6]
        assert intake.unconfirmed == []


@in_virtual_time
async def test_memory_of_confirmed_updates_is_bounded() -> None:
    async with Intake() as intake:
        for first in range(1, 3 * REMEMBERED, 50):
            intake.telegram.bring(*[message(first + n, ANNA + n) for n in range(50)])
            await let_pass(1)

        assert intake.unconfirmed == []
        assert len(intake.polling._lines._done) == REMEMBERED
        assert not intake.polling._brought


@in_virtual_time
async def test_nothing_of_a_person_is_kept_once_they_are_served() -> None:
    async with Intake() as intake:
        intake.telegram.bring(message(1, ANNA), message(2, ANNA), message(3, BOB))

        await let_pass(1)

        assert not intake.polling._lines._lines
        assert not intake.polling._lines.in_hand


@in_virtual_time
async def test_only_the_kinds_of_updates_that_are_handled_are_asked_for() -> None:
    async with Intake() as intake:
        await let_pass(1)

        assert intake.telegram.asked[0]["allowed_updates"] == ALLOWED_UPDATES
        assert set(ALLOWED_UPDATES) == {
            "message",
            "callback_query",
            "pre_checkout_query",
            "my_chat_member",
        }


@in_virtual_time
async def test_stop_finishes_what_was_begun_and_confirms_it() -> None:
    async with Intake() as intake:
        gate = intake.handler.hold(1)
        intake.telegram.bring(message(1, ANNA), message(2, ANNA))
        await let_pass(1)

        intake.polling.stop()
        await let_pass(1)
        assert not intake.running.done()
        gate.set()
        await let_pass(1)

        assert intake.running.done()
        assert intake.handler.done == [1, 2]
        assert intake.unconfirmed == []


@in_virtual_time
async def test_stop_takes_no_more_updates() -> None:
    async with Intake() as intake:
        gate = intake.handler.hold(1)
        intake.telegram.bring(message(1, ANNA))
        await let_pass(1)

        intake.polling.stop()
        await let_pass(1)
        intake.telegram.bring(message(2, BOB))
        gate.set()
        await let_pass(1)

        assert intake.handler.begun == [1]
        assert intake.unconfirmed == [2]


@in_virtual_time
async def test_stop_does_not_wait_for_the_long_poll() -> None:
    async with Intake() as intake:
        await let_pass(1)
        intake.polling.stop()
        await intake.running

        assert passed() < 2


@in_virtual_time
async def test_replica_without_the_lease_stands_by_and_does_not_ask() -> None:
    async with Intake(is_first=False) as intake:
        intake.telegram.bring(message(1))
        await let_pass(60)
        assert intake.telegram.asked == []

        intake.lease.gain()
        await let_pass(1)

        assert intake.handler.done == [1]


@in_virtual_time
async def test_replica_that_loses_the_lease_stops_asking_and_confirms_nothing() -> None:
    async with Intake() as intake:
        gate = intake.handler.hold(1)
        intake.telegram.bring(message(1))
        await let_pass(1)

        intake.lease.lose()
        await let_pass(1)
        asked = len(intake.telegram.asked)
        gate.set()
        await let_pass(60)
        intake.polling.stop()
        await intake.running

        assert len(intake.telegram.asked) == asked
        assert intake.unconfirmed == [1]
        assert intake.lease.is_released


@in_virtual_time
async def test_replica_that_gets_the_lease_back_begins_where_telegram_stands() -> None:
    async with Intake() as intake:
        intake.telegram.bring(message(7))
        await let_pass(1)
        intake.lease.lose()
        await let_pass(1)
        intake.telegram.bring(message(3))

        intake.lease.gain()
        await let_pass(1)

        assert intake.handler.done == [7, 3]
        assert intake.unconfirmed == []


@in_virtual_time
async def test_stop_ends_standing_by() -> None:
    async with Intake(is_first=False) as intake:
        await let_pass(1)

        intake.polling.stop()
        await intake.running

        assert passed() < 2
        assert intake.telegram.asked == []


@in_virtual_time
async def test_update_that_takes_long_is_parked_so_that_telegram_can_go_on() -> None:
    async with Intake() as intake:
        gate = intake.handler.hold(1)
        intake.telegram.bring(message(1, ANNA), message(2, BOB))
        await let_pass(PARKED_AFTER_SECONDS + 1)

        assert intake.unconfirmed == []
        assert list(intake.parking.parked) == [1]
        gate.set()
        await let_pass(1)
        assert intake.parking.parked == {}
        assert sorted(intake.handler.done) == [1, 2]


@in_virtual_time
async def test_more_than_telegram_brings_at_a_time_are_served_behind_one_that_hangs() -> None:
    async with Intake() as intake:
        intake.handler.hold(1)
        intake.telegram.bring(message(1, ANNA))
        for first in range(2, 302, 50):
            intake.telegram.bring(*[message(first + n, ANNA + n + 1) for n in range(50)])
            await let_pass(1)
        await let_pass(PARKED_AFTER_SECONDS)

        assert len(intake.handler.done) == 300


@in_virtual_time
async def test_what_cannot_be_parked_stays_with_telegram() -> None:
    async with Intake() as intake:
        intake.parking.is_open = False
        intake.handler.hold(1)
        intake.telegram.bring(message(1))
        await let_pass(3 * PARKED_AFTER_SECONDS)
        assert intake.unconfirmed == [1]

        intake.parking.is_open = True
        await let_pass(1)

        assert intake.unconfirmed == []


@in_virtual_time
async def test_what_was_parked_by_another_process_is_begun_first() -> None:
    async with Intake(is_first=False) as intake:
        intake.parking.parked = {5: message(5, ANNA).to_dict()}
        intake.telegram.bring(message(6, ANNA))

        intake.lease.gain()
        await let_pass(1)

        assert intake.handler.done == [5, 6]
        assert intake.parking.parked == {}


@in_virtual_time
async def test_what_still_hangs_when_the_bot_stops_stays_parked() -> None:
    async with Intake() as intake:
        intake.handler.hold(1)
        intake.telegram.bring(message(1))
        await let_pass(PARKED_AFTER_SECONDS + 1)

        intake.polling.stop()
        await intake.running

        assert list(intake.parking.parked) == [1]
        assert intake.unconfirmed == []


@in_virtual_time
async def test_bot_is_ready_while_telegram_answers_or_another_replica_polls() -> None:
    async with Intake() as intake:
        await let_pass(40)
        assert intake.polling.is_ready

        intake.telegram.faults.extend(NetworkError("gone") for _ in range(20))
        intake.telegram.bring(message(1))
        await let_pass(SILENT_SECONDS + 40)
        assert not intake.polling.is_ready


@in_virtual_time
async def test_replica_that_stands_by_is_ready_until_it_is_stopped() -> None:
    async with Intake(is_first=False) as intake:
        await let_pass(SILENT_SECONDS + 40)
        before = intake.polling.is_ready
        intake.polling.stop()

        assert (before, intake.polling.is_ready) == (True, False)


@in_virtual_time
async def test_bot_that_is_cut_short_confirms_nothing_and_keeps_its_lease() -> None:
    async with Intake() as intake:
        intake.handler.hold(1)
        intake.telegram.bring(message(1))
        await let_pass(1)

        intake.running.cancel()
        await asyncio.gather(intake.running, return_exceptions=True)

        assert intake.unconfirmed == [1]
        assert not intake.lease.is_released

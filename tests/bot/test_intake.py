"""Updates in: confirmed after their effect, in order for each person, side by side for all."""

import logging

import pytest

from bot.intake import ALLOWED_UPDATES, AT_ONCE, REMEMBERED
from tests.bot.stubs import Intake
from tests.bot.updates import message
from tests.bot.virtual_time import in_virtual_time, let_pass, passed

ANNA, BOB = 1001, 1002


@in_virtual_time
async def test_update_is_confirmed_only_after_it_is_handled() -> None:
    async with Intake() as intake:
        gate = intake.application.hold(1)
        intake.telegram.bring(message(1))
        await let_pass(60)
        assert (intake.application.begun, intake.unconfirmed) == ([1], [1])

        gate.set()
        await let_pass(1)

        assert intake.unconfirmed == []


@in_virtual_time
async def test_updates_of_one_person_are_handled_one_after_the_other() -> None:
    async with Intake() as intake:
        gate = intake.application.hold(1)
        intake.telegram.bring(message(1, ANNA), message(2, ANNA), message(3, ANNA))
        await let_pass(1)
        assert intake.application.begun == [1]

        gate.set()
        await let_pass(1)

        assert intake.application.done == [1, 2, 3]


@in_virtual_time
async def test_order_of_one_person_holds_over_several_polls() -> None:
    async with Intake() as intake:
        gate = intake.application.hold(1)
        intake.telegram.bring(message(1, ANNA))
        await let_pass(1)
        intake.telegram.bring(message(2, ANNA))
        await let_pass(1)
        assert intake.application.begun == [1]

        gate.set()
        await let_pass(1)

        assert intake.application.done == [1, 2]


@in_virtual_time
async def test_different_people_are_served_side_by_side() -> None:
    async with Intake() as intake:
        people = range(1, 11)
        for person in people:
            intake.application.hold(person)
        intake.telegram.bring(*[message(person, ANNA + person) for person in people])

        await let_pass(1)

        assert intake.application.begun == [*people]


@in_virtual_time
async def test_so_many_at_once_and_no_more() -> None:
    async with Intake() as intake:
        people = range(1, AT_ONCE + 10)
        gates = [intake.application.hold(person) for person in people]
        intake.telegram.bring(*[message(person, ANNA + person) for person in people])
        await let_pass(1)
        assert len(intake.application.begun) == AT_ONCE

        gates[0].set()
        await let_pass(1)

        assert len(intake.application.begun) == AT_ONCE + 1


@in_virtual_time
async def test_slow_update_of_one_person_delays_nobody_else() -> None:
    async with Intake() as intake:
        intake.application.hold(1)
        intake.telegram.bring(message(1, ANNA))
        await let_pass(1)

        intake.telegram.bring(message(2, BOB))
        await let_pass(1.01)

        assert intake.application.done == [2]
        assert intake.unconfirmed == [1, 2], "to confirm the second would confirm the first"


@in_virtual_time
async def test_slow_update_does_not_make_the_intake_ask_without_pause() -> None:
    async with Intake() as intake:
        intake.application.hold(1)
        intake.telegram.bring(message(1))

        await let_pass(10)

        assert len(intake.telegram.asked) < 20


@in_virtual_time
async def test_update_that_comes_again_while_unconfirmed_is_handled_once() -> None:
    async with Intake() as intake:
        gate = intake.application.hold(1)
        intake.telegram.bring(message(1, ANNA), message(2, BOB))
        await let_pass(10)
        assert len(intake.telegram.asked) > 3, "it was brought again and again"

        gate.set()
        await let_pass(1)

        assert intake.application.begun == [1, 2]
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

        assert intake.application.begun == [1, 2, 3]
        assert intake.unconfirmed == []


@in_virtual_time
async def test_after_a_week_of_silence_updates_may_have_lower_numbers() -> None:
    async with Intake() as intake:
        intake.telegram.bring(message(900_000))
        await let_pass(3600)
        intake.telegram.bring(message(5), message(6))

        await let_pass(1)

        assert intake.application.done == [900_000, 5, 6]
        assert intake.unconfirmed == []


@in_virtual_time
async def test_memory_of_confirmed_updates_is_bounded() -> None:
    async with Intake() as intake:
        for first in range(1, 3 * REMEMBERED, 50):
            intake.telegram.bring(*[message(first + n, ANNA + n) for n in range(50)])
            await let_pass(1)

        assert intake.unconfirmed == []
        assert len(intake.polling._confirmed) == REMEMBERED
        assert not intake.polling._done


@in_virtual_time
async def test_nothing_of_a_person_is_kept_once_they_are_served() -> None:
    async with Intake() as intake:
        intake.telegram.bring(message(1, ANNA), message(2, ANNA), message(3, BOB))

        await let_pass(1)

        assert not intake.polling._last_of_person
        assert not intake.polling._running


@in_virtual_time
async def test_exception_stops_neither_the_others_nor_the_same_person(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with Intake() as intake:
        intake.application.failures[1].append(RuntimeError("a surprise"))
        intake.telegram.bring(message(1, ANNA), message(2, ANNA), message(3, BOB))

        await let_pass(1)

        assert sorted(intake.application.done) == [2, 3]
        assert intake.unconfirmed == []
    [record] = caplog.records
    assert record.levelno == logging.ERROR
    assert "update 1 was lost" in record.message
    assert record.exc_info is not None


@in_virtual_time
async def test_only_the_kinds_of_updates_that_are_handled_are_asked_for() -> None:
    async with Intake() as intake:
        await let_pass(1)

        assert intake.telegram.asked[0]["allowed_updates"] == ALLOWED_UPDATES
        assert set(ALLOWED_UPDATES) == {"message", "callback_query", "my_chat_member"}


@in_virtual_time
async def test_stop_finishes_what_was_begun_and_confirms_it() -> None:
    async with Intake() as intake:
        gate = intake.application.hold(1)
        intake.telegram.bring(message(1, ANNA), message(2, ANNA))
        await let_pass(1)

        intake.polling.stop()
        await let_pass(1)
        assert not intake.running.done()
        gate.set()
        await let_pass(1)

        assert intake.running.done()
        assert intake.application.done == [1, 2]
        assert intake.unconfirmed == []


@in_virtual_time
async def test_stop_takes_no_more_updates() -> None:
    async with Intake() as intake:
        gate = intake.application.hold(1)
        intake.telegram.bring(message(1, ANNA))
        await let_pass(1)

        intake.polling.stop()
        await let_pass(1)
        intake.telegram.bring(message(2, BOB))
        gate.set()
        await let_pass(1)

        assert intake.application.begun == [1]
        assert intake.unconfirmed == [2]


@in_virtual_time
async def test_stop_does_not_wait_for_the_long_poll() -> None:
    async with Intake() as intake:
        await let_pass(1)
        intake.polling.stop()
        await intake.running

        assert passed() < 2

"""Updates in while something fails: pauses grow, nothing is lost, and stopping works."""

import logging
from datetime import timedelta
from itertools import pairwise

import pytest
from telegram.error import BadRequest, Conflict, InvalidToken, NetworkError, RetryAfter, TimedOut

from bot.intake.lines import STOP_SECONDS
from bot.intake.polling import LONGEST_PAUSE_SECONDS
from tests.bot.intake.stubs import Intake
from tests.bot.updates import message
from tests.bot.virtual_time import in_virtual_time, let_pass, passed

ANNA, BOB = 1001, 1002


@in_virtual_time
async def test_pauses_grow_while_there_is_no_network_up_to_a_limit() -> None:
    async with Intake() as intake:
        intake.telegram.faults.extend(NetworkError("gone") for _ in range(8))
        asked_at: list[float] = []
        for _ in range(8):
            while len(intake.telegram.asked) == len(asked_at):
                await let_pass(0.25)
            asked_at.append(passed())

        pauses = [late - early for early, late in pairwise(asked_at)]

    assert pauses == pytest.approx([1, 2, 4, 8, 16, 30, 30], abs=0.5)
    assert pauses[-1] <= LONGEST_PAUSE_SECONDS + 0.5


@in_virtual_time
async def test_what_was_brought_meanwhile_is_handled_when_the_network_is_back() -> None:
    async with Intake() as intake:
        intake.telegram.faults.extend([NetworkError("gone"), TimedOut()])
        intake.telegram.bring(message(1))

        await let_pass(3.1)

        assert intake.handler.done == [1]
        assert intake.unconfirmed == []


@in_virtual_time
async def test_first_fault_after_a_success_pauses_shortly_again() -> None:
    async with Intake() as intake:
        intake.telegram.faults.extend(NetworkError("gone") for _ in range(5))
        await let_pass(32)
        intake.telegram.faults.append(NetworkError("gone"))
        intake.telegram.bring(message(1))
        await let_pass(0.01)
        assert intake.handler.done == [1]

        intake.telegram.bring(message(2))
        await let_pass(1.01)

        assert intake.handler.done == [1, 2]


@in_virtual_time
async def test_handling_goes_on_while_updates_cannot_be_fetched() -> None:
    async with Intake() as intake:
        gate = intake.handler.hold(1)
        intake.telegram.bring(message(1))
        await let_pass(0.01)
        intake.telegram.faults.extend(NetworkError("gone") for _ in range(4))
        await let_pass(2)

        gate.set()
        await let_pass(0.01)

        assert intake.handler.done == [1]


@pytest.mark.parametrize(
    ("fault", "level"),
    [
        (NetworkError("gone"), logging.WARNING),
        (TimedOut(), logging.WARNING),
        (Conflict("terminated by other getUpdates request"), logging.ERROR),
        (RetryAfter(timedelta(seconds=3)), logging.ERROR),
    ],
    ids=lambda value: type(value).__name__,
)
@in_virtual_time
async def test_operator_is_told_how_bad_it_is(
    caplog: pytest.LogCaptureFixture, fault: Exception, level: int
) -> None:
    async with Intake() as intake:
        intake.telegram.faults.append(fault)
        await let_pass(0.5)

        [record] = caplog.records
        assert record.levelno == level
        assert str(fault) in caplog.text
        assert not intake.running.done()


@in_virtual_time
async def test_flood_control_is_waited_out_to_the_second() -> None:
    async with Intake() as intake:
        intake.telegram.faults.append(RetryAfter(timedelta(seconds=40)))
        await let_pass(39.9)
        assert len(intake.telegram.asked) == 1

        await let_pass(0.2)

        assert len(intake.telegram.asked) == 2


@in_virtual_time
async def test_stop_does_not_wait_for_a_pause() -> None:
    async with Intake() as intake:
        intake.telegram.faults.append(RetryAfter(timedelta(hours=1)))
        await let_pass(1)

        intake.polling.stop()
        await intake.running

        assert passed() < 2


@pytest.mark.parametrize("fault", [NetworkError("gone"), Conflict("another one runs")])
@in_virtual_time
async def test_stop_succeeds_without_a_network_too(
    caplog: pytest.LogCaptureFixture, fault: Exception
) -> None:
    async with Intake() as intake:
        gate = intake.handler.hold(1)
        intake.telegram.bring(message(1))
        await let_pass(1)
        intake.polling.stop()
        await let_pass(1)
        intake.telegram.faults.append(fault)
        gate.set()

        await intake.running

        assert intake.handler.done == [1]
        assert intake.unconfirmed == [1], "so it comes again, and is answered as before"
        assert "will come again" in caplog.text


@in_virtual_time
async def test_refused_token_ends_the_intake() -> None:
    async with Intake() as intake:
        intake.telegram.faults.append(InvalidToken("Unauthorized"))

        with pytest.raises(InvalidToken):
            await intake.running


@in_virtual_time
async def test_other_refusals_of_telegram_do_not_end_it() -> None:
    async with Intake() as intake:
        intake.telegram.faults.append(BadRequest("what?"))
        intake.telegram.bring(message(1))

        await let_pass(2)

        assert intake.handler.done == [1]


@in_virtual_time
async def test_stop_waits_only_so_long_for_what_hangs() -> None:
    async with Intake() as intake:
        intake.handler.hold(1)
        intake.telegram.bring(message(1, ANNA), message(2, ANNA), message(3, BOB))
        await let_pass(1)
        intake.polling.stop()

        await intake.running

        assert passed() < STOP_SECONDS + 2
        assert intake.handler.done == [3]
        assert intake.unconfirmed == [1, 2, 3], "what hangs comes again, and what is beyond it"


@in_virtual_time
async def test_webhook_of_before_is_taken_back_and_its_updates_are_kept() -> None:
    async with Intake() as intake:
        intake.telegram.has_webhook = True
        intake.telegram.bring(message(1))

        await let_pass(3)

        assert not intake.telegram.has_webhook
        assert intake.handler.done == [1]


@in_virtual_time
async def test_webhook_that_cannot_be_taken_back_yet_is_tried_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with Intake() as intake:
        intake.telegram.has_webhook = True
        await let_pass(0.5)
        intake.telegram.has_webhook = True
        intake.telegram.faults.extend([Conflict("webhook is active"), NetworkError("gone")])
        intake.telegram.bring(message(1))

        await let_pass(10)

        assert intake.handler.done == [1]
    assert "the webhook could not be taken back" in caplog.text
    assert "said=gone" in caplog.text


@in_virtual_time
async def test_update_that_cannot_be_read_is_passed_over_and_not_quoted(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with Intake() as intake:
        intake.telegram.strange[2] = {"message": ["Zebedee"]}
        intake.telegram.bring(message(1, ANNA), message(2, BOB), message(3, ANNA))

        await let_pass(1)

        assert intake.unconfirmed == []
        assert sorted(intake.handler.done) == [1, 2, 3]
    assert "an update cannot be read" in caplog.text
    assert "error=TypeError" in caplog.text
    assert "Zebedee" not in caplog.text


@in_virtual_time
async def test_webhook_that_is_set_while_the_bot_polls_is_left_alone() -> None:
    async with Intake() as intake:
        intake.telegram.bring(message(1))
        await let_pass(1)
        intake.telegram.has_webhook = True

        await let_pass(100)

        assert intake.telegram.has_webhook

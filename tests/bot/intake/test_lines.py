"""The order of updates, whoever brings them: fair to each person and to all."""

import asyncio

import pytest

from bot.intake.lines import LONGEST_LINE, STOP_SECONDS, Lines
from tests.bot.intake.stubs import Handler
from tests.bot.updates import block, message, payment, pre_checkout
from tests.bot.virtual_time import in_virtual_time, let_pass, passed

ANNA, BOB = 1001, 1002


@pytest.fixture
def handler() -> Handler:
    return Handler()


@in_virtual_time
async def test_update_brought_twice_at_once_is_begun_once(handler: Handler) -> None:
    lines = Lines(handler)
    gate = handler.hold(1)
    first, again = lines.begin(message(1)), lines.begin(message(1))
    assert first is again

    gate.set()
    await let_pass(1)

    assert handler.begun == [1]
    assert lines.begin(message(1)) is None


@in_virtual_time
async def test_payment_about_to_be_made_waits_for_nobody(handler: Handler) -> None:
    lines = Lines(handler)
    gate = handler.hold(1)
    for number in range(1, LONGEST_LINE + 5):
        lines.begin(message(number, ANNA))

    lines.begin(pre_checkout(100, ANNA))
    await let_pass(0.01)

    assert handler.done == [100]
    gate.set()


@in_virtual_time
async def test_who_writes_too_much_at_once_is_told_once_and_the_rest_is_not_read(
    handler: Handler,
) -> None:
    lines = Lines(handler)
    gate = handler.hold(1)
    for number in range(1, LONGEST_LINE + 11):
        lines.begin(message(number, ANNA))
    lines.begin(message(100, BOB))
    await let_pass(0.01)
    assert handler.turned_away == [LONGEST_LINE + 1]
    assert handler.done == [100], "others notice nothing of it"

    gate.set()
    await let_pass(0.01)

    assert handler.done == [100, *range(1, LONGEST_LINE + 1)]
    assert lines.in_hand == 0


@in_virtual_time
async def test_who_has_waited_is_served_again_and_warned_again(handler: Handler) -> None:
    lines = Lines(handler)
    for first in (1, 1001):
        gate = handler.hold(first)
        for number in range(first, first + LONGEST_LINE + 2):
            lines.begin(message(number, ANNA))
        await let_pass(0.01)
        gate.set()
        await let_pass(0.01)

    assert handler.turned_away == [LONGEST_LINE + 1, 1001 + LONGEST_LINE]


@in_virtual_time
async def test_what_has_happened_is_read_however_long_the_line(handler: Handler) -> None:
    lines = Lines(handler)
    gate = handler.hold(1)
    for number in range(1, LONGEST_LINE + 5):
        lines.begin(message(number, ANNA))
    lines.begin(payment(100, ANNA))
    lines.begin(block(101, ANNA))

    gate.set()
    await let_pass(0.01)

    assert handler.done[-2:] == [100, 101]


@in_virtual_time
async def test_finish_waits_for_what_was_begun_but_not_for_ever(handler: Handler) -> None:
    lines = Lines(handler)
    handler.hold(1)
    hanging, done = lines.begin(message(1, ANNA)), lines.begin(message(2, BOB))
    assert hanging is not None
    assert done is not None

    await lines.finish()

    assert passed() == pytest.approx(STOP_SECONDS)
    assert (hanging.cancelled(), done.cancelled()) == (True, False)
    assert lines.begin(message(1, ANNA)) is not None, "it was not handled and may come again"


@in_virtual_time
async def test_finish_with_nothing_in_hand_takes_no_time(handler: Handler) -> None:
    await Lines(handler).finish()
    assert passed() == 0


@in_virtual_time
async def test_update_that_belongs_to_nobody_is_handled_too(handler: Handler) -> None:
    update = message(1, chat={"id": -5, "type": "channel", "title": "News"}, kind="channel_post")
    task = Lines(handler).begin(update)
    assert task is not None
    await asyncio.wait([task])
    assert handler.done == [1]

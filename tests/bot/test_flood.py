"""Requests out: who goes first, how fast, and what a 429 holds up."""

import asyncio
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any

import pytest
from telegram.error import NetworkError, RetryAfter

from bot.flood import (
    AT_ONCE_SECONDS,
    CHAT_BURST,
    LONGEST_PAUSE_SECONDS,
    MANY_CHATS,
    OVERALL_BURST,
    Lane,
    Lanes,
)
from tests.bot.virtual_time import in_virtual_time, passed


class Wire:
    """Notes when each request went out; answers with 429 where it is told to."""

    def __init__(self) -> None:
        self.lanes = Lanes()
        self.sent: list[tuple[str, float]] = []
        self.refusals: dict[str, list[float]] = {}

    async def send(
        self,
        name: str,
        chat_id: int | None = None,
        lane: Lane | None = None,
        endpoint: str = "sendMessage",
    ) -> bool:
        async def callback() -> bool:
            if self.refusals.get(name):
                raise RetryAfter(timedelta(seconds=self.refusals[name].pop(0)))
            self.sent.append((name, passed()))
            return True

        data = {} if chat_id is None else {"chat_id": chat_id}
        done = await self.lanes.process_request(callback, (), {}, endpoint, data, lane)
        return done is True

    async def send_all(self, *requests: Coroutine[Any, Any, bool]) -> None:
        await self.lanes.initialize()
        await asyncio.gather(*requests)
        await self.lanes.shutdown()

    def at(self, name: str) -> float:
        return next(at for each, at in self.sent if each == name)


@in_virtual_time
async def test_a_short_burst_to_one_chat_passes_and_then_one_a_second() -> None:
    wire = Wire()
    await wire.send_all(*[wire.send(str(n), chat_id=7) for n in range(CHAT_BURST + 2)])
    assert [round(at) for _, at in wire.sent] == [0] * CHAT_BURST + [1, 2]


@in_virtual_time
async def test_a_group_gets_twenty_a_minute() -> None:
    wire = Wire()
    await wire.send_all(*[wire.send(str(n), chat_id=-7) for n in range(22)])
    assert [round(at) for _, at in wire.sent] == [0] * 20 + [3, 6]


@in_virtual_time
async def test_over_all_chats_thirty_a_second_go_out() -> None:
    wire = Wire()
    many = OVERALL_BURST + 60
    await wire.send_all(*[wire.send(str(n), chat_id=n + 1) for n in range(many)])
    assert wire.sent[OVERALL_BURST - 1][1] == 0
    assert wire.sent[-1][1] == pytest.approx(2.0, abs=0.01)


@in_virtual_time
async def test_a_dialogue_goes_before_bulk_that_came_first() -> None:
    wire = Wire()
    bulk = [wire.send(f"bulk {n}", chat_id=n + 1, lane=Lane.BULK) for n in range(200)]
    await wire.send_all(*bulk, wire.send("dialogue", chat_id=1000))
    assert wire.at("dialogue") < 0.1
    assert wire.sent[-1][1] > 5


@in_virtual_time
async def test_an_answer_to_a_tap_never_waits_behind_bulk() -> None:
    wire = Wire()
    bulk = [wire.send(f"bulk {n}", chat_id=n + 1, lane=Lane.BULK) for n in range(200)]
    answers = [
        wire.send("tap", endpoint="answerCallbackQuery"),
        wire.send("payment", endpoint="answerPreCheckoutQuery"),
    ]
    await wire.send_all(*bulk, *answers)
    assert wire.at("tap") == wire.at("payment") == 0


@in_virtual_time
async def test_429_pauses_its_chat_exactly_as_long_as_told_and_no_other() -> None:
    wire = Wire()
    wire.refusals["refused"] = [7]
    await wire.send_all(wire.send("refused", chat_id=1), wire.send("other", chat_id=2))
    assert wire.at("refused") == 7
    assert wire.at("other") == 0


@in_virtual_time
async def test_what_is_sent_to_a_paused_chat_waits_too() -> None:
    wire = Wire()
    wire.refusals["refused"] = [7]
    await wire.lanes.initialize()
    first = asyncio.create_task(wire.send("refused", chat_id=1))
    await asyncio.sleep(1)
    await wire.send("next", chat_id=1)
    await first
    await wire.lanes.shutdown()
    assert wire.at("next") == 7


@in_virtual_time
async def test_bulk_goes_back_to_its_queue_instead_of_waiting_for_a_pause() -> None:
    wire = Wire()
    wire.refusals["refused"] = [7]
    await wire.lanes.initialize()
    for name in ("refused", "next"):
        with pytest.raises(RetryAfter) as refused:
            await wire.send(name, chat_id=1, lane=Lane.BULK)
        assert refused.value.retry_after == timedelta(seconds=7)
    await wire.lanes.shutdown()
    assert wire.sent == []


@in_virtual_time
async def test_429_for_two_chats_is_about_them_and_nobody_else() -> None:
    wire = Wire()
    wire.refusals.update({"refused 1": [9], "refused 2": [9]})
    await wire.send_all(
        wire.send("refused 1", chat_id=1),
        wire.send("refused 2", chat_id=2),
        wire.send("other", chat_id=3),
    )
    assert wire.at("other") == 0
    assert wire.at("refused 1") == wire.at("refused 2") == 9


@in_virtual_time
async def test_429_for_many_chats_over_some_time_is_about_them_and_nobody_else() -> None:
    wire = Wire()
    wire.refusals.update({f"refused {n}": [9] for n in range(MANY_CHATS)})
    await wire.lanes.initialize()
    waiting = []
    for n in range(MANY_CHATS):
        waiting.append(asyncio.create_task(wire.send(f"refused {n}", chat_id=n + 1)))
        await asyncio.sleep(AT_ONCE_SECONDS)
    await wire.send("other", chat_id=9)
    assert wire.at("other") == MANY_CHATS * AT_ONCE_SECONDS
    await asyncio.gather(*waiting)
    await wire.lanes.shutdown()


@in_virtual_time
async def test_429_for_a_payment_does_not_wait_for_one_about_taps() -> None:
    wire = Wire()
    wire.refusals["tap"] = [9]
    await wire.send_all(
        wire.send("tap", endpoint="answerCallbackQuery"),
        wire.send("payment", endpoint="answerPreCheckoutQuery"),
    )
    assert wire.at("payment") == 0
    assert wire.at("tap") == 9


@in_virtual_time
async def test_answers_to_taps_are_no_messages() -> None:
    wire = Wire()
    taps = [wire.send(f"tap {n}", endpoint="answerCallbackQuery") for n in range(500)]
    await wire.send_all(*taps, *[wire.send(str(n), chat_id=n + 1) for n in range(OVERALL_BURST)])
    assert {at for _, at in wire.sent} == {0.0}


@pytest.mark.parametrize("lane", [Lane.DIALOGUE, Lane.BULK])
@in_virtual_time
async def test_long_pause_is_the_callers_to_wait_out(lane: Lane) -> None:
    wire = Wire()
    wire.refusals["refused"] = [LONGEST_PAUSE_SECONDS + 1]
    await wire.lanes.initialize()
    for name in ("refused", "next"):
        with pytest.raises(RetryAfter):
            await wire.send(name, chat_id=1, lane=lane)
    await wire.lanes.shutdown()
    assert wire.sent == []
    assert passed() == 0


@in_virtual_time
async def test_bulk_that_waits_for_its_turn_in_a_chat_does_not_wait_for_a_pause_too() -> None:
    wire = Wire()
    await wire.lanes.initialize()
    await asyncio.gather(*[wire.send(str(n), chat_id=1) for n in range(CHAT_BURST)])
    late = asyncio.create_task(wire.send("late", chat_id=1, lane=Lane.BULK))
    await asyncio.sleep(0)
    wire.lanes._pause(Lane.BULK, 1, timedelta(seconds=25))

    with pytest.raises(RetryAfter):
        await late

    assert passed() < 2
    await wire.lanes.shutdown()


@in_virtual_time
async def test_429_for_many_chats_pauses_the_lane_but_not_the_others() -> None:
    wire = Wire()
    wire.refusals.update({f"bulk {n}": [9] for n in range(1, MANY_CHATS + 1)})
    await wire.lanes.initialize()
    for n in range(1, MANY_CHATS + 1):
        with pytest.raises(RetryAfter):
            await wire.send(f"bulk {n}", chat_id=n, lane=Lane.BULK)
    with pytest.raises(RetryAfter):
        await wire.send("other bulk", chat_id=8, lane=Lane.BULK)
    await wire.send("dialogue", chat_id=9)
    await wire.send("tap", endpoint="answerCallbackQuery")
    await asyncio.sleep(9)
    await wire.send("other bulk", chat_id=8, lane=Lane.BULK)
    await wire.lanes.shutdown()
    assert wire.at("dialogue") == wire.at("tap") == 0
    assert wire.at("other bulk") == 9


@in_virtual_time
async def test_429_without_a_chat_pauses_its_lane() -> None:
    wire = Wire()
    wire.refusals["commands"] = [4]
    await wire.send_all(wire.send("commands", endpoint="setMyCommands"))
    assert wire.at("commands") == 4


@in_virtual_time
async def test_after_many_pauses_the_caller_is_told() -> None:
    wire = Wire()
    wire.refusals["refused"] = [1] * 6
    with pytest.raises(RetryAfter):
        await wire.send_all(wire.send("refused", chat_id=1))
    await wire.lanes.shutdown()


@in_virtual_time
async def test_other_errors_are_the_callers() -> None:
    lanes = Lanes()
    await lanes.initialize()

    async def broken() -> bool:
        raise NetworkError("broken")

    with pytest.raises(NetworkError):
        await lanes.process_request(broken, (), {}, "sendMessage", {"chat_id": 1}, None)
    await lanes.shutdown()


@in_virtual_time
async def test_who_gives_up_waiting_takes_nobodys_turn() -> None:
    wire = Wire()
    await wire.lanes.initialize()
    for n in range(OVERALL_BURST):
        await wire.send(str(n), chat_id=n + 1)
    waiting = asyncio.create_task(wire.send("given up", chat_id=100))
    await asyncio.sleep(0)
    waiting.cancel()
    await wire.send("next", chat_id=101)
    await wire.lanes.shutdown()
    assert wire.at("next") == pytest.approx(1 / 30, abs=0.001)


@in_virtual_time
async def test_forgotten_chats_are_those_that_were_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.flood.CHATS_REMEMBERED", 3)
    wire = Wire()
    await wire.lanes.initialize()
    for n in range(CHAT_BURST):
        await wire.send(f"busy {n}", chat_id=1)
    for chat_id in (2, 3, 4):
        await asyncio.sleep(1)
        await wire.send(f"quiet {chat_id}", chat_id=chat_id)
    for n in range(CHAT_BURST):
        await wire.send(f"again {n}", chat_id=1)
    await wire.lanes.shutdown()
    # Had the busy chat been forgotten, it would have had a fresh burst at once.
    assert wire.at("again 4") > 4

"""Lanes for requests out, so that nobody who taps waits behind a broadcast.

Telegram takes about 30 messages a second from a bot and about one a second for a chat, with
short bursts. Answers to taps and payments never wait for these; then go messages of a dialogue;
bulk comes last. A 429 pauses the chat that it was about, or the lane if it is about more.
"""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import timedelta
from enum import IntEnum
from heapq import heappop, heappush
from itertools import count
from typing import Any, TypeVar

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

OVERALL_A_SECOND, OVERALL_BURST = 30.0, 30
CHAT_A_SECOND, CHAT_BURST = 1.0, 5
GROUP_A_SECOND, GROUP_BURST = 20 / 60, 20
MOST_PAUSES = 5
"""How often one request is repeated after a 429 before its caller is told."""
CHATS_REMEMBERED = 10_000
LONGEST_PAUSE_SECONDS = 30.0
"""A caller is not kept waiting for longer in one go; it knows better what to do meanwhile."""
MANY_CHATS, AT_ONCE_SECONDS = 3, 1.0
"""So many chats paused within so short a time: it is not about them, but about all."""

Answer = TypeVar("Answer")


class Lane(IntEnum):
    """Who goes first; given as `rate_limit_args`, a dialogue unless said otherwise."""

    PAYMENT = 0
    """Telegram gives up on a payment after ten seconds."""
    ANSWER = 1
    """Stops the spinner of a tap."""
    DIALOGUE = 2
    BULK = 3


OF_METHOD = {"answerPreCheckoutQuery": Lane.PAYMENT, "answerCallbackQuery": Lane.ANSWER}


class Bucket:
    """Lets through `rate` a second in the long run, and `burst` at once."""

    def __init__(self, rate: float, burst: int) -> None:
        self._rate = rate
        self._burst = burst
        self._tokens = float(burst)
        self._filled_at = 0.0

    def take(self) -> float:
        """Take a token, at worst one of the future, and return the seconds until it is due."""
        self._fill()
        self._tokens -= 1
        return self._until(0)

    def delay(self) -> float:
        """Return the seconds until there is a token to take."""
        self._fill()
        return self._until(1)

    @property
    def is_full(self) -> bool:
        self._fill()
        return self._tokens >= self._burst

    def _until(self, tokens: float) -> float:
        # To the microsecond: what is less is a rounding error, and sleeping it passes no time.
        return max(0.0, round((tokens - self._tokens) / self._rate, 6))

    def _fill(self) -> None:
        now = _now()
        self._tokens = min(self._burst, self._tokens + (now - self._filled_at) * self._rate)
        self._filled_at = now


def _now() -> float:
    return asyncio.get_running_loop().time()


class Lanes(BaseRateLimiter[Lane]):
    """The bot's rate limiter."""

    def __init__(self) -> None:
        self._overall = Bucket(OVERALL_A_SECOND, OVERALL_BURST)
        self._chats: dict[int, Bucket] = {}
        self._paused_chats: dict[int, float] = {}
        self._paused_lanes: dict[Lane, float] = {}
        self._refused_lately: dict[Lane, dict[int, float]] = {}
        self._line: list[tuple[Lane, int, asyncio.Future[None]]] = []
        self._tickets = count()
        self._someone_waits = asyncio.Event()
        self._gate: asyncio.Task[None] | None = None

    async def initialize(self) -> None:
        self._gate = asyncio.create_task(self._let_through())

    async def shutdown(self) -> None:
        if self._gate is not None:
            self._gate.cancel()

    async def process_request(  # noqa: PLR0917  as the library calls it
        self,
        callback: Callable[..., Coroutine[Any, Any, Answer]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Lane | None,
    ) -> Answer:
        """Make the request when it is its turn; repeat it after a 429, which did nothing.

        Bulk is not repeated and does not wait for a pause: it has a queue of its own to go back to.

        Raises:
            RetryAfter: to bulk in a pause; to others in a long one, or after many of them.

        """
        lane = OF_METHOD.get(endpoint, rate_limit_args or Lane.DIALOGUE)
        chat_id = _chat_of(data)
        pauses_left = 0 if lane is Lane.BULK else MOST_PAUSES
        while True:
            await self._wait_for_turn(lane, chat_id)
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as error:
                self._pause(lane, chat_id, error._retry_after)
                if not pauses_left or error._retry_after.total_seconds() > LONGEST_PAUSE_SECONDS:
                    raise
                pauses_left -= 1

    async def _wait_for_turn(self, lane: Lane, chat_id: int | None) -> None:
        await self._wait_out_pause(lane, chat_id)
        if chat_id is not None:
            await asyncio.sleep(self._bucket_of(chat_id).take())
            await self._wait_out_pause(lane, chat_id)
        if lane <= Lane.ANSWER:
            # No message, so none of the thirty a second.
            return
        turn = asyncio.get_running_loop().create_future()
        heappush(self._line, (lane, next(self._tickets), turn))
        self._someone_waits.set()
        await turn

    async def _wait_out_pause(self, lane: Lane, chat_id: int | None) -> None:
        longest = 0.0 if lane is Lane.BULK else LONGEST_PAUSE_SECONDS
        while (pause := self._pause_left(lane, chat_id)) > 0:
            if pause > longest:
                raise RetryAfter(timedelta(seconds=pause))
            await asyncio.sleep(pause)

    async def _let_through(self) -> None:
        """Give the turns: whoever is first in the best lane at the moment a token is there."""
        while True:
            await self._someone_waits.wait()
            while (delay := self._overall.delay()) > 0:  # noqa: ASYNC110  may grow meanwhile
                await asyncio.sleep(delay)
            _, _, turn = heappop(self._line)
            if not self._line:
                self._someone_waits.clear()
            if not turn.done():
                self._overall.take()
                turn.set_result(None)

    def _bucket_of(self, chat_id: int) -> Bucket:
        if chat_id not in self._chats:
            if len(self._chats) >= CHATS_REMEMBERED:
                # A full bucket is as good as a new one.
                self._chats = {
                    each: bucket for each, bucket in self._chats.items() if not bucket.is_full
                }
            rate, burst = (
                (CHAT_A_SECOND, CHAT_BURST) if chat_id > 0 else (GROUP_A_SECOND, GROUP_BURST)
            )
            self._chats[chat_id] = Bucket(rate, burst)
        return self._chats[chat_id]

    def _pause(self, lane: Lane, chat_id: int | None, length: timedelta) -> None:
        """Pause the chat, or the lane if many chats are refused at the same time."""
        now = _now()
        until = now + length.total_seconds()
        if chat_id is None or self._are_many_refused(lane, chat_id, now):
            self._paused_lanes[lane] = max(until, self._paused_lanes.get(lane, 0.0))
            return
        self._paused_chats = {each: end for each, end in self._paused_chats.items() if end > now}
        self._paused_chats[chat_id] = until

    def _are_many_refused(self, lane: Lane, chat_id: int, now: float) -> bool:
        before = self._refused_lately.get(lane, {})
        lately = {each: at for each, at in before.items() if now - at < AT_ONCE_SECONDS}
        self._refused_lately[lane] = lately | {chat_id: now}
        return len(self._refused_lately[lane]) >= MANY_CHATS

    def _pause_left(self, lane: Lane, chat_id: int | None) -> float:
        chat_until = self._paused_chats.get(chat_id, 0.0) if chat_id is not None else 0.0
        until = max(chat_until, self._paused_lanes.get(lane, 0.0))
        return round(until - _now(), 6)


def _chat_of(data: dict[str, Any]) -> int | None:
    chat_id = data.get("chat_id")
    return chat_id if isinstance(chat_id, int) else None

"""The order of updates: one person's one after the other, different people's side by side."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any, Protocol

from telegram import Update

LONGEST_LINE = 20
"""Updates of one person that may wait; what comes on top of them is not read."""
REMEMBERED = 1_000
"""Updates known to be done, should one of them be brought again."""
STOP_SECONDS = 20.0
"""How long what was begun may take to finish once the bot is told to stop."""


class Handler(Protocol):
    """What is done with an update; neither way raises."""

    async def handle(self, update: Update) -> None: ...

    async def slow_down(self, update: Update) -> None: ...


@dataclass
class Line:
    """The updates of one person."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Fair: who came first goes first."""
    length: int = 0
    is_told: bool = False
    """That this is too much at once."""


class Lines:
    """Begins each update once, when it is its turn.

    The library's `BaseUpdateProcessor` would not do: it counts who waits for a turn among those
    who are served, so that a few impatient people keep everybody else waiting.
    """

    def __init__(self, handler: Handler) -> None:
        self._handler = handler
        self._lines: dict[int, Line] = {}
        self._in_hand: dict[int, asyncio.Task[None]] = {}
        self._done: dict[int, None] = {}

    @property
    def in_hand(self) -> int:
        """How many updates are begun or wait for their turn."""
        return len(self._in_hand)

    def begin(self, update: Update) -> asyncio.Task[None] | None:
        """Begin to handle an update; None if it is known to be done.

        An update that is in hand is not begun again: its task is returned. It is done when the
        task ends, unless the task was cancelled.
        """
        update_id = update.update_id
        if update_id in self._done:
            return None
        if update_id not in self._in_hand:
            self._in_hand[update_id] = self._stand_in_line(update)
        return self._in_hand[update_id]

    async def finish(self) -> None:
        """Let what was begun come to its end, but not for ever."""
        if not self._in_hand:
            return
        _, hanging = await asyncio.wait(self._in_hand.values(), timeout=STOP_SECONDS)
        for task in hanging:
            task.cancel()
        await asyncio.gather(*hanging, return_exceptions=True)

    def _stand_in_line(self, update: Update) -> asyncio.Task[None]:
        person = update.effective_user.id if update.effective_user else 0
        line = self._lines.setdefault(person, Line())
        line.length += 1
        task = asyncio.create_task(self._in_turn(update, line))

        def end(ended: asyncio.Task[None]) -> None:
            line.length -= 1
            if not line.length:
                del self._lines[person]
            del self._in_hand[update.update_id]
            if not ended.cancelled():
                self._remember(update.update_id)

        task.add_done_callback(end)
        return task

    def _in_turn(self, update: Update, line: Line) -> Coroutine[Any, Any, None]:
        if update.pre_checkout_query:
            # Telegram gives up on a payment after ten seconds: this waits for nothing.
            return self._handler.handle(update)
        if line.length > LONGEST_LINE and not is_binding(update):
            return self._turn_away(update, line)
        return self._wait_for_turn(update, line)

    async def _wait_for_turn(self, update: Update, line: Line) -> None:
        async with line.turn:
            await self._handler.handle(update)

    async def _turn_away(self, update: Update, line: Line) -> None:
        if not line.is_told:
            line.is_told = True
            await self._handler.slow_down(update)

    def _remember(self, update_id: int) -> None:
        self._done[update_id] = None
        if len(self._done) > REMEMBERED:
            del self._done[next(iter(self._done))]


def is_binding(update: Update) -> bool:
    """Tell whether an update is more than an impatient tap or word: it says what has happened."""
    is_payment = update.message is not None and update.message.successful_payment is not None
    return is_payment or update.my_chat_member is not None

"""Telegram and the application as the intake knows them; tests say when anything ends."""

import asyncio
from collections import Counter, deque
from typing import Any, cast

from telegram import Update
from telegram.error import Conflict
from telegram.ext import ExtBot

from bot.flood import Lane
from bot.intake.lease import Lease
from bot.intake.lines import Lines
from bot.intake.parking import Parking
from bot.intake.polling import Polling

MOST_AT_A_TIME = 200
FAR_IN_THE_FUTURE = 10
"""An offset that much beyond the newest update is taken for none, as on the real server."""


class Telegram:
    """Keeps updates until a request with a higher offset confirms them."""

    def __init__(self) -> None:
        self.waiting: dict[int, Update] = {}
        self.again: list[Update] = []
        """Brought once more although it was confirmed."""
        self.asked: list[dict[str, Any]] = []
        self.faults: deque[Exception] = deque()
        self.has_webhook = False
        self.strange: dict[int, dict[str, Any]] = {}
        """What makes an update one that the library cannot read, by its id."""
        self._last_id = 0
        self._arrived = asyncio.Event()
        self._asked_at = Counter[float]()

    def bring(self, *updates: Update) -> None:
        for update in updates:
            self.waiting[update.update_id] = update
            self._last_id = update.update_id
        self._arrived.set()

    async def get_updates(self, **asked: Any) -> None:
        await self._post("getUpdates", asked)

    async def _post(self, endpoint: str, asked: dict[str, Any], **_: Any) -> list[Any]:
        assert endpoint == "getUpdates"
        self.asked.append(asked)
        self._refuse_to_be_asked_without_pause()
        if self.faults:
            raise self.faults.popleft()
        if self.has_webhook:
            raise Conflict("can't use getUpdates method while webhook is active")
        offset = asked["offset"]
        if offset <= self._last_id + FAR_IN_THE_FUTURE:
            self.waiting = {key: each for key, each in self.waiting.items() if key >= offset}
        if not self.waiting and not self.again:
            self._arrived.clear()
            await self._wait_to_arrive(asked["timeout"])
        again, self.again = self.again, []
        brought = [*again, *self.waiting.values()][: asked.get("limit", 100)]
        return [each.to_dict() | self.strange.get(each.update_id, {}) for each in brought]

    async def delete_webhook(self, *, drop_pending_updates: bool) -> None:
        assert not drop_pending_updates
        if self.faults:
            raise self.faults.popleft()
        self.has_webhook = False

    def _refuse_to_be_asked_without_pause(self) -> None:
        """Or a test would hang in which no time passes."""
        now = asyncio.get_running_loop().time()
        self._asked_at[now] += 1
        assert self._asked_at[now] < MOST_AT_A_TIME

    async def _wait_to_arrive(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._arrived.wait()
        except TimeoutError:
            pass


class Handler:
    """Handles updates: at once, or when their gate opens."""

    def __init__(self) -> None:
        self.begun: list[int] = []
        self.done: list[int] = []
        self.turned_away: list[int] = []
        self.gates: dict[int, asyncio.Event] = {}

    def hold(self, update_id: int) -> asyncio.Event:
        """Let an update take until the gate that is returned is opened."""
        self.gates[update_id] = asyncio.Event()
        return self.gates[update_id]

    async def handle(self, update: Update) -> None:
        update_id = update.update_id
        self.begun.append(update_id)
        if update_id in self.gates:
            await self.gates[update_id].wait()
        self.done.append(update_id)

    async def slow_down(self, update: Update) -> None:
        self.turned_away.append(update.update_id)


class Replica:
    """A lease that a test gives and takes."""

    def __init__(self, *, is_first: bool) -> None:
        self.held, self.lost = asyncio.Event(), asyncio.Event()
        (self.held if is_first else self.lost).set()
        self.is_released = False

    @property
    def is_held(self) -> bool:
        return self.held.is_set()

    def lose(self) -> None:
        self.held.clear()
        self.lost.set()

    def gain(self) -> None:
        self.lost.clear()
        self.held.set()

    async def keep(self) -> None:
        await asyncio.Event().wait()

    async def release(self) -> None:
        self.is_released = True


class Lot:
    """Where updates are parked, without a database."""

    def __init__(self) -> None:
        self.parked: dict[int, Any] = {}
        self.is_open = True

    async def park(self, update_id: int, content: Any, handling: asyncio.Task[None]) -> bool:
        if self.is_open:
            self.parked[update_id] = content
            self.release_after(update_id, handling)
        return self.is_open

    def release_after(self, update_id: int, handling: asyncio.Task[None]) -> None:
        def release(ended: asyncio.Task[None]) -> None:
            if not ended.cancelled():
                del self.parked[update_id]

        handling.add_done_callback(release)

    async def left_behind(self) -> list[Any]:
        return list(self.parked.values())

    async def empty(self) -> None:
        """Have no more to do."""


class Intake:
    """An intake over the two; `async with` runs it."""

    def __init__(self, *, is_first: bool = True) -> None:
        self.telegram = Telegram()
        self.handler = Handler()
        self.lease = Replica(is_first=is_first)
        self.parking = Lot()
        self.polling = Polling(
            cast(ExtBot[Lane], self.telegram),
            Lines(self.handler),
            cast(Lease, self.lease),
            cast(Parking, self.parking),
        )

    async def __aenter__(self) -> "Intake":
        self.running = asyncio.create_task(self.polling.run())
        return self

    async def __aexit__(self, *_: object) -> None:
        for gate in self.handler.gates.values():
            gate.set()
        self.polling.stop()
        await asyncio.wait([self.running])

    @property
    def unconfirmed(self) -> list[int]:
        return list(self.telegram.waiting)

"""Telegram and the application as the intake knows them; tests say when anything ends."""

import asyncio
from collections import Counter, defaultdict, deque
from typing import Any, cast

from telegram import Update

from bot.application import AfterbellApplication
from bot.intake import Polling

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
        self._last_id = 0
        self._arrived = asyncio.Event()
        self._asked_at = Counter[float]()

    def bring(self, *updates: Update) -> None:
        for update in updates:
            self.waiting[update.update_id] = update
            self._last_id = update.update_id
        self._arrived.set()

    async def get_updates(self, **asked: Any) -> tuple[Update, ...]:
        self.asked.append(asked)
        self._refuse_to_be_asked_without_pause()
        if self.faults:
            raise self.faults.popleft()
        offset = asked["offset"]
        if offset <= self._last_id + FAR_IN_THE_FUTURE:
            self.waiting = {key: each for key, each in self.waiting.items() if key >= offset}
        if not self.waiting and not self.again:
            self._arrived.clear()
            await self._wait_to_arrive(asked["timeout"])
        again, self.again = self.again, []
        return (*again, *self.waiting.values())[: asked.get("limit", 100)]

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


class Application:
    """Handles updates: at once, or when their gate opens; some fail first."""

    def __init__(self, telegram: Telegram) -> None:
        self.bot = telegram
        self.begun: list[int] = []
        self.done: list[int] = []
        self.gates: dict[int, asyncio.Event] = {}
        self.failures: defaultdict[int, deque[Exception]] = defaultdict(deque)

    def hold(self, update_id: int) -> asyncio.Event:
        """Let an update take until the gate that is returned is opened."""
        self.gates[update_id] = asyncio.Event()
        return self.gates[update_id]

    async def process_update(self, update: Update) -> None:
        update_id = update.update_id
        self.begun.append(update_id)
        if self.failures[update_id]:
            raise self.failures[update_id].popleft()
        if update_id in self.gates:
            await self.gates[update_id].wait()
        self.done.append(update_id)


class Intake:
    """An intake over the two; `async with` runs it."""

    def __init__(self) -> None:
        self.telegram = Telegram()
        self.application = Application(self.telegram)
        self.polling = Polling(cast(AfterbellApplication, self.application))

    async def __aenter__(self) -> "Intake":
        self.running = asyncio.create_task(self.polling.run())
        return self

    async def __aexit__(self, *_: object) -> None:
        for gate in self.application.gates.values():
            gate.set()
        self.polling.stop()
        await asyncio.wait([self.running])

    @property
    def unconfirmed(self) -> list[int]:
        return list(self.telegram.waiting)

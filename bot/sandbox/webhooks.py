"""Delivering updates to a bot's own server."""

import asyncio
from collections import deque
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

import aiohttp

from bot.clock import Clock
from bot.sandbox.faults import FaultKind, Faults
from bot.sandbox.json_types import Json
from bot.sandbox.updates import Update, UpdateQueue

_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  # the header's name
_ANSWER_WITHIN = aiohttp.ClientTimeout(total=60)
_LONGEST_DELAY = 60.0


@dataclass(frozen=True, slots=True)
class Target:
    """Where to deliver, and how."""

    url: str
    secret: str
    connections: int


@dataclass(slots=True)
class _Trouble:
    at: datetime
    words: str


class Webhook:
    """Posts updates, those of one person one after the other, again and again until taken."""

    def __init__(
        self,
        target: Target,
        updates: UpdateQueue,
        clock: Clock,
        faults: Faults,
        first_delay: float,
    ) -> None:
        self.target = target
        self._faults = faults
        self._updates = updates
        self._clock = clock
        self._first_delay = first_delay
        self._session = aiohttp.ClientSession(timeout=_ANSWER_WITHIN)
        self._connections = asyncio.Semaphore(target.connections)
        self._backlog: dict[int, deque[Update]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._trouble: _Trouble | None = None
        updates.on_added = self.accept
        for update in updates.waiting(now=clock.now()):
            self.accept(update)

    def accept(self, update: Update) -> None:
        """Deliver an update after those of the same person that still wait."""
        if update.person_id in self._backlog:
            self._backlog[update.person_id].append(update)
            return
        self._backlog[update.person_id] = deque([update])
        task = asyncio.create_task(self._deliver_all(update.person_id))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Stop; what was not taken stays in the queue."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._session.close()

    def as_info(self) -> Json:
        """Return the fields of WebhookInfo that are only there with a webhook."""
        info: Json = {"url": self.target.url, "max_connections": self.target.connections}
        if self._trouble is not None:
            info["last_error_date"] = int(self._trouble.at.timestamp())
            info["last_error_message"] = self._trouble.words
        return info

    async def _deliver_all(self, person_id: int) -> None:
        backlog = self._backlog[person_id]
        while backlog:
            await self._deliver(backlog[0])
            backlog.popleft()
        del self._backlog[person_id]

    async def _deliver(self, update: Update) -> None:
        delay = self._first_delay
        while update.expires_at > self._clock.now():
            async with self._connections:
                trouble = await self._post(update)
            if trouble is None:
                self._updates.confirm(update.update_id)
                return
            self._trouble = _Trouble(self._clock.now(), trouble)
            await asyncio.sleep(delay)
            delay = min(2 * delay, _LONGEST_DELAY)
        self._updates.drop(update.update_id)

    async def _post(self, update: Update) -> str | None:
        """Return what went wrong, if anything."""
        if self._faults.strike(FaultKind.OUTAGE):
            return "Connection timed out"
        headers = {_SECRET_HEADER: self.target.secret} if self.target.secret else {}
        try:
            async with self._session.post(
                self.target.url,
                json=update.as_object(),
                headers=headers,
                allow_redirects=False,
                ssl=False,
            ) as response:
                await response.read()
                if HTTPStatus.OK <= response.status < HTTPStatus.MULTIPLE_CHOICES:
                    return None
                return f"Wrong response from the webhook: {response.status} {response.reason}"
        except aiohttp.ClientConnectorError:
            return "Connection refused"
        except TimeoutError:
            return "Read timeout expired"
        except (aiohttp.ClientError, OSError):
            return "Connection closed"

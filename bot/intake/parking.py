"""Updates that take long, kept in the database until they are handled.

Telegram brings at most a hundred updates from the lowest unfinished one on, so that one person
whom the bot cannot answer would soon keep everybody waiting. What is kept here may be confirmed.
"""

import asyncio
from typing import Any

import structlog

from bot.clock import Clock
from storage.database import Database
from storage.errors import BusyError
from storage.parked_updates import list_parked, park_update, release_update

log = structlog.stdlib.get_logger(__name__)


class Parking:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._leaving: set[asyncio.Task[None]] = set()

    async def park(self, update_id: int, content: Any, handling: asyncio.Task[None]) -> bool:
        """Keep an update until its handling ends; return whether it could be."""
        now = self._clock.now()
        try:
            await self._database.run(park_update, update_id, content, now=now)
        except BusyError:
            return False
        self.release_after(update_id, handling)
        return True

    def release_after(self, update_id: int, handling: asyncio.Task[None]) -> None:
        """Forget an update once it is handled; one that was cut short is begun again later."""
        leaving = asyncio.create_task(self._release_after(update_id, handling))
        self._leaving.add(leaving)
        leaving.add_done_callback(self._leaving.discard)

    async def _release_after(self, update_id: int, handling: asyncio.Task[None]) -> None:
        await asyncio.wait([handling])
        if handling.cancelled():
            return
        try:
            await self._database.run(release_update, update_id)
        except BusyError:
            # It will be handled once more, which has the same answer and no second effect.
            log.warning("a handled update could not be released", update=update_id)

    async def left_behind(self) -> list[Any]:
        """List what was parked and not handled, because a process ended."""
        try:
            return await self._database.read(list_parked)
        except BusyError:
            log.warning("what was parked before could not be read")
            return []

    async def empty(self) -> None:
        """Wait until what was handled is released."""
        await asyncio.gather(*self._leaving)

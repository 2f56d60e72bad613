"""Updates by long polling, for one replica at a time."""

import asyncio
import logging
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import structlog
from aiohttp import web
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.ext import ExtBot

from bot.flood import Lane
from bot.intake import ALLOWED_UPDATES
from bot.intake.lease import Lease
from bot.intake.lines import Lines
from bot.intake.parking import Parking
from bot.intake.reading import read_update

log = structlog.stdlib.get_logger(__name__)

LONG_POLL_SECONDS = 30
GRACE_SECONDS = 5
"""How much later than that an answer may come."""
LOOK_AGAIN_SECONDS, LOOK_AGAIN_SECONDS_AT_MOST = 0.05, 0.25
"""How long new updates may wait while older ones are being handled."""
LONGEST_PAUSE_SECONDS = 30.0
SILENT_SECONDS = 90.0
"""After so long without an answer from Telegram, updates do not come in."""
PARKED_AFTER_SECONDS = 5.0
"""How long an update may be in hand before it is kept in the database, see `parking`."""

Done = TypeVar("Done")


@dataclass
class Brought:
    """An update that Telegram does not know to be handled."""

    content: Any
    task: asyncio.Task[None] | None
    """None: it was handled before, and came again."""
    since: float
    is_parked: bool = False

    @property
    def is_over(self) -> bool:
        """Whether Telegram may forget it."""
        is_handled = self.task is None or (self.task.done() and not self.task.cancelled())
        return is_handled or self.is_parked


class Polling:
    """Brings updates by long polling until it is stopped.

    The offset stays at the lowest update that is neither handled nor parked; what was handled
    beyond it comes again and is known.
    """

    def __init__(self, bot: ExtBot[Lane], lines: Lines, lease: Lease, parking: Parking) -> None:
        self._bot = bot
        self._lines = lines
        self._lease = lease
        self._parking = parking
        self._offset = 0
        self._brought: dict[int, Brought] = {}
        self._has_polled = False
        self._heard_at = 0.0
        self._stopping = asyncio.Event()

    @property
    def is_ready(self) -> bool:
        """Whether updates come in here, or would as soon as it is this replica's turn."""
        if self._stopping.is_set():
            return False
        return not self._lease.is_held or _now() - self._heard_at < SILENT_SECONDS

    @property
    def routes(self) -> Sequence[web.AbstractRouteDef]:
        return []

    async def run(self) -> None:
        """Poll, handle, confirm; returns after `stop`, with all begun work done and confirmed.

        Raises:
            InvalidToken: Telegram does not know the token.

        """
        self._heard_at = _now()
        renewing = asyncio.create_task(self._lease.keep())
        try:
            await self._poll_until_stopped()
            await self._lines.finish()
            await self._parking.empty()
            if self._lease.is_held:
                await self._confirm_last()
        finally:
            renewing.cancel()
        await self._lease.release()

    def stop(self) -> None:
        """Take no more updates; what is being handled is finished."""
        self._stopping.set()

    async def _poll_until_stopped(self) -> None:
        while not self._stopping.is_set():
            await _unless(self._lease.held.wait(), self._stopping)
            if not self._stopping.is_set():
                await self._take_over()
                await self._poll_in_turn()

    async def _take_over(self) -> None:
        """Begin where Telegram stands; whoever polled before may have left updates half done."""
        self._brought.clear()
        self._offset, self._heard_at = 0, _now()
        for content in await self._parking.left_behind():
            update = read_update(content, self._bot)
            task = self._lines.begin(update)
            if task is not None:
                self._parking.release_after(update.update_id, task)

    async def _poll_in_turn(self) -> None:
        """Poll until the lease is lost, or the bot is told to stop."""
        pause = 0.0
        look_again = LOOK_AGAIN_SECONDS
        while self._lease.is_held and not self._stopping.is_set():
            try:
                contents = await self._poll()
            except InvalidToken:
                raise
            except TelegramError as error:
                pause = min(max(1.0, pause * 2), LONGEST_PAUSE_SECONDS)
                await self._wait_after(error, pause)
                continue
            pause = 0.0
            self._has_polled, self._heard_at = True, _now()
            has_new = self._begin(contents)
            # While an update is not done, a poll returns at once with what is known already.
            look_again = (
                LOOK_AGAIN_SECONDS if has_new else min(2 * look_again, LOOK_AGAIN_SECONDS_AT_MOST)
            )
            await self._wait_for_handling(look_again, all_of_them=has_new)

    async def _poll(self) -> list[Any]:
        await self._park_what_takes_long()
        self._advance()
        # The library's own method logs and refuses a whole batch for one update it cannot read.
        polling = self._bot._post(
            "getUpdates",
            {
                "offset": self._offset,
                "timeout": LONG_POLL_SECONDS,
                "allowed_updates": ALLOWED_UPDATES,
            },
            read_timeout=LONG_POLL_SECONDS + GRACE_SECONDS,
        )
        return await _unless(polling, self._stopping, self._lease.lost) or []

    def _begin(self, contents: list[Any]) -> bool:
        """Begin what is new; return whether anything is."""
        has_new = False
        for content in contents:
            if content["update_id"] not in self._brought:
                task = self._lines.begin(read_update(content, self._bot))
                self._brought[content["update_id"]] = Brought(content, task, _now())
                has_new = has_new or task is not None
        return has_new

    async def _wait_for_handling(self, seconds: float, *, all_of_them: bool) -> None:
        running = [each.task for each in self._brought.values() if each.task and not each.is_over]
        if running:
            until = asyncio.ALL_COMPLETED if all_of_them else asyncio.FIRST_COMPLETED
            await asyncio.wait(running, timeout=seconds, return_when=until)

    async def _park_what_takes_long(self) -> None:
        for update_id, each in self._brought.items():
            if each.task and not each.is_over and _now() - each.since >= PARKED_AFTER_SECONDS:
                each.is_parked = await self._parking.park(update_id, each.content, each.task)

    def _advance(self) -> None:
        """Move the offset to the lowest update that is still being handled."""
        if not self._brought:
            return
        unfinished = [update_id for update_id, each in self._brought.items() if not each.is_over]
        # May be lower than it was: after a week of silence Telegram numbers from somewhere else.
        self._offset = min(unfinished, default=max(self._brought) + 1)
        for confirmed in [each for each in self._brought if each < self._offset]:
            del self._brought[confirmed]

    async def _wait_after(self, error: TelegramError, pause: float) -> None:
        if isinstance(error, RetryAfter):
            pause = error._retry_after.total_seconds()
        kind = logging.WARNING if isinstance(error, NetworkError) else logging.ERROR
        log.log(kind, "no updates", pause=pause, said=error.message)
        if isinstance(error, Conflict) and not self._has_polled:
            await self._take_webhook_back()
        await _unless(asyncio.sleep(pause), self._stopping)

    async def _take_webhook_back(self) -> None:
        """Poll where updates were pushed before; those that wait are kept.

        Only at the start: one that is set later is meant, and this process is a stray one.
        """
        try:
            await self._bot.delete_webhook(drop_pending_updates=False)
        except TelegramError as error:
            log.warning("the webhook could not be taken back", said=error.message)

    async def _confirm_last(self) -> None:
        self._advance()
        try:
            await self._bot._post("getUpdates", {"offset": self._offset, "limit": 1, "timeout": 0})
        except TelegramError as error:
            log.warning("the last updates will come again", said=error.message)


def _now() -> float:
    return asyncio.get_running_loop().time()


async def _unless(work: Coroutine[Any, Any, Done], *ends: asyncio.Event) -> Done | None:
    """Do some work, but leave it as soon as one of the events is set."""
    doing = asyncio.create_task(work)
    ending = [asyncio.create_task(end.wait()) for end in ends]
    try:
        await asyncio.wait([doing, *ending], return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in ending:
            task.cancel()
        if not doing.done():
            doing.cancel()
    return None if doing.cancelled() or not doing.done() else doing.result()

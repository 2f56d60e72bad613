"""Updates in: an update is confirmed to Telegram only after its effect is committed.

python-telegram-bot's own updater confirms a batch before it is handled, so a crash would lose
what was in memory. Here the offset stays at the lowest update that is still being handled; what
was handled beyond it and comes again is known and not handled twice.
"""

import asyncio
import logging
import secrets
from collections import deque

from telegram import Update
from telegram.error import InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.application import AfterbellApplication
from storage.errors import BusyError

log = logging.getLogger(__name__)

ALLOWED_UPDATES = (Update.MESSAGE, Update.CALLBACK_QUERY)
LONG_POLL_SECONDS = 30
GRACE_SECONDS = 5
"""How much later than that an answer may come; the library adds the two."""
AT_ONCE = 32
"""Updates handled side by side; those of one person always one after the other."""
LOOK_AGAIN_SECONDS = 0.05
"""How long new updates may wait while older ones are being handled."""
REMEMBERED = 1_000
"""Confirmed updates that are still known, should one of them be brought again."""
LONGEST_PAUSE_SECONDS = 30.0
BUSY_PAUSES = (0.2, 1.0, 5.0)
"""Before an update is tried again whose sender could not be looked up."""


class Polling:
    """Brings updates by long polling until it is stopped."""

    def __init__(self, application: AfterbellApplication) -> None:
        self._application = application
        self._offset = 0
        self._done: set[int] = set()
        """Updates handled but not confirmed yet, because an older one is not done."""
        self._confirmed: deque[int] = deque(maxlen=REMEMBERED)
        self._running: dict[int, asyncio.Task[None]] = {}
        self._last_of_person: dict[int, asyncio.Task[None]] = {}
        self._room = asyncio.Semaphore(AT_ONCE)
        self._stopping = asyncio.Event()

    async def run(self) -> None:
        """Poll, handle, confirm; returns after `stop`, with all begun work done and confirmed."""
        pause = 0.0
        while not self._stopping.is_set():
            try:
                updates = await self._poll()
            except InvalidToken:
                raise
            except TelegramError as error:
                pause = min(max(1.0, pause * 2), LONGEST_PAUSE_SECONDS)
                await self._wait_after(error, pause)
            else:
                pause = 0.0
                for update in updates:
                    self._begin(update)
                if self._running:
                    await asyncio.wait(self._running.values(), timeout=LOOK_AGAIN_SECONDS)
        await self._finish()

    def stop(self) -> None:
        """Take no more updates; what is being handled is finished."""
        self._stopping.set()

    async def _poll(self) -> tuple[Update, ...]:
        self._advance()
        polling = asyncio.ensure_future(
            self._application.bot.get_updates(
                offset=self._offset,
                timeout=LONG_POLL_SECONDS,
                allowed_updates=ALLOWED_UPDATES,
                read_timeout=GRACE_SECONDS,
            )
        )
        stopping = asyncio.ensure_future(self._stopping.wait())
        await asyncio.wait((polling, stopping), return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if polling.done():
            return polling.result()
        polling.cancel()
        return ()

    def _advance(self) -> None:
        """Move the offset to the lowest update that is still being handled."""
        known = self._done | self._running.keys()
        if not known:
            return
        # May be lower than it was: after a week of silence Telegram numbers from somewhere else.
        self._offset = min(self._running, default=max(known) + 1)
        confirmed = {update_id for update_id in self._done if update_id < self._offset}
        self._confirmed.extend(confirmed)
        self._done -= confirmed

    def _begin(self, update: Update) -> None:
        update_id = update.update_id
        if any(update_id in known for known in (self._running, self._done, self._confirmed)):
            return
        person = update.effective_user.id if update.effective_user else 0
        before = self._last_of_person.get(person)
        task = asyncio.create_task(self._handle(update, before))
        self._running[update_id] = task
        self._last_of_person[person] = task
        task.add_done_callback(lambda done: self._end(update_id, person, done))

    def _end(self, update_id: int, person: int, task: asyncio.Task[None]) -> None:
        del self._running[update_id]
        self._done.add(update_id)
        if self._last_of_person.get(person) is task:
            del self._last_of_person[person]

    async def _handle(self, update: Update, before: asyncio.Task[None] | None) -> None:
        if before is not None:
            await asyncio.wait([before])
        async with self._room:
            try:
                await self._process(update)
            except Exception:
                reference = secrets.token_hex(4)
                log.exception("reference %s: update %s was lost", reference, update.update_id)

    async def _process(self, update: Update) -> None:
        for pause in BUSY_PAUSES:
            try:
                await self._application.process_update(update)
            except BusyError:
                await asyncio.sleep(pause)
            else:
                return
        await self._application.process_update(update)

    async def _wait_after(self, error: TelegramError, pause: float) -> None:
        if isinstance(error, RetryAfter):
            pause = error._retry_after.total_seconds()
        kind = logging.WARNING if isinstance(error, NetworkError) else logging.ERROR
        log.log(kind, "no updates for %s s: %s", pause, error.message)
        stopping = asyncio.ensure_future(self._stopping.wait())
        await asyncio.wait((stopping,), timeout=pause)
        stopping.cancel()

    async def _finish(self) -> None:
        if self._running:
            await asyncio.wait(self._running.values())
        self._advance()
        try:
            await self._application.bot.get_updates(offset=self._offset, limit=1, timeout=0)
        except TelegramError as error:
            log.warning("the last updates are not confirmed and will come again: %s", error.message)

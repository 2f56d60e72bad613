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

log = logging.getLogger(__name__)

ALLOWED_UPDATES = (Update.MESSAGE, Update.CALLBACK_QUERY, Update.MY_CHAT_MEMBER)
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
STOP_SECONDS = 20.0
"""How long what was begun may take to finish once the bot is told to stop."""


class Polling:
    """Brings updates by long polling until it is stopped."""

    def __init__(self, application: AfterbellApplication) -> None:
        self._application = application
        self._offset = 0
        self._done: set[int] = set()
        """Updates handled but not confirmed yet, because an older one is not done."""
        self._confirmed: deque[int] = deque(maxlen=REMEMBERED)
        self._unfinished: set[int] = set()
        self._running: dict[int, asyncio.Task[None]] = {}
        self._last_of_person: dict[int, asyncio.Task[None]] = {}
        self._room = asyncio.Semaphore(AT_ONCE)
        self._stopping = asyncio.Event()

    async def run(self) -> None:
        """Poll, handle, confirm; returns after `stop`, with all begun work done and confirmed."""
        pause = 0.0
        look_again = LOOK_AGAIN_SECONDS
        while not self._stopping.is_set():
            try:
                updates = await self._poll()
            except InvalidToken:
                raise
            except TelegramError as error:
                pause = min(max(1.0, pause * 2), LONGEST_PAUSE_SECONDS)
                await self._wait_after(error, pause)
                continue
            pause = 0.0
            begun = [self._begin(update) for update in updates]
            # While an update is not done, a poll returns at once with what is known already.
            look_again = LOOK_AGAIN_SECONDS if any(begun) else min(2 * look_again, 1.0)
            if self._running:
                await asyncio.wait(
                    self._running.values(),
                    timeout=look_again,
                    return_when=asyncio.ALL_COMPLETED if any(begun) else asyncio.FIRST_COMPLETED,
                )
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
        known = self._done | self._unfinished
        if not known:
            return
        # May be lower than it was: after a week of silence Telegram numbers from somewhere else.
        self._offset = min(self._unfinished, default=max(known) + 1)
        confirmed = {update_id for update_id in self._done if update_id < self._offset}
        self._confirmed.extend(confirmed)
        self._done -= confirmed

    def _begin(self, update: Update) -> bool:
        """Begin to handle an update, unless it is known; return whether it was new."""
        update_id = update.update_id
        if any(update_id in known for known in (self._unfinished, self._done, self._confirmed)):
            return False
        person = update.effective_user.id if update.effective_user else 0
        before = self._last_of_person.get(person)
        task = asyncio.create_task(self._handle(update, before))
        self._unfinished.add(update_id)
        self._running[update_id] = task
        self._last_of_person[person] = task
        task.add_done_callback(lambda done: self._end(update_id, person, done))
        return True

    def _end(self, update_id: int, person: int, task: asyncio.Task[None]) -> None:
        del self._running[update_id]
        if not task.cancelled():
            self._unfinished.remove(update_id)
            self._done.add(update_id)
        if self._last_of_person.get(person) is task:
            del self._last_of_person[person]

    async def _handle(self, update: Update, before: asyncio.Task[None] | None) -> None:
        if before is not None:
            await asyncio.wait([before])
        async with self._room:
            try:
                await self._application.process_update(update)
            except Exception:
                reference = secrets.token_hex(4)
                log.exception("reference %s: update %s was lost", reference, update.update_id)

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
            _, unfinished = await asyncio.wait(self._running.values(), timeout=STOP_SECONDS)
            for task in unfinished:
                task.cancel()
            await asyncio.gather(*unfinished, return_exceptions=True)
        self._advance()
        try:
            await self._application.bot.get_updates(offset=self._offset, limit=1, timeout=0)
        except TelegramError as error:
            log.warning("the last updates are not confirmed and will come again: %s", error.message)

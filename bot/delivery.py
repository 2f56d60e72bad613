"""Notices out: claimed, put into words by the rows as they are now, sent, and then settled."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import cast

import structlog
from aiohttp import ConnectionTimeoutError
from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError, TimedOut
from telegram.ext import ExtBot

from bot import tracing
from bot.application import patiently
from bot.context import Services, send
from bot.flood import Lane
from bot.registers import shown_as
from bot.screen import Screen
from bot.screens.notices.notice import notice as notice_screen
from domain.reminders import leaves_at
from storage.errors import BusyError
from storage.notices.about import AboutDay, AboutRegister, ClaimedNotice
from storage.reachability import mark_unreachable
from storage.register_messages import note_register_message
from storage.tables import NoticeState
from storage.transaction import Transaction

log = structlog.stdlib.get_logger(__name__)

AT_ONCE = 20
CLAIM_LASTS = timedelta(minutes=2)
"""If the process dies while it sends, the notice is due again after this."""
SENDING_LASTS = timedelta(seconds=30)
"""Longer than a request takes: with less of the claim left, another replica may send it too."""
FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(minutes=15)
MOST_ATTEMPTS = 100
"""With the pause doubling up to the longest, about a day: an outage may last a night."""
MOST_UNANSWERED = 3
"""Of a message that may have arrived each time: so often somebody may be told the same."""
CUT_OFF = frozenset(
    {
        "ClientConnectionError",
        "ClientConnectionResetError",
        "ClientOSError",
        "ClientPayloadError",
        "ServerConnectionError",
        "ServerDisconnectedError",
    }
)
"""What `bot/transport` calls it when a connection broke after the request had gone out."""


class StoppingError(Exception):
    """The database is away while the program stops: the notice is due again later."""


class Delivery:
    """Delivers due notices whenever it is woken."""

    def __init__(self, services: Services, bot: ExtBot[Lane]) -> None:
        self._services = services
        self._bot = bot
        self._due = asyncio.Event()
        self._stopping = False

    def wake(self) -> None:
        """Say that something may be due."""
        self._due.set()

    def stop(self) -> None:
        """Claim no more; what is on its way is sent and settled, lest it be sent again."""
        self._stopping = True
        self.wake()

    async def run(self) -> None:
        """Deliver, and wait to be woken; until told to stop."""
        while not self._stopping:
            await self._due.wait()
            self._due.clear()
            try:
                await self.deliver_due()
            except Exception:
                log.exception("delivery stopped; it goes on when it is woken next")

    async def deliver_due(self) -> None:
        """Deliver until nothing is due."""
        while not self._stopping:
            now = self._services.clock.now()
            claimed = await self._claim(now)
            if not claimed:
                return
            people = {each.telegram_id for each in claimed}
            of_each = [[due for due in claimed if due.telegram_id == person] for person in people]
            until = now + CLAIM_LASTS - SENDING_LASTS
            await asyncio.gather(*[self._deliver_in_order(each, until) for each in of_each])

    async def _claim(self, now: datetime) -> list[ClaimedNotice]:
        return await self._services.database.run(
            lambda tx: tx.outbox.claim(now=now, again_at=now + CLAIM_LASTS, most=AT_ONCE)
        )

    async def _deliver_in_order(self, notices: list[ClaimedNotice], until: datetime) -> None:
        """Tell one person what happened in the order in which it did.

        What there is no time for while the claim lasts is left to the next one.
        """
        for due in notices:
            if self._services.clock.now() >= until:
                break
            with tracing.begin(notice=due.id):
                if not await self._deliver_or_log(due):
                    break

    async def _deliver_or_log(self, due: ClaimedNotice) -> bool:
        """Deliver one notice; if that fails in a way nobody expected, the rest go on."""
        try:
            return await self._deliver(due)
        except Exception:
            log.exception("a notice was passed over; it is due again later")
            if due.attempts >= MOST_ATTEMPTS:
                await self._settle(due, NoticeState.FAILED)
            return True

    async def _deliver(self, due: ClaimedNotice) -> bool:
        """Deliver one notice; return whether to go on with the person's next one.

        Behind one that could not be sent, the next waits until its claim ends.
        """
        now = self._services.clock.now()
        at = self._leaves_at(due, now)
        say = self._services.say(due.language)
        screen = None if at is None else notice_screen(say, due, self._services.policy, now=at)
        if at is None or screen is None or due.telegram_id is None:
            await self._settle(due, NoticeState.DROPPED)
        elif due.is_unreachable:
            await self._write_each(due, lambda tx, one: tx.outbox.pause(one))
            self._services.metrics.tried_notice(due.kind, NoticeState.PAUSED)
        elif at > now:
            await self._write_each(due, lambda tx, one: tx.outbox.put_off(one, at))
            self._services.metrics.tried_notice(due.kind, "postponed")
        else:
            return await self._send(due, due.telegram_id, screen)
        return True

    def _leaves_at(self, due: ClaimedNotice, now: datetime) -> datetime | None:
        """Return when a notice may leave, which only reminders do not do at any time."""
        if not isinstance(due.about, AboutDay):
            return now
        day, policy = due.about, self._services.policy
        return leaves_at(due.kind, day.on, day.booked, policy, has_later=day.has_later, now=now)

    async def _send(self, due: ClaimedNotice, telegram_id: int, screen: Screen) -> bool:
        try:
            message_id = await send(self._bot, telegram_id, screen, Lane.BULK)
        except Forbidden as error:
            log.info("a notice cannot be delivered", said=error.message)
            await self._put_by(due)
            return due.parent_id is None
        except BadRequest as error:
            log.warning("a notice is given up", said=error.message)
            await self._settle(due, NoticeState.FAILED)
        except TelegramError as error:
            await self._try_again(due, error)
            return False
        else:
            await self._settle(due, NoticeState.SENT)
            await self._keep_in_step(due, telegram_id, message_id)
        return True

    async def _keep_in_step(self, due: ClaimedNotice, telegram_id: int, message_id: int) -> None:
        """Remember the message if it shows a register."""
        if not isinstance(due.about, AboutRegister):
            return
        say, found = self._services.say(due.language), due.about.register
        _, message = shown_as(
            say, found, 0, chat_id=telegram_id, message_id=message_id, language=due.language
        )
        await self._write(lambda tx: note_register_message(tx, message))

    async def _put_by(self, due: ClaimedNotice) -> None:
        """Wait with all that a parent has coming until they can be reached; not with staff's."""
        if (parent_id := due.parent_id) is None:
            await self._settle(due, NoticeState.FAILED)
            return
        now = self._services.clock.now()
        await self._write(lambda tx: mark_unreachable(tx, parent_id, now=now))
        self._services.metrics.tried_notice(due.kind, NoticeState.PAUSED)

    async def _try_again(self, due: ClaimedNotice, error: TelegramError) -> None:
        may_be_there = _may_have_arrived(error)
        unanswered = due.unanswered + may_be_there
        if due.attempts >= MOST_ATTEMPTS or unanswered >= MOST_UNANSWERED:
            log.error("a notice is given up", said=error.message)
            await self._settle(due, NoticeState.FAILED)
            return
        pause = min(FIRST_PAUSE * 2 ** min(due.attempts - 1, 10), LONGEST_PAUSE)
        if isinstance(error, RetryAfter):
            # A length of time, as `bot/__init__` has asked the library for.
            pause = max(pause, cast(timedelta, error.retry_after))
        elif may_be_there and unanswered == MOST_UNANSWERED - 1:
            # The last try: most of what makes Telegram silent is over by then.
            pause = LONGEST_PAUSE
        log.warning("a notice is tried again", pause=str(pause), said=error.message)
        until = self._services.clock.now() + pause
        await self._write_each(
            due, lambda tx, one: tx.outbox.postpone(one, until, unanswered=may_be_there)
        )
        self._services.metrics.tried_notice(due.kind, "postponed")

    async def _settle(self, due: ClaimedNotice, state: NoticeState) -> None:
        now = self._services.clock.now()
        await self._write_each(due, lambda tx, one: tx.outbox.settle(one, state, now=now))
        self._services.metrics.tried_notice(due.kind, state)

    async def _write_each(
        self, due: ClaimedNotice, work: Callable[[Transaction, int], None]
    ) -> None:
        """Write what became of all that was told in one message."""

        def each(tx: Transaction) -> None:
            for notice_id in due.ids:
                work(tx, notice_id)

        await self._write(each)

    async def _write(self, work: Callable[[Transaction], None]) -> None:
        """Write what became of a notice, however long the database is away: else it is sent again.

        While the program stops, once more at most.
        """

        async def write() -> None:
            try:
                await self._services.database.run(work)
            except BusyError as busy:
                if self._stopping:
                    raise StoppingError from busy
                raise

        await patiently(write)


def _may_have_arrived(error: TelegramError) -> bool:
    """Tell whether the message may be there although Telegram's answer is not."""
    if isinstance(error, TimedOut):
        # There was no connection yet: nothing has gone out.
        return not isinstance(error.__context__, ConnectionTimeoutError)
    return error.message in CUT_OFF

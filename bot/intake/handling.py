"""Seeing one update to its end: tried again after a fault, and passed over if that is no use."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

import structlog
from telegram import Update
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError

from bot import tracing
from bot.application import AfterbellApplication, patiently
from bot.context import send
from bot.intake.lines import is_binding
from bot.metrics import Handling as Counted
from bot.metrics import Result
from bot.routes import described
from bot.screen import Screen
from bot.screens import home as screens
from bot.texts import Say
from storage.errors import BusyError
from storage.failed_updates import FailedUpdate, record_failed_update

log = structlog.stdlib.get_logger(__name__)

AT_ONCE = 32
"""Updates handled side by side."""
PAUSES_AFTER_A_FAULT = (0.2, 1.0)
PAUSES_WITHOUT_NETWORK = (1.0, 2.0, 4.0, 8.0, 16.0, 30.0)
"""In seconds; they outlast an outage of a minute. Handled again, an update has the same answer and
no second effect."""
PATIENCE_SECONDS = 90.0
"""Not tried again after that, however long each try took."""
BUSY_PAUSE_SECONDS = 1.0


class Handling:
    """Handles updates, so many at a time."""

    def __init__(self, application: AfterbellApplication) -> None:
        self._application = application
        self._room = asyncio.Semaphore(AT_ONCE)

    async def handle(self, update: Update) -> None:
        """Handle an update; when this returns, its effect is committed or its fault recorded."""
        try:
            with self._counted(update) as counted:
                counted.result = await self._try_patiently(update)
        except Exception:
            log.exception("an update was lost", update=update.update_id)

    async def slow_down(self, update: Update) -> None:
        """Tell somebody whose updates are too many that they are not all read."""
        with self._counted(update) as counted:
            counted.result = Result.TURNED_AWAY
            await self._tell(update, screens.too_fast(self._say(update)))

    @contextmanager
    def _counted(self, update: Update) -> Iterator[Counted]:
        metrics = self._application.services.metrics
        with (
            tracing.begin(update=update.update_id),
            metrics.handling(*described(update)) as counted,
        ):
            yield counted

    async def _try_patiently(self, update: Update) -> Result:
        pauses = {True: iter(PAUSES_WITHOUT_NETWORK), False: iter(PAUSES_AFTER_A_FAULT)}
        given_up_at = _now() + PATIENCE_SECONDS
        while True:
            try:
                await self._try(update)
            except Forbidden as error:
                log.info("not answered", said=error.message)
            except BusyError:
                log.warning("the database was busy")
                if is_binding(update):
                    await asyncio.sleep(BUSY_PAUSE_SECONDS)
                    continue
                await self._tell(update, screens.busy(self._say(update)))
                return Result.BUSY
            except Exception as error:
                pause = next(pauses[_is_outage(error)], None)
                if pause is None or _now() + pause > given_up_at:
                    return await self._pass_over(update, error)
                # Named only: what an error says may hold a name.
                log.warning("tried again", pause=pause, error=type(error).__name__)
                await asyncio.sleep(pause)
                continue
            return Result.HANDLED

    async def _try(self, update: Update) -> None:
        if not any(getattr(update, kind) for kind in Update.ALL_TYPES):
            raise UnreadableUpdateError
        # A payment that is about to be made does not wait for room either.
        async with nullcontext() if update.pre_checkout_query else self._room:
            await self._application.process_update(update)

    async def _pass_over(self, update: Update, error: Exception) -> Result:
        """Record what could not be handled, so that the others need not wait for it."""
        reference = tracing.current()
        log.error("passed over", exc_info=error)
        services = self._application.services
        failed = FailedUpdate(
            update.update_id,
            update.effective_user.id if update.effective_user else None,
            type(error).__name__,
            reference,
        )
        now = services.clock.now()
        # What Telegram did not take in time is no fault that the office could see to.
        office = () if _is_outage(error) else services.settings.admin_telegram_ids
        await patiently(
            lambda: services.database.run(record_failed_update, failed, office, now=now)
        )
        say = self._say(update)
        if isinstance(error, TelegramError):
            await self._tell(update, screens.unanswered(say, reference))
            return Result.UNANSWERED
        await self._tell(update, screens.failed(say, reference))
        return Result.FAILED

    async def _tell(self, update: Update, screen: Screen) -> None:
        if update.effective_user is None:
            return
        try:
            await send(self._application.bot, update.effective_user.id, screen)
        except TelegramError as error:
            log.warning("nobody could be told", said=error.message)

    def _say(self, update: Update) -> Say:
        person = update.effective_user
        return self._application.services.say(person.language_code if person else None)


def _now() -> float:
    return asyncio.get_running_loop().time()


def _is_outage(error: Exception) -> bool:
    """Tell whether an answer may get through later."""
    return isinstance(error, NetworkError | RetryAfter) and not isinstance(error, BadRequest)


class UnreadableUpdateError(Exception):
    """The library could not make sense of an update, so there is nothing in it."""

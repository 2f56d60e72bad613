"""What escapes from a handler: logged with a reference that the person is told too."""

import logging

from telegram import Update
from telegram.error import Forbidden, TelegramError

from bot import tracing
from bot.context import Context, send
from bot.metrics import Result
from bot.screens import home as screens
from storage.errors import BusyError

log = logging.getLogger(__name__)


async def tell(update: object, context: Context) -> None:
    """Tell the person what happened and what to do next."""
    if not isinstance(update, Update) or isinstance(context.error, Forbidden):
        return
    if isinstance(context.error, BusyError):
        log.warning("the database was busy for update %s", update.update_id)
        context.visit.result = Result.BUSY
        screen = screens.busy(context.say)
    elif isinstance(context.error, TelegramError):
        # What was to be done may well be done: it was the answer that did not get through.
        log.warning("update %s: not answered: %s", update.update_id, context.error.message)
        context.visit.result = Result.UNANSWERED
        screen = screens.unanswered(context.say)
    else:
        reference = tracing.current()
        log.error(
            "reference %s: update %s failed", reference, update.update_id, exc_info=context.error
        )
        context.visit.result = Result.FAILED
        screen = screens.failed(context.say, reference)
    try:
        await send(context.bot, context.telegram_id, screen)
    except TelegramError as error:
        log.warning("update %s: the person could not be told: %s", update.update_id, error)

"""Invoices that can no longer be paid: closed in their rows, then taken out of the chats.

The row decides; the message is taken away as well as can be. Telegram has no invoice without a
Pay button, so a message of one that is void is deleted, which it allows for two days. Of one that
is paid Telegram makes a receipt by itself.
"""

from datetime import timedelta

import structlog
from telegram.error import BadRequest, Forbidden, TelegramError
from telegram.ext import ExtBot

from bot import tracing
from bot.context import Services
from bot.flood import Lane
from domain.invoices import close_invoice
from storage.invoice_messages import list_left_messages, note_invoice_message
from storage.sweeps import list_over_invoices

log = structlog.stdlib.get_logger(__name__)

EVERY = timedelta(seconds=15)
AT_ONCE = 200


async def tidy(services: Services, bot: ExtBot[Lane]) -> None:
    """Close the invoices whose places are gone, and take away the messages of all closed unpaid."""
    with tracing.begin(sweep="tidy_invoices"):
        try:
            await _close(services)
            await take_away_left(services, bot)
        except Exception:
            log.exception("tidying invoices stopped; it goes on at its next tick")


async def _close(services: Services) -> None:
    now = services.clock.now()
    for invoice_id in await services.database.read(list_over_invoices, most=AT_ONCE):
        await services.database.run(close_invoice, invoice_id, now=now)


async def take_away_left(services: Services, bot: ExtBot[Lane]) -> None:
    """Take away the messages of invoices that were closed unpaid."""
    for left in await services.database.read(list_left_messages, most=AT_ONCE):
        is_gone = left.telegram_id is None or await take_away(
            bot, left.telegram_id, left.message_id
        )
        if is_gone:
            await services.database.run(note_invoice_message, left.invoice_id, None)


async def take_away(bot: ExtBot[Lane], chat_id: int, message_id: int) -> bool:
    """Delete a message; return False if it is worth another try."""
    try:
        await bot.delete_message(chat_id, message_id, rate_limit_args=Lane.BULK)
    except (BadRequest, Forbidden) as error:
        # It is gone already, or too old, or the bot is blocked.
        log.info("an invoice stays in a chat", said=error.message)
    except TelegramError as error:
        log.info("an invoice is taken away later", said=error.message)
        return False
    return True

"""Invoices that can no longer be paid: closed in their rows, then taken out of the chats.

The row decides, and the messages follow. Telegram has no invoice without a Pay button, and lets
nobody edit one, so the message of one that is void or expired is deleted. That is allowed for two
days, so an invoice that is still open is voided before. Of one that is paid Telegram makes a
receipt by itself. What was said above the invoice says then what became of it.
"""

from datetime import timedelta

import structlog
from telegram.error import BadRequest, Forbidden, TelegramError
from telegram.ext import ExtBot

from bot import tracing
from bot.context import Services, edit
from bot.flood import Lane
from bot.screen import Screen
from bot.screens.payments import became
from domain.invoices import close_invoice, void_old_invoice
from storage.invoice_messages import (
    OverMention,
    forget_mention,
    list_left_messages,
    list_over_mentions,
    note_invoice_message,
)
from storage.sweeps import list_old_invoices, list_over_invoices

log = structlog.stdlib.get_logger(__name__)

EVERY = timedelta(seconds=15)
IN_A_CHAT = timedelta(hours=46)
"""How long an invoice stays at most: its message can be deleted for 48 hours."""
AT_ONCE = 200


async def tidy(services: Services, bot: ExtBot[Lane]) -> None:
    """Close the invoices whose places are gone, and take away the messages of all closed unpaid."""
    with tracing.begin(sweep="tidy_invoices"):
        try:
            await _close(services)
            await take_away_left(services, bot)
            await say_what_became(services, bot)
        except Exception:
            log.exception("tidying invoices stopped; it goes on at its next tick")


async def _close(services: Services) -> None:
    now = services.clock.now()
    for invoice_id in await services.database.read(list_over_invoices, most=AT_ONCE):
        await services.database.run(close_invoice, invoice_id, now=now)
    made_by = now - IN_A_CHAT
    for invoice_id in await services.database.read(
        list_old_invoices, made_by=made_by, most=AT_ONCE
    ):
        await services.database.run(void_old_invoice, invoice_id, now=now)


async def take_away_left(services: Services, bot: ExtBot[Lane]) -> None:
    """Take away the messages of invoices that were closed unpaid."""
    for left in await services.database.read(list_left_messages, most=AT_ONCE):
        is_gone = left.telegram_id is None or await take_away(
            bot, left.telegram_id, left.message_id
        )
        if is_gone:
            await services.database.run(note_invoice_message, left.invoice_id, None)


async def say_what_became(services: Services, bot: ExtBot[Lane]) -> None:
    """Let each message that announced an invoice say what came of it, once it is closed."""
    for over in await services.database.read(list_over_mentions, most=AT_ONCE):
        screen = became(services.say(over.language), over)
        if over.telegram_id is None or await _put_right(bot, over.telegram_id, over, screen):
            await services.database.run(forget_mention, over.invoice_id, over.message_id)


async def _put_right(bot: ExtBot[Lane], chat_id: int, over: OverMention, screen: Screen) -> bool:
    """Edit a message; return False if it is worth another try."""
    try:
        await edit(bot, chat_id, over.message_id, screen)
    except (BadRequest, Forbidden) as error:
        # It is gone or too old, it says so already, or the bot is blocked.
        log.info("what announced an invoice stays as it is", said=error.message)
    except TelegramError as error:
        log.info("what announced an invoice is put right later", said=error.message)
        return False
    return True


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

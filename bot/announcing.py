"""How far announcements are, edited into the messages that say so, until all is done."""

from datetime import timedelta

import structlog
from telegram.error import BadRequest, Forbidden, TelegramError
from telegram.ext import ExtBot

from bot import tracing
from bot.context import Services, edit
from bot.flood import Lane
from bot.screens.announcements import progress as progress_screen
from storage.announcement_queries import Progress, claim_progress, close_announcement
from storage.conversations import find_visitor

log = structlog.stdlib.get_logger(__name__)

EVERY = timedelta(seconds=3)
"""Gentle: Telegram lets a bot edit about one message a second in a chat."""


async def show_progress(services: Services, bot: ExtBot[Lane]) -> None:
    """Edit the messages of what has moved on; of what is done, for the last time."""
    with tracing.begin(sweep="show_progress"):
        try:
            for found in await services.database.run(claim_progress):
                await _show(services, bot, found)
        except Exception:
            log.exception("showing progress stopped; it goes on at its next tick")


async def _show(services: Services, bot: ExtBot[Lane], found: Progress) -> None:
    visitor = await services.database.read(find_visitor, found.made_by)
    screen = progress_screen(services.say(visitor.language), found)
    assert found.message_id is not None  # noqa: S101  only what has one is claimed
    try:
        await edit(bot, found.made_by, found.message_id, screen)
    except (BadRequest, Forbidden) as error:
        # It says so already, or it is gone, or the bot is blocked: the rows are right.
        log.info("a message of progress is left as it is", said=error.message)
    except TelegramError as error:
        log.info("progress is shown later", said=error.message)
        return
    if not found.to_go:
        await services.database.run(close_announcement, found.id, now=services.clock.now())

"""What the bot shows of itself: its description, and the menus of commands."""

import structlog
from telegram import Bot, BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat
from telegram.error import BadRequest, Forbidden

from bot.texts import Say

log = structlog.stdlib.get_logger(__name__)


def for_parents(say: Say) -> list[BotCommand]:
    return [
        BotCommand("book", say.label("Book a place")),
        BotCommand("bookings", say.label("What is booked, held and waiting")),
        BotCommand("children", say.label("Your children")),
        BotCommand("balance", say.label("Your account with the school")),
        BotCommand("settings", say.label("When to be reminded")),
        BotCommand("help", say.label("How it works")),
        BotCommand("cancel", say.label("Stop what you are doing")),
        BotCommand("start", say.label("Begin again")),
    ]


def for_office(say: Say) -> list[BotCommand]:
    return [
        BotCommand("invite", say.label("Invite a parent")),
        BotCommand("payment", say.label("Record a payment, or keep a place for longer")),
        BotCommand("undelivered", say.label("Messages that did not reach people")),
        *for_parents(say),
    ]


async def introduce(bot: Bot, say: Say, school: str) -> None:
    """Set what somebody reads before they press Start, and the menu of parents."""
    await bot.set_my_description(
        say.label(
            "Here parents and carers book places in the clubs of {school}: tap a child, an "
            "activity and a date, and you have an answer at once.",
            school=school,
        )
    )
    await bot.set_my_commands(for_parents(say), BotCommandScopeAllPrivateChats())


async def set_office_menu(bot: Bot, say: Say, admin_id: int) -> None:
    """Give one admin the office's menu; one who has never written here gets it with /start."""
    try:
        await bot.set_my_commands(for_office(say), BotCommandScopeChat(admin_id))
    except (BadRequest, Forbidden) as error:
        log.info("an admin has no menu yet", admin=admin_id, said=error.message)

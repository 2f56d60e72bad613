"""What the bot shows of itself: its description, and the menus of commands."""

from collections.abc import Sequence

import structlog
from telegram import Bot, BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat
from telegram.error import BadRequest, Forbidden

from bot.texts import Say
from domain.model import Role
from storage.conversations import Visitor

log = structlog.stdlib.get_logger(__name__)


def for_office(say: Say) -> list[BotCommand]:
    """List what admins may do besides what tutors may."""
    return [
        BotCommand("family", say.label("Find a family, and see all about it")),
        BotCommand("invite", say.label("Invite a parent")),
        BotCommand("invitations", say.label("Print invitations for parents on file")),
        BotCommand("applicants", say.label("Who asks to join; let them in or not")),
        BotCommand("payment", say.label("Record a payment, or keep a place for a voucher")),
        BotCommand("refunds", say.label("What is to be paid out")),
        BotCommand("money", say.label("What came in, what is due, and every entry")),
        BotCommand("import", say.label("Take in a list of families or activities")),
        BotCommand("activities", say.label("Activities: see, plan and change them")),
        BotCommand("closures", say.label("Days on which the school is shut")),
        BotCommand("report", say.label("How full it was, who waited, who came, and the money")),
        BotCommand("announce", say.label("Write to many families at once")),
        BotCommand("undelivered", say.label("Messages that did not reach people")),
        BotCommand("invite_staff", say.label("Invite a tutor, or somebody to the office")),
        BotCommand("audit", say.label("Who did what")),
        BotCommand("staff", say.label("Who is of the staff; take a role away")),
    ]


def for_tutors(say: Say) -> list[BotCommand]:
    """List what all of the staff may do."""
    return [
        BotCommand("today", say.label("Sessions of today, and who is expected")),
        BotCommand("week", say.label("Sessions of the week")),
        BotCommand("register", say.label("Mark who comes today")),
    ]


def for_parents(say: Say) -> list[BotCommand]:
    return [
        BotCommand("book", say.label("Book a place")),
        BotCommand("bookings", say.label("What is booked, held and waiting")),
        BotCommand("children", say.label("Your children")),
        BotCommand("balance", say.label("Your account with the school")),
        BotCommand("settings", say.label("When to be reminded")),
    ]


def for_all(say: Say) -> list[BotCommand]:
    return [
        BotCommand("help", say.label("How it works")),
        BotCommand("cancel", say.label("Stop what you are doing")),
        BotCommand("start", say.label("Begin again")),
    ]


def of_staff(say: Say, role: Role | None) -> Sequence[BotCommand]:
    """List what a role of the staff adds to what everybody may do."""
    match role:
        case Role.ADMIN:
            return [*for_office(say), *for_tutors(say)]
        case Role.TUTOR:
            return for_tutors(say)
        case _:
            return []


def menu(say: Say, role: Role | None, *, is_parent: bool) -> Sequence[BotCommand]:
    """List the commands of one person, who may be of the staff, a parent, or both."""
    as_parent = for_parents(say) if is_parent or role is None else []
    return [*of_staff(say, role), *as_parent, *for_all(say)]


async def introduce(bot: Bot, say: Say, school: str) -> None:
    """Set what somebody reads before they press Start, and the menu of parents."""
    await bot.set_my_description(
        say.label(
            "Here parents and carers book places in the clubs of {school}: tap a child, an "
            "activity and a date, and you have an answer at once.",
            school=school,
        )
    )
    await bot.set_my_commands(menu(say, None, is_parent=True), BotCommandScopeAllPrivateChats())


async def give(bot: Bot, say: Say, person: Visitor, role: Role | None) -> None:
    """Give somebody the menu of their roles; who never wrote here gets it with /start."""
    commands = menu(say, role, is_parent=person.parent_id is not None)
    scope = BotCommandScopeChat(person.telegram_id)
    try:
        if role is None:
            await bot.delete_my_commands(scope)
        else:
            await bot.set_my_commands(commands, scope)
    except (BadRequest, Forbidden) as error:
        log.info("somebody has no menu yet", person=person.telegram_id, said=error.message)

"""The first screen, help, stopping, and whatever fits nowhere else."""

from telegram import Update
from telegram.ext import CallbackQueryHandler, MessageHandler, filters

from bot.context import Context
from bot.routes import for_person, on_command, on_tap, say_unknown
from bot.screens import home as screens
from bot.screens import joining
from bot.taps.home import Help, Home

JOINING = "join"
"""The conversation with which a parent joins."""


async def show_home(update: Update, context: Context, _tap: Home | None = None) -> None:
    school = context.services.settings.school_name
    person = update.effective_user
    name = context.visit.visitor.name or (person.full_name if person else "")
    screen = for_person(context, lambda say, role: screens.home(say, school, name, role))
    await context.show(update, screen)


async def show_help(update: Update, context: Context, _tap: Help | None = None) -> None:
    await context.show(update, screens.help_screen(context.say, context.staff_role))


async def stop(update: Update, context: Context) -> None:
    """Stop the conversation under way; that it is a command has ended it already."""
    was_under_way = context.visit.visitor.conversation
    if was_under_way and was_under_way.name == JOINING:
        await context.show(update, joining.stopped(context.say, was_tapped=False))
        return
    screen = screens.stopped if was_under_way else screens.nothing_to_stop
    await context.show(update, for_person(context, screen))


ROUTES = [
    on_tap(Home, show_home),
    on_tap(Help, show_help),
    on_command("help", show_help),
    on_command("cancel", stop),
    CallbackQueryHandler(say_unknown),
    MessageHandler(filters.UpdateType.MESSAGE, say_unknown),
]

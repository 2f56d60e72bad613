"""The first screen, help, stopping, and whatever fits nowhere else."""

from telegram import Update
from telegram.ext import CallbackQueryHandler, MessageHandler, filters

from bot.context import Context
from bot.routes import for_parents, on_command, on_tap
from bot.screen import Screen
from bot.screens import home as screens
from bot.screens import joining
from bot.taps import Help, Home


async def show_home(update: Update, context: Context, _tap: Home | None = None) -> None:
    name = context.visit.visitor.name or ""
    school = context.services.settings.school_name
    await context.show(update, screens.home(context.say, school, name))


async def show_help(update: Update, context: Context, _tap: Help | None = None) -> None:
    await context.show(update, screens.help_screen(context.say, context.staff_role))


async def stop(update: Update, context: Context) -> None:
    """Stop the conversation under way; that it is a command has ended it already."""
    was_under_way = context.visit.visitor.conversation is not None
    if was_under_way and context.visit.visitor.parent_id is None:
        await context.show(update, joining.stopped(context.say, was_tapped=False))
        return
    screen = screens.stopped if was_under_way else screens.nothing_to_stop
    await for_parents(_show)(update, context, screen(context.say))


async def _show(update: Update, context: Context, screen: Screen) -> None:
    await context.show(update, screen)


async def say_outdated(update: Update, context: Context) -> None:
    """Answer a button whose conversation is over, or that is none of ours.

    Below, for the message may have become the conversation's outcome in the meantime.
    """
    await context.retire_tapped(update)
    await context.show(update, screens.out_of_date(context.say), below=True)


async def say_not_understood(update: Update, context: Context) -> None:
    await context.show(update, screens.not_understood(context.say))


ROUTES = [
    on_tap(Home, for_parents(show_home)),
    on_tap(Help, show_help),
    on_command("help", show_help),
    on_command("cancel", stop),
    CallbackQueryHandler(for_parents(say_outdated)),
    MessageHandler(filters.UpdateType.MESSAGE, for_parents(say_not_understood)),
]

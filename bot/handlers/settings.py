"""What a parent chooses for themselves."""

from telegram import Update

from bot.context import Context
from bot.routes import for_parents, on_command, on_tap, say_unknown
from bot.screens import settings as screens
from bot.taps.settings import ChooseReminders, ShowSettings
from domain.model import Reminders
from domain.reminders import choose_reminders
from storage.queries import find_reminders


async def show_settings(update: Update, context: Context, _tap: ShowSettings | None = None) -> None:
    current = await context.database.read(find_reminders, context.parent_id)
    await context.show(update, screens.settings(context.say, current))


async def choose(update: Update, context: Context, tap: ChooseReminders) -> None:
    if tap.wish not in set(Reminders):
        await say_unknown(update, context)
        return
    wish = Reminders(tap.wish)
    await context.database.run(choose_reminders, context.parent_id, wish)
    await context.show(update, screens.settings(context.say, wish))


ROUTES = [
    on_command("settings", for_parents(show_settings)),
    on_tap(ShowSettings, for_parents(show_settings)),
    on_tap(ChooseReminders, for_parents(choose)),
]

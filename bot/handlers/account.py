"""A parent's account with the school."""

from telegram import Update

from bot.context import Context
from bot.routes import for_parents, on_command, on_tap
from bot.screens import account as screens
from bot.taps import ShowBalance
from storage.queries import find_account

ENTRIES_SHOWN = 10


async def show_balance(update: Update, context: Context, _tap: ShowBalance | None = None) -> None:
    account = await context.database.read(find_account, context.parent_id, most=ENTRIES_SHOWN)
    await context.show(update, screens.account(context.say, account))


ROUTES = [
    on_command("balance", for_parents(show_balance)),
    on_tap(ShowBalance, for_parents(show_balance)),
]

"""A parent's account with the school, and its statements."""

from telegram import Update

from bot.context import Context, send_document
from bot.documents.statement import statement_csv
from bot.routes import for_parents, on_command, on_tap
from bot.screens import account as screens
from bot.taps import SendStatement, ShowBalance, ShowMonths
from storage.account_queries import find_account, find_statement, list_months

ENTRIES_SHOWN = 10


async def show_balance(update: Update, context: Context, _tap: ShowBalance | None = None) -> None:
    account = await context.database.read(find_account, context.parent_id, most=ENTRIES_SHOWN)
    await context.show(update, screens.account(context.say, account))


async def show_months(update: Update, context: Context, tap: ShowMonths) -> None:
    zone = context.policy.zone
    months = await context.database.read(list_months, context.parent_id, zone)
    await context.show(update, screens.months(context.say, months, tap.page))


async def send_statement(update: Update, context: Context, tap: SendStatement) -> None:
    zone = context.policy.zone
    if tap.month not in await context.database.read(list_months, context.parent_id, zone):
        await show_months(update, context, ShowMonths())
        return
    found = await context.database.read(find_statement, context.parent_id, tap.month, zone)
    name = f"statement-{tap.month:%Y-%m}.csv"
    await send_document(context.bot, context.telegram_id, statement_csv(context.say, found), name)


ROUTES = [
    on_command("balance", for_parents(show_balance)),
    on_tap(ShowBalance, for_parents(show_balance)),
    on_tap(ShowMonths, for_parents(show_months)),
    on_tap(SendStatement, for_parents(send_statement)),
]

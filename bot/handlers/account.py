"""A parent's account with the school, its statements, and the receipts of payments."""

import asyncio

from telegram import Update

from bot.context import Context, send_document
from bot.documents.statement import statement_csv
from bot.routes import for_office, for_parents, on_command, on_tap
from bot.screens import account as screens
from bot.screens.home import out_of_date
from bot.taps.account import (
    PrintReceipt,
    SendReceipt,
    SendStatement,
    ShowBalance,
    ShowMonths,
    ShowReceipts,
    ShowStatement,
)
from storage.account_queries import Statement, find_account, find_statement, list_months
from storage.receipts import Receipt, find_receipt_by_id, list_payments

ENTRIES_SHOWN = 10


async def show_balance(update: Update, context: Context, _tap: ShowBalance | None = None) -> None:
    account = await context.database.read(find_account, context.parent_id, most=ENTRIES_SHOWN)
    await context.show(update, screens.account(context.say, account, context.policy))


async def show_months(update: Update, context: Context, tap: ShowMonths) -> None:
    zone = context.policy.zone
    months = await context.database.read(list_months, context.parent_id, zone)
    await context.show(update, screens.months(context.say, months, tap.page))


async def show_statement(update: Update, context: Context, tap: ShowStatement) -> None:
    zone = context.policy.zone
    if tap.month not in await context.database.read(list_months, context.parent_id, zone):
        await show_months(update, context, ShowMonths())
        return
    await context.show(update, screens.statement(context.say, tap.month))


async def send_statement(update: Update, context: Context, tap: SendStatement) -> None:
    zone = context.policy.zone
    if tap.month not in await context.database.read(list_months, context.parent_id, zone):
        await show_months(update, context, ShowMonths())
        return
    found = await context.database.read(find_statement, context.parent_id, tap.month, zone)
    if tap.as_pdf:
        content, ending = await asyncio.to_thread(_statement_pdf, context, found), "pdf"
    else:
        content, ending = statement_csv(context.say, found), "csv"
    name = f"statement-{tap.month:%Y-%m}.{ending}"
    await send_document(context.bot, context.telegram_id, content, name)


def _statement_pdf(context: Context, found: Statement) -> bytes:
    from bot.documents.account import statement_pdf  # noqa: PLC0415  slow to import

    name, school = context.visit.visitor.name or "", context.services.settings.school_name
    return statement_pdf(context.say, found, name, school, now=context.now)


async def show_receipts(update: Update, context: Context, tap: ShowReceipts) -> None:
    payments = await context.database.read(list_payments, context.parent_id)
    await context.show(update, screens.receipts(context.say, payments, tap.page))


async def send_receipt(update: Update, context: Context, tap: SendReceipt) -> None:
    receipt = await context.database.read(
        find_receipt_by_id, tap.payment_id, parent_id=context.parent_id
    )
    if receipt is None:
        await show_receipts(update, context, ShowReceipts())
        return
    await _send_receipt(context, receipt)


async def print_receipt(update: Update, context: Context, tap: PrintReceipt) -> None:
    receipt = await context.database.read(find_receipt_by_id, tap.payment_id)
    if receipt is None:
        await context.show(update, out_of_date(context.say), below=True)
        return
    await _send_receipt(context, receipt)


async def _send_receipt(context: Context, receipt: Receipt) -> None:
    content = await asyncio.to_thread(_receipt_pdf, context, receipt)
    name = f"receipt-{receipt.payment_id}.pdf"
    await send_document(context.bot, context.telegram_id, content, name)


def _receipt_pdf(context: Context, receipt: Receipt) -> bytes:
    from bot.documents.account import receipt_pdf  # noqa: PLC0415  slow to import

    return receipt_pdf(context.say, receipt, context.services.settings.school_name)


ROUTES = [
    on_command("balance", for_parents(show_balance)),
    on_tap(ShowBalance, for_parents(show_balance)),
    on_tap(ShowMonths, for_parents(show_months)),
    on_tap(ShowStatement, for_parents(show_statement)),
    on_tap(SendStatement, for_parents(send_statement)),
    on_tap(ShowReceipts, for_parents(show_receipts)),
    on_tap(SendReceipt, for_parents(send_receipt)),
    on_tap(PrintReceipt, for_office(print_receipt)),
]

"""Money to be given back: what parents ask for, and the office's list of it."""

from telegram import Update

from bot.context import Context
from bot.routes import for_office, for_parents, on_command, on_tap
from bot.screens import repayments as screens
from bot.taps.account import AskBack, ConfirmAskBack, KeepCredit
from bot.taps.payouts import CloseRepayment, ShowRefunds, ShowRepayment
from domain.repayments import CreditChanged, ask_back, close_repayment, free_credit, keep_credit
from storage.account_queries import find_account
from storage.payout_queries import find_due_back, list_due_back


async def look(update: Update, context: Context, _tap: AskBack) -> None:
    account = await context.database.read(find_account, context.parent_id, most=1)
    free = free_credit(account.funds.balance_minor, account.held_minor)
    await context.show(update, screens.ask_back(context.say, free))


async def ask(update: Update, context: Context, tap: ConfirmAskBack) -> None:
    outcome = await context.database.run(
        ask_back,
        context.parent_id,
        tap.shown_minor,
        office=context.services.settings.admin_telegram_ids,
        now=context.now,
    )
    if isinstance(outcome, CreditChanged):
        screen = screens.ask_back(context.say, outcome.free_minor, changed=True)
    else:
        screen = screens.asked_back(context.say, outcome.amount_minor)
    await context.show(update, screen)


async def keep(update: Update, context: Context, _tap: KeepCredit) -> None:
    await context.database.run(keep_credit, context.parent_id, now=context.now)
    await context.show(update, screens.kept(context.say))


async def show_refunds(update: Update, context: Context) -> None:
    await turn_refunds(update, context, ShowRefunds())


async def turn_refunds(update: Update, context: Context, tap: ShowRefunds) -> None:
    found = await context.database.read(list_due_back)
    await context.show(update, screens.due_back(context.say, found, tap.page))


async def show_repayment(update: Update, context: Context, tap: ShowRepayment) -> None:
    due = await context.database.read(find_due_back, tap.repayment_id)
    await context.show(update, screens.repayment(context.say, due))


async def close(update: Update, context: Context, tap: CloseRepayment) -> None:
    await context.database.run(
        close_repayment, tap.repayment_id, actor=context.actor, now=context.now
    )
    await show_repayment(update, context, ShowRepayment(tap.repayment_id))


ROUTES = [
    on_tap(AskBack, for_parents(look)),
    on_tap(ConfirmAskBack, for_parents(ask)),
    on_tap(KeepCredit, for_parents(keep)),
    on_command("refunds", for_office(show_refunds)),
    on_tap(ShowRefunds, for_office(turn_refunds)),
    on_tap(ShowRepayment, for_office(show_repayment)),
    on_tap(CloseRepayment, for_office(close)),
]

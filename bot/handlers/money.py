"""/money: the school's money in a chart, in words, and as a file for spreadsheets."""

import asyncio

from telegram import Update

from bot.context import Context, send_document, send_photo
from bot.documents.money import money_csv, weeks_csv
from bot.routes import for_office, on_command, on_tap
from bot.screens import money as screens
from bot.taps.money import SendMoneyFile, SendWeeksFile, ShowMoney
from domain.periods import Period, Span, period_of
from domain.timetable import local_date
from storage.money_queries import Money, find_money, find_term, list_entries


async def show_money(update: Update, context: Context) -> None:
    await show_span(update, context, ShowMoney(Span.WEEKS))


async def show_span(update: Update, context: Context, tap: ShowMoney) -> None:
    span, period = await _chosen(context, tap.span)
    found = await _find(context, period)
    picture = await asyncio.to_thread(_chart, context, span, found)
    screen = screens.money(context.say, span, period, found)
    await context.retire_what_stays(update)
    await send_photo(context.bot, context.telegram_id, picture, screen)


async def _find(context: Context, period: Period) -> Money:
    return await context.database.read(
        find_money, period, context.policy, currency=context.say.currency, now=context.now
    )


async def _chosen(context: Context, span: str) -> tuple[Span, Period]:
    """Return a span and its days; a button that names none means the weeks."""
    chosen = Span(span) if span in set(Span) else Span.WEEKS
    today = local_date(context.now, context.policy.zone)
    term = await context.database.read(find_term, today) if chosen is Span.TERM else None
    return chosen, period_of(chosen, today, term)


def _chart(context: Context, span: Span, found: Money) -> bytes:
    from bot.documents.money_chart import money_chart  # noqa: PLC0415  slow to import

    return money_chart(context.say, span, found)


async def send_file(update: Update, context: Context, tap: SendMoneyFile) -> None:
    _, period = await _chosen(context, tap.span)
    found = await context.database.read(list_entries, period, context.policy.zone)
    name = f"money-{period.first}-{period.last}.csv"
    content = await asyncio.to_thread(money_csv, context.say, found)
    await send_document(context.bot, context.telegram_id, content, name)


async def send_weeks(update: Update, context: Context, tap: SendWeeksFile) -> None:
    _, period = await _chosen(context, tap.span)
    content = weeks_csv(context.say, await _find(context, period))
    name = f"weeks-{period.first}-{period.last}.csv"
    await send_document(context.bot, context.telegram_id, content, name)


ROUTES = [
    on_command("money", for_office(show_money)),
    on_tap(ShowMoney, for_office(show_span)),
    on_tap(SendMoneyFile, for_office(send_file)),
    on_tap(SendWeeksFile, for_office(send_weeks)),
]

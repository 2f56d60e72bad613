"""/report: how full it was, who waited, who came and the money, as a picture and a workbook."""

import asyncio
from datetime import date

from telegram import Update

from bot.context import Context, send_document, send_photo
from bot.routes import for_office, on_command, on_tap
from bot.screens import report as screens
from bot.taps.reports import Reporting, SendReport, ShowReport
from domain.reports import ReportSpan, report_period
from domain.timetable import local_date
from storage.report_queries import Report, find_report, find_term_around

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2199, 12, 31)
"""Days that a button of ours may name; others are made up."""


async def show_this_week(update: Update, context: Context) -> None:
    await show_report(update, context, ShowReport(ReportSpan.WEEK, _today(context)))


def _today(context: Context) -> date:
    return local_date(context.now, context.policy.zone)


async def show_report(update: Update, context: Context, tap: ShowReport) -> None:
    span, found = await _find(context, tap)
    picture = await asyncio.to_thread(_chart, context, span, found)
    screen = screens.report(context.say, tap, span, found)
    await context.retire_what_stays(update)
    await send_photo(context.bot, context.telegram_id, picture, screen)


async def _find(context: Context, asked: Reporting) -> tuple[ReportSpan, Report]:
    """Find the report of a span around a day; a button that names none means a week."""
    span = ReportSpan(asked.span) if asked.span in set(ReportSpan) else ReportSpan.WEEK
    today = _today(context)
    on = asked.on if FIRST_DAY < asked.on < LAST_DAY else today
    term = None
    if span is ReportSpan.TERM:
        term = await context.database.read(find_term_around, on, ahead=asked.ahead)
    period = report_period(span, on, term)
    return span, await context.database.read(find_report, period, context.policy.zone, today=today)


def _chart(context: Context, span: ReportSpan, found: Report) -> bytes:
    from bot.documents.report_chart import report_chart  # noqa: PLC0415  slow to import

    return report_chart(context.say, span, found)


async def send_report(update: Update, context: Context, tap: SendReport) -> None:
    _, found = await _find(context, tap)
    content = await asyncio.to_thread(_workbook, context, found)
    name = f"report-{found.period.first}-{found.period.last}.xlsx"
    await send_document(context.bot, context.telegram_id, content, name)


def _workbook(context: Context, found: Report) -> bytes:
    from bot.documents.report import report_xlsx  # noqa: PLC0415  slow to import

    return report_xlsx(context.say, found)


ROUTES = [
    on_command("report", for_office(show_this_week)),
    on_tap(ShowReport, for_office(show_report)),
    on_tap(SendReport, for_office(send_report)),
]

"""The trail, for the office: who did what, a part of it at a time, and as a file."""

import asyncio
from datetime import date, datetime, time, timedelta

from telegram import Update

from bot.context import Context, send, send_document
from bot.documents.trail import trail_csv
from bot.forms import read_date, read_name
from bot.routes import for_office, on_command, on_tap, say_unknown
from bot.screens import trail as screens
from bot.taps.trail import ChooseDays, ChooseTopic, ChooseWho, SendTrail, ShowTrail, Trail
from domain.audit import Topic
from domain.timetable import instant, local_date
from storage.office_queries import search_families
from storage.staff_queries import list_staff
from storage.trail_queries import Sought, list_trail, name_sought

MOST_LINES = 100_000
"""Of a file: more is slow to open on an office's computer, too."""
MOST_FAMILIES = 20
YEARS = frozenset(range(2000, 3000))
"""That a calendar has room around, whatever the time zone."""


async def open_trail(update: Update, context: Context) -> None:
    """Show all of it, or a day or a family that is written behind the command."""
    words = read_name(" ".join(context.args or ()))
    if words is None:
        await show_trail(update, context, ShowTrail())
    elif (day := read_date(words)) is not None:
        await show_trail(update, context, ShowTrail(first=day, last=day))
    else:
        found = await context.database.read(search_families, words, most=MOST_FAMILIES)
        screen = screens.choose_family(context.say, words, found)
        await context.show(update, screen if found else screens.nobody(context.say))


async def show_trail(update: Update, context: Context, tap: ShowTrail) -> None:
    sought = _sought(context, tap)
    if sought is None:
        await say_unknown(update, context)
        return
    most = screens.A_PAGE + 1
    found = await context.database.read(list_trail, sought, before=tap.before or None, most=most)
    name = await context.database.read(name_sought, sought)
    is_first = tap.before == 0
    await context.show(update, screens.trail(context.say, tap, name, found, is_first=is_first))


def _sought(context: Context, part: Trail) -> Sought | None:
    """Return what a tap is about; None if nobody could have been shown it."""
    kind, number = part.who[:1], part.who[1:]
    is_anybody = part.who == "all"
    is_one = kind in ("s", "p") and number.isdigit()
    is_any_time = part.first == part.last == screens.ANY_DAY
    is_time = is_any_time or (
        part.first <= part.last and {part.first.year, part.last.year} <= YEARS
    )
    if part.topic not in ("all", *Topic) or not (is_anybody or is_one) or not is_time:
        return None
    return Sought(
        topic=None if part.topic == "all" else Topic(part.topic),
        since=None if is_any_time else _begins(context, part.first),
        until=None if is_any_time else _begins(context, part.last + timedelta(days=1)),
        staff_telegram_id=int(number) if kind == "s" else None,
        parent_id=int(number) if kind == "p" else None,
    )


def _begins(context: Context, on: date) -> datetime:
    return instant(on, time(), context.policy.zone)


async def choose_topic(update: Update, context: Context, tap: ChooseTopic) -> None:
    await context.show(update, screens.choose_topic(context.say, tap))


async def choose_days(update: Update, context: Context, tap: ChooseDays) -> None:
    today = local_date(context.now, context.policy.zone)
    await context.show(update, screens.choose_days(context.say, tap, today))


async def choose_who(update: Update, context: Context, tap: ChooseWho) -> None:
    named = context.services.settings.admin_telegram_ids
    entries = await context.database.read(list_staff, named)
    await context.show(update, screens.choose_who(context.say, tap, entries, tap.page))


async def send_trail(update: Update, context: Context, tap: SendTrail) -> None:
    sought = _sought(context, tap)
    if sought is None:
        await say_unknown(update, context)
        return
    found = await context.database.read(list_trail, sought, most=MOST_LINES + 1)
    # Beside everybody else's updates, which a long file would hold up.
    content = await asyncio.to_thread(trail_csv, context.say, found[:MOST_LINES])
    today = local_date(context.now, context.policy.zone)
    await send_document(context.bot, context.telegram_id, content, f"audit-{today}.csv")
    if len(found) > MOST_LINES:
        await send(context.bot, context.telegram_id, screens.cut_short(context.say, MOST_LINES))


ROUTES = [
    on_command("audit", for_office(open_trail)),
    on_tap(ShowTrail, for_office(show_trail)),
    on_tap(ChooseTopic, for_office(choose_topic)),
    on_tap(ChooseDays, for_office(choose_days)),
    on_tap(ChooseWho, for_office(choose_who)),
    on_tap(SendTrail, for_office(send_trail)),
]

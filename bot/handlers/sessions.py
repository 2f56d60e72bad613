"""What staff see of sessions: a day, a week, one of them."""

from datetime import date, timedelta

from telegram import Update

from bot.context import Context
from bot.routes import for_office, for_parents, for_staff, on_command, on_tap, say_unknown
from bot.screen import Rows, Screen
from bot.screens import cancellation, timetable
from bot.screens import session as screens
from bot.taps.places import GotIt
from bot.taps.sessions import ShowSession, ShowTold
from bot.taps.timetable import ShowDay, ShowWeek
from bot.texts import Html
from domain.model import Role, Session
from domain.sessions import acknowledge
from domain.timetable import booking_closes_at, local_date, starts_at
from storage.session_queries import find_session, find_sheet, list_closures, list_sessions
from storage.told_queries import find_told

FARTHEST = timedelta(days=730)
"""How far from today one can look."""


def taught_by(context: Context) -> int | None:
    """Return whose sessions the person may see: of the office all, of tutors their own."""
    return None if context.staff_role is Role.ADMIN else context.telegram_id


def today(context: Context) -> date:
    return local_date(context.now, context.policy.zone)


def is_open(context: Context, session: Session) -> bool:
    """Tell whether places of a session are still given."""
    return context.now < booking_closes_at(session, context.policy)


async def _timetable(context: Context, first: date, days: int) -> timetable.Timetable:
    last = first + timedelta(days=days - 1)
    found = await context.database.read(list_sessions, first, last, taught_by=taught_by(context))
    closures = await context.database.read(list_closures, first, last)
    return timetable.Timetable(first, found, closures)


def _near(context: Context, on: date) -> date:
    here = today(context)
    return min(max(on, here - FARTHEST), here + FARTHEST)


async def show_day(update: Update, context: Context, tap: ShowDay | None = None) -> None:
    on, page = (_near(context, tap.on), tap.page) if tap else (today(context), 0)
    table = await _timetable(context, on, 1)
    await context.show(update, timetable.day(context.say, table, page))


async def show_week(update: Update, context: Context, tap: ShowWeek | None = None) -> None:
    on, page = (_near(context, tap.monday), tap.page) if tap else (today(context), 0)
    table = await _timetable(context, timetable.monday_of(on), 7)
    screen = timetable.week(context.say, table, page, today=today(context))
    await context.show(update, screen)


async def show_session(update: Update, context: Context, tap: ShowSession) -> None:
    await context.show(update, await session_screen(context, tap.session_id, tap.page))


async def session_screen(context: Context, session_id: int, page: int = 0, *notes: Html) -> Screen:
    """Return a session's screen, with what the person can do; notes say what has been done."""
    found = await context.database.read(find_sheet, session_id, taught_by=taught_by(context))
    if found is None:
        return screens.gone(context.say)
    actions = _actions(context, found.line.session)
    return screens.sheet(context.say, found, page, actions=actions, notes=notes)


def _actions(context: Context, session: Session) -> Rows:
    mark = screens.register_row(context.say, session)
    if context.staff_role is not Role.ADMIN:
        return mark
    has_started = context.now >= starts_at(session, context.policy.zone)
    is_past = session.on < today(context)
    office = screens.office_actions(context.say, session, has_started=has_started, is_past=is_past)
    return (*mark, *office)


async def show_told(update: Update, context: Context, tap: ShowTold) -> None:
    await context.show(update, await told_screen(context, tap.session_id, tap.page))


async def told_screen(context: Context, session_id: int, page: int = 0) -> Screen:
    """Return who has seen that a session is cancelled, or the session if it is not."""
    line = await context.database.read(find_session, session_id, taught_by=None)
    found = await context.database.read(find_told, session_id)
    if line is None or found is None:
        return await session_screen(context, session_id)
    return cancellation.told(context.say, line.session, found, page, now=context.now)


async def got_it(update: Update, context: Context, tap: GotIt) -> None:
    is_known = await context.database.run(
        acknowledge, context.parent_id, tap.notice_id, now=context.now
    )
    if is_known:
        await context.show(update, cancellation.acknowledged(context.say))
    else:
        await say_unknown(update, context)


ROUTES = [
    on_command("today", for_staff(show_day)),
    on_command("week", for_staff(show_week)),
    on_tap(ShowDay, for_staff(show_day)),
    on_tap(ShowWeek, for_staff(show_week)),
    on_tap(ShowSession, for_staff(show_session)),
    on_tap(ShowTold, for_office(show_told)),
    on_tap(GotIt, for_parents(got_it)),
]

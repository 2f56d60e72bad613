"""Parents say that a child does not come, and see when it came."""

from telegram import Update

from bot.context import Context
from bot.routes import for_parents, on_tap
from bot.screens import absence as screens
from bot.screens.attendance import of_child
from bot.screens.children import gone as no_child
from bot.screens.places import gone
from bot.taps.registers import AskAway, SetAway, ShowChildAttendance
from domain.attendance import tell_away
from domain.model import BookingStatus
from domain.money import refund_minor
from domain.timetable import ends_at, local_date, starts_at
from storage.attendance_queries import list_child_attendance
from storage.queries import BookingDetails, find_booking, find_child


async def ask_away(update: Update, context: Context, tap: AskAway) -> None:
    details = await context.database.read(find_booking, context.parent_id, tap.booking_id)
    zone = context.policy.zone
    if (
        details is None
        or details.booking.status is not BookingStatus.CONFIRMED
        or context.now >= ends_at(details.session, zone)
    ):
        await context.show(update, gone(context.say))
        return
    refund = _refund(context, details)
    await context.show(update, screens.ask_away(context.say, details, refund))


def _refund(context: Context, details: BookingDetails) -> int | None:
    """Return what cancelling would give back, None when it is too late for that."""
    if context.now >= starts_at(details.session, context.policy.zone):
        return None
    return refund_minor(details.booking, details.session, context.policy, now=context.now)


async def set_away(update: Update, context: Context, tap: SetAway) -> None:
    outcome = await context.database.run(
        tell_away,
        context.parent_id,
        tap.booking_id,
        context.policy,
        is_away=tap.is_away,
        now=context.now,
    )
    context.services.registers_changed()
    await context.show(update, screens.away_set(context.say, outcome, is_away=tap.is_away))


async def show_child_attendance(update: Update, context: Context, tap: ShowChildAttendance) -> None:
    child = await context.database.read(find_child, context.parent_id, tap.child_id)
    if child is None:
        await context.show(update, no_child(context.say))
        return
    today = local_date(context.now, context.policy.zone)
    found = await context.database.read(
        list_child_attendance, context.parent_id, child.id, today=today
    )
    await context.show(update, of_child(context.say, child, found, tap.page))


ROUTES = [
    on_tap(AskAway, for_parents(ask_away)),
    on_tap(SetAway, for_parents(set_away)),
    on_tap(ShowChildAttendance, for_parents(show_child_attendance)),
]

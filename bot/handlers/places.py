"""What is booked, held and waited for: look at it, cancel it, leave a queue, pay."""

from telegram import Update

from bot.context import Context
from bot.handlers.payments import ask_again
from bot.routes import for_parents, on_command, on_tap
from bot.screen import Screen
from bot.screens import giving_up
from bot.screens import places as screens
from bot.taps.places import (
    AskCancel,
    CancelBooking,
    LeaveQueue,
    PayFromBalance,
    ShowBooking,
    ShowEntry,
    ShowPlaces,
)
from domain.booking import cancel_booking
from domain.model import Actor, Role
from domain.money import confirm_from_balance, refund_minor
from domain.outcomes import NotCovered, RefundChanged
from domain.timetable import local_date, starts_at
from domain.waiting_list import leave_waiting_list
from storage.queries import BookingDetails, find_booking, find_entry, list_places


async def show_places(update: Update, context: Context, tap: ShowPlaces | None = None) -> None:
    today = local_date(context.now, context.policy.zone)
    found = await context.database.read(list_places, context.parent_id, from_on=today)
    await context.show(update, screens.places(context.say, found, tap.page if tap else 0))


async def show_booking(update: Update, context: Context, tap: ShowBooking) -> None:
    details = await context.database.read(find_booking, context.parent_id, tap.booking_id)
    await context.show(update, _booking(context, details) if details else screens.gone(context.say))


def _booking(context: Context, details: BookingDetails) -> Screen:
    can_pay = details.booking.parent_id == context.parent_id
    return screens.booking(context.say, details, context.policy, can_pay=can_pay, now=context.now)


async def show_entry(update: Update, context: Context, tap: ShowEntry) -> None:
    details = await context.database.read(find_entry, context.parent_id, tap.entry_id)
    say = context.say
    await context.show(update, screens.entry(say, details) if details else screens.gone(say))


async def ask_cancel(
    update: Update, context: Context, tap: AskCancel, *, changed: bool = False
) -> None:
    details = await context.database.read(find_booking, context.parent_id, tap.booking_id)
    if details is None:
        await context.show(update, screens.gone(context.say))
        return
    has_started = context.now >= starts_at(details.session, context.policy.zone)
    if has_started or not details.booking.is_active:
        await context.show(update, _booking(context, details))
        return
    amount = refund_minor(details.booking, details.session, context.policy, now=context.now)
    await context.show(update, giving_up.ask_cancel(context.say, details, amount, changed=changed))


async def cancel(update: Update, context: Context, tap: CancelBooking) -> None:
    outcome = await context.database.run(
        cancel_booking,
        context.parent_id,
        tap.booking_id,
        context.policy,
        shown_refund_minor=tap.shown_refund_minor,
        now=context.now,
    )
    if isinstance(outcome, RefundChanged):
        await ask_cancel(update, context, AskCancel(tap.booking_id), changed=True)
        return
    await context.show(update, giving_up.cancelled(context.say, outcome))


async def leave(update: Update, context: Context, tap: LeaveQueue) -> None:
    outcome = await context.database.run(
        leave_waiting_list, context.parent_id, tap.entry_id, now=context.now
    )
    await context.show(update, giving_up.left(context.say, outcome))


async def pay(update: Update, context: Context, tap: PayFromBalance) -> None:
    outcome = await context.database.run(
        confirm_from_balance,
        context.parent_id,
        tap.booking_id,
        context.policy,
        actor=Actor(Role.PARENT, context.parent_id),
        now=context.now,
    )
    is_due = isinstance(outcome, NotCovered) and context.services.settings.pays_online
    if is_due:
        # What stays, as the offer of a place, says later what became of the invoice.
        said_in = None if context.is_replaced(update) else context.message_id(update)
        if await ask_again(context, tap.booking_id, said_in=said_in):
            await context.retire_what_stays(update)
            return
    await context.show(update, screens.paid(context.say, outcome))


ROUTES = [
    on_command("bookings", for_parents(show_places)),
    on_tap(ShowPlaces, for_parents(show_places)),
    on_tap(ShowBooking, for_parents(show_booking)),
    on_tap(ShowEntry, for_parents(show_entry)),
    on_tap(AskCancel, for_parents(ask_cancel)),
    on_tap(CancelBooking, for_parents(cancel)),
    on_tap(LeaveQueue, for_parents(leave)),
    on_tap(PayFromBalance, for_parents(pay)),
]

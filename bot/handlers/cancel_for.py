"""The office cancels for a family: a place of a session, or a turn in its queue."""

from telegram import Update

from bot.context import Context
from bot.routes import for_office, on_tap
from bot.screen import Screen
from bot.screens import cancel_for as screens
from bot.screens.session import gone
from bot.taps.sessions import AskCancelFor, AskTakeOff, CancelFor, ChooseWhom, TakeOff
from domain.office import cancel_for_family, refund_by_office, take_off_waiting_list
from domain.outcomes import RefundChanged
from storage.session_queries import FamilyPlace, find_booked, find_queued, find_sheet


async def choose_whom(update: Update, context: Context, tap: ChooseWhom) -> None:
    found = await context.database.read(find_sheet, tap.session_id, taught_by=None)
    if found is None:
        await context.show(update, gone(context.say))
        return
    await context.show(update, screens.choose_whom(context.say, found, tap.page))


async def ask_cancel_for(
    update: Update, context: Context, tap: AskCancelFor, *, changed: bool = False
) -> None:
    place = await context.database.read(find_booked, tap.booking_id)
    if place is None or place.booking is None:
        await context.show(update, gone(context.say))
        return
    if not place.is_open:
        await context.show(update, screens.ended(context.say, place))
        return
    by_terms, in_full = [
        refund_by_office(
            place.booking, place.session, context.policy, in_full=each, now=context.now
        )
        for each in (False, True)
    ]
    screen = screens.ask_cancel_for(context.say, place, by_terms, in_full, changed=changed)
    await context.show(update, screen)


async def cancel_for(update: Update, context: Context, tap: CancelFor) -> None:
    outcome = await context.database.run(
        cancel_for_family,
        tap.booking_id,
        context.policy,
        shown_refund_minor=tap.shown_refund_minor,
        in_full=tap.in_full,
        actor=context.actor,
        now=context.now,
    )
    if isinstance(outcome, RefundChanged):
        await ask_cancel_for(update, context, AskCancelFor(tap.booking_id), changed=True)
        return
    place = await context.database.read(find_booked, tap.booking_id)
    say = context.say
    screen = screens.cancelled_for(say, outcome, place) if place else gone(say)
    await context.show(update, screen)


async def ask_take_off(update: Update, context: Context, tap: AskTakeOff) -> None:
    place = await context.database.read(find_queued, tap.entry_id)
    await context.show(update, _take_off_screen(context, place))


def _take_off_screen(context: Context, place: FamilyPlace | None) -> Screen:
    if place is None:
        return gone(context.say)
    if not place.is_open:
        return screens.not_waiting(context.say, place)
    return screens.ask_take_off(context.say, place)


async def take_off(update: Update, context: Context, tap: TakeOff) -> None:
    outcome = await context.database.run(
        take_off_waiting_list, tap.entry_id, actor=context.actor, now=context.now
    )
    place = await context.database.read(find_queued, tap.entry_id)
    say = context.say
    screen = screens.taken_off(say, outcome, place) if place else gone(say)
    await context.show(update, screen)


ROUTES = [
    on_tap(ChooseWhom, for_office(choose_whom)),
    on_tap(AskCancelFor, for_office(ask_cancel_for)),
    on_tap(CancelFor, for_office(cancel_for)),
    on_tap(AskTakeOff, for_office(ask_take_off)),
    on_tap(TakeOff, for_office(take_off)),
]

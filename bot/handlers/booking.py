"""Booking places: child, activity, date, a look at all of it, Confirm."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from telegram import Update

from bot.context import Context
from bot.conversation import END, DurableConversation
from bot.handlers.booking_steps import Draft, Step, journey, request_of
from bot.handlers.payments import ask_for_held
from bot.routes import for_parents, on_command, on_tap, say_unknown
from bot.screen import Screen
from bot.screens import booking as screens
from bot.screens.children import gone
from bot.screens.home import stopped
from bot.screens.outcome import outcome
from bot.taps.booking import (
    BackToActivities,
    BackToChildren,
    BackToDates,
    Book,
    Booking,
    Confirm,
    MoreDates,
    PickActivity,
    PickAllDates,
    PickChild,
    PickDate,
    Review,
    Stop,
    TurnPage,
)
from domain.booking import book_places
from domain.model import Child
from domain.outcomes import Held, PlaceOutcome
from storage.account_queries import find_account
from storage.offers import list_dates
from storage.queries import find_child, find_request, list_children


async def begin(update: Update, context: Context, tap: Book | None = None) -> Any:
    children = await context.once(list_children, context.parent_id)
    if not children:
        return await journey.finish(update, context, screens.no_children(context.say))
    if tap and tap.child_id:
        draft = Draft(child_id=tap.child_id, is_only_child=len(children) == 1)
        return await journey.go(update, context, Step.ACTIVITY, draft)
    if len(children) == 1:
        draft = Draft(child_id=children[0].id, is_only_child=True)
        return await journey.go(update, context, Step.ACTIVITY, draft)
    return await journey.go(update, context, Step.CHILD, Draft())


async def pick_child(update: Update, context: Context, tap: PickChild, draft: Draft) -> Step:
    return await journey.go(update, context, Step.ACTIVITY, Draft(child_id=tap.child_id))


async def pick_activity(update: Update, context: Context, tap: PickActivity, draft: Draft) -> Step:
    chosen = replace(_child_only(draft), activity_id=tap.activity_id)
    return await journey.go(update, context, Step.DATE, chosen)


def _child_only(draft: Draft) -> Draft:
    return Draft(child_id=draft.child_id, is_only_child=draft.is_only_child)


async def turn_activities(update: Update, context: Context, tap: TurnPage, draft: Draft) -> Step:
    return await journey.go(update, context, Step.ACTIVITY, replace(draft, page=tap.page))


async def turn_dates(update: Update, context: Context, tap: TurnPage, draft: Draft) -> Step:
    return await journey.go(update, context, Step.DATE, replace(draft, page=tap.page))


async def pick_date(update: Update, context: Context, tap: PickDate, draft: Draft) -> Step:
    """Take the first date straight to the summary; when there are more, tick them."""
    if not draft.dates and tap.chosen:
        return await _review(update, context, draft, (tap.on,))
    others = tuple(on for on in draft.dates if on != tap.on)
    dates = tuple(sorted((*others, tap.on)))[: screens.DATES_AT_ONCE] if tap.chosen else others
    return await journey.go(update, context, Step.DATE, replace(draft, dates=dates))


async def pick_all_dates(
    update: Update, context: Context, _tap: PickAllDates, draft: Draft
) -> Step:
    offers = await context.database.read(
        list_dates, draft.child_id, draft.activity_id, context.policy, now=context.now
    )
    dates = tuple(each.session.on for each in screens.whole_term(offers))
    if not dates:
        return await journey.go(update, context, Step.DATE, draft)
    return await _review(update, context, draft, dates)


async def review(update: Update, context: Context, _tap: Review, draft: Draft) -> Step:
    if not draft.dates:
        # The last date was unticked a moment before.
        return await journey.go(update, context, Step.DATE, draft)
    return await _review(update, context, draft, draft.dates)


async def _review(update: Update, context: Context, draft: Draft, dates: tuple[date, ...]) -> Step:
    # Other dates are another wish, and a wish has a key of its own.
    chosen = replace(draft, dates=dates, request_key="")
    return await journey.go(update, context, Step.SUMMARY, chosen)


async def confirm(update: Update, context: Context, tap: Confirm, draft: Draft) -> Any:
    child = await context.database.read(find_child, context.parent_id, draft.child_id)
    if tap.request_key != draft.request_key or child is None:
        return await journey.go(update, context, Step.SUMMARY, draft)
    outcomes = await context.database.run(
        book_places, request_of(context, draft), context.policy, now=context.now
    )
    screen = await _render_outcome(context, child, outcomes, draft.promised)
    said_in = await context.show(update, screen)
    context.visit.conversation = None
    await ask_for_held(context, outcomes, said_in=said_in)
    return END


async def confirm_again(update: Update, context: Context, tap: Confirm) -> None:
    """Answer a Confirm that comes once more with what it did the first time."""
    request = await context.database.read(find_request, context.parent_id, tap.request_key)
    if request is None or len(request.wanted) < tap.dates:
        # What was refused has left no trace to tell again: the answer that said so stays.
        await say_unknown(update, context)
        return
    child = await context.database.read(find_child, context.parent_id, request.child_id)
    if child is None:
        await context.show(update, gone(context.say))
        return
    outcomes = await context.database.run(book_places, request, context.policy, now=context.now)
    await context.show(update, await _render_outcome(context, child, outcomes))


async def _render_outcome(
    context: Context,
    child: Child,
    outcomes: Sequence[PlaceOutcome],
    promised: Sequence[date] = (),
) -> Screen:
    if context.services.settings.pays_online:
        return outcome(context.say, child, outcomes, promised, pays_online=True)
    available = 0
    if any(isinstance(each, Held) for each in outcomes):
        account = await context.database.read(find_account, context.parent_id, most=0)
        available = account.funds.available_minor(context.policy)
    return outcome(context.say, child, outcomes, promised, available_minor=available)


async def back_to_children(
    update: Update, context: Context, _tap: BackToChildren, draft: Draft
) -> Any:
    return await begin(update, context)


async def back_to_activities(
    update: Update, context: Context, _tap: BackToActivities, draft: Draft
) -> Step:
    return await journey.go(update, context, Step.ACTIVITY, _child_only(draft))


async def back_to_dates(update: Update, context: Context, _tap: BackToDates, draft: Draft) -> Step:
    # One date is chosen anew by a tap; of several, none is lost.
    dates = draft.dates if len(draft.dates) > 1 else ()
    return await journey.go(update, context, Step.DATE, replace(draft, dates=dates))


conversation = DurableConversation(
    journey,
    entry_points=[on_command("book", for_parents(begin)), on_tap(Book, for_parents(begin))],
    states={
        Step.CHILD: [journey.on_tap(PickChild, pick_child)],
        Step.ACTIVITY: [
            journey.on_tap(PickActivity, pick_activity),
            journey.on_tap(TurnPage, turn_activities),
            journey.on_tap(BackToChildren, back_to_children),
        ],
        Step.DATE: [
            journey.on_tap(PickDate, pick_date),
            journey.on_tap(PickAllDates, pick_all_dates),
            journey.on_tap(TurnPage, turn_dates),
            journey.on_tap(Review, review),
            journey.on_tap(BackToActivities, back_to_activities),
        ],
        Step.SUMMARY: [
            journey.on_tap(Confirm, confirm),
            journey.on_tap(MoreDates, journey.leads_to(Step.DATE)),
            journey.on_tap(BackToDates, back_to_dates),
        ],
    },
    fallbacks=[
        journey.on_tap(Stop, journey.ends_with(stopped)),
        *journey.fallbacks(Booking),
    ],
)

ROUTES = [on_tap(Confirm, for_parents(confirm_again))]

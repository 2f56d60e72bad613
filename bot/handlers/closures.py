"""Days on which the school is shut: a list, closing some, opening one again."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from telegram import Update

from bot.context import Context
from bot.conversation import END, TYPED, DurableConversation, Journey, over
from bot.forms import read_name
from bot.plan_forms import read_days
from bot.routes import for_office, on_command, on_tap
from bot.screen import Screen
from bot.screens import closures as screens
from bot.screens.activities import more_is_lost
from bot.taps.closures import (
    AddClosure,
    BackToDays,
    BackToReason,
    CloseDays,
    Closing,
    OpenDay,
    PickReason,
    ShowClosure,
    ShowClosures,
    StopClosing,
)
from domain.closures import MOST_DAYS, close_days, open_day, preview_closure
from domain.outcomes import MoreIsLost
from domain.timetable import local_date
from storage.activity_queries import list_closures


class Step(StrEnum):
    DAYS = "days"
    REASON = "reason"
    SUMMARY = "summary"


@dataclass(frozen=True)
class Draft:
    first: date = date.min
    last: date = date.min
    reason: str = ""
    message_id: int = 0
    """The message that named the days: brought once more after a crash, it is no reason."""


async def render(context: Context, step: Step, draft: Draft) -> tuple[Screen, Draft]:
    say = context.say
    match step:
        case Step.DAYS:
            return screens.ask_days(say, _today(context)), draft
        case Step.REASON:
            return screens.ask_reason(say, draft.first, draft.last), draft
        case Step.SUMMARY:
            lost = await context.database.read(
                preview_closure, draft.first, draft.last, context.policy, now=context.now
            )
            return screens.summary(say, draft.first, draft.last, draft.reason, lost), draft


def _today(context: Context) -> date:
    return local_date(context.now, context.policy.zone)


journey = Journey("closure", Step, Draft, render)
say_over = over(screens.over)


async def begin(update: Update, context: Context, _tap: AddClosure) -> Step:
    return await journey.go(update, context, Step.DAYS, Draft())


async def write_days(update: Update, context: Context, draft: Draft) -> Step:
    today = _today(context)
    days = read_days(context.typed(update), today=today)
    if days is None:
        complaint = screens.bad_days(context.say, today)
    elif days[0] < today or days[1] < days[0]:
        complaint = screens.days_gone_by(context.say, today)
    elif (days[1] - days[0]).days >= MOST_DAYS:
        complaint = screens.too_many_days(context.say)
    else:
        chosen = replace(draft, first=days[0], last=days[1], message_id=context.message_id(update))
        return await journey.go(update, context, Step.REASON, chosen)
    return await journey.go(update, context, Step.DAYS, draft, complaint=complaint)


async def write_reason(update: Update, context: Context, draft: Draft) -> Step:
    if context.message_id(update) == draft.message_id:
        return await journey.go(update, context, Step.REASON, draft)
    reason = read_name(context.typed(update))
    if reason is None:
        complaint = screens.bad_reason(context.say)
        return await journey.go(update, context, Step.REASON, draft, complaint=complaint)
    return await journey.go(update, context, Step.SUMMARY, replace(draft, reason=reason))


async def pick_reason(update: Update, context: Context, tap: PickReason, draft: Draft) -> Step:
    reason = screens.reasons(context.say).get(tap.reason)
    if reason is None:
        return await journey.go(update, context, Step.REASON, draft)
    return await journey.go(update, context, Step.SUMMARY, replace(draft, reason=reason))


async def confirm(update: Update, context: Context, tap: CloseDays, draft: Draft) -> Any:
    if (tap.first, tap.last) != (draft.first, draft.last):
        return await journey.go(update, context, Step.SUMMARY, draft)
    outcome = await context.database.run(
        close_days,
        draft.first,
        draft.last,
        draft.reason,
        context.policy,
        shown_places=tap.shown_places,
        actor=context.actor,
        now=context.now,
    )
    if isinstance(outcome, MoreIsLost):
        complaint = more_is_lost(context.say)
        return await journey.go(update, context, Step.SUMMARY, draft, complaint=complaint)
    await show_closed(update, context, tap)
    context.visit.conversation = None
    return END


async def show_closed(update: Update, context: Context, tap: CloseDays) -> None:
    """Say what closing days has done: the same however often it is asked for."""
    closed = await context.database.read(list_closures, tap.first, tap.last)
    if not closed or len(closed) != (tap.last - tap.first).days + 1:
        await say_over(update, context)
        return
    await context.show(update, screens.closed(context.say, closed))


async def back_to_days(update: Update, context: Context, _tap: BackToDays, draft: Draft) -> Step:
    return await journey.go(update, context, Step.DAYS, draft)


async def back_to_reason(
    update: Update, context: Context, _tap: BackToReason, draft: Draft
) -> Step:
    return await journey.go(update, context, Step.REASON, draft)


async def show_closures(update: Update, context: Context, tap: ShowClosures | None = None) -> None:
    found = await context.database.read(list_closures, _today(context))
    await context.show(update, screens.closures(context.say, found, tap.page if tap else 0))


async def show_closure(update: Update, context: Context, tap: ShowClosure) -> None:
    found = await context.database.read(list_closures, tap.on, tap.on)
    screen = screens.closure(context.say, found[0]) if found else screens.is_open(context.say)
    await context.show(update, screen)


async def open_again(update: Update, context: Context, tap: OpenDay) -> None:
    await context.database.run(
        open_day, tap.on, context.policy, actor=context.actor, now=context.now
    )
    await context.show(update, screens.opened(context.say, tap.on))


conversation = DurableConversation(
    journey,
    for_office=True,
    entry_points=[on_tap(AddClosure, for_office(begin))],
    states={
        Step.DAYS: [journey.on_message(TYPED, write_days)],
        Step.REASON: [
            journey.on_message(TYPED, write_reason),
            journey.on_tap(PickReason, pick_reason),
            journey.on_tap(BackToDays, back_to_days),
        ],
        Step.SUMMARY: [
            journey.on_tap(CloseDays, confirm),
            journey.on_tap(BackToReason, back_to_reason),
        ],
    },
    fallbacks=[
        journey.on_tap(StopClosing, journey.ends_with(screens.stopped)),
        *journey.fallbacks(Closing),
    ],
)

ROUTES = [
    on_command("closures", for_office(show_closures)),
    on_tap(ShowClosures, for_office(show_closures)),
    on_tap(ShowClosure, for_office(show_closure)),
    on_tap(OpenDay, for_office(open_again)),
    on_tap(CloseDays, for_office(show_closed)),
    on_tap(Closing, for_office(say_over)),
]

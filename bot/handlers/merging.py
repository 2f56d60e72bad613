"""Two rows of one parent are put together: whom, a look at what it does, Confirm."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from telegram import Update

from bot.context import Context
from bot.conversation import END, TYPED, DurableConversation, Journey, over
from bot.handlers.finding import look_up, search
from bot.routes import for_office, on_tap
from bot.screen import Screen
from bot.screens import merging as screens
from bot.screens.families import gone
from bot.screens.finding import nobody
from bot.taps.merging import (
    BackToOthers,
    ConfirmMerge,
    MergeFamily,
    Merging,
    PickOther,
    StopMerging,
    SwapMerge,
    TurnOthers,
    UniteChildren,
    mark_of,
)
from domain.merging import CannotMerge, MergeChanged, Merged, merge_parents, unite_children
from domain.merging import preview_merge as preview
from storage.office_queries import find_family


class Step(StrEnum):
    SEARCH = "search"
    SUMMARY = "summary"


@dataclass(frozen=True)
class Draft:
    kept_id: int = 0
    other_id: int = 0
    query: str = ""
    page: int = 0
    shown: tuple[int, int, int] = (0, 0, 0)
    """What the summary says that moves."""


async def render(context: Context, step: Step, draft: Draft) -> tuple[Screen, Draft]:
    if step is Step.SUMMARY:
        plan = await context.database.read(preview, draft.kept_id, draft.other_id)
        if plan is None:
            return screens.cannot(context.say), draft
        return screens.summary(context.say, plan), replace(draft, shown=plan.numbers)
    family = await context.database.read(find_family, draft.kept_id)
    if family is None:
        return gone(context.say), draft
    found = [each for each in await search(context, draft.query) if each.parent_id != draft.kept_id]
    name = family.parent_name
    return screens.search(context.say, name, draft.query, found, draft.page), draft


journey = Journey("merge", Step, Draft, render)
say_over = over(screens.over)


async def begin(update: Update, context: Context, tap: MergeFamily) -> Step:
    return await journey.go(update, context, Step.SEARCH, Draft(tap.parent_id))


async def write_query(update: Update, context: Context, draft: Draft) -> Step:
    query, found = await look_up(update, context)
    complaint = None if found else nobody(context.say)
    again = Draft(draft.kept_id, query=query)
    return await journey.go(update, context, Step.SEARCH, again, complaint=complaint)


async def turn_others(update: Update, context: Context, tap: TurnOthers, draft: Draft) -> Step:
    return await journey.go(update, context, Step.SEARCH, replace(draft, page=tap.page))


async def pick_other(update: Update, context: Context, tap: PickOther, draft: Draft) -> Step:
    return await journey.go(update, context, Step.SUMMARY, replace(draft, other_id=tap.parent_id))


async def swap(update: Update, context: Context, tap: SwapMerge, draft: Draft) -> Step:
    if tap.kept_id == draft.other_id:
        draft = replace(draft, kept_id=draft.other_id, other_id=draft.kept_id)
    return await journey.go(update, context, Step.SUMMARY, draft)


async def back_to_others(
    update: Update, context: Context, _tap: BackToOthers, draft: Draft
) -> Step:
    return await journey.go(update, context, Step.SEARCH, replace(draft, other_id=0))


async def confirm(update: Update, context: Context, tap: ConfirmMerge, draft: Draft) -> Any:
    asked = (draft.kept_id, draft.other_id, mark_of(draft.shown))
    if (tap.kept_id, tap.other_id, tap.seen) != asked:
        return await journey.go(update, context, Step.SUMMARY, draft)
    outcome = await _merge(context, tap, draft.shown)
    if isinstance(outcome, MergeChanged):
        complaint = screens.changed(context.say)
        return await journey.go(update, context, Step.SUMMARY, draft, complaint=complaint)
    await context.show(update, _done(context, outcome, tap))
    context.visit.conversation = None
    return END


async def _merge(
    context: Context, tap: ConfirmMerge, shown: tuple[int, int, int]
) -> Merged | MergeChanged | CannotMerge:
    return await context.database.run(
        merge_parents,
        tap.kept_id,
        tap.other_id,
        context.policy,
        shown=shown,
        actor=context.actor,
        now=context.now,
    )


def _done(context: Context, outcome: Merged | CannotMerge, tap: ConfirmMerge) -> Screen:
    if isinstance(outcome, CannotMerge):
        return screens.cannot(context.say)
    return screens.merged(context.say, outcome, tap.kept_id)


async def confirm_again(update: Update, context: Context, tap: ConfirmMerge) -> None:
    """Answer a Confirm that comes once more with what it did; by itself it does nothing."""
    plan = await context.database.read(preview, tap.kept_id, tap.other_id)
    if plan is not None:
        await say_over(update, context, tap)
        return
    outcome = await _merge(context, tap, Draft().shown)
    if isinstance(outcome, MergeChanged):
        await say_over(update, context, tap)
        return
    await context.show(update, _done(context, outcome, tap))


async def stop(update: Update, context: Context, _tap: StopMerging, draft: Draft) -> int:
    return await journey.finish(update, context, screens.stopped(context.say, draft.kept_id))


async def unite(update: Update, context: Context, tap: UniteChildren) -> None:
    many = await context.database.run(
        unite_children, tap.parent_id, actor=context.actor, now=context.now
    )
    await context.show(update, screens.united(context.say, many, tap.parent_id))


conversation = DurableConversation(
    journey,
    for_office=True,
    entry_points=[on_tap(MergeFamily, for_office(begin))],
    states={
        Step.SEARCH: [
            journey.on_message(TYPED, write_query),
            journey.on_tap(PickOther, pick_other),
            journey.on_tap(TurnOthers, turn_others),
        ],
        Step.SUMMARY: [
            journey.on_tap(ConfirmMerge, confirm),
            journey.on_tap(SwapMerge, swap),
            journey.on_tap(BackToOthers, back_to_others),
        ],
    },
    fallbacks=[journey.on_tap(StopMerging, stop), *journey.fallbacks(Merging)],
)

ROUTES = [
    on_tap(ConfirmMerge, for_office(confirm_again)),
    on_tap(Merging, for_office(say_over)),
    on_tap(UniteChildren, for_office(unite)),
]

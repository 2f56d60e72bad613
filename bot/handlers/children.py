"""A parent's children: see them, add one, correct one, remove one."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from telegram import Update

from bot.context import Context
from bot.conversation import TYPED, DurableConversation, Journey
from bot.forms import read_birth_date, read_name
from bot.routes import for_parents, on_command, on_tap
from bot.screen import Screen
from bot.screens import children as screens
from bot.screens.home import stopped
from bot.screens.parts import bad_name
from bot.taps.children import (
    AddChild,
    AskRemoveChild,
    BackToBirthDate,
    BackToName,
    ChildForm,
    EditChild,
    KeepBirthDate,
    KeepName,
    PickGrade,
    RemoveChild,
    ShowChild,
    ShowChildren,
    StopForm,
)
from domain.families import (
    ChildSaved,
    NotYourChild,
    RemovalChanged,
    TooManyChildren,
    add_child,
    edit_child,
    preview_removal,
    remove_child,
)
from domain.ports.families import NewChild
from domain.timetable import local_date
from storage.queries import find_child, list_children


class Step(StrEnum):
    NAME = "name"
    BIRTH_DATE = "birth_date"
    GRADE = "grade"


@dataclass(frozen=True)
class Draft:
    """What the form holds; a child that is being corrected comes with its present values."""

    child_id: int | None = None
    name: str = ""
    born_on: date | None = None


async def render(context: Context, step: Step, draft: Draft) -> tuple[Screen, Draft]:
    say = context.say
    match step:
        case Step.NAME:
            return screens.ask_name(say, draft.name), draft
        case Step.BIRTH_DATE:
            return screens.ask_birth_date(say, draft.name, draft.born_on), draft
        case Step.GRADE:
            born_on = draft.born_on or _today(context)
            last_grade = context.services.settings.last_year_group
            return screens.ask_grade(say, draft.name, born_on, last_grade), draft


journey = Journey("child", Step, Draft, render)


def _today(context: Context) -> date:
    return local_date(context.now, context.policy.zone)


async def begin(update: Update, context: Context, _tap: AddChild) -> Step:
    return await journey.go(update, context, Step.NAME, Draft())


async def begin_edit(update: Update, context: Context, tap: EditChild) -> Any:
    child = await context.database.read(find_child, context.parent_id, tap.child_id)
    if child is None:
        return await journey.finish(update, context, screens.gone(context.say))
    draft = Draft(child.id, child.name, child.born_on)
    return await journey.go(update, context, Step.NAME, draft)


async def write_name(update: Update, context: Context, draft: Draft) -> Step:
    name = read_name(context.typed(update))
    if name is None:
        complaint = bad_name(context.say)
        return await journey.go(update, context, Step.NAME, draft, complaint=complaint)
    return await journey.go(update, context, Step.BIRTH_DATE, replace(draft, name=name))


async def write_birth_date(update: Update, context: Context, draft: Draft) -> Step:
    born_on = read_birth_date(context.typed(update), today=_today(context))
    if born_on is None:
        complaint = screens.bad_birth_date(context.say)
        return await journey.go(update, context, Step.BIRTH_DATE, draft, complaint=complaint)
    return await journey.go(update, context, Step.GRADE, replace(draft, born_on=born_on))


async def keep_name(update: Update, context: Context, _tap: KeepName, draft: Draft) -> Step:
    step = Step.BIRTH_DATE if draft.name else Step.NAME
    return await journey.go(update, context, step, draft)


async def keep_birth_date(
    update: Update, context: Context, _tap: KeepBirthDate, draft: Draft
) -> Step:
    step = Step.GRADE if draft.born_on else Step.BIRTH_DATE
    return await journey.go(update, context, step, draft)


async def pick_grade(update: Update, context: Context, tap: PickGrade, draft: Draft) -> int:
    last_grade = context.services.settings.last_year_group
    grade = min(max(0, tap.grade), last_grade)
    new = NewChild(draft.name, draft.born_on or _today(context), grade)
    outcome = await _save(context, draft, new)
    match outcome:
        case ChildSaved(child_id):
            # Read again: one who was on file already, and is added once more, stays as they are.
            saved = await context.database.read(find_child, context.parent_id, child_id)
            screen = screens.saved(context.say, saved) if saved else screens.gone(context.say)
        case TooManyChildren():
            screen = screens.too_many(context.say)
        case NotYourChild():
            screen = screens.gone(context.say)
    return await journey.finish(update, context, screen)


async def _save(
    context: Context, draft: Draft, new: NewChild
) -> ChildSaved | TooManyChildren | NotYourChild:
    if draft.child_id is None:
        return await context.database.run(add_child, context.parent_id, new, now=context.now)
    return await context.database.run(
        edit_child, context.parent_id, draft.child_id, new, now=context.now
    )


conversation = DurableConversation(
    journey,
    entry_points=[
        on_tap(AddChild, for_parents(begin)),
        on_tap(EditChild, for_parents(begin_edit)),
    ],
    states={
        Step.NAME: [
            journey.on_tap(KeepName, keep_name),
            journey.on_message(TYPED, write_name),
        ],
        Step.BIRTH_DATE: [
            journey.on_tap(KeepBirthDate, keep_birth_date),
            journey.on_tap(BackToName, journey.leads_to(Step.NAME)),
            journey.on_message(TYPED, write_birth_date),
        ],
        Step.GRADE: [
            journey.on_tap(PickGrade, pick_grade),
            journey.on_tap(BackToBirthDate, journey.leads_to(Step.BIRTH_DATE)),
        ],
    },
    fallbacks=[
        journey.on_tap(StopForm, journey.ends_with(stopped)),
        *journey.fallbacks(ChildForm),
    ],
)


async def show_children(update: Update, context: Context, _tap: ShowChildren | None = None) -> None:
    found = await context.database.read(list_children, context.parent_id)
    await context.show(update, screens.children(context.say, found))


async def show_child(update: Update, context: Context, tap: ShowChild) -> None:
    child = await context.database.read(find_child, context.parent_id, tap.child_id)
    if child is None:
        await context.show(update, screens.gone(context.say))
    else:
        await context.show(update, screens.child(context.say, child, today=_today(context)))


async def ask_remove(
    update: Update, context: Context, tap: AskRemoveChild, *, changed: bool = False
) -> None:
    loss = await context.database.read(
        preview_removal, context.parent_id, tap.child_id, context.policy, now=context.now
    )
    if isinstance(loss, NotYourChild):
        await context.show(update, screens.gone(context.say))
        return
    screen = screens.ask_remove(context.say, tap.child_id, loss, changed=changed)
    await context.show(update, screen)


async def remove(update: Update, context: Context, tap: RemoveChild) -> None:
    outcome = await context.database.run(
        remove_child,
        context.parent_id,
        tap.child_id,
        context.policy,
        shown=(tap.shown_places, tap.shown_refund_minor),
        now=context.now,
    )
    if isinstance(outcome, RemovalChanged):
        await ask_remove(update, context, AskRemoveChild(tap.child_id), changed=True)
        return
    await context.show(update, screens.removed(context.say, outcome))


ROUTES = [
    on_command("children", for_parents(show_children)),
    on_tap(ShowChildren, for_parents(show_children)),
    on_tap(ShowChild, for_parents(show_child)),
    on_tap(AskRemoveChild, for_parents(ask_remove)),
    on_tap(RemoveChild, for_parents(remove)),
]

"""Parents write what the school must know of their children, and the office for any family."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from telegram import Update

from bot.context import Context
from bot.conversation import END, TYPED, DurableConversation, Journey
from bot.forms import read_name
from bot.handlers.children import show_child
from bot.handlers.families import see_family
from bot.routes import for_office, for_parents, on_tap
from bot.screen import Screen
from bot.screens import child_notes as screens
from bot.screens.children import gone
from bot.screens.families import gone as no_family
from bot.taps.children import DeleteNotes, LeaveNotes, NotesForm, ShowChild, WriteNotes
from bot.taps.families import (
    DeleteTheirNotes,
    LeaveTheirNotes,
    SeeFamily,
    TheirNotesForm,
    WriteTheirNotes,
)
from domain.child_notes import LONGEST_NOTES, write_child_notes
from domain.model import Actor, Role
from storage.queries import find_child


class Step(StrEnum):
    NOTES = "notes"


@dataclass(frozen=True)
class Draft:
    parent_id: int = 0
    child_id: int = 0


async def render(context: Context, _step: Step, draft: Draft) -> tuple[Screen, Draft]:
    child = await context.once(find_child, draft.parent_id, draft.child_id)
    if child is None:
        return gone(context.say), draft
    delete, leave = DeleteNotes(child.id), LeaveNotes(child.id)
    return screens.ask(context.say, child, delete=delete, leave=leave), draft


async def render_theirs(context: Context, _step: Step, draft: Draft) -> tuple[Screen, Draft]:
    child = await context.once(find_child, draft.parent_id, draft.child_id)
    if child is None:
        return no_family(context.say), draft
    delete = DeleteTheirNotes(draft.parent_id, child.id)
    leave = LeaveTheirNotes(draft.parent_id, child.id)
    return screens.ask(context.say, child, delete=delete, leave=leave), draft


own = Journey("notes", Step, Draft, render)
theirs = Journey("their_notes", Step, Draft, render_theirs)


async def begin(update: Update, context: Context, tap: WriteNotes) -> Any:
    draft = Draft(context.parent_id, tap.child_id)
    if await context.once(find_child, draft.parent_id, draft.child_id) is None:
        return await own.finish(update, context, gone(context.say))
    return await own.go(update, context, Step.NOTES, draft)


async def begin_theirs(update: Update, context: Context, tap: WriteTheirNotes) -> Any:
    draft = Draft(tap.parent_id, tap.child_id)
    if await context.once(find_child, draft.parent_id, draft.child_id) is None:
        return await theirs.finish(update, context, no_family(context.say))
    return await theirs.go(update, context, Step.NOTES, draft)


async def _save(context: Context, draft: Draft, notes: str, actor: Actor) -> None:
    await context.database.run(
        write_child_notes, draft.parent_id, draft.child_id, notes, actor=actor, now=context.now
    )
    context.services.registers_changed()


async def write(update: Update, context: Context, draft: Draft) -> Any:
    notes = read_name(context.typed(update), longest=LONGEST_NOTES)
    if notes is None:
        complaint = screens.too_long(context.say)
        return await own.go(update, context, Step.NOTES, draft, complaint=complaint)
    await _save(context, draft, notes, Actor(Role.PARENT, context.parent_id))
    return await leave(update, context, LeaveNotes(draft.child_id), draft)


async def write_theirs(update: Update, context: Context, draft: Draft) -> Any:
    notes = read_name(context.typed(update), longest=LONGEST_NOTES)
    if notes is None:
        complaint = screens.too_long(context.say)
        return await theirs.go(update, context, Step.NOTES, draft, complaint=complaint)
    await _save(context, draft, notes, context.actor)
    return await leave_theirs(
        update, context, LeaveTheirNotes(draft.parent_id, draft.child_id), draft
    )


async def delete(update: Update, context: Context, tap: DeleteNotes, draft: Draft) -> int:
    await _save(context, draft, "", Actor(Role.PARENT, context.parent_id))
    return await leave(update, context, tap, draft)


async def delete_theirs(
    update: Update, context: Context, tap: DeleteTheirNotes, draft: Draft
) -> int:
    await _save(context, draft, "", context.actor)
    return await leave_theirs(update, context, tap, draft)


async def leave(update: Update, context: Context, tap: NotesForm, _draft: Draft) -> int:
    """Show the child, which says what is noted now."""
    await show_again(update, context, tap)
    context.visit.conversation = None
    return END


async def leave_theirs(update: Update, context: Context, tap: TheirNotesForm, _draft: Draft) -> int:
    await show_theirs_again(update, context, tap)
    context.visit.conversation = None
    return END


async def show_again(update: Update, context: Context, tap: NotesForm) -> None:
    """Answer a button whose conversation is over with how it stands; nothing is deleted twice."""
    await show_child(update, context, ShowChild(tap.child_id))


async def show_theirs_again(update: Update, context: Context, tap: TheirNotesForm) -> None:
    await see_family(update, context, SeeFamily(tap.parent_id))


conversation = DurableConversation(
    own,
    entry_points=[on_tap(WriteNotes, for_parents(begin))],
    states={Step.NOTES: [own.on_message(TYPED, write), own.on_tap(DeleteNotes, delete)]},
    fallbacks=[own.on_tap(LeaveNotes, leave), *own.fallbacks(NotesForm)],
)
for_families = DurableConversation(
    theirs,
    for_office=True,
    entry_points=[on_tap(WriteTheirNotes, for_office(begin_theirs))],
    states={
        Step.NOTES: [
            theirs.on_message(TYPED, write_theirs),
            theirs.on_tap(DeleteTheirNotes, delete_theirs),
        ],
    },
    fallbacks=[theirs.on_tap(LeaveTheirNotes, leave_theirs), *theirs.fallbacks(TheirNotesForm)],
)

ROUTES = [
    on_tap(NotesForm, for_parents(show_again)),
    on_tap(TheirNotesForm, for_office(show_theirs_again)),
]

"""Tutors and the office note something of a child for one session."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from telegram import Update

from bot.context import Context
from bot.conversation import END, TYPED, DurableConversation, Journey
from bot.forms import read_name
from bot.handlers.registers import forget, saved, show_found, show_other
from bot.handlers.sessions import taught_by
from bot.routes import for_staff, on_tap
from bot.screen import Screen
from bot.screens import register_notes as screens
from bot.screens.session import gone
from bot.taps.registers import ChooseNoted, DeleteNote, Noting, StopNoting, WriteNote
from domain.attendance import LONGEST_NOTE, note_child
from storage.register_queries import find_register, find_register_of


class Step(StrEnum):
    NOTE = "note"


@dataclass(frozen=True)
class Draft:
    booking_id: int = 0


async def render(context: Context, step: Step, draft: Draft) -> tuple[Screen, Draft]:
    return await _note(context, draft.booking_id) or gone(context.say), draft


async def _note(context: Context, booking_id: int) -> Screen | None:
    """Return a child's screen; None if the person may not see it, or its place has ended."""
    found = await context.once(find_register_of, booking_id, taught_by=taught_by(context))
    for each in found.children if found else ():
        if found and each.booking.id == booking_id:
            return screens.note(context.say, found, each)
    return None


journey = Journey("note", Step, Draft, render)


async def choose(update: Update, context: Context, tap: ChooseNoted) -> None:
    found = await context.database.read(find_register, tap.session_id, taught_by=taught_by(context))
    screen = screens.choose_noted(context.say, found, tap.page) if found else gone(context.say)
    await show_other(update, context, screen)


async def begin(update: Update, context: Context, tap: WriteNote) -> Any:
    if await _note(context, tap.booking_id) is None:
        return await journey.finish(update, context, gone(context.say))
    await forget(update, context)
    return await journey.go(update, context, Step.NOTE, Draft(tap.booking_id))


async def write(update: Update, context: Context, draft: Draft) -> Any:
    text = read_name(context.typed(update), longest=LONGEST_NOTE)
    if text is None:
        complaint = screens.bad_note(context.say)
        return await journey.go(update, context, Step.NOTE, draft, complaint=complaint)
    return await _save(update, context, draft.booking_id, text)


async def delete(update: Update, context: Context, tap: DeleteNote, _draft: Draft) -> Any:
    return await _save(update, context, tap.booking_id, "")


async def delete_again(update: Update, context: Context, tap: DeleteNote) -> None:
    await _save(update, context, tap.booking_id, "")


async def _save(update: Update, context: Context, booking_id: int, text: str) -> int:
    said = screens.noted(context.say)
    await saved(update, context, note_child, booking_id, text, remark=said)
    context.visit.conversation = None
    return END


async def stop(update: Update, context: Context, tap: StopNoting, _draft: Draft) -> int:
    await stop_again(update, context, tap)
    context.visit.conversation = None
    return END


async def stop_again(update: Update, context: Context, tap: StopNoting) -> None:
    found = await context.database.read(
        find_register_of, tap.booking_id, taught_by=taught_by(context)
    )
    await show_found(update, context, found)


conversation = DurableConversation(
    journey,
    for_staff=True,
    entry_points=[on_tap(WriteNote, for_staff(begin))],
    states={
        Step.NOTE: [
            journey.on_message(TYPED, write),
            journey.on_tap(DeleteNote, delete),
        ],
    },
    fallbacks=[journey.on_tap(StopNoting, stop), *journey.fallbacks(Noting)],
)

ROUTES = [
    on_tap(ChooseNoted, for_staff(choose)),
    on_tap(DeleteNote, for_staff(delete_again)),
    on_tap(StopNoting, for_staff(stop_again)),
]

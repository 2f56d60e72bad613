"""The office changes a session: how many places it has, or that it does not take place."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from telegram import Update

from bot.context import Context
from bot.conversation import TYPED, DurableConversation, Journey, over
from bot.forms import read_name, read_number
from bot.handlers.sessions import is_open, session_screen, told_screen
from bot.routes import for_office, on_tap
from bot.screen import Screen
from bot.screens import session_changes as screens
from bot.screens.session import gone
from bot.taps.sessions import (
    CancelSession,
    ChangeCapacity,
    Changing,
    ConfirmCancellation,
    DropReason,
    SetCapacity,
    StopChanging,
    TryCapacity,
)
from domain.model import SessionStatus
from domain.outcomes import CancellationChanged, CapacityKept, SessionCancelled
from domain.sessions import MOST_PLACES, cancel_session, change_capacity, preview_cancellation
from storage.session_lines import SessionLine
from storage.session_queries import SessionSheet, find_session, find_sheet
from storage.transaction import Transaction

LONGEST_REASON = 200


class Step(StrEnum):
    CAPACITY = "capacity"
    CANCEL = "cancel"


@dataclass(frozen=True)
class Draft:
    session_id: int = 0
    capacity: int = 0
    """What is wanted."""
    reason: str = ""


async def render(context: Context, step: Step, draft: Draft) -> tuple[Screen, Draft]:
    match step:
        case Step.CAPACITY:
            return await _render_capacity(context, draft), draft
        case Step.CANCEL:
            return await _render_cancel(context, draft), draft


async def _render_capacity(context: Context, draft: Draft) -> Screen:
    line = await _find(context, draft.session_id)
    if line is None:
        return gone(context.say)
    is_given = is_open(context, line.session)
    return screens.capacity(context.say, line, draft.capacity, is_open=is_given)


async def _find(context: Context, session_id: int) -> SessionLine | None:
    return await context.once(find_session, session_id, taught_by=None)


async def _render_cancel(context: Context, draft: Draft) -> Screen:
    found = await context.once(_look_at_loss, draft.session_id)
    if found is None:
        return gone(context.say)
    return screens.ask_cancel(context.say, *found, draft.reason)


def _look_at_loss(tx: Transaction, session_id: int) -> tuple[SessionCancelled, SessionSheet] | None:
    sheet = find_sheet(tx, session_id, taught_by=None)
    if sheet is None:
        return None
    bookings = [each.booking for each in sheet.expected]
    entries = [each.entry for each in sheet.queue]
    return preview_cancellation(tx, sheet.line.session, bookings, entries), sheet


journey = Journey("session", Step, Draft, render)
say_over = over(screens.over)


async def begin_capacity(update: Update, context: Context, tap: ChangeCapacity) -> Any:
    line = await _find(context, tap.session_id)
    if line is None or line.session.status is SessionStatus.CANCELLED:
        return await _finish_with_session(update, context, tap.session_id)
    draft = Draft(tap.session_id, line.session.capacity)
    return await journey.go(update, context, Step.CAPACITY, draft)


async def begin_cancel(update: Update, context: Context, tap: CancelSession) -> Any:
    found = await context.once(_look_at_loss, tap.session_id)
    if found is None or found[0].session.status is SessionStatus.CANCELLED:
        return await _finish_with_session(update, context, tap.session_id)
    return await journey.go(update, context, Step.CANCEL, Draft(tap.session_id))


async def _finish_with_session(update: Update, context: Context, session_id: int) -> int:
    return await journey.finish(update, context, await session_screen(context, session_id))


async def try_capacity(update: Update, context: Context, tap: TryCapacity, draft: Draft) -> Step:
    capacity = min(max(1, tap.capacity), MOST_PLACES)
    return await journey.go(update, context, Step.CAPACITY, replace(draft, capacity=capacity))


async def write_capacity(update: Update, context: Context, draft: Draft) -> Step:
    capacity = read_number(context.typed(update), MOST_PLACES)
    if capacity is None:
        complaint = screens.bad_capacity(context.say)
        return await journey.go(update, context, Step.CAPACITY, draft, complaint=complaint)
    return await journey.go(update, context, Step.CAPACITY, replace(draft, capacity=capacity))


async def set_capacity(update: Update, context: Context, tap: SetCapacity, _draft: Draft) -> int:
    return await journey.finish(update, context, await _set_capacity(context, tap))


async def set_capacity_again(update: Update, context: Context, tap: SetCapacity) -> None:
    """Answer a tap that comes once more: the same, for the number has been reached."""
    await context.show(update, await _set_capacity(context, tap))


async def _set_capacity(context: Context, tap: SetCapacity) -> Screen:
    if await _find(context, tap.session_id) is None:
        return gone(context.say)
    capacity = min(max(1, tap.capacity), MOST_PLACES)
    outcome = await context.database.run(
        change_capacity,
        tap.session_id,
        capacity,
        context.policy,
        shown=tap.shown,
        actor=context.actor,
        now=context.now,
    )
    note = screens.capacity_changed(context.say, capacity)
    if isinstance(outcome, CapacityKept):
        note = screens.changed_meanwhile(context.say)
    return await session_screen(context, tap.session_id, 0, note)


async def write_reason(update: Update, context: Context, draft: Draft) -> Step:
    reason = read_name(context.typed(update), longest=LONGEST_REASON)
    if reason is None:
        complaint = screens.bad_reason(context.say)
        return await journey.go(update, context, Step.CANCEL, draft, complaint=complaint)
    return await journey.go(update, context, Step.CANCEL, replace(draft, reason=reason))


async def drop_reason(update: Update, context: Context, _tap: DropReason, draft: Draft) -> Step:
    return await journey.go(update, context, Step.CANCEL, replace(draft, reason=""))


async def confirm(update: Update, context: Context, tap: ConfirmCancellation, draft: Draft) -> Any:
    if tap.session_id != draft.session_id:
        return await journey.go(update, context, Step.CANCEL, draft)
    outcome = await context.database.run(
        cancel_session,
        tap.session_id,
        reason=draft.reason,
        shown=(tap.shown_children, tap.shown_refund_minor),
        actor=context.actor,
        now=context.now,
    )
    if isinstance(outcome, CancellationChanged):
        complaint = screens.changed_meanwhile(context.say)
        return await journey.go(update, context, Step.CANCEL, draft, complaint=complaint)
    return await journey.finish(update, context, await told_screen(context, tap.session_id))


async def confirm_again(update: Update, context: Context, tap: ConfirmCancellation) -> None:
    """Answer a Confirm that comes once more: by what there is, for its reason is not known."""
    await context.show(update, await told_screen(context, tap.session_id))


async def stop(update: Update, context: Context, tap: StopChanging, _draft: Draft) -> int:
    return await _finish_with_session(update, context, tap.session_id)


async def stop_again(update: Update, context: Context, tap: StopChanging) -> None:
    await context.show(update, await session_screen(context, tap.session_id))


conversation = DurableConversation(
    journey,
    for_office=True,
    entry_points=[
        on_tap(ChangeCapacity, for_office(begin_capacity)),
        on_tap(CancelSession, for_office(begin_cancel)),
    ],
    states={
        Step.CAPACITY: [
            journey.on_message(TYPED, write_capacity),
            journey.on_tap(TryCapacity, try_capacity),
            journey.on_tap(SetCapacity, set_capacity),
        ],
        Step.CANCEL: [
            journey.on_message(TYPED, write_reason),
            journey.on_tap(DropReason, drop_reason),
            journey.on_tap(ConfirmCancellation, confirm),
        ],
    },
    fallbacks=[journey.on_tap(StopChanging, stop), *journey.fallbacks(Changing)],
)

ROUTES = [
    on_tap(SetCapacity, for_office(set_capacity_again)),
    on_tap(ConfirmCancellation, for_office(confirm_again)),
    on_tap(StopChanging, for_office(stop_again)),
    on_tap(Changing, for_office(say_over)),
]

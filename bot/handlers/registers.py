"""Registers, for tutors and the office: today's, one of them, and a mark for each child."""

from dataclasses import replace

from telegram import Update

from bot.context import Context
from bot.handlers.sessions import session_screen, taught_by, today
from bot.register_taps import LeaveRegister, MarkChild, ShowRegister, ShowRegisters
from bot.registers import digest
from bot.routes import for_staff, on_command, on_tap
from bot.screen import Screen, paragraphs
from bot.screens import register as screens
from bot.screens.session import gone
from bot.texts import Html
from domain.attendance import NoSuchBookingError, mark_child
from domain.model import AttendanceStatus
from domain.roles import NotAllowedError
from storage.register_details import Register
from storage.register_messages import (
    RegisterMessage,
    forget_register_message,
    note_register_message,
)
from storage.register_queries import find_register, list_registers


async def show_registers(
    update: Update, context: Context, tap: ShowRegisters | None = None
) -> None:
    """Show today's registers; if there is but one, that one at once."""
    read, whose = context.database.read, taught_by(context)
    found = await read(list_registers, today(context), taught_by=whose)
    if len(found) == 1:
        await show_register(update, context, ShowRegister(found[0].line.session.id))
        return
    page = tap.page if tap else 0
    await show_other(update, context, screens.registers(context.say, found, page, now=context.now))


async def show_register(
    update: Update, context: Context, tap: ShowRegister, *remarks: Html | None
) -> None:
    """Show a register as it stands; remarks say what became of what was asked for."""
    found = await context.database.read(find_register, tap.session_id, taught_by=taught_by(context))
    if found is None:
        await show_other(update, context, gone(context.say))
        return
    await _show(update, context, found, tap.page, remarks)


async def _show(
    update: Update,
    context: Context,
    found: Register,
    page: int,
    remarks: tuple[Html | None, ...],
) -> None:
    """Show a register, and remember the message, so that it is kept in step."""
    screen = screens.register(context.say, found, page, viewer=context.telegram_id)
    tapped_id = context.message_id(update) if update.callback_query else None
    message = RegisterMessage(
        context.telegram_id,
        tapped_id or 0,
        found.line.session.id,
        context.language(update),
        page,
        digest(screen),
    )
    run = context.database.run
    if tapped_id:
        # Before it is shown: what keeps it in step must not take it for what it was.
        await run(note_register_message, message)
    said = replace(screen, text=paragraphs(*remarks, screen.text))
    message_id = await context.show(update, said)
    if message_id != tapped_id:
        await run(note_register_message, replace(message, message_id=message_id))
        if tapped_id:
            await run(forget_register_message, context.telegram_id, tapped_id)


async def show_other(update: Update, context: Context, screen: Screen) -> None:
    """Show something else in place of a register, which that message then shows no more."""
    if update.callback_query:
        await context.database.run(
            forget_register_message, context.telegram_id, context.message_id(update)
        )
    await context.show(update, screen)


async def mark(update: Update, context: Context, tap: MarkChild) -> None:
    if tap.mark not in {*AttendanceStatus, screens.UNMARKED}:
        await show_other(update, context, gone(context.say))
        return
    status = None if tap.mark == screens.UNMARKED else AttendanceStatus(tap.mark)
    try:
        outcome = await context.database.run(
            mark_child,
            tap.booking_id,
            status,
            context.policy,
            is_undo=tap.is_undo,
            actor=context.actor,
            now=context.now,
        )
    except (NotAllowedError, NoSuchBookingError):
        await show_other(update, context, gone(context.say))
        return
    context.services.registers_changed()
    again = ShowRegister(outcome.session.id, tap.page)
    await show_register(update, context, again, screens.refused(context.say, outcome))


async def leave(update: Update, context: Context, tap: LeaveRegister) -> None:
    await show_other(update, context, await session_screen(context, tap.session_id))


ROUTES = [
    on_command("register", for_staff(show_registers)),
    on_tap(ShowRegisters, for_staff(show_registers)),
    on_tap(ShowRegister, for_staff(show_register)),
    on_tap(MarkChild, for_staff(mark)),
    on_tap(LeaveRegister, for_staff(leave)),
]

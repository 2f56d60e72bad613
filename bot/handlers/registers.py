"""Registers, for tutors and the office: today's, one of them, and a mark for each child."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from telegram import Update

from bot.context import Context, send_document
from bot.handlers.sessions import session_screen, taught_by, today
from bot.registers import shown_as
from bot.routes import for_staff, on_command, on_tap
from bot.screen import Screen, paragraphs
from bot.screens import register as screens
from bot.screens.attendance import of_activity
from bot.screens.session import gone
from bot.taps.registers import (
    LeaveRegister,
    MarkChild,
    PrintRegister,
    ShowAttendance,
    ShowRegister,
    ShowRegisters,
)
from bot.texts import Html
from domain.attendance import NoSuchBookingError, mark_child
from domain.model import AttendanceStatus
from domain.outcomes import RegisterOutcome
from domain.roles import NotAllowedError
from storage.attendance_queries import list_attendance
from storage.register_details import Register
from storage.register_messages import forget_register_message, note_register_message
from storage.register_queries import find_register, list_registers, read_register
from storage.session_queries import find_session


async def show_registers(
    update: Update, context: Context, tap: ShowRegisters | None = None
) -> None:
    """Show today's registers; if there is but one, that one at once."""
    read, whose = context.database.read, taught_by(context)
    found = await read(list_registers, today(context), taught_by=whose)
    if len(found) == 1:
        await show_found(update, context, await read(read_register, found[0].line))
        return
    page = tap.page if tap else 0
    await show_other(update, context, screens.registers(context.say, found, page, now=context.now))


async def show_register(
    update: Update, context: Context, tap: ShowRegister, *remarks: Html | None
) -> None:
    """Show a register as it stands; remarks say what became of what was asked for."""
    found = await context.database.read(find_register, tap.session_id, taught_by=taught_by(context))
    await show_found(update, context, found, tap.page, *remarks)


async def show_found(
    update: Update,
    context: Context,
    found: Register | None,
    page: int = 0,
    *remarks: Html | None,
) -> None:
    """Show a register, if it was found, and remember the message, so that it is kept in step."""
    if found is None:
        await show_other(update, context, gone(context.say))
        return
    tapped_id = context.message_id(update) if context.is_replaced(update) else 0
    screen, message = shown_as(
        context.say,
        found,
        page,
        chat_id=context.telegram_id,
        message_id=tapped_id,
        language=context.language(update),
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


async def forget(update: Update, context: Context) -> None:
    """Keep the message that was tapped in step no more, for it is about to show something else."""
    if update.callback_query:
        await context.database.run(
            forget_register_message, context.telegram_id, context.message_id(update)
        )


async def show_other(update: Update, context: Context, screen: Screen) -> None:
    """Show something else in place of a register."""
    await forget(update, context)
    await context.show(update, screen)


async def saved(
    update: Update,
    context: Context,
    work: Callable[..., RegisterOutcome],
    *given: object,
    page: int = 0,
    remark: Html | None = None,
) -> None:
    """Change a register by a use case, and show how it stands then."""
    try:
        outcome = await context.database.run(
            work, *given, context.policy, actor=context.actor, now=context.now
        )
    except (NotAllowedError, NoSuchBookingError):
        await show_other(update, context, gone(context.say))
        return
    context.services.registers_changed()
    remark = screens.refused(context.say, outcome) or remark
    await show_register(update, context, ShowRegister(outcome.session.id, page), remark)


async def mark(update: Update, context: Context, tap: MarkChild) -> None:
    if tap.mark not in {*AttendanceStatus, screens.UNMARKED}:
        await show_other(update, context, gone(context.say))
        return
    status = None if tap.mark == screens.UNMARKED else AttendanceStatus(tap.mark)
    work = partial(mark_child, is_undo=tap.is_undo)
    await saved(update, context, work, tap.booking_id, status, page=tap.page)


async def leave(update: Update, context: Context, tap: LeaveRegister) -> None:
    await show_other(update, context, await session_screen(context, tap.session_id))


async def print_register(update: Update, context: Context, tap: PrintRegister) -> None:
    """Send the register to print below it; it stays where it is."""
    found = await context.database.read(find_register, tap.session_id, taught_by=taught_by(context))
    if found is None:
        await show_other(update, context, gone(context.say))
        return
    content = await asyncio.to_thread(_pdf, context, found)
    name = f"register-{found.line.session.on.isoformat()}.pdf"
    await send_document(context.bot, context.telegram_id, content, name)


def _pdf(context: Context, found: Register) -> bytes:
    from bot.documents.register import register_pdf  # noqa: PLC0415  slow to import

    school = context.services.settings.school_name
    return register_pdf(context.say, found, school, now=context.now)


async def show_attendance(update: Update, context: Context, tap: ShowAttendance) -> None:
    line = await context.database.read(find_session, tap.session_id, taught_by=taught_by(context))
    if line is None:
        await context.show(update, gone(context.say))
        return
    found = await context.database.read(
        list_attendance, line.session.activity.id, today=today(context)
    )
    await context.show(update, of_activity(context.say, line.session, found, tap.page))


ROUTES = [
    on_command("register", for_staff(show_registers)),
    on_tap(ShowRegisters, for_staff(show_registers)),
    on_tap(ShowRegister, for_staff(show_register)),
    on_tap(MarkChild, for_staff(mark)),
    on_tap(LeaveRegister, for_staff(leave)),
    on_tap(PrintRegister, for_staff(print_register)),
    on_tap(ShowAttendance, for_staff(show_attendance)),
]

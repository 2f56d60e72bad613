"""Who is of the staff, for the office; and taking a role away."""

from telegram import Update

from bot import menu
from bot.context import Context
from bot.routes import for_office, on_command, on_tap
from bot.screens import staff as screens
from bot.taps.staff import AskRemoveMember, RemoveMember, ShowMember, ShowStaff
from domain.staff import StaffKept, remove_staff
from storage.conversations import find_visitor
from storage.staff_queries import StaffEntry, find_staff, list_staff


async def show_staff(update: Update, context: Context, tap: ShowStaff | None = None) -> None:
    named = context.services.settings.admin_telegram_ids
    entries = await context.database.read(list_staff, named)
    await context.show(update, screens.staff(context.say, entries, tap.page if tap else 0))


async def show_member(update: Update, context: Context, tap: ShowMember) -> None:
    entry = await _find(context, tap.staff_id)
    if entry is None or entry.staff_id is None:
        await show_staff(update, context)
        return
    await context.show(update, screens.member(context.say, entry))


async def ask_remove(update: Update, context: Context, tap: AskRemoveMember) -> None:
    entry = await _find(context, tap.staff_id)
    if entry is None or entry.staff_id is None:
        await show_staff(update, context)
        return
    await context.show(update, screens.ask_remove(context.say, entry))


async def remove(update: Update, context: Context, tap: RemoveMember) -> None:
    entry = await _find(context, tap.staff_id)
    if entry is None:
        await show_staff(update, context)
        return
    named = context.services.settings.admin_telegram_ids
    outcome = await context.database.run(
        remove_staff, tap.staff_id, named, actor=context.actor, now=context.now
    )
    if isinstance(outcome, StaffKept):
        await context.show(update, screens.kept(context.say, entry, outcome.why))
        return
    person = await context.database.read(find_visitor, entry.telegram_id)
    await menu.give(context.bot, context.say, person, context.services.role_of(person))
    await context.show(update, screens.removed(context.say, entry))


async def _find(context: Context, staff_id: int) -> StaffEntry | None:
    named = context.services.settings.admin_telegram_ids
    return await context.database.read(find_staff, staff_id, named)


ROUTES = [
    on_command("staff", for_office(show_staff)),
    on_tap(ShowStaff, for_office(show_staff)),
    on_tap(ShowMember, for_office(show_member)),
    on_tap(AskRemoveMember, for_office(ask_remove)),
    on_tap(RemoveMember, for_office(remove)),
]

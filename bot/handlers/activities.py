"""The office's activities: a list, one of them, archiving one."""

from telegram import Update

from bot.context import Context
from bot.routes import for_office, on_command, on_tap
from bot.screen import Screen
from bot.screens import activities as screens
from bot.taps.activities import ArchiveActivity, AskArchive, ShowActivities, ShowActivity
from bot.texts import Html
from domain.activity_changes import archive_activity, preview_archiving
from domain.outcomes import MoreIsLost
from domain.timetable import local_date
from storage.activity_queries import find_activity, list_activities


async def show_activities(
    update: Update, context: Context, tap: ShowActivities | None = None
) -> None:
    tap = tap or ShowActivities()
    today = local_date(context.now, context.policy.zone)
    found = await context.database.read(list_activities, today=today, archived=tap.archived)
    screen = screens.activities(context.say, found, archived=tap.archived, page=tap.page)
    await context.show(update, screen)


async def show_activity(update: Update, context: Context, tap: ShowActivity) -> None:
    await context.show(update, await activity_screen(context, tap.activity_id))


async def activity_screen(
    context: Context, activity_id: int, *, heading: Html | None = None
) -> Screen:
    """Return the screen of an activity; the heading says what has just happened."""
    today = local_date(context.now, context.policy.zone)
    details = await context.database.read(
        find_activity, activity_id, today=today, most=screens.DATES_SHOWN
    )
    if details is None:
        return screens.gone(context.say)
    return screens.activity(context.say, details, context.policy, heading=heading)


async def ask_archive(
    update: Update, context: Context, tap: AskArchive, *, changed: bool = False
) -> None:
    found = await context.database.read(
        preview_archiving, tap.activity_id, context.policy, now=context.now
    )
    if found is None:
        await context.show(update, screens.gone(context.say))
        return
    planned, lost = found
    if planned.is_archived:
        await context.show(update, screens.archived(context.say, planned))
        return
    await context.show(update, screens.ask_archive(context.say, planned, lost, changed=changed))


async def archive(update: Update, context: Context, tap: ArchiveActivity) -> None:
    outcome = await context.database.run(
        archive_activity,
        tap.activity_id,
        context.policy,
        shown_places=tap.shown_places,
        actor=context.actor,
        now=context.now,
    )
    # Archived by this tap or before: then that is what is shown.
    changed = isinstance(outcome, MoreIsLost)
    await ask_archive(update, context, AskArchive(tap.activity_id), changed=changed)


ROUTES = [
    on_command("activities", for_office(show_activities)),
    on_tap(ShowActivities, for_office(show_activities)),
    on_tap(ShowActivity, for_office(show_activity)),
    on_tap(AskArchive, for_office(ask_archive)),
    on_tap(ArchiveActivity, for_office(archive)),
]

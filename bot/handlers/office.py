"""What the office does by commands; to others these commands do not exist."""

from datetime import timedelta

from telegram import Update
from telegram.helpers import create_deep_linked_url

from bot.context import Context
from bot.routes import for_office, on_command, on_tap
from bot.screens.home import invitation
from bot.screens.undelivered import undelivered
from bot.taps.undelivered import ShowUndelivered
from domain.joining import invite
from domain.timetable import local_date
from storage.undelivered import list_undelivered

INVITATION_LASTS = timedelta(days=14)
INVITATION_LENGTH = 32
LISTED = timedelta(days=30)
"""How long what was given up stays on the list."""


async def make_invitation(update: Update, context: Context) -> None:
    # By the update: handled again, it is the same invitation.
    code = context.services.settings.derived(f"invitation {update.update_id}")[:INVITATION_LENGTH]
    until = context.now + INVITATION_LASTS
    await context.database.run(invite, code, actor=context.actor, until=until, now=context.now)
    link = create_deep_linked_url(context.bot.username, code)
    await context.show(update, invitation(context.say, link, context.say.moment(until)))


async def show_undelivered(update: Update, context: Context) -> None:
    await turn_undelivered(update, context, ShowUndelivered())


async def turn_undelivered(update: Update, context: Context, tap: ShowUndelivered) -> None:
    found = await context.database.read(
        list_undelivered,
        since=context.now - LISTED,
        today=local_date(context.now, context.policy.zone),
    )
    await context.show(update, undelivered(context.say, found, tap.page))


ROUTES = [
    on_command("invite", for_office(make_invitation)),
    on_command("undelivered", for_office(show_undelivered)),
    on_tap(ShowUndelivered, for_office(turn_undelivered)),
]

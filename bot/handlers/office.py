"""What the office does by commands; to others these commands do not exist."""

import secrets
from datetime import timedelta

from telegram import Update
from telegram.helpers import create_deep_linked_url

from bot.context import Context
from bot.routes import for_office, on_command
from bot.screens.home import invitation
from domain.families import invite

INVITATION_LASTS = timedelta(days=14)


async def make_invitation(update: Update, context: Context) -> None:
    code = secrets.token_urlsafe(16)
    until = context.now + INVITATION_LASTS
    await context.database.run(invite, code, actor=context.actor, until=until, now=context.now)
    link = create_deep_linked_url(context.bot.username, code)
    await context.show(update, invitation(context.say, link, context.say.moment(until)))


ROUTES = [on_command("invite", for_office(make_invitation))]

"""What the office does by commands; to others these commands do not exist."""

import secrets
from datetime import timedelta

from telegram import Update
from telegram.helpers import create_deep_linked_url

from bot.context import Context
from bot.handlers.home import say_not_understood
from bot.routes import for_parents, on_command
from bot.screens.home import invitation
from domain.families import invite
from domain.model import Actor, Role

INVITATION_LASTS = timedelta(days=14)


async def make_invitation(update: Update, context: Context) -> None:
    if not context.services.is_admin(context.telegram_id):
        await for_parents(say_not_understood)(update, context)
        return
    code = secrets.token_urlsafe(16)
    until = context.now + INVITATION_LASTS
    actor = Actor(Role.ADMIN, context.telegram_id)
    await context.database.run(invite, code, actor=actor, until=until, now=context.now)
    link = create_deep_linked_url(context.bot.username, code)
    await context.show(update, invitation(context.say, link, context.say.moment(until)))


ROUTES = [on_command("invite", make_invitation)]

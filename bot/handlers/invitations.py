"""Invitations of parents who are on file: one from their family's screen, or all to print."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

from telegram import Update
from telegram.helpers import create_deep_linked_url

from bot.context import Context, send_document, send_photo
from bot.documents.qr import qr_png
from bot.handlers.sessions import today
from bot.routes import for_office, on_command, on_tap
from bot.screen import Screen
from bot.screens import invitations as screens
from bot.taps.invitations import InviteParent, PrintInvitations
from domain.joining import invite_parents
from storage.invitation_queries import ToInvite, list_to_invite

LASTS = timedelta(days=30)
"""They go by paper, home in children's bags."""
CODE_LENGTH = 32


async def show_invitations(update: Update, context: Context) -> None:
    found = await context.database.read(list_to_invite)
    await context.show(update, screens.invitations(context.say, found, LASTS, now=context.now))


async def print_all(update: Update, context: Context, _tap: PrintInvitations) -> None:
    found, until = await _invite(update, context, None)
    if not found:
        await show_invitations(update, context)
        return
    content = await asyncio.to_thread(_cards, context, found)
    await send_document(
        context.bot, context.telegram_id, content, f"invitations-{today(context)}.pdf"
    )
    await context.show(update, screens.printed(context.say, len(found), until))


async def invite_one(update: Update, context: Context, tap: InviteParent) -> None:
    found, until = await _invite(update, context, tap.parent_id)
    if not found:
        await context.show(update, screens.cannot_invite(context.say, tap.parent_id))
        return
    [parent] = found
    url = _link(context, parent)
    school = context.services.settings.school_name
    caption = screens.picture_caption(context.say, school, parent, url, until)
    await send_photo(context.bot, context.telegram_id, qr_png(url), Screen(caption))
    await context.show(update, screens.invited(context.say, parent))


async def _invite(
    update: Update, context: Context, only: int | None
) -> tuple[Sequence[ToInvite], datetime]:
    """Let all, or one, have an invitation; return them with it, and how long it works."""
    until = context.now + LASTS
    found = await context.database.read(list_to_invite, only=only)
    codes = {each.parent_id: _code(update, context, each.parent_id) for each in found}
    if codes:
        await context.database.run(
            invite_parents, codes, actor=context.actor, until=until, now=context.now
        )
    invited = await context.database.read(list_to_invite, only=only)
    return [each for each in invited if each.code is not None], until


def _code(update: Update, context: Context, parent_id: int) -> str:
    # By the update: handled again, it is the same invitation.
    settings = context.services.settings
    return settings.derived(f"invitation {update.update_id} {parent_id}")[:CODE_LENGTH]


def _link(context: Context, parent: ToInvite) -> str:
    return create_deep_linked_url(context.bot.username, parent.code)


def _cards(context: Context, found: Sequence[ToInvite]) -> bytes:
    from bot.documents.invitations import invitation_cards  # noqa: PLC0415  slow to import

    cards = [(each, _link(context, each)) for each in found]
    school = context.services.settings.school_name
    return invitation_cards(context.say, school, cards, now=context.now)


ROUTES = [
    on_command("invitations", for_office(show_invitations)),
    on_tap(PrintInvitations, for_office(print_all)),
    on_tap(InviteParent, for_office(invite_one)),
]

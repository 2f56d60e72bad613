"""Who blocks the bot cannot be written to; who lets it back in is told what they missed."""

from telegram import ChatMember, Update
from telegram.ext import ChatMemberHandler

from bot.context import Context
from storage.reachability import mark_reachable, mark_unreachable


async def note(update: Update, context: Context) -> None:
    change, parent_id = update.my_chat_member, context.visit.visitor.parent_id
    if change is None or parent_id is None:
        return
    is_out = change.new_chat_member.status == ChatMember.BANNED
    mark = mark_unreachable if is_out else mark_reachable
    await context.database.run(mark, parent_id, now=context.now)


ROUTES = [ChatMemberHandler(note, ChatMemberHandler.MY_CHAT_MEMBER)]

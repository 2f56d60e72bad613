"""Writing, editing and deleting messages."""

from telegram.constants import ChatAction, ReactionEmoji

from bot.sandbox import limits
from bot.sandbox.call import Call
from bot.sandbox.errors import ApiError
from bot.sandbox.json_types import Json
from bot.sandbox.keyboards import check_pay_buttons, read_inline_keyboard, read_markup
from bot.sandbox.messages import Message, Rows
from bot.sandbox.rules import Rule
from bot.sandbox.texts import read_text

_ACTIONS = {action.value for action in ChatAction}
_REACTIONS = tuple(emoji.value for emoji in ReactionEmoji)


def send_message(call: Call) -> Json:
    content = read_text(call)
    markup = read_markup(call.arguments)
    check_pay_buttons(markup.inline, invoice=False)
    return call.post(content, markup).as_object()


def edit_message_text(call: Call) -> Json:
    content = read_text(call)
    rows = read_inline_keyboard(call.arguments)
    check_pay_buttons(rows, invoice=False)
    message = _editable(call)
    if "text" not in message.content:
        raise ApiError(Rule.EDIT_NO_TEXT)
    return _edit(call, message, content, rows)


def edit_message_reply_markup(call: Call) -> Json:
    rows = read_inline_keyboard(call.arguments)
    message = _editable(call)
    check_pay_buttons(rows, invoice="invoice" in message.content)
    return _edit(call, message, message.content, rows)


def _editable(call: Call) -> Message:
    message = call.message(call.writable_chat(), Rule.EDIT_NOT_FOUND)
    if not message.from_bot:
        raise ApiError(Rule.EDIT_FORBIDDEN)
    if message.reply_keyboard is not None:
        raise ApiError(Rule.EDIT_MARKUP)
    return message


def _edit(call: Call, message: Message, content: Json, rows: Rows | None) -> Json:
    if (content, rows or None) == (message.content, message.inline_keyboard or None):
        raise ApiError(Rule.NOT_MODIFIED)
    message.content = content
    message.put_keyboard(rows)
    message.edited_at = call.now
    call.bot.chat_with(message.person).touch(message)
    return message.as_object()


def delete_message(call: Call) -> bool:
    chat = call.chat()
    message = call.message(chat, Rule.DELETE_NOT_FOUND)
    if call.now - message.sent_at > limits.DELETABLE_FOR:
        raise ApiError(Rule.DELETE_LATE)
    chat.delete(message)
    return True


def set_message_reaction(call: Call) -> bool:
    reactions = _reactions(call)
    chat = call.writable_chat()
    message = call.message(chat, Rule.REACT_NOT_FOUND)
    message.reactions["bot"] = reactions
    chat.touch(message)
    return True


def _reactions(call: Call) -> list[Json]:
    try:
        given = call.arguments.json("reaction") or []
    except ValueError:
        raise ApiError(Rule.REACTION) from None
    if not isinstance(given, list) or not all(_is_reaction(one) for one in given):
        raise ApiError(Rule.REACTION)
    if len(given) > limits.REACTIONS:
        raise ApiError(Rule.REACTIONS)
    return given


def _is_reaction(given: object) -> bool:
    return (
        isinstance(given, dict)
        and given.get("type") == "emoji"
        and given.get("emoji") in _REACTIONS
    )


def send_chat_action(call: Call) -> bool:
    if call.arguments.text("action").lower() not in _ACTIONS:
        raise ApiError(Rule.CHAT_ACTION)
    call.writable_chat().type(call.now)
    return True

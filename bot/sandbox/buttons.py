"""Finding the button that a person means by its label."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from bot.sandbox.chats import Chat
from bot.sandbox.errors import PersonError
from bot.sandbox.json_types import Json
from bot.sandbox.messages import Message, Rows

_NAMED = 3  # messages whose buttons are named when none fits


class Found(NamedTuple):
    """A button and the message it came with."""

    message: Message
    button: Json


def find_button(
    chat: Chat, label: str, message_id: int | None, *, stale: bool, nth: int = 0
) -> Found:
    """Return the newest button with the label, else the one whose label holds it.

    `message_id` looks at one message only, `stale` also at the keyboards it had before; `nth`
    passes over as many buttons of the message with the very same label.
    Raises PersonError when there is no such button, or several that only hold the label.
    """
    for message, buttons in _places(chat, message_id, stale=stale):
        same = [button for button in buttons if button["text"] == label]
        if nth < len(same):
            return Found(message, same[nth])
        if same:
            raise PersonError(f"There are only {len(same)} buttons {label!r}", status=404)
    for message, buttons in _places(chat, message_id, stale=stale):
        held = [button for button in buttons if label in button["text"]]
        if len(held) > 1:
            labels = ", ".join(repr(button["text"]) for button in held)
            raise PersonError(f"{label!r} could be any of {labels}", status=409)
        if held:
            return Found(message, held[0])
    newest = islice(_places(chat, message_id, stale=stale), _NAMED)
    labels = ", ".join(repr(button["text"]) for _, buttons in newest for button in buttons)
    raise PersonError(f"There is no button {label!r}; the newest are {labels}", status=404)


def _places(
    chat: Chat, message_id: int | None, *, stale: bool
) -> Iterator[tuple[Message, list[Json]]]:
    """Yield each message that shows buttons, newest first."""
    keyboard = chat.keyboard_message()
    if message_id is None:
        messages: Iterable[Message] = reversed(chat.messages.values())
    else:
        messages = [_message(chat, message_id)]
    for message in messages:
        if message is keyboard and message.reply_keyboard:
            yield message, _flat(message.reply_keyboard["keyboard"])
        if message.inline_keyboard:
            yield message, _flat(message.inline_keyboard)
        if stale:
            for rows in reversed(message.past_keyboards):
                yield message, _flat(rows)


def _message(chat: Chat, message_id: int) -> Message:
    message = chat.messages.get(message_id)
    if message is None:
        raise PersonError(f"There is no message {message_id} in the chat", status=404)
    return message


def _flat(rows: Rows) -> list[Json]:
    return [button for row in rows for button in row]

"""One request of a bot, and the questions every method asks of it."""

from dataclasses import dataclass
from datetime import datetime

from bot.sandbox.arguments import Arguments
from bot.sandbox.bots import Bot
from bot.sandbox.chats import Chat
from bot.sandbox.errors import ApiError
from bot.sandbox.json_types import Json
from bot.sandbox.keyboards import Markup
from bot.sandbox.messages import Message
from bot.sandbox.rules import Rule
from bot.sandbox.world import World

_LARGEST_ID = 2**52


@dataclass(frozen=True, slots=True)
class Call:
    """Who calls, with what, and when."""

    world: World
    bot: Bot
    arguments: Arguments
    now: datetime

    def chat(self) -> Chat:
        """Return the chat of `chat_id`.

        Raises ApiError when the bot knows no such chat.
        """
        chat_id = self.arguments.text("chat_id").strip()
        if not chat_id:
            raise ApiError(Rule.CHAT_EMPTY)
        person = self.world.people.find(int(chat_id)) if chat_id.isdecimal() else None
        if person is None:
            raise ApiError(Rule.CHAT_NOT_FOUND)
        return self.bot.chat_with(person)

    def writable_chat(self) -> Chat:
        """Return the chat of `chat_id`, if the bot may write there."""
        chat = self.chat()
        if chat.person.deactivated:
            raise ApiError(Rule.DEACTIVATED)
        if not chat.started:
            raise ApiError(Rule.NOT_STARTED)
        if chat.blocked:
            raise ApiError(Rule.BLOCKED)
        return chat

    def message(self, chat: Chat, not_found: Rule) -> Message:
        """Return the message of `message_id` in the chat."""
        message_id = self.arguments.integer("message_id", low=0, high=_LARGEST_ID)
        if message_id == 0:
            raise ApiError(Rule.MESSAGE_UNNAMED)
        message = chat.messages.get(message_id)
        if message is None:
            raise ApiError(not_found)
        return message

    def post(self, content: Json, markup: Markup) -> Message:
        """Write a message of the bot into the chat."""
        chat = self.writable_chat()
        message = Message(
            message_id=next(self.bot.message_ids),
            person=chat.person,
            bot_user=self.bot.user,
            from_bot=True,
            sent_at=self.now,
            content=content,
            options=self._options(),
            inline_keyboard=markup.inline,
            reply_keyboard=markup.reply,
            reply_to=self._replied_to(chat),
        )
        chat.add(message)
        return message

    def _options(self) -> Json:
        options: Json = {}
        if self.arguments.flag("protect_content"):
            options["has_protected_content"] = True
        if effect := self.arguments.text("message_effect_id"):
            options["effect_id"] = effect
        return options

    def _replied_to(self, chat: Chat) -> Message | None:
        try:
            wanted = self.arguments.json("reply_parameters")
        except ValueError:
            wanted = None
        if not isinstance(wanted, dict):
            return None
        message_id = wanted.get("message_id")
        message = chat.messages.get(message_id) if isinstance(message_id, int) else None
        if message is None and not wanted.get("allow_sending_without_reply"):
            raise ApiError(Rule.REPLY_NOT_FOUND)
        return message

"""One message in a chat, as the bot and as the person see it."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.sandbox import entities
from bot.sandbox.json_types import Json
from bot.sandbox.people import Person

Rows = list[list[Json]]


@dataclass(slots=True, eq=False)
class Message:
    """What was said; `content` holds the fields of the Message object that make its kind."""

    message_id: int
    person: Person
    bot_user: Json
    from_bot: bool
    sent_at: datetime
    content: Json
    options: Json = field(default_factory=dict)  # how it was sent; edits leave it alone
    inline_keyboard: Rows | None = None
    reply_keyboard: Json | None = None  # what else its markup said; never echoed
    reply_to: "Message | None" = None
    edited_at: datetime | None = None
    touched: int = 0  # the chat's version when it was sent or edited
    reactions: dict[str, list[Json]] = field(default_factory=dict)
    past_keyboards: list[Rows] = field(default_factory=list)

    def as_object(self) -> Json:
        """Return the Message object; it echoes inline keyboards only, and one level of reply."""
        message = self._without_reply()
        if self.reply_to is not None:
            message["reply_to_message"] = self.reply_to._without_reply()
        return message

    def _without_reply(self) -> Json:
        message: Json = {
            "message_id": self.message_id,
            "from": self.bot_user if self.from_bot else self.person.as_user(),
            "chat": self.person.as_chat(),
            "date": int(self.sent_at.timestamp()),
            **self.content,
            **self.options,
        }
        if self.edited_at is not None:
            message["edit_date"] = int(self.edited_at.timestamp())
        if self.inline_keyboard:
            message["reply_markup"] = {"inline_keyboard": self.inline_keyboard}
        return message

    def put_keyboard(self, rows: Rows | None) -> None:
        """Change the inline keyboard; phones that have not heard of it still show the old one."""
        if self.inline_keyboard:
            self.past_keyboards.append(self.inline_keyboard)
        self.inline_keyboard = rows

    def as_seen(self) -> Json:
        """Return what the person sees."""
        content = self.content
        text: str = content.get("text") or content.get("caption") or ""
        found: list[Json] = content.get("entities") or content.get("caption_entities") or []
        seen: Json = {
            "message_id": self.message_id,
            "from": "bot" if self.from_bot else "person",
            "text": text,
            "entities": found,
            "html": entities.to_html(text, found),
            "buttons": [[button["text"] for button in row] for row in self.inline_keyboard or []],
            "inline_keyboard": self.inline_keyboard or [],
            "keyboard": self.reply_keyboard,
            "edited": self.edited_at is not None,
            "touched": self.touched,
            "date": int(self.sent_at.timestamp()),
            "reactions": self.reactions,
        }
        if self.reply_to is not None:
            seen["reply_to"] = self.reply_to.message_id
        kinds = ("document", "photo", "invoice", "contact", "successful_payment")
        return seen | {kind: content[kind] for kind in kinds if kind in content}

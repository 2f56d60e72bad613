"""The chat of one person with one bot."""

from dataclasses import dataclass
from datetime import datetime

from bot.sandbox import limits
from bot.sandbox.events import Hub
from bot.sandbox.json_types import Json
from bot.sandbox.messages import Message
from bot.sandbox.people import Person
from bot.sandbox.signals import Signal


@dataclass(frozen=True, slots=True)
class Tap:
    """What the person tapped last, kept because apps send taps again."""

    message: Message
    button: Json


class Chat:
    """Messages by id, oldest first, and the state of the person's phone."""

    def __init__(self, person: Person, hub: Hub) -> None:
        self.person = person
        self._hub = hub
        self.messages: dict[int, Message] = {}
        self.changes = Signal()
        self.started = False
        self.blocked = False
        self.last_tap: Tap | None = None
        self.toast: Json | None = None
        self._keyboard: Message | None = None
        self._keyboard_used = False
        self._typing_at: datetime | None = None

    def add(self, message: Message) -> None:
        """Show a new message; a reply keyboard stays until another replaces or removes it."""
        self.messages[message.message_id] = message
        if message.from_bot:
            self._typing_at = None
            self._take_markup(message)
        self.touch(message)

    def _take_markup(self, message: Message) -> None:
        markup = message.reply_keyboard or {}
        if "keyboard" in markup:
            self._keyboard, self._keyboard_used = message, False
        elif "remove_keyboard" in markup:
            self._keyboard = None

    def touch(self, message: Message | None = None) -> None:
        """Tell everyone who watches that the chat looks different."""
        if message is not None:
            message.touched = self.changes.version + 1
        self.changes.fire()
        self._hub.publish("chat", person=self.person.id)

    def delete(self, message: Message) -> None:
        """Take a message away, and the reply keyboard it brought."""
        del self.messages[message.message_id]
        if message is self._keyboard:
            self._keyboard = None
        self.touch()

    def keyboard_message(self) -> Message | None:
        """Return the message whose reply keyboard the phone shows."""
        return self._keyboard

    def use_keyboard(self) -> None:
        """Note that a reply button was tapped: a one-time keyboard hides."""
        self._keyboard_used = True

    def type(self, now: datetime) -> None:
        self._typing_at = now
        self.touch()

    def as_seen(self, *, now: datetime, last: int | None = None) -> Json:
        """Return what the person sees; `last` limits it to the newest messages."""
        messages = list(self.messages.values())
        return {
            "version": self.changes.version,
            "messages": [message.as_seen() for message in messages[-last if last else None :]],
            "keyboard": self._keyboard_as_seen(),
            "typing": self._is_typing(now),
            "toast": self.toast,
            "started": self.started,
            "blocked": self.blocked,
        }

    def _keyboard_as_seen(self) -> Json | None:
        if self._keyboard is None or self._keyboard.reply_keyboard is None:
            return None
        markup = self._keyboard.reply_keyboard
        hidden = self._keyboard_used and markup.get("one_time_keyboard", False)
        return {**markup, "message_id": self._keyboard.message_id, "hidden": hidden}

    def _is_typing(self, now: datetime) -> bool:
        return self._typing_at is not None and now - self._typing_at < limits.TYPING_SHOWN

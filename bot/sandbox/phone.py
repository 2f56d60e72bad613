"""What one person can do in the chat with one bot, and the updates it makes."""

from bot.sandbox import entities, limits
from bot.sandbox.arguments import Upload
from bot.sandbox.bots import Bot
from bot.sandbox.buttons import find_button
from bot.sandbox.chats import Chat, Tap
from bot.sandbox.errors import PersonError
from bot.sandbox.faults import FaultKind
from bot.sandbox.json_types import Json
from bot.sandbox.messages import Message
from bot.sandbox.people import Person
from bot.sandbox.updates import Update
from bot.sandbox.world import World


class Phone:
    """The person's hand; each act answers with the update it made, if it made one."""

    def __init__(self, world: World, bot: Bot, person: Person) -> None:
        self.world = world
        self.bot = bot
        self.person = person
        self.chat: Chat = bot.chat_with(person)

    def send(self, text: str) -> Json:
        """Write to the bot; the first message of all starts it."""
        self.check_reachable()
        written = entities.finish(text, [])
        if len(written.text) > limits.TEXT:
            raise PersonError(f"A message holds {limits.TEXT} characters")
        content: Json = {"text": written.text}
        return self.say(content | ({"entities": written.entities} if written.entities else {}))

    def share_contact(self, of: Person | None = None, reply_to: Message | None = None) -> Json:
        """Share one's own contact, or somebody else's."""
        self.check_reachable()
        return self.say({"contact": (of or self.person).as_contact()}, reply_to)

    def send_document(self, upload: Upload) -> Json:
        """Send a file as it is; a bot then sees its size and name, and can fetch small ones."""
        self.check_reachable()
        if not upload.content:
            raise PersonError("Telegram sends no empty files")
        return self.say({"document": self.bot.files.add("documents", upload).as_document()})

    def say(self, content: Json, reply_to: Message | None = None) -> Json:
        """Put a message of the person into the chat."""
        self.chat.started = True
        message = Message(
            message_id=next(self.bot.message_ids),
            person=self.person,
            bot_user=self.bot.user,
            from_bot=False,
            sent_at=self.world.clock.now(),
            content=content,
            reply_to=reply_to,
        )
        self.chat.add(message)
        return self.tell_bot("message", message.as_object()) | {"message_id": message.message_id}

    def tap(
        self, label: str, message_id: int | None = None, *, stale: bool = False, nth: int = 0
    ) -> Json:
        """Tap a button, inline or of the reply keyboard."""
        self.check_reachable()
        message, button = find_button(self.chat, label, message_id, stale=stale, nth=nth)
        if message is self.chat.keyboard_message():
            return self._tap_reply_button(message, button)
        return self._tap_inline(Tap(message, button))

    def tap_again(self) -> Json:
        """Tap what was tapped last once more, as it was then."""
        self.check_reachable()
        if self.chat.last_tap is None:
            raise PersonError("Nothing was tapped yet")
        return self._tap_inline(self.chat.last_tap)

    def _tap_reply_button(self, message: Message, button: Json) -> Json:
        self.chat.use_keyboard()
        if button.get("request_contact"):
            return self.share_contact(reply_to=message)
        return self.send(button["text"])

    def _tap_inline(self, tap: Tap) -> Json:
        match tap.button:
            case {"callback_data": str(data)}:
                self.chat.last_tap = tap
                outcome = self._call_back(tap.message, data)
                if self.world.faults.strike(FaultKind.TAP_AGAIN, person=self.person.id):
                    self._call_back(tap.message, data)
                return outcome
            case {"url": str(url)} | {"web_app": {"url": str(url)}}:
                return {"opened": url}
            case {"copy_text": {"text": str(text)}}:
                return {"copied": text}
            case {"switch_inline_query": str(text)} | {
                "switch_inline_query_current_chat": str(text)
            }:
                return {"inserted": f"@{self.bot.user['username']} {text}"}
        raise PersonError("This button is for paying", status=409)

    def _call_back(self, message: Message, data: str) -> Json:
        now = self.world.clock.now()
        query: Json = {
            "id": self.bot.ask(self.chat, now),
            "from": self.person.as_user(),
            "message": message.as_object(),
            "chat_instance": str(self.person.id * 7_919 + 1),
            "data": data,
        }
        return self.tell_bot("callback_query", query)

    def block(self) -> Json:
        """Block the bot."""
        return self._set_blocked(blocked=True)

    def unblock(self) -> Json:
        """Let the bot write again."""
        return self._set_blocked(blocked=False)

    def _set_blocked(self, *, blocked: bool) -> Json:
        if self.chat.blocked == blocked:
            raise PersonError("The bot is blocked already" if blocked else "It is not blocked")
        self.chat.blocked = blocked
        self.chat.touch()
        free = {"user": self.bot.user, "status": "member"}
        kicked = {"user": self.bot.user, "status": "kicked", "until_date": 0}
        change: Json = {
            "chat": self.person.as_chat(),
            "from": self.person.as_user(),
            "date": int(self.world.clock.now().timestamp()),
            "old_chat_member": free if blocked else kicked,
            "new_chat_member": kicked if blocked else free,
        }
        return self.tell_bot("my_chat_member", change)

    def deactivate(self) -> Json:
        """Delete the account; nobody can write to it any more."""
        self.person.deactivated = True
        self.chat.touch()
        return {"update_id": None}

    def tell_bot(self, kind: str, content: Json) -> Json:
        """Make an update."""
        is_query = kind in ("callback_query", "pre_checkout_query")
        update: Update | None = self.bot.updates.add(
            kind,
            content,
            person_id=self.person.id,
            now=self.world.clock.now(),
            kept_for=limits.QUERY_KEPT if is_query else limits.MESSAGE_KEPT,
            twice=bool(self.world.faults.strike(FaultKind.UPDATE_TWICE, person=self.person.id)),
        )
        return {"update_id": update.update_id if update else None}

    def check_reachable(self) -> None:
        """Raise PersonError when nothing can be sent from here."""
        if self.person.deactivated:
            raise PersonError("This account is deactivated", status=409)
        if self.chat.blocked:
            raise PersonError("The bot is blocked; unblock it first", status=409)

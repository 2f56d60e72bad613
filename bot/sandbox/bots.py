"""A bot as the server knows it: its token, its chats, and what waits for it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import count

from bot.sandbox import limits
from bot.sandbox.chats import Chat
from bot.sandbox.errors import ApiError
from bot.sandbox.events import Hub
from bot.sandbox.files import Files
from bot.sandbox.flood import Flood
from bot.sandbox.json_types import Json
from bot.sandbox.payments import Payments
from bot.sandbox.people import Person
from bot.sandbox.polling import Polling
from bot.sandbox.profile import Profile
from bot.sandbox.rules import Rule
from bot.sandbox.updates import UpdateQueue
from bot.sandbox.webhooks import Webhook

_TOKEN = re.compile(r"(\d{1,15}):[A-Za-z0-9_-]{20,}")


@dataclass(frozen=True, slots=True)
class Query:
    """A tap that waits for its answer."""

    chat: Chat
    asked_at: datetime


class Bot:
    """One bot; before its first call it has no token, yet people can already write to it."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self.token: str | None = None
        self.user: Json = {"id": 0, "is_bot": True, "first_name": "Bot", "username": "bot"}
        self.polling = Polling()
        self.updates = UpdateQueue(self.polling.wake)
        self.webhook: Webhook | None = None
        self.profile = Profile()
        self.files = Files()
        self.flood = Flood()
        self.payments = Payments()
        self.chats: dict[int, Chat] = {}
        self.queries: dict[str, Query] = {}  # callback queries nobody answered yet
        self.message_ids = count(1)
        self.query_ids = count(4_000_000_000_000_000_001)

    def adopt(self, token: str) -> None:
        """Become the bot of a token."""
        self.token = token
        bot_id = token.partition(":")[0]
        # In place: updates made before the first call already point to this user.
        self.user.update(id=int(bot_id), username=f"sandbox_{bot_id}_bot")

    def chat_with(self, person: Person) -> Chat:
        """Return the chat, empty if they never talked."""
        if person.id not in self.chats:
            self.chats[person.id] = Chat(person, self._hub)
        return self.chats[person.id]

    def ask(self, chat: Chat, now: datetime) -> str:
        """Return the id of a new callback query; those long too old are forgotten."""
        while self.queries:
            oldest = next(iter(self.queries))
            if now - self.queries[oldest].asked_at <= limits.QUERY_KEPT:
                break
            del self.queries[oldest]
        query_id = str(next(self.query_ids))
        self.queries[query_id] = Query(chat, now)
        return query_id


class Bots:
    """Every bot by token; the first token to call gets the bot that people already write to."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self.home = Bot(hub)
        self._by_id: dict[int, Bot] = {}

    def __iter__(self) -> Iterator[Bot]:
        return iter(self._by_id.values())

    def of_token(self, token: str) -> Bot:
        """Return the bot of a token, new if it was never seen.

        Raises ApiError when the token is not one, or was replaced by another of the same bot.
        """
        found = _TOKEN.fullmatch(token)
        if found is None:
            raise ApiError(Rule.UNAUTHORIZED)
        bot = self._by_id.get(int(found[1]))
        if bot is None:
            bot = self.home if self.home.token is None else Bot(self._hub)
            bot.adopt(token)
            self._by_id[int(found[1])] = bot
        if bot.token != token:
            raise ApiError(Rule.UNAUTHORIZED)
        return bot

    def find(self, bot_id: int) -> Bot | None:
        return self._by_id.get(bot_id)

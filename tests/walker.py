"""Somebody who goes through every screen of the bot, in this process, and what each takes.

Screens are found by walking: from each command, and from what somebody writes or sends, on by a
button of each kind that is shown. What changes rows, or sends a file, is no screen: it is known to
have been tapped, and not gone on from.
"""

import logging
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import partial
from itertools import count
from time import perf_counter
from typing import Any
from unittest.mock import patch

from telegram import Update

from bot import handlers
from bot.application import AfterbellApplication, build_application
from bot.callback_data import Tap
from bot.clock import Clock
from bot.context import Services
from bot.sandbox.arguments import Upload
from bot.sandbox.bots import Query
from bot.sandbox.json_types import Json
from bot.sandbox.messages import Message
from storage.conversations import Conversation, find_visitor, save_conversation
from storage.database import Database
from tests.bot import updates
from tests.bot.values import settings_with
from tests.factory import NOW
from tests.fuzz.wire import InProcess
from tests.roles import COMMANDS
from tests.statements import statements

DEEPEST = 4
"""Buttons after a command, or after words."""


class Share(Enum):
    """What is sent by other means than the keyboard."""

    CONTACT = "contact"


@dataclass(frozen=True)
class File:
    """A file that is sent."""

    content: str


Step = str | Share | File | Tap | type[Tap]
"""What is written or sent, or a button: one of an older message, or the first shown of a kind."""
Path = tuple[Step, ...]


class End(Enum):
    """How a walk ended."""

    SCREEN = "something was shown"
    FILE = "a file or a picture was sent"
    CHANGE = "something would have been changed"
    NO_BUTTON = "the button was not there"


class ChangesSomethingError(Exception):
    """What was tapped is no screen."""


class TimedWire(InProcess):
    """Takes its own time, which is none of the bot's."""

    seconds = 0.0

    async def do_request(self, *given: Any, **more: Any) -> tuple[int, bytes]:
        began = perf_counter()
        try:
            return await super().do_request(*given, **more)
        finally:
            self.seconds += perf_counter() - began


@dataclass
class Seen:
    """One update, and what it took."""

    seconds: float = 0.0
    statements: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Walk:
    """Where somebody went, how it ended, and what the last step took."""

    path: Path
    end: End
    last: Seen
    conversation: Conversation | None
    """Where it stands then."""
    messages: tuple[Message, ...] = ()
    """What is in the chat then, the newest last."""

    @property
    def buttons(self) -> list[tuple[int, str, type[Tap]]]:
        """Those of the newest message: its id, their data and kind."""
        rows = self.messages[-1].inline_keyboard if self.messages else None
        data = [button.get("callback_data") for row in rows or [] for button in row]
        taps = [(each, Tap.unpack(each)) for each in data if each]
        return [(self.messages[-1].message_id, each, type(tap)) for each, tap in taps if tap]


BEGINNING = Walk((), End.SCREEN, Seen(), Conversation("something else", "anywhere", "{}", None))
"""Somebody is in the middle of what a command ends, which takes one statement."""


@dataclass
class Walker:
    """Goes through the screens of the bot."""

    application: AfterbellApplication
    wire: TimedWire
    seen: Seen = field(default_factory=Seen)
    _numbers: Iterator[int] = field(default_factory=lambda: count(10**6))

    async def step(self, person_id: int, before: Walk, step: Step) -> Walk:
        """Go one step on from where a walk ended, as if it had just been gone."""
        database, chat = self.application.services.database, self.wire.chat(person_id)
        chat.messages = {each.message_id: _copy(each) for each in before.messages}
        await database.run(save_conversation, person_id, before.conversation, now=NOW)
        end = await self._go(self._update(person_id, before, step))
        seen, self.seen = self.seen, Seen()
        standing = (await database.read(find_visitor, person_id)).conversation
        messages = tuple(_copy(each) for each in chat.messages.values() if each.from_bot)
        return Walk((*before.path, step), end, seen, standing, messages)

    async def _go(self, update: Update | None) -> End:
        self.wire.said.clear()
        self.seen = Seen()
        if update is None:
            return End.NO_BUTTON
        began, asked = perf_counter(), self.wire.seconds
        try:
            with statements() as executed:
                await self.application.process_update(update)
        except ChangesSomethingError:
            return End.CHANGE
        self.seen.seconds = perf_counter() - began - (self.wire.seconds - asked)
        self.seen.statements = [text for text, _ in executed]
        sent = {each.method for each in self.wire.said}
        return End.FILE if sent & {"sendDocument", "sendPhoto"} else End.SCREEN

    def _update(self, person_id: int, before: Walk, step: Step) -> Update | None:
        match step:
            case str():
                return self._message(person_id, updates.words(step))
            case Share.CONTACT:
                contact = {"phone_number": "+447700900222", "first_name": "Anna"}
                return self._message(person_id, {"contact": contact | {"user_id": person_id}})
            case File(content):
                upload = Upload("list.csv", "text/csv", content.encode())
                file = self.wire.bot.files.add("documents", upload).as_document()
                return self._message(person_id, {"document": file})
            case Tap():
                return self._tap(person_id, before.messages[-1].message_id, step.pack())
            case _:
                for message_id, data, kind in before.buttons:
                    if kind is step:
                        return self._tap(person_id, message_id, data)
                return None

    def _tap(self, person_id: int, message_id: int, data: str) -> Update:
        number = next(self._numbers)
        self.wire.bot.queries[str(number)] = Query(self.wire.chat(person_id), NOW)
        return updates.tap(number, person_id, data, message_id, bot=self.application.bot)

    def _message(self, person_id: int, content: Json) -> Update:
        number = next(self._numbers)
        return updates.sent(number, person_id, content, bot=self.application.bot)


def _copy(message: Message) -> Message:
    return replace(message, content=dict(message.content))


@asynccontextmanager
async def open_walker(database: Database) -> AsyncIterator[Walker]:
    """Start the bot's handlers with a sandbox in this process."""
    clock = Clock(NOW)
    wire = TimedWire(clock)
    logging.disable(logging.WARNING)
    with (
        patch("bot.flood.CHAT_BURST", 10**9),
        patch("bot.flood.OVERALL_BURST", 10**9),
        patch("bot.application.AiohttpRequest", lambda _: wire),
    ):
        settings = settings_with(registration="invite")
        application = build_application(Services(settings, settings.policy, database, clock))
        handlers.register(application)
        await application.initialize()
        walker = Walker(application, wire)
        with _unchanged(database):
            yield walker
        await application.shutdown()
    logging.disable(logging.NOTSET)


@contextmanager
def _unchanged(database: Database) -> Iterator[None]:
    """Let nothing change but where people stand."""

    def refuse(work: Callable[..., Any], *given: Any, **more: Any) -> Any:
        named = work.func if isinstance(work, partial) else work
        if not named.__module__.startswith("domain."):
            return transact(work, *given, **more)
        raise ChangesSomethingError

    transact = database.transact
    with patch.object(database, "transact", refuse):
        yield


def commands_of(who: str) -> list[str]:
    """List the commands that somebody may give."""
    return [f"/{name}" for name, allowed in COMMANDS.items() if who in allowed.value]


async def find_walks(
    walker: Walker, who: str, person_id: int, known_ways: Sequence[Path]
) -> dict[Path, Walk]:
    """Find the way to each screen: by each command, and by each kind of button behind it.

    `known_ways`: those that need words, or a button that only certain messages have.
    """
    found: dict[Path, Walk] = {(): BEGINNING}
    known = set[Step]()
    walker.wire.begin(person_id)
    to_try: list[Path] = [*((each,) for each in commands_of(who)), *known_ways]
    while to_try:
        path = to_try.pop(0)
        for many in range(1, len(path) + 1):
            before = found[path[: many - 1]]
            if path[:many] in found or before.end in (End.CHANGE, End.NO_BUTTON):
                continue
            walk = await walker.step(person_id, before, path[many - 1])
            found[walk.path] = walk
            if walk.end is End.CHANGE or _buttons_in(walk.path) > DEEPEST:
                continue
            new = [kind for *_, kind in walk.buttons if kind not in known]
            known.update(new)
            to_try += [(*walk.path, kind) for kind in dict.fromkeys(new)]
    return {path: walk for path, walk in found.items() if path}


def _buttons_in(path: Path) -> int:
    return sum(isinstance(each, Tap | type) for each in path)


def kind_of(step: Step) -> type[Tap] | None:
    """Return the kind of a button; None: it is none."""
    if isinstance(step, Tap):
        return type(step)
    return step if isinstance(step, type) else None


def name_of(path: Path) -> str:
    """Name a screen by what leads to it last, which is a word about a button if it is words."""
    names = [_name_of(each) for each in path]
    last = path[-1]
    is_said = len(path) > 1 and kind_of(last) is None
    return f"{names[-2]}: {names[-1]}" if is_said else names[-1]


def _name_of(step: Step) -> str:
    match step:
        case str():
            return step
        case Share():
            return step.value
        case File():
            return "file"
        case Tap():
            return step.pack()
        case _:
            return step.__name__

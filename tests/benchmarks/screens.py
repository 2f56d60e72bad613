"""Every screen of a large school: how many statements it takes, and how long, without a network.

Screens are found by walking: from each command, and each word that somebody types, on by a button
of each kind that is shown. What changes rows, or sends a file, is no screen and is left out.
"""

import logging
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import dataclass, field
from itertools import count
from statistics import median
from time import perf_counter
from typing import Any
from unittest.mock import patch

from sqlalchemy import event

from bot import handlers
from bot.application import AfterbellApplication, build_application
from bot.callback_data import Tap
from bot.clock import Clock
from bot.context import Services
from bot.sandbox.bots import Query
from bot.taps.children import AddChild
from bot.taps.closures import AddClosure
from bot.taps.payment import PickFamily, PickMethod
from bot.taps.placing import BookForFamily
from bot.taps.sessions import CancelSession, ChangeCapacity, ShowSession
from storage import batch
from storage.database import Database
from storage.schema import upgrade
from tests.benchmarks import school
from tests.benchmarks.databases import database_url, tidy
from tests.benchmarks.result import Result
from tests.bot import updates
from tests.bot.values import ADMIN_ID, settings_with
from tests.factory import NOW
from tests.fuzz.wire import InProcess
from tests.roles import COMMANDS

REPEATS = 11
DEEPEST = 4
"""Taps after a command, or after words."""
MOST_STATEMENTS, MOST_MS = 5, 10
EACH = "screen: "
"""Before the name of each."""
WORST = 3
"""How many are named in the table; bench-results.json names all."""
SOMEBODY = f"Parent {school.BUSY_PARENT}"
PEOPLE = {
    "parent": school.TELEGRAM + school.BUSY_PARENT,
    "tutor": school.TUTORS_TELEGRAM + 1,
    "admin": ADMIN_ID,
}
Step = str | type[Tap]
"""What is written, or the kind of a button that is tapped."""
Path = tuple[Step, ...]
BEHIND_WORDS: dict[str, tuple[Path, ...]] = {
    "parent": (
        ("/children", AddChild, "Leo"),
        ("/children", AddChild, "Leo", "31.5.2018"),
    ),
    "tutor": (),
    "admin": (
        ("/payment", SOMEBODY),
        ("/payment", SOMEBODY, PickFamily, PickMethod, "12.50"),
        ("/family", SOMEBODY),
        ("/closures", AddClosure, "14.9.2026 - 18.9.2026"),
        ("/today", ShowSession, BookForFamily, SOMEBODY),
        ("/today", ShowSession, ChangeCapacity, "20"),
        ("/today", ShowSession, CancelSession, "Snow"),
    ),
}


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
    statements: int = 0


@dataclass
class Walker:
    """Somebody who goes through the screens of the bot."""

    application: AfterbellApplication
    wire: TimedWire
    seen: Seen = field(default_factory=Seen)
    _numbers: Iterator[int] = field(default_factory=lambda: count(10**6))

    async def walk(self, person_id: int, path: Path) -> list[Seen]:
        """Go from the beginning; it ends early where no such button is shown."""
        self.wire.begin(person_id)
        seen: list[Seen] = []
        for step in path:
            update = self._update(person_id, step)
            if update is None:
                break
            self.seen = Seen()
            began, asked = perf_counter(), self.wire.seconds
            try:
                await self.application.process_update(update)
            except ChangesSomethingError:
                break
            self.seen.seconds = perf_counter() - began - (self.wire.seconds - asked)
            seen.append(self.seen)
        return seen

    def shown(self, person_id: int) -> list[tuple[int, str, type[Tap]]]:
        """Return the buttons of the newest message: its id, their data and kind."""
        messages = self.wire.of_bot(person_id)
        rows = messages[0].inline_keyboard if messages else None
        data = [button["callback_data"] for row in rows or [] for button in row]
        taps = [(each, Tap.unpack(each)) for each in data]
        return [(messages[0].message_id, each, type(tap)) for each, tap in taps if tap]

    @property
    def sent_a_file(self) -> bool:
        """Whether any was sent since the walk began."""
        return any(each.method in {"sendDocument", "sendPhoto"} for each in self.wire.said)

    def _update(self, person_id: int, step: Step) -> Any:
        number, bot = next(self._numbers), self.application.bot
        if isinstance(step, str):
            return updates.message(number, person_id, step, bot=bot)
        for message_id, data, kind in self.shown(person_id):
            if kind is step:
                chat = self.wire.chat(person_id)
                self.wire.bot.queries[str(number)] = Query(chat, NOW)
                return updates.tap(number, person_id, data, message_id, bot=bot)
        return None


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
        settings = settings_with()
        application = build_application(Services(settings, settings.policy, database, clock))
        handlers.register(application)
        await application.initialize()
        walker = Walker(application, wire)
        with _watched(database, walker):
            yield walker
        await application.shutdown()
    logging.disable(logging.NOTSET)


@contextmanager
def _watched(database: Database, walker: Walker) -> Iterator[None]:
    """Count statements, and let nothing change but conversations."""

    def count_one(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        walker.seen.statements += not statement.startswith("BEGIN")

    def count_asked(ask: batch.Ask) -> tuple[str, Any]:
        walker.seen.statements += 1
        return text_of(ask)

    def refuse(work: Callable[..., Any], *given: Any, **more: Any) -> Any:
        if not work.__module__.startswith("domain."):
            return transact(work, *given, **more)
        raise ChangesSomethingError

    text_of, transact = batch.text_of, database.transact
    engines = (database.engine, database._read_engine)
    for engine in engines:
        event.listen(engine, "before_cursor_execute", count_one)
    with patch.object(batch, "text_of", count_asked), patch.object(database, "transact", refuse):
        yield
    for engine in engines:
        event.remove(engine, "before_cursor_execute", count_one)


def commands_of(who: str) -> list[str]:
    """List the commands that somebody may give."""
    return [f"/{name}" for name, allowed in COMMANDS.items() if who in allowed.value]


async def find_paths(walker: Walker, who: str) -> list[Path]:
    """Find the way to each screen: one for each command, and each kind of button behind it."""
    person_id, found, known = PEOPLE[who], [], set[Step]()
    to_try: list[Path] = [*((each,) for each in commands_of(who)), *BEHIND_WORDS[who]]
    while to_try:
        path = to_try.pop(0)
        seen = await walker.walk(person_id, path)
        if len(seen) < len(path):
            continue
        found.append(path)
        if len([each for each in path if not isinstance(each, str)]) >= DEEPEST + 1:
            continue
        for _, _, kind in walker.shown(person_id):
            if kind not in known:
                known.add(kind)
                to_try.append((*path, kind))
    return found


def name_of(who: str, path: Path) -> str:
    """Name a screen by what leads to it last."""
    names = [each if isinstance(each, str) else each.__name__ for each in path]
    words = f"{names[-2]}: " if len(names) > 1 and isinstance(path[-1], str) else ""
    return f"{EACH}{who} {words}{names[-1]}"


@dataclass(frozen=True)
class Screen:
    name: str
    milliseconds: list[float]
    statements: int


async def measure(walker: Walker, who: str, path: Path) -> Screen | None:
    """Go to a screen again and again; None if it is none, for something is done on the way."""
    last: list[Seen] = []
    for _ in range(REPEATS):
        seen = await walker.walk(PEOPLE[who], path)
        if len(seen) < len(path) or walker.sent_a_file:
            return None
        last.append(seen[-1])
    return Screen(name_of(who, path), [1000 * each.seconds for each in last], last[-1].statements)


async def run(database: str) -> list[Result]:
    """Measure on one of the databases."""
    with database_url(database, revision="0001") as url, closing(Database(url)) as rows:
        with rows.engine.begin() as connection:
            school.fill(connection, school.Size())
        upgrade(rows)
        tidy(rows)
        async with open_walker(rows) as walker:
            found = [
                await measure(walker, who, path)
                for who in PEOPLE
                for path in await find_paths(walker, who)
            ]
    return list(_results([each for each in found if each], database))


def _results(screens: Sequence[Screen], database: str) -> Iterator[Result]:
    known: dict[str, Any] = {"database": database, "clients": 1}
    slowest = sorted(screens, key=lambda each: -median(each.milliseconds))
    longest = sorted(screens, key=lambda each: -each.statements)
    for each in slowest[:WORST]:
        name = f"screens: slowest p50 of {len(screens)}: {each.name.removeprefix(EACH)}"
        yield Result.of(name, each.milliseconds, "ms", target=f"<= {MOST_MS} ms", **known)
    for each in longest[:WORST]:
        name = f"screens: most statements: {each.name.removeprefix(EACH)}"
        yield Result.of(name, [each.statements], "", target=f"<= {MOST_STATEMENTS}", **known)
    for each in screens:
        yield Result.of(each.name, each.milliseconds, "ms", **known)
        yield Result.of(f"{each.name}, statements", [each.statements], "", **known)

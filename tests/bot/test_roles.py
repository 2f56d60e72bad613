"""Who is answered what: a test for every cell of the table in `tests/roles.py`."""

import asyncio
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from telegram.request import BaseRequest, RequestData

from bot import handlers, routes
from bot.application import AfterbellApplication, build_application
from bot.callback_data import Tap
from bot.clock import Clock
from bot.context import Services
from storage.database import Database
from tests.bot import updates
from tests.bot.values import ADMIN_ID, settings_with
from tests.factory import MONDAY, NOW, Factory
from tests.fuzz.stage import Kept
from tests.journeys.pacing import lift_limits
from tests.roles import COMMANDS, OFFICE, PARENTS, STAFF, Allowed
from tests.tap_roles import EVERY_TAP, row_of

pytestmark = pytest.mark.unmeasured

STRANGER, PARENT, TUTOR, ADMIN = "stranger", "parent", "tutor", "admin"
PEOPLE = {STRANGER: 1001, PARENT: 1002, TUTOR: 1003, ADMIN: ADMIN_ID}
"""Telegram ids; tutor and admin are no parents."""


SAMPLES = {int: 1, str: "x", date: MONDAY, bool: True}
NOT_FOR_YOU = ("I do not know you yet.", "That is for parents")
"""What strangers and staff are told: that there are commands of parents is no secret."""


class Noting(BaseRequest):
    """Notes what is sent to whom, and says yes to everything."""

    def __init__(self, *_: object) -> None:
        self.said: list[tuple[str, str]] = []
        self._numbers = count(1)

    read_timeout = None

    async def initialize(self) -> None:
        pass

    async def shutdown(self) -> None:
        pass

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        name = url.rpartition("/")[2]
        given = request_data.parameters if request_data else {}
        result: Any = True
        if name == "getMe":
            result = {"id": 1, "is_bot": True, "first_name": "A", "username": "a_bot"}
        elif name.startswith(("send", "editMessage")):
            said = str(given.get("text", name)), json.dumps(given.get("reply_markup"))
            self.said.append(said)
            result = {"message_id": next(self._numbers), "date": int(NOW.timestamp())}
            result["chat"] = updates.private(PEOPLE[STRANGER])
        return 200, json.dumps({"ok": True, "result": result}).encode()


@dataclass
class Chats:
    """People of each role, in chats of their own with the bot."""

    application: AfterbellApplication
    noting: Noting
    runner: asyncio.Runner

    def write(self, person: str, text: str) -> list[tuple[str, str]]:
        """Return what the bot says to what somebody writes."""
        self.noting.said.clear()
        self.runner.run(updates.write(self.application, PEOPLE[person], text))
        return list(self.noting.said)

    def tap(self, person: str, data: str) -> list[tuple[str, str]]:
        self.noting.said.clear()
        bot = self.application.bot
        update = updates.tap(next(_NUMBERS), PEOPLE[person], data, 1, bot=bot)
        self.runner.run(self.application.process_update(update))
        return list(self.noting.said)


_NUMBERS = count(50_000)


@pytest.fixture(scope="module")
def database(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    path = tmp_path_factory.mktemp("roles") / "afterbell.db"
    shutil.copy(sqlite_template, path)
    database = Database(f"sqlite:///{path}")
    make = Factory(database)
    make.parent(telegram_id=PEOPLE[PARENT])
    make.activity(tutor_id=make.tutor(telegram_id=PEOPLE[TUTOR]))
    yield database
    database.close()


@pytest.fixture(scope="module")
def bot_for_all(database: Database) -> Iterator[Chats]:
    noting, settings = Noting(), settings_with()
    services = Services(settings, settings.policy, database, Clock(NOW))
    with pytest.MonkeyPatch.context() as environment, asyncio.Runner() as runner:
        lift_limits(environment.setattr)
        environment.setattr("bot.application.AiohttpRequest", lambda _: noting)
        application = build_application(services)
        handlers.register(application)
        runner.run(application.initialize())
        yield Chats(application, noting, runner)
        runner.run(application.shutdown())


@pytest.fixture(scope="module")
def kept(database: Database) -> Kept:
    return Kept(database)


@pytest.fixture
def chats(bot_for_all: Chats, kept: Kept) -> Chats:
    """A thousand cells share a bot, and find the school as it was at the beginning."""
    kept.put_back()
    return bot_for_all


def sample(tap: type[Tap]) -> str:
    """Return the data of a button that somebody could have made up."""
    hints = get_type_hints(tap)
    values = [SAMPLES[hints[each.name]] for each in fields(tap)]  # type: ignore[arg-type]
    return tap(*values).pack()


def is_refused(
    answer: list[tuple[str, str]], nothing: list[tuple[str, str]], allowed: Allowed
) -> bool:
    if allowed is PARENTS and answer[-1][0].startswith(NOT_FOR_YOU):
        return True
    # Word for word and button for button: nobody can tell it from what means nothing.
    return answer == nothing


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("command", COMMANDS)
def test_command(chats: Chats, command: str, person: str) -> None:
    nothing = chats.write(person, "/nonsense")
    answer = chats.write(person, f"/{command}")
    allowed = COMMANDS[command]
    assert answer
    assert is_refused(answer, nothing, allowed) is (person not in allowed.value)


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("tap", EVERY_TAP, ids=lambda tap: tap.__name__)
def test_tap(chats: Chats, tap: type[Tap], person: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who may is let through to the handler, which may find it out of date all the same."""
    nothing = chats.tap(person, "nonsense")
    turned_away: list[bool] = []
    say_unknown = routes.say_unknown

    async def note(*given: Any) -> None:
        turned_away.append(True)
        await say_unknown(*given)

    monkeypatch.setattr(routes, "say_unknown", note)
    [allowed] = row_of(tap)
    answer = chats.tap(person, sample(tap))
    assert answer
    if person not in allowed.value:
        assert is_refused(answer, nothing, allowed)
    elif allowed in (STAFF, OFFICE):
        assert not turned_away

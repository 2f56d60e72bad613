"""Whatever anybody sends: no handler breaks, they get an answer, and read only what is theirs."""

import asyncio
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date

import pytest
from hypothesis import given
from pydantic import SecretStr
from telegram import Message, Update

from bot import handlers
from bot.application import build_application
from bot.callback_data import Tap
from bot.clock import Clock
from bot.context import Services
from bot.taps.closures import CloseDays
from storage.database import Database
from tests.bot.values import settings_with
from tests.factory import MONDAY, NOW, Factory
from tests.fuzz import school
from tests.fuzz.acts import Act, Forge, about_every_row, about_every_shape, walks
from tests.fuzz.conftest import PROFILE
from tests.fuzz.shapes import CONTENTS, KINDS
from tests.fuzz.stage import Answer, Kept, Stage
from tests.fuzz.wire import InProcess, Said
from tests.roles import COMMANDS
from tests.tap_roles import EVERY_TAP, row_of

pytestmark = pytest.mark.unmeasured

PEOPLE = {
    "stranger": school.STRANGER,
    "parent": school.PARENT,
    "tutor": school.TUTOR,
    "admin": school.ADMIN,
}
NOT_FOR = {
    "stranger": (*school.OUR_NAMES, *school.THEIR_NAMES, *school.OFFICE),
    "parent": (*school.THEIR_NAMES, *school.OFFICE),
    # Tutors know who comes to what they teach, and nothing else of any family.
    "tutor": (*school.THEIR_NAMES, *school.OFFICE),
    "admin": (),
}
"""What must never be in anything that is sent to them."""
MAY_BECOME = {"stranger": {"stranger", "parent"}, "parent": {"parent"}}
KNOWN_TO = {"admin": (*school.OUR_NAMES, *school.THEIR_NAMES)}
"""What somebody may look for; to others, an echo of it would look like a leak."""
EXPECTED = {"Telegram takes no such invoice", "a payment belongs to no account"}
"""What an operator is told of although no handler broke."""
MOST_ROWS = 8
"""No table of the school has more."""
SEND = ("send", "editMessage")
COMMAND = re.compile(r"(?<![\w<])/([a-z_]+)")
TAP = re.compile(r'"callback_data": ?"([^"]+)"')
Play = Callable[[str, Sequence[Act]], list[Answer]]


@pytest.fixture
def play(database: Database, make: Factory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Play]:
    """Let somebody act in a school that is as it was at the beginning."""
    monkeypatch.setattr("bot.flood.CHAT_BURST", 10**9)
    monkeypatch.setattr("bot.flood.OVERALL_BURST", 10**9)
    clock = Clock(NOW)
    wire = InProcess(clock)
    monkeypatch.setattr("bot.application.AiohttpRequest", lambda _: wire)
    settings = settings_with(payment_provider_token=SecretStr("1:TEST:x"))
    application = build_application(Services(settings, settings.policy, database, clock))
    handlers.register(application)
    school.fill(make)
    kept = Kept(database)
    stage = Stage(application, wire)
    with asyncio.Runner() as runner:
        runner.run(application.initialize())

        def play(who: str, given_acts: Sequence[Act]) -> list[Answer]:
            kept.put_back()
            return runner.run(stage.play(PEOPLE[who], given_acts))

        yield play
        runner.run(application.shutdown())


def is_to_be_answered(update: Update) -> bool:
    """Tell what the bot must not be silent at: what somebody writes, taps or pays in private."""
    if update.pre_checkout_query:
        return True
    chat = update.effective_chat
    is_private = chat is not None and chat.type == "private" and update.effective_user is not None
    return is_private and bool(update.message or update.callback_query)


def check(who: str, answer: Answer) -> None:
    update, said = answer.update, answer.said
    person_id = PEOPLE[who]
    assert [each for each in answer.warned if each["event"] not in EXPECTED] == []
    if is_to_be_answered(update):
        how = "answerPreCheckoutQuery" if update.pre_checkout_query else SEND
        assert any(each.method.startswith(how) for each in said), f"no answer to {update}"
    if update.callback_query and update.effective_chat:
        assert any(each.method == "answerCallbackQuery" for each in said), "the spinner goes on"
    for each in said:
        assert each.chat_id in {None, person_id}, f"{each} was sent to somebody else"
        check_text(who, each)


def check_text(who: str, said: Said) -> None:
    assert [word for word in NOT_FOR[who] if word in said.text] == [], said
    roles = MAY_BECOME.get(who, {who, "parent"})
    for data in TAP.findall(said.text):
        tap = Tap.unpack(data)
        assert tap is not None, f"a button with {data} leads nowhere"
        [allowed] = row_of(type(tap))
        assert roles & {*allowed.value}, f"{who} is shown {tap}"
    for name in COMMAND.findall(said.text):
        assert name not in COMMANDS or roles & {*COMMANDS[name].value}, f"{who} is told /{name}"


@pytest.mark.parametrize("who", PEOPLE)
def test_anything_is_answered_and_tells_nothing_of_others(play: Play, who: str) -> None:
    @PROFILE
    @given(walks(*KNOWN_TO.get(who, ())))
    def check_walk(walk: list[Act]) -> None:
        for answer in play(who, walk):
            check(who, answer)

    check_walk()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("who", PEOPLE)
def test_forged_tap_about_any_row_tells_nothing_of_others(play: Play, who: str) -> None:
    for kind in EVERY_TAP:
        # To whom a tap means nothing, no row is even looked for: see tests/bot/test_roles.
        [allowed] = row_of(kind)
        rows = MOST_ROWS if who in allowed.value else 1
        for answer in play(who, about_every_row(kind, rows)):
            check(who, answer)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_days_that_end_before_they_begin_are_none(play: Play) -> None:
    backwards = CloseDays(date.max, MONDAY, 0).pack()
    [_, answer] = play("admin", [Forge(backwards, 0, can_be_seen=True)])
    assert "from earlier" in answer.said[-1].text


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("who", PEOPLE)
def test_update_of_each_shape_of_the_bot_api_is_handled(play: Play, who: str) -> None:
    for answer in play(who, about_every_shape()):
        check(who, answer)


def test_shapes_are_all_that_the_library_knows() -> None:
    assert {*KINDS} == {*Update.ALL_TYPES}
    assert {*Message.__slots__} - {*CONTENTS} == {"from_user", "_effective_attachment"}

"""`bot.py` in a terminal: what is wrong is said in a sentence, and an end is in good order."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from signal import SIGINT, SIGTERM, Signals

import aiohttp
import pytest

from bot import app
from bot.app import NoTelegramError
from bot.clock import Clock
from bot.sandbox.client import SandboxClient
from bot.sandbox.server import Sandbox
from storage.errors import UnreachableError
from tests.demo.command import ended, started

pytestmark = pytest.mark.unmeasured

NOBODY = "http://127.0.0.1:9"
"""Where nothing listens."""


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(Clock()) as sandbox:
        yield sandbox


@pytest.fixture
def migrated(sqlite_template: Path, tmp_path: Path) -> Path:
    """A folder with a database that is up to date."""
    (tmp_path / "data").mkdir()
    shutil.copy(sqlite_template, tmp_path / "data" / "afterbell.db")
    return tmp_path


def settings(api_url: str = NOBODY, **others: str) -> dict[str, str]:
    return {
        "TELEGRAM_TOKEN": "123456:" + "a" * 30,
        "SCHOOL_NAME": "Hill School",
        "SCHOOL_TIMEZONE": "Europe/London",
        "CURRENCY": "GBP",
        "TELEGRAM_API_URL": api_url,
    } | others


async def test_missing_settings_are_named_in_one_message(tmp_path: Path) -> None:
    code, said = await ended(folder=tmp_path)

    assert code == 1
    first, *lines = said.splitlines()
    assert first == "These settings need mending:"
    names = ["TELEGRAM_TOKEN", "SCHOOL_NAME", "SCHOOL_TIMEZONE", "CURRENCY"]
    assert [line.partition(":")[0].strip() for line in lines] == names


async def test_sample_data_fills_an_empty_database_once(tmp_path: Path) -> None:
    migrated, filled = tmp_path / "migrated", tmp_path / "filled"
    migrated.mkdir()
    filled.mkdir()
    first, second = await asyncio.gather(
        ended("migrate", folder=migrated, settings=settings()),
        ended("sample-data", folder=filled, settings=settings()),
    )
    assert first == second == (0, "")
    assert (migrated / "data" / "afterbell.db").exists()

    code, said = await ended("sample-data", folder=filled, settings=settings())

    assert code == 1
    assert said == "Sample data is for an empty database, and this one has people in it.\n"


async def test_what_keeps_the_bot_from_starting_is_said_in_a_sentence(
    tmp_path: Path, sandbox: Sandbox
) -> None:
    no_database = settings(DATABASE_URL="postgresql://ann:secret@127.0.0.1:9/school")
    no_such_token = settings(
        sandbox.url,
        TELEGRAM_TOKEN="1234567890123456:" + "a" * 30,
        DATABASE_URL="sqlite:///another.db",
    )
    no_telegram = settings()

    answers = await asyncio.gather(
        *(
            ended("run", folder=tmp_path, settings=wrong)
            for wrong in (no_database, no_such_token, no_telegram)
        )
    )

    assert answers == [
        (1, f"{UnreachableError.__doc__}\n"),
        (1, "TELEGRAM_TOKEN: Telegram does not know it.\n"),
        (1, f"{NoTelegramError('ClientConnectorError')}\n"),
    ]


async def test_doctor_says_what_is_in_order_and_ends_with_1_if_not_all_is(
    migrated: Path, sandbox: Sandbox
) -> None:
    well, ill = await asyncio.gather(
        ended("doctor", folder=migrated, settings=settings(sandbox.url)),
        ended("doctor", folder=migrated, settings=settings()),
    )
    assert (well[0], "WRONG" in well[1]) == (0, False)
    assert (ill[0], ill[1].splitlines()[-1][:15]) == (1, "WRONG  Telegram")


@pytest.mark.parametrize("address", ["sqlite:////proc/nowhere/a.db", "sqlite:///words.txt"])
def test_file_that_cannot_be_a_database_is_as_good_as_unreachable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    (tmp_path / "words.txt").write_text("These are only words. " * 100)
    monkeypatch.chdir(tmp_path)
    for name, value in settings(DATABASE_URL=address).items():
        monkeypatch.setenv(name, value)

    with pytest.raises(UnreachableError):
        app.migrate()


async def test_port_that_is_taken_is_said_in_a_sentence(tmp_path: Path, sandbox: Sandbox) -> None:
    port = sandbox.url.rpartition(":")[2]
    sentence = f"Port {port} is taken: choose another one with --port.\n"

    answers = await asyncio.gather(
        *(ended(name, "--port", port, folder=tmp_path) for name in ("demo", "sandbox"))
    )

    assert answers == [(1, sentence), (1, sentence)]


@pytest.mark.parametrize(
    ("words", "told"), [(["demo", "--no-browser"], SIGTERM), (["sandbox"], SIGINT)]
)
async def test_page_answers_at_the_printed_address_until_a_signal_ends_it(
    tmp_path: Path, words: list[str], told: Signals
) -> None:
    """Terminals and supervisors are apt to send the signal more than once."""
    where = {"TMPDIR": str(tmp_path)}
    async with started(*words, "--port", "0", folder=tmp_path, settings=where) as command:
        async with aiohttp.ClientSession() as browser, browser.get(await command.url()) as answer:
            assert (answer.status, answer.content_type) == (200, "text/html")
        command.tell(told)
        command.tell(told)

        assert await command.end() == 0
    # Whether the bot begins to poll before its log begins is a matter of milliseconds.
    told_to_people = [line for line in command.said.splitlines() if not line.startswith("{")]
    assert len(told_to_people) == 1
    assert _left_in(tmp_path) == []


def _left_in(folder: Path) -> list[Path]:
    return list(folder.iterdir())


@pytest.mark.parametrize("told", [SIGINT, SIGTERM])
async def test_bot_that_is_told_to_stop_finishes_what_it_holds(
    migrated: Path, sandbox: Sandbox, told: Signals
) -> None:
    async with (
        SandboxClient(sandbox.url) as client,
        started("run", folder=migrated, settings=settings(sandbox.url)) as command,
    ):
        await command.says('"bot": "sandbox_123456_bot"')
        await client.fault("latency", method="sendMessage", seconds=0.5)
        anna = await client.person("Anna")
        outcome = await anna.send("/start", wait=False)
        await _has_taken(sandbox, outcome["update_id"])

        command.tell(told)
        command.tell(told)

        assert await command.end() == 0
        await anna.refresh()
        assert anna.screen.text.startswith("Welcome to Hill School")
        assert await sandbox.world.bots.home.updates.wait_handled(outcome["update_id"], 0)
    assert "Traceback" not in command.said
    assert '"level": "error"' not in command.said


async def _has_taken(sandbox: Sandbox, update_id: int) -> None:
    """Wait until the bot has been given an update."""
    async for _ in sandbox.world.hub.watch():
        polls = sandbox.world.requests.newest(method="getUpdates")
        given = [update for poll in polls for update in (poll.answer or {})["result"]]
        if any(update["update_id"] == update_id for update in given):
            return

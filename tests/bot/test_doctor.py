"""`bot.py doctor` says of each thing whether it is in order, and what to do if it is not."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from bot import doctor
from bot.sandbox.server import Sandbox
from domain.faults import Rule
from storage import schema
from storage.database import Database
from storage.tables import booking
from tests.bot.values import TOKEN
from tests.factory import Factory

Examine = Callable[[], list[str]]
NOBODY = "http://127.0.0.1:9"


@pytest.fixture
def given(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, database_url: str, sandbox: Sandbox
) -> Callable[..., None]:
    """Sets settings of the environment; those that are needed are set already."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("bot.logs.set_up", lambda *_: None)

    def give(**settings: str) -> None:
        for name, value in settings.items():
            monkeypatch.setenv(name, value)

    give(TELEGRAM_TOKEN=TOKEN, SCHOOL_NAME="Elm School", SCHOOL_TIMEZONE="Europe/London")
    give(CURRENCY="GBP", DATABASE_URL=database_url, TELEGRAM_API_URL=sandbox.url)
    return give


async def examined() -> list[str]:
    return [str(each) for each in await asyncio.to_thread(lambda: list(doctor.examine()))]


async def test_all_is_well(
    given: Callable[..., None], make: Factory, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await asyncio.to_thread(doctor.run)
    lines = capsys.readouterr().out.splitlines()
    assert lines[:3] == [
        "ok     Settings: everything needed is there.",
        "ok     Database: sqlite answers.",
        f"ok     Schema: version {schema.newest()}, the newest.",
    ]
    assert lines[3] == "ok     Books: Each confirmed place that costs something has one charge."
    assert [line[:13] for line in lines[3:-1]] == ["ok     Books:"] * len(Rule)
    assert lines[-1].startswith("ok     Telegram: it knows the bot as @sandbox_")


async def test_rule_that_is_broken_is_named_with_its_rows(
    given: Callable[..., None], make: Factory, capsys: pytest.CaptureFixture[str]
) -> None:
    ids = [make.booking(make.session(), make.family()) for _ in range(6)]
    for each in ids:
        make.change(booking, each, price_minor=500)
    assert not await asyncio.to_thread(doctor.run)
    [wrong] = [line for line in capsys.readouterr().out.splitlines() if line[:5] == "WRONG"]
    named = ", ".join(str(each) for each in ids[:5])
    assert wrong == (
        "WRONG  Books: Each confirmed place that costs something has one charge. "
        f"Not so: 6 (charged: {named} …)."
    )


async def test_missing_settings_end_it(given: Callable[..., None]) -> None:
    given(SCHOOL_TIMEZONE="Hogwarts")
    [wrong] = await examined()
    assert wrong.startswith("WRONG  These settings need mending:")


async def test_older_schema_is_said_and_not_mended(
    given: Callable[..., None], database: Database
) -> None:
    schema.downgrade(database, "0001")
    wrong = (await examined())[2]
    assert wrong == (
        "WRONG  Schema: it is at version 0001, and this program needs "
        f"{schema.newest()}: run bot.py migrate."
    )
    assert schema.revision(database) == "0001"


async def test_database_that_is_not_there_is_not_made(
    given: Callable[..., None], tmp_path: Path
) -> None:
    given(DATABASE_URL="sqlite:///data/none.db")
    assert (await examined())[2].startswith("WRONG  Schema: it is at version none")
    assert not (tmp_path / "data").exists()


async def test_database_and_telegram_that_do_not_answer_are_said(
    given: Callable[..., None],
) -> None:
    given(DATABASE_URL="postgresql://ann:secret@127.0.0.1:9/school", TELEGRAM_API_URL=NOBODY)
    _, database, telegram = await examined()
    assert database.startswith("WRONG  Database: The database cannot be reached")
    assert telegram.startswith("WRONG  Telegram: it cannot be reached (ClientConnectorError)")


async def test_token_that_telegram_does_not_know_is_said(given: Callable[..., None]) -> None:
    given(TELEGRAM_TOKEN="1234567890123456:" + "a" * 30)
    assert (await examined())[-1] == "WRONG  Telegram: it does not know TELEGRAM_TOKEN."

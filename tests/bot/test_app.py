"""The whole bot: what runs beside the updates, and that it starts and stops cleanly."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import inspect
from telegram.error import InvalidToken

from bot import app, logs
from bot.app import Afterbell, NoTelegramError
from bot.clock import Clock
from bot.sandbox.client import PersonClient, SandboxClient
from bot.sandbox.server import Sandbox
from bot.settings import Settings, SettingsError
from domain.model import Policy
from domain.notices import Notice, NoticeKind
from storage.database import Database
from storage.errors import UnreachableError
from storage.tables import parent
from tests.bot.values import ADMIN_ID, TOKEN, settings_with
from tests.factory import NOW, Factory, Family

ANNA = 5001


@pytest.fixture
async def anna(client: SandboxClient, make: Factory) -> PersonClient:
    make.parent(telegram_id=ANNA, name="Anna Smith")
    return await client.person("Anna", person_id=ANNA)


@pytest.fixture
async def afterbell(
    settings: Settings, clock: Clock, database: Database
) -> AsyncIterator[Afterbell]:
    async with Afterbell(settings, clock, database) as afterbell:
        yield afterbell


def family_of(make: Factory) -> Family:
    [parent_id] = [row.id for row in make.rows(parent, telegram_id=ANNA)]
    return Family(parent_id, make.child(parent_id, name="Emma"))


async def test_bot_answers_and_shows_its_menu(afterbell: Afterbell, anna: PersonClient) -> None:
    await anna.send("/start")

    assert anna.changed.text == "Elm School\nHello Anna Smith. What would you like to do?"
    assert "book" in anna.commands
    assert "invite" not in anna.commands


async def test_office_that_has_written_before_has_its_menu_from_the_start(
    client: SandboxClient, settings: Settings, clock: Clock, database: Database
) -> None:
    olive = await client.person("Olive", person_id=ADMIN_ID)
    await olive.send("/start", wait=False)

    async with Afterbell(settings, clock, database):
        await olive.send("/help")
        assert "invite" in olive.commands


async def test_notice_leaves_with_the_commit_that_wrote_it(
    afterbell: Afterbell, anna: PersonClient, make: Factory, database: Database
) -> None:
    await anna.send("/start")
    family = family_of(make)
    booking_id = make.booking(make.session(), family)
    promoted = Notice(family.parent_id, NoticeKind.PROMOTED, NOW, booking_id=booking_id)

    await database.run(lambda tx: tx.outbox.add(promoted))

    await anna.wait_for("A place has come free, and it is yours: booked")


async def test_what_becomes_due_when_the_clock_is_moved_is_done_at_once(
    afterbell: Afterbell, anna: PersonClient, make: Factory, clock: Clock
) -> None:
    await anna.send("/start")
    make.booking(make.session(price=800), family_of(make), status="pending")

    clock.advance(timedelta(hours=1))

    await anna.wait_for("No longer held")


async def test_what_became_due_while_the_bot_was_down_is_done_at_the_start(
    anna: PersonClient, make: Factory, settings: Settings, clock: Clock, database: Database
) -> None:
    await anna.send("/start", wait=False)
    make.booking(make.session(price=800), family_of(make), status="pending")
    clock.advance(timedelta(hours=1))

    async with Afterbell(settings, clock, database):
        await anna.wait_for("No longer held")


async def test_nothing_runs_on_after_the_end(
    settings: Settings, clock: Clock, database: Database
) -> None:
    before = asyncio.all_tasks()

    async with Afterbell(settings, clock, database) as afterbell:
        pass

    assert asyncio.all_tasks() == before
    assert clock.on_advance == []
    assert not afterbell._scheduler.running


async def test_update_that_was_begun_is_finished_before_the_end(
    settings: Settings,
    clock: Clock,
    database: Database,
    anna: PersonClient,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun, gate = asyncio.Event(), asyncio.Event()
    afterbell = Afterbell(settings, clock, database)
    really = afterbell.application.process_update

    async def slow(update: object) -> None:
        begun.set()
        await gate.wait()
        await really(update)

    monkeypatch.setattr(afterbell.application, "process_update", slow)
    async with afterbell:
        await anna.send("/start", wait=False)
        await begun.wait()
        asyncio.get_running_loop().call_later(0.05, gate.set)

    await anna.refresh()
    assert anna.changed.text.endswith("What would you like to do?")


async def test_token_that_is_refused_while_running_ends_the_wait(
    afterbell: Afterbell, sandbox: Sandbox
) -> None:
    sandbox.world.bots.home.token = "another one by now"  # noqa: S105  of nobody
    sandbox.world.bots.home.polling.drop()

    with pytest.raises(InvalidToken) as caught:
        await asyncio.wait_for(afterbell.wait(), 5)

    assert TOKEN not in str(caught.value)


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """The settings that there must be, and a database that is not there yet."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    given = settings_with()
    monkeypatch.setenv("TELEGRAM_TOKEN", given.telegram_token.get_secret_value())
    monkeypatch.setenv("SCHOOL_NAME", given.school_name)
    monkeypatch.setenv("SCHOOL_TIMEZONE", given.school_timezone)
    monkeypatch.setenv("CURRENCY", given.currency)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/new/afterbell.db")
    monkeypatch.setattr(logs, "set_up", lambda _secret: None)
    return monkeypatch


def test_run_makes_the_database_and_serves(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    tables: list[str] = []

    async def serve(_settings: Settings, database: Database) -> None:
        tables.extend(inspect(database.engine).get_table_names())

    environment.setattr(app, "_serve", serve)

    app.run()

    assert "booking" in tables


def test_refused_token_is_a_matter_of_settings_and_not_shown(
    environment: pytest.MonkeyPatch,
) -> None:
    async def refuse(_settings: Settings, _database: Database) -> None:
        raise InvalidToken(f"The token `{TOKEN}` was rejected by the server.")

    environment.setattr(app, "_serve", refuse)

    with pytest.raises(SettingsError) as caught:
        app.run()

    assert "TELEGRAM_TOKEN" in str(caught.value)
    assert TOKEN not in str(caught.value)
    assert caught.value.__suppress_context__


def test_telegram_that_does_not_answer_is_said_plainly(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("TELEGRAM_API_URL", "http://127.0.0.1:1")
    environment.setattr("bot.transport.PAUSES", ())

    with pytest.raises(NoTelegramError) as caught:
        app.run()

    assert "check the network, and TELEGRAM_API_URL" in str(caught.value)
    assert TOKEN not in str(caught.value)


def test_wrong_settings_stop_it_before_anything_is_made(
    environment: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    environment.delenv("CURRENCY")

    with pytest.raises(SettingsError, match="CURRENCY"):
        app.run()

    assert not (tmp_path / "new").exists()


def test_database_that_nothing_answers_for_is_said_plainly(
    environment: pytest.MonkeyPatch,
) -> None:
    environment.setenv("DATABASE_URL", "postgresql://afterbell:hush@127.0.0.1:1/afterbell")

    with pytest.raises(UnreachableError) as caught:
        app.migrate()

    assert "hush" not in str(caught.value)


def test_sample_data_is_loaded_by_the_schools_policy(environment: pytest.MonkeyPatch) -> None:
    loaded: list[tuple[Policy, int]] = []

    def load(_database: Database, policy: Policy, *, seed: int, now: object) -> None:
        loaded.append((policy, seed))

    environment.setenv("LATE_REFUND_PERCENT", "25")
    environment.setattr(app, "load_sample_data", load)

    app.fill_with_sample(7)

    [(policy, seed)] = loaded
    assert (policy.late_refund_percent, seed) == (25, 7)


def test_migrate_brings_an_empty_database_to_this_version(
    environment: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    app.migrate()

    database = Database(f"sqlite:///{tmp_path}/new/afterbell.db")
    assert "booking" in inspect(database.engine).get_table_names()
    database.close()

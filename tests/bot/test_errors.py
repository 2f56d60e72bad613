"""What escapes from a handler: the person gets a reference, the log the same one, and no names."""

import logging
import re
import traceback
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import DBAPIError
from telegram.error import Forbidden, NetworkError, TelegramError

from bot.application import AfterbellApplication
from bot.handlers import account, errors
from bot.sandbox.client import PersonClient, SandboxClient
from storage.database import Database
from storage.errors import BusyError, ConflictError
from storage.tables import child
from storage.transaction import Transaction
from tests.bot.updates import write
from tests.factory import NOW, Factory, clean

ANNA = 1001
SECRET_NAME = "Zebedee Zanzibar"  # noqa: S105  a name is a secret in logs


@pytest.fixture
async def anna(make: Factory, client: SandboxClient) -> PersonClient:
    make.parent(telegram_id=ANNA, name=SECRET_NAME)
    anna = await client.person("Anna", person_id=ANNA)
    await anna.send("/start", wait=False)
    return anna


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> list[Exception]:
    """What /balance meets, one after the other."""
    faults: list[Exception] = []

    def fail(*_: Any, **__: Any) -> None:
        raise faults.pop(0)

    monkeypatch.setattr(account, "find_account", fail)
    return faults


async def said_after_balance(application: AfterbellApplication, anna: PersonClient) -> list[str]:
    await write(application, ANNA, "/balance")
    return [each.text for each in await anna.messages() if each.sender == "bot"]


async def test_person_and_log_have_the_same_reference(
    application: AfterbellApplication,
    anna: PersonClient,
    failing: list[Exception],
    caplog: pytest.LogCaptureFixture,
) -> None:
    failing.append(RuntimeError("a surprise"))

    [told] = await said_after_balance(application, anna)

    assert "something went wrong on our side" in told
    [reference] = re.findall(r"reference: (\w+)", told)
    [record] = caplog.records
    assert record.levelno == logging.ERROR
    assert record.getMessage().startswith(f"reference {reference}: update ")
    assert f"trace={reference}" in caplog.text
    assert "RuntimeError: a surprise" in caplog.text


async def test_references_differ(
    application: AfterbellApplication, anna: PersonClient, failing: list[Exception]
) -> None:
    failing += [RuntimeError(), RuntimeError()]

    await said_after_balance(application, anna)
    first, second = await said_after_balance(application, anna)

    assert first != second


async def test_busy_database_is_no_fault_and_asks_to_try_again(
    application: AfterbellApplication,
    anna: PersonClient,
    failing: list[Exception],
    caplog: pytest.LogCaptureFixture,
) -> None:
    failing.append(BusyError())

    [told] = await said_after_balance(application, anna)

    assert "Please try again in a moment; nothing is done twice." in told
    assert "reference" not in told
    assert [each.levelno for each in caplog.records] == [logging.WARNING]


async def test_answer_that_did_not_get_through_is_no_fault_of_what_was_done(
    application: AfterbellApplication,
    anna: PersonClient,
    failing: list[Exception],
    caplog: pytest.LogCaptureFixture,
) -> None:
    failing.append(NetworkError("gone"))

    [told] = await said_after_balance(application, anna)

    assert "What you confirmed may have been done" in told
    assert [each.levelno for each in caplog.records] == [logging.WARNING]


async def test_who_has_blocked_the_bot_is_not_written_to(
    application: AfterbellApplication,
    anna: PersonClient,
    failing: list[Exception],
    caplog: pytest.LogCaptureFixture,
) -> None:
    failing.append(Forbidden("bot was blocked by the user"))

    assert await said_after_balance(application, anna) == []
    assert not caplog.records


async def test_who_cannot_be_told_is_no_second_fault(
    application: AfterbellApplication,
    anna: PersonClient,
    client: SandboxClient,
    failing: list[Exception],
    caplog: pytest.LogCaptureFixture,
) -> None:
    failing.append(RuntimeError("a surprise"))
    await client.fault("server_error", method="sendMessage")

    assert await said_after_balance(application, anna) == []
    fault, not_told = caplog.records
    assert "failed" in fault.getMessage()
    assert "the person could not be told" in not_told.getMessage()


async def test_fault_outside_of_an_update_tells_nobody(
    application: AfterbellApplication, client: SandboxClient
) -> None:
    before = len(await client.requests())

    await application.process_error(None, TelegramError("outside"))

    assert len(await client.requests()) == before
    assert errors.tell in application.error_handlers


def add_nonsense(tx: Transaction) -> None:
    row = {"name": SECRET_NAME, "born_on": date(2018, 5, 31), "grade": 99, "added_at": NOW}
    tx.connection.execute(insert(child).values(**row))


@pytest.fixture
def postgresql(migrated_postgresql: str) -> Iterator[Database]:
    database = Database(migrated_postgresql)
    yield database
    clean(database)
    database.close()


@pytest.mark.parametrize("kind", ["database", "postgresql"])
def test_row_that_a_database_refuses_is_not_quoted(
    request: pytest.FixtureRequest, kind: str
) -> None:
    database: Database = request.getfixturevalue(kind)

    with pytest.raises(ConflictError) as caught:
        database.transact(add_nonsense)

    told = "".join(traceback.format_exception(caught.value))
    assert "ck_child_grade" in told
    assert SECRET_NAME not in told


@pytest.mark.parametrize("kind", ["database", "postgresql"])
def test_values_of_a_statement_that_fails_are_not_quoted(
    request: pytest.FixtureRequest, kind: str
) -> None:
    database: Database = request.getfixturevalue(kind)
    nonsense = text("INSERT INTO nowhere (name) VALUES (:name)")

    with pytest.raises(DBAPIError) as caught:
        database.transact(lambda tx: tx.connection.execute(nonsense, {"name": SECRET_NAME}))

    told = "".join(traceback.format_exception(caught.value))
    assert "nowhere" in told
    assert SECRET_NAME not in told


async def test_names_do_not_get_into_the_log_with_a_refused_row(
    application: AfterbellApplication,
    anna: PersonClient,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    database = application.services.database

    monkeypatch.setattr(account, "find_account", lambda *_, **__: database.transact(add_nonsense))
    await write(application, ANNA, "/balance")

    assert "ck_child_grade" in caplog.text
    assert SECRET_NAME not in caplog.text

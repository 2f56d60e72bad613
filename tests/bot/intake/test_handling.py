"""What escapes from a handler: tried again, then recorded and told with a reference."""

import asyncio
import logging
import re
import traceback
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import DBAPIError
from telegram import Update

from bot.application import AfterbellApplication
from bot.clock import Clock
from bot.delivery import Delivery
from bot.handlers import account
from bot.intake import handling
from bot.intake.handling import AT_ONCE, Handling
from bot.sandbox.client import PersonClient, SandboxClient
from storage.account_queries import find_account
from storage.database import Database
from storage.errors import BusyError, ConflictError
from storage.tables import child, failed_update, notice
from storage.transaction import Transaction
from tests.bot.served import polling_for
from tests.bot.updates import block, message, pre_checkout, send_in
from tests.bot.values import ADMIN_ID
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
    """What /balance meets, one after the other, before it works."""
    faults: list[Exception] = []
    really = find_account

    def fail(*args: Any, **options: Any) -> Any:
        if faults:
            raise faults.pop(0)
        return really(*args, **options)

    monkeypatch.setattr(account, "find_account", fail)
    return faults


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    for pauses in ("PAUSES_AFTER_A_FAULT", "PAUSES_WITHOUT_NETWORK"):
        monkeypatch.setattr(handling, pauses, (0.0,) * len(getattr(handling, pauses)))


async def said_after_balance(application: AfterbellApplication, anna: PersonClient) -> list[str]:
    await send_in(application, ANNA, "/balance")
    return [each.text for each in await anna.messages() if each.sender == "bot"]


async def test_fault_that_passes_is_not_noticed(
    application: AfterbellApplication, anna: PersonClient, failing: list[Exception], make: Factory
) -> None:
    failing += [RuntimeError("a surprise"), RuntimeError("another")]

    [told] = await said_after_balance(application, anna)

    assert told.startswith("Balance")
    assert make.count(failed_update) == 0


async def test_person_log_and_record_have_the_same_reference(
    application: AfterbellApplication,
    anna: PersonClient,
    failing: list[Exception],
    caplog: pytest.LogCaptureFixture,
    make: Factory,
) -> None:
    failing += [RuntimeError("a surprise") for _ in range(3)]

    [told] = await said_after_balance(application, anna)

    assert "something went wrong on our side" in told
    [reference] = re.findall(r"reference: (\w+)", told)
    [record] = [each for each in caplog.records if each.levelno == logging.ERROR]
    assert record.getMessage() == "passed over"
    assert f"trace={reference}" in caplog.text
    assert "RuntimeError: a surprise" in caplog.text
    [row] = make.rows(failed_update)
    assert (row.telegram_id, row.error, row.reference) == (ANNA, "RuntimeError", reference)
    assert failing == []


async def test_office_is_told_the_reference_too(
    application: AfterbellApplication,
    anna: PersonClient,
    client: SandboxClient,
    failing: list[Exception],
) -> None:
    olive = await client.person("Olive", person_id=ADMIN_ID)
    await olive.send("/start", wait=False)
    failing += [RuntimeError("a surprise") for _ in range(3)]

    [told] = await said_after_balance(application, anna)
    await Delivery(application.services, application.bot).deliver_due()

    [reference] = re.findall(r"reference: (\w+)", told)
    [report] = [each.text for each in await olive.messages() if each.sender == "bot"]
    assert report.startswith("The bot could not handle a message")
    assert reference in report


async def test_references_differ(
    application: AfterbellApplication, anna: PersonClient, failing: list[Exception]
) -> None:
    failing += [RuntimeError() for _ in range(6)]

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


async def test_answer_that_does_not_get_through_is_given_when_the_network_is_back(
    application: AfterbellApplication, anna: PersonClient, client: SandboxClient
) -> None:
    await client.fault("server_error", method="sendMessage", times=4)

    [told] = await said_after_balance(application, anna)

    assert told.startswith("Balance")


async def test_answer_that_never_gets_through_is_no_fault_of_what_was_done(
    application: AfterbellApplication,
    anna: PersonClient,
    client: SandboxClient,
    make: Factory,
) -> None:
    await client.fault("server_error", method="sendMessage", times=7)

    [told] = await said_after_balance(application, anna)

    assert "What you confirmed may have been done" in told
    assert [row.error for row in make.rows(failed_update)] == ["NetworkError"]


async def test_answer_that_never_gets_through_is_nothing_that_the_office_could_see_to(
    application: AfterbellApplication, anna: PersonClient, client: SandboxClient, make: Factory
) -> None:
    await client.fault("server_error", method="sendMessage", times=7)

    [told] = await said_after_balance(application, anna)

    assert re.search(r"reference: \w+", told)
    assert make.count(notice) == 0


async def test_fault_that_many_meet_is_reported_once_an_hour(
    application: AfterbellApplication,
    anna: PersonClient,
    clock: Clock,
    failing: list[Exception],
    make: Factory,
) -> None:
    for _ in range(3):
        failing += [RuntimeError() for _ in range(3)]
        await said_after_balance(application, anna)
    assert make.count(notice) == 1

    clock.advance(timedelta(hours=1))
    failing += [RuntimeError() for _ in range(3)]
    await said_after_balance(application, anna)

    assert make.count(notice) == 2
    assert make.count(failed_update) == 4


async def test_trying_ends_after_a_while_however_long_each_try_takes(
    application: AfterbellApplication,
    anna: PersonClient,
    client: SandboxClient,
    monkeypatch: pytest.MonkeyPatch,
    make: Factory,
) -> None:
    monkeypatch.setattr(handling, "PATIENCE_SECONDS", -1.0)
    await client.fault("server_error", method="sendMessage", times=1)

    [told] = await said_after_balance(application, anna)

    assert "My answer did not get through" in told
    assert make.count(failed_update) == 1


async def test_what_has_happened_waits_for_a_busy_database(
    application: AfterbellApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handling, "BUSY_PAUSE_SECONDS", 0.0)
    faults, handled = [BusyError(), BusyError()], []

    async def away_at_first(update: Update) -> None:
        if faults:
            raise faults.pop()
        handled.append(update.update_id)

    monkeypatch.setattr(application, "process_update", away_at_first)

    await Handling(application).handle(block(7, ANNA))

    assert handled == [7]


async def test_update_with_nothing_in_it_is_recorded_and_reported(
    application: AfterbellApplication, make: Factory
) -> None:
    await Handling(application).handle(Update(7))

    assert [row.error for row in make.rows(failed_update)] == ["UnreadableUpdateError"]
    assert make.count(notice) == 1


async def test_who_has_blocked_the_bot_is_not_written_to(
    application: AfterbellApplication, anna: PersonClient, client: SandboxClient, make: Factory
) -> None:
    await anna.block(wait=False)
    before = len(await client.requests(method="sendMessage"))

    assert await said_after_balance(application, anna) == []

    assert len(await client.requests(method="sendMessage")) == before + 1
    assert make.count(failed_update) == 0


async def test_who_cannot_be_told_is_no_second_fault(
    application: AfterbellApplication,
    anna: PersonClient,
    client: SandboxClient,
    failing: list[Exception],
    caplog: pytest.LogCaptureFixture,
) -> None:
    failing += [RuntimeError("a surprise") for _ in range(3)]
    await client.fault("server_error", method="sendMessage")

    assert await said_after_balance(application, anna) == []
    *_, fault, not_told = caplog.records
    assert fault.getMessage() == "passed over"
    assert not_told.getMessage() == "nobody could be told"


async def test_fault_that_cannot_even_be_recorded_stops_nobody(
    application: AfterbellApplication,
    anna: PersonClient,
    failing: list[Exception],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise ValueError

    monkeypatch.setattr(handling, "record_failed_update", fail)
    failing += [RuntimeError("a surprise") for _ in range(3)]

    await said_after_balance(application, anna)

    assert caplog.records[-1].getMessage() == "an update was lost"


async def test_spinner_of_a_tap_ends_with_a_fault_too(
    application: AfterbellApplication,
    anna: PersonClient,
    client: SandboxClient,
    failing: list[Exception],
) -> None:
    failing += [RuntimeError("a surprise") for _ in range(3)]
    polling = polling_for(application)
    running = asyncio.create_task(polling.run())

    await anna.send("/start")
    await anna.tap("Balance")

    assert "something went wrong on our side" in anna.changed.text
    polling.stop()
    await running


async def test_who_writes_too_much_at_once_is_asked_to_wait(
    application: AfterbellApplication, anna: PersonClient
) -> None:
    await Handling(application).slow_down(message(7, ANNA, bot=application.bot))

    [told] = [each.text for each in await anna.messages() if each.sender == "bot"]
    assert told.startswith("That was too much at once for me")


async def test_so_many_are_handled_at_once_and_no_more(
    application: AfterbellApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, gate = [], asyncio.Event()

    async def slow(update: Update) -> None:
        begun.append(update.update_id)
        await gate.wait()

    monkeypatch.setattr(application, "process_update", slow)
    handler = Handling(application)
    crowd = [message(number, ANNA + number) for number in range(AT_ONCE + 10)]
    handling_all = asyncio.gather(*[handler.handle(update) for update in crowd])
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert len(begun) == AT_ONCE
    paying = asyncio.create_task(handler.handle(pre_checkout(999, ANNA)))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert begun[-1] == 999, "who is about to pay needs no room"

    gate.set()
    await handling_all
    await paying
    assert len(begun) == len(crowd) + 1


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
    await said_after_balance(application, anna)

    assert "ck_child_grade" in caplog.text
    assert SECRET_NAME not in caplog.text

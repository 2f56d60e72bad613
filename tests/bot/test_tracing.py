"""One id for all that is done because of one update, one tick of a sweep, or one notice."""

import asyncio
import logging
import re
from typing import Any

import pytest

from bot import jobs, tracing
from bot.application import AfterbellApplication
from bot.context import Services
from bot.delivery import Delivery
from bot.handlers import account, home
from bot.sandbox.client import PersonClient, SandboxClient
from storage.database import Database
from storage.transaction import Transaction
from tests.bot import post
from tests.bot.post import Sender
from tests.bot.updates import send_in
from tests.factory import Factory

ANNA, BOB = 1001, 1002

# As a library, or a module of storage, would log.
log = logging.getLogger("anything")


@pytest.fixture(autouse=True)
def everything_is_heard(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)


def traces(caplog: pytest.LogCaptureFixture, words: str) -> list[str]:
    """Return the ids of the lines with these words; there is one in each."""
    lines = [line for line in caplog.text.splitlines() if words in line]
    return [found for line in lines for found in re.findall(r"trace=([0-9a-f]{8})\b", line)]


@pytest.fixture
async def parents(make: Factory, client: SandboxClient) -> list[PersonClient]:
    people = []
    for person_id, name in ((ANNA, "Anna"), (BOB, "Bob")):
        make.parent(telegram_id=person_id, name=name)
        person = await client.person(name, person_id=person_id)
        await person.send("/start", wait=False)
        people.append(person)
    return people


def note(words: str) -> str:
    log.info(words)
    return tracing.current()


def test_ids_differ_and_end_with_their_block(caplog: pytest.LogCaptureFixture) -> None:
    with tracing.begin() as first:
        assert note("inside") == first
        with tracing.begin() as second:
            assert note("deeper") == second != first
        assert tracing.current() == first
    log.info("outside")

    assert traces(caplog, "inside") == [first]
    assert traces(caplog, "deeper") == [second]
    assert traces(caplog, "outside") == []


async def in_thread(database: Database, how: str) -> str:
    def work(_tx: Transaction, words: str) -> str:
        return note(words)

    return await getattr(database, how)(work, "in a thread")  # type: ignore[no-any-return]


@pytest.mark.parametrize("how", ["run", "read"])
async def test_lines_of_a_databases_thread_have_the_id(
    database: Database, caplog: pytest.LogCaptureFixture, how: str
) -> None:
    with tracing.begin() as first:
        assert await in_thread(database, how) == first
    with tracing.begin() as second:
        assert await in_thread(database, how) == second

    assert traces(caplog, "in a thread") == [first, second]


async def test_person_is_told_the_id_of_every_line_of_the_update(
    application: AfterbellApplication,
    parents: list[PersonClient],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(*_: object, **__: object) -> None:
        log.info("in the thread of a query")
        raise RuntimeError("a surprise")

    monkeypatch.setattr(account, "find_account", fail)

    await send_in(application, ANNA, "/balance")

    anna, _bob = parents
    await anna.refresh()
    [reference] = re.findall(r"reference: (\w+)", anna.changed.text)
    assert set(traces(caplog, "in the thread of a query")) == {reference}
    assert traces(caplog, "passed over") == [reference]


async def test_updates_handled_side_by_side_have_ids_of_their_own(
    application: AfterbellApplication,
    parents: list[PersonClient],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    together = asyncio.Barrier(2)

    async def show_help(_update: object, context: Any, _tap: object = None) -> None:
        log.info("%s begins", context.telegram_id)
        await together.wait()
        await in_thread(context.database, "read")
        log.info("%s ends", context.telegram_id)

    [route] = [
        each for each in home.ROUTES if "help" in getattr(each, "commands", frozenset[str]())
    ]
    monkeypatch.setattr(route, "callback", show_help)

    await asyncio.gather(send_in(application, ANNA, "/help"), send_in(application, BOB, "/help"))

    [anna], [bob] = traces(caplog, f"{ANNA} begins"), traces(caplog, f"{BOB} begins")
    assert anna != bob
    assert traces(caplog, f"{ANNA} ends") == [anna]
    assert traces(caplog, f"{BOB} ends") == [bob]
    assert set(traces(caplog, "in a thread")) == {anna, bob}


async def test_each_notice_has_an_id_of_its_own(
    delivery: Delivery, make: Factory, sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    post.write(make)
    post.write(make)
    seen: list[str] = []
    really = sender.send_message

    async def send_message(*args: Any, **options: Any) -> Any:
        seen.append(note("sends"))
        return await really(*args, **options)

    monkeypatch.setattr(sender, "send_message", send_message)

    await delivery.deliver_due()

    assert len(set(seen)) == 2


async def test_each_run_of_a_sweep_has_an_id_of_its_own(
    quiet_services: Services, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def look(_services: Services) -> None:
        log.info("looks")

    async def stumble(_services: Services) -> None:
        raise RuntimeError

    every = jobs.DELIVERY_TICK
    monkeypatch.setattr(jobs, "SWEEPS", ((look, every), (stumble, every)))

    await jobs.sweep(quiet_services)
    await jobs.sweep(quiet_services)

    assert len(set(traces(caplog, "looks"))) == 2
    assert len(set(traces(caplog, "a sweep stopped"))) == 2
    assert "sweep=stumble" in caplog.text

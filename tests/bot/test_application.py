"""One update from its arrival to its end: whose it is, and what is kept of it."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from telegram import Update

from bot.application import AfterbellApplication
from bot.clock import Clock
from bot.context import Services
from bot.sandbox.client import PersonClient, SandboxClient
from bot.texts import Say
from storage.errors import BusyError
from storage.reachability import mark_reachable
from storage.tables import conversation
from storage.tables import parent as parents
from tests.bot import updates
from tests.bot.updates import write
from tests.factory import NOW, Factory

ANNA = 1001
STRANGER = 1002


@pytest.fixture
async def parent(make: Factory, client: SandboxClient) -> PersonClient:
    """A parent who has written; nobody polls, tests bring the updates themselves."""
    make.parent(telegram_id=ANNA, name="Anna", language="en")
    anna = await client.person("Anna", person_id=ANNA)
    await anna.send("/start", wait=False)
    return anna


@pytest.fixture
async def stranger(client: SandboxClient) -> PersonClient:
    bob = await client.person("Bob", person_id=STRANGER)
    await bob.send("/start", wait=False)
    return bob


async def last(person: PersonClient) -> str:
    await person.refresh()
    return person.changed.text


async def number_of_calls(client: SandboxClient) -> int:
    return len(await client.requests())


def standing(make: Factory, name: str, step: str, draft: str = "{}") -> None:
    make.insert(
        conversation,
        telegram_id=ANNA,
        name=name,
        step=step,
        draft=draft,
        message_id=1,
        updated_at=NOW,
    )


@pytest.mark.parametrize(
    "update",
    [
        updates.message(1, chat=updates.group(), text="/start"),
        updates.message(1, chat=updates.group(), text="Hello"),
        updates.message(1, chat={"id": -5, "type": "channel", "title": "News"}),
        updates.message(
            1, chat={"id": -5, "type": "channel", "title": "News"}, kind="channel_post"
        ),
        Update(1),
        "no update at all",
    ],
    ids=["command in a group", "group", "channel", "channel post", "unknown kind", "nothing"],
)
async def test_what_is_not_written_in_private_is_ignored(
    application: AfterbellApplication, client: SandboxClient, make: Factory, update: object
) -> None:
    before = await number_of_calls(client)

    await application.process_update(update)

    assert await number_of_calls(client) == before
    assert make.count(conversation) == 0


@pytest.mark.parametrize("kind", ["edited_message", "edited_channel_post"])
async def test_edited_command_is_not_obeyed_again(
    application: AfterbellApplication, client: SandboxClient, parent: PersonClient, kind: str
) -> None:
    before = await number_of_calls(client)

    await write(application, ANNA, "/book", kind=kind)

    assert await number_of_calls(client) == before


@pytest.mark.parametrize(
    ("name", "step"), [("ordering", "dish"), ("child", "shoe_size"), ("", "name")]
)
async def test_conversation_of_another_version_is_over(
    application: AfterbellApplication, make: Factory, parent: PersonClient, name: str, step: str
) -> None:
    standing(make, name or "child_v0", step)

    await write(application, ANNA, "Emma")

    assert (await last(parent)).startswith("Sorry, I did not understand that.")
    assert make.count(conversation) == 0


async def test_conversation_whose_draft_another_version_kept_is_over(
    application: AfterbellApplication, make: Factory, parent: PersonClient
) -> None:
    standing(make, "child", "birth_date", '{"name": "Zebedee", "born_on": "Zebedee\'s birthday"}')

    await write(application, ANNA, "31.5.2018")

    assert (await last(parent)).startswith("Sorry, I did not understand that.")
    assert make.count(conversation) == 0


async def test_parent_who_writes_can_be_reached_again_which_is_written_down_once(
    application: AfterbellApplication,
    make: Factory,
    parent: PersonClient,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    [anna] = make.rows(parents)
    make.change(parents, anna.id, unreachable_since=NOW)
    writes: list[Any] = []
    run = make.database.run

    async def noting(work: Any, *args: Any, **kwargs: Any) -> Any:
        writes.append(work)
        return await run(work, *args, **kwargs)

    monkeypatch.setattr(make.database, "run", noting)
    for _ in range(2):
        await write(application, ANNA, "/help")

    assert writes == [mark_reachable]
    assert [row.unreachable_since for row in make.rows(parents)] == [None]


async def test_command_ends_whatever_was_under_way(
    application: AfterbellApplication, make: Factory, parent: PersonClient
) -> None:
    standing(make, "child", "name")

    await write(application, ANNA, "/balance")

    assert (await last(parent)).startswith("Balance")
    assert make.count(conversation) == 0


async def test_update_that_changes_nothing_writes_nothing(
    application: AfterbellApplication,
    make: Factory,
    parent: PersonClient,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("nothing is to be written")

    monkeypatch.setattr(make.database, "run", refuse)

    await write(application, ANNA, "/help")

    assert (await last(parent)).startswith("How it works")


@pytest.fixture
def languages_asked_for(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    asked: list[str | None] = []
    really = Services.say

    def say(services: Services, language: str | None) -> Say:
        asked.append(language)
        return really(services, language)

    monkeypatch.setattr(Services, "say", say)
    return asked


async def test_language_on_file_goes_before_that_of_the_phone(
    application: AfterbellApplication,
    make: Factory,
    client: SandboxClient,
    stranger: PersonClient,
    languages_asked_for: list[str | None],
) -> None:
    make.parent(telegram_id=ANNA, language="pl")
    anna = await client.person("Anna", person_id=ANNA)
    await anna.send("/start", wait=False)

    await write(application, ANNA, "/help")
    await write(application, STRANGER, "/help")

    assert languages_asked_for == ["pl", "en"]


@pytest.mark.parametrize("work", ["read", "run"])
async def test_database_that_is_away_for_a_moment_loses_no_update(
    application: AfterbellApplication,
    make: Factory,
    parent: PersonClient,
    monkeypatch: pytest.MonkeyPatch,
    work: str,
) -> None:
    monkeypatch.setattr("bot.application.FIRST_PAUSE_SECONDS", 0.0)
    standing(make, "child", "name")
    really, faults = getattr(make.database, work), [BusyError(), BusyError()]

    async def away_at_first(*args: Any, **options: Any) -> Any:
        if faults:
            raise faults.pop()
        return await really(*args, **options)

    monkeypatch.setattr(make.database, work, away_at_first)

    await write(application, ANNA, "/help")

    assert faults == []
    assert (await last(parent)).startswith("How it works")
    assert make.count(conversation) == 0


class CountingClock(Clock):
    reads = 0

    def now(self) -> datetime:
        self.reads += 1
        return super().now()


async def test_clock_is_read_once_for_an_update(
    application: AfterbellApplication, parent: PersonClient
) -> None:
    clock = CountingClock(NOW)
    application.services = replace(application.services, clock=clock)

    await write(application, ANNA, "/book")

    assert clock.reads == 1


async def test_strangers_are_told_to_join_wherever_they_knock(
    application: AfterbellApplication, stranger: PersonClient
) -> None:
    for text in ("/book", "/bookings", "/children", "/balance", "Hello"):
        await write(application, STRANGER, text)

        assert (await last(stranger)).startswith("I do not know you yet. Please send /start")

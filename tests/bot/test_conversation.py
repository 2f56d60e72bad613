"""Conversations stand in the database; the library's memory is empty between two updates."""

import json
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta
from inspect import iscoroutinefunction

import pytest
from telegram import Bot
from telegram.error import RetryAfter
from telegram.ext import ConversationHandler

from bot.application import AfterbellApplication
from bot.context import Services
from bot.sandbox.client import PersonClient, SandboxClient
from storage.conversations import Conversation
from storage.tables import conversation
from tests.bot import updates
from tests.bot.ordering import ordering
from tests.bot.updates import handle_waiting
from tests.factory import NOW, Factory


@pytest.fixture
async def application(services: Services) -> AsyncIterator[AfterbellApplication]:
    async with ordering(services) as application:
        yield application


@pytest.fixture
async def another(services: Services) -> AsyncIterator[AfterbellApplication]:
    """Another process over the same database."""
    async with ordering(services) as another:
        yield another


class Guest:
    """Somebody who orders, of a process that is named each time."""

    def __init__(self, person: PersonClient) -> None:
        self.person = person

    async def sends(self, text: str, to: AfterbellApplication) -> str:
        await self.person.send(text, wait=False)
        return await self._after(to)

    async def taps(
        self, label: str, of: AfterbellApplication, *, on: int | None = None, stale: bool = False
    ) -> str:
        await self.person.tap(label, message_id=on, stale=stale, wait=False)
        return await self._after(of)

    async def _after(self, application: AfterbellApplication) -> str:
        await handle_waiting(application)
        await self.person.refresh()
        return self.person.changed.text


@pytest.fixture
async def anna(client: SandboxClient) -> Guest:
    return Guest(await client.person("Anna", person_id=1001))


def memory(application: AfterbellApplication) -> dict[object, object]:
    return {
        key: state
        for each in application.conversations.values()
        for key, state in each._conversations.items()
    }


def test_private_attributes_that_the_bot_leans_on_still_exist() -> None:
    """If not, look at `bot/conversation.py`, `bot/intake/polling.py` and `bot/delivery.py`."""
    handler: ConversationHandler[object] = ConversationHandler(  # type: ignore[type-var]
        entry_points=[], states={}, fallbacks=[]
    )

    assert handler._conversations == {}
    assert iscoroutinefunction(Bot._post)
    assert RetryAfter(timedelta(seconds=3))._retry_after == timedelta(seconds=3)


def test_library_looks_for_a_state_under_chat_and_person(
    application: AfterbellApplication,
) -> None:
    handler = application.conversations["ordering"]

    assert handler._get_key(updates.message(1, 77)) == (77, 77)


def test_state_is_put_in_and_taken_out(application: AfterbellApplication) -> None:
    handler = application.conversations["ordering"]
    assert handler.check_update(updates.message(1, 77, "Soup")) is None

    handler.put(77, "dish")
    assert handler.check_update(updates.message(1, 77, "Soup")) is not None
    assert handler.check_update(updates.message(1, 78, "Soup")) is None

    handler.take(77)
    handler.take(77)
    assert handler.check_update(updates.message(1, 77, "Soup")) is None


@pytest.mark.parametrize(
    ("step", "draft", "is_known"),
    [
        ("dish", "{}", True),
        ("number", '{"dish": "soups", "on": "2026-09-14"}', True),
        ("dessert", "{}", False),
        ("number", '{"dish": "soups", "on": "Monday"}', False),
        ("number", "soups", False),
    ],
)
def test_conversation_knows_its_steps_and_drafts(
    application: AfterbellApplication, step: str, draft: str, is_known: bool
) -> None:
    handler = application.conversations["ordering"]

    assert handler.knows(Conversation("ordering", step, draft, 1)) is is_known


def test_entry_points_work_in_the_middle_of_a_conversation(
    application: AfterbellApplication,
) -> None:
    assert application.conversations["ordering"].allow_reentry


async def test_conversation_runs_from_its_first_step_to_its_end(
    application: AfterbellApplication, anna: Guest
) -> None:
    assert await anna.sends("/order", application) == "What?"
    assert await anna.sends("soups", application) == "How many soups?"
    assert await anna.taps("2", application) == "2 soups on 2026-09-14 at (4, 5)"
    assert await anna.sends("3", application) == "Nothing goes on."


async def test_step_and_draft_and_message_stand_in_one_row(
    application: AfterbellApplication, anna: Guest, make: Factory
) -> None:
    await anna.sends("/order", application)
    await anna.sends("soups", application)

    [row] = make.rows(conversation)
    assert (row.telegram_id, row.name, row.step, row.updated_at) == (
        1001,
        "ordering",
        "number",
        NOW,
    )
    assert row.message_id == anna.person.screen.message_id
    assert json.loads(row.draft) == {"dish": "soups", "on": "2026-09-14", "tables": [4, 5]}


async def test_row_goes_with_the_end(
    application: AfterbellApplication, anna: Guest, make: Factory
) -> None:
    await anna.sends("/order", application)
    await anna.sends("soups", application)
    await anna.taps("1", application)

    assert make.count(conversation) == 0


async def test_memory_is_empty_after_every_update(
    application: AfterbellApplication, anna: Guest
) -> None:
    for text in ("/order", "nothing", "poison", "soups", "/start"):
        with suppress(RuntimeError):
            await anna.sends(text, application)

        assert memory(application) == {}
        assert application.visits == {}


async def test_every_step_can_be_another_process(
    application: AfterbellApplication, another: AfterbellApplication, anna: Guest
) -> None:
    assert await anna.sends("/order", application) == "What?"
    assert await anna.sends("soups", another) == "How many soups?"
    assert await anna.taps("1", application) == "1 soups on 2026-09-14 at (4, 5)"
    assert await anna.sends("2", another) == "Nothing goes on."


async def test_people_do_not_get_into_each_others_conversation(
    application: AfterbellApplication, anna: Guest, client: SandboxClient
) -> None:
    bob = Guest(await client.person("Bob", person_id=1002))
    await anna.sends("/order", application)

    assert await bob.sends("soups", application) == "Nothing goes on."
    assert await anna.sends("soups", application) == "How many soups?"


async def test_complaint_stands_above_the_same_step(
    application: AfterbellApplication, anna: Guest
) -> None:
    await anna.sends("/order", application)

    assert await anna.sends("nothing", application) == "Do eat!\n\nWhat?"
    assert anna.person.screen.labels == ("Again",)
    assert await anna.sends("soups", application) == "How many soups?"


async def test_failure_leaves_the_conversation_where_it_was(
    application: AfterbellApplication, anna: Guest
) -> None:
    await anna.sends("/order", application)
    with pytest.raises(RuntimeError, match="no, thank you"):
        await anna.sends("poison", application)

    assert await anna.sends("soups", application) == "How many soups?"


async def test_message_where_one_taps_gets_a_hint_and_the_step_again(
    application: AfterbellApplication, anna: Guest
) -> None:
    await anna.sends("/order", application)
    await anna.sends("soups", application)

    hint, step = (await anna.sends("two, please", application)).split("\n\n")

    assert hint
    assert step == "How many soups?"
    assert anna.person.screen.labels == ("1", "2", "Again")


async def test_tap_that_fits_no_step_shows_the_step_again(
    application: AfterbellApplication, anna: Guest
) -> None:
    await anna.sends("/order", application)
    await anna.sends("soups", application)

    assert await anna.taps("Again", application) == "How many soups?"


async def test_older_keyboard_is_taken_away_and_the_step_shown_below(
    application: AfterbellApplication, anna: Guest
) -> None:
    await anna.sends("/order", application)
    await anna.sends("fries", application)
    older = anna.person.screen.message_id
    await anna.sends("/order", application)
    await anna.sends("soups", application)

    assert await anna.taps("2", application, on=older) == "How many soups?"

    messages = {each.message_id: each for each in await anna.person.messages()}
    assert messages[older].labels == ()
    assert anna.person.screen.labels == ("1", "2", "Again")
    assert await anna.taps("1", application) == "1 soups on 2026-09-14 at (4, 5)"


async def test_double_tap_on_the_last_step_ends_it_once(
    application: AfterbellApplication, anna: Guest
) -> None:
    await anna.sends("/order", application)
    await anna.sends("soups", application)
    await anna.taps("1", application)

    assert await anna.taps("1", application, stale=True) == "Nothing goes on."

"""How a handler answers: in place of what was tapped, or as a new message."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from telegram import Bot, Message, Update
from telegram.error import BadRequest

from bot.application import AfterbellApplication
from bot.callback_data import KEEP
from bot.context import Context, NoParentError, Visit, send_document
from bot.sandbox.client import PersonClient, SandboxClient
from bot.screen import AskContact, Button, NoKeyboard, Screen
from bot.taps.home import Help, Home
from bot.texts import Html
from domain.model import Actor, Role
from storage.conversations import Visitor
from tests.bot import updates
from tests.bot.values import ADMIN_ID
from tests.factory import NOW

ANNA = 1001
FIRST = Screen(Html("<b>First</b>"), ((Button("Help", Help()),),))
SECOND = Screen(Html("<b>Second</b>"), ((Button("Home", Home()),),))


@pytest.fixture
async def anna(client: SandboxClient) -> PersonClient:
    """Somebody who has written; nobody polls."""
    anna = await client.person("Anna", person_id=ANNA)
    await anna.send("/start", wait=False)
    return anna


@pytest.fixture
def context(application: AfterbellApplication, anna: PersonClient) -> Context:
    context = Context(application, chat_id=anna.id, user_id=anna.id)
    visitor = Visitor(anna.id, None, None, None, None)
    context.visit = Visit(visitor, application.services.say("en"), NOW, None)
    return context


@pytest.fixture
async def first(context: Context) -> int:
    return await context.show(updates.message(1, ANNA), FIRST)


@pytest.fixture
def tapped(application: AfterbellApplication) -> Callable[[int], Update]:
    return lambda message_id: updates.tap(2, ANNA, "help", message_id, bot=application.bot)


async def texts(person: PersonClient) -> list[str]:
    return [each.text for each in await person.messages() if each.sender == "bot"]


async def test_answer_to_what_was_written_is_a_new_message(
    context: Context, anna: PersonClient, first: int
) -> None:
    shown = await context.show(updates.message(2, ANNA), SECOND)

    assert shown > first
    assert await texts(anna) == ["First", "Second"]
    assert anna.screen.labels == ("Home",)


async def test_answer_to_a_tap_takes_the_place_of_what_was_tapped(
    context: Context, anna: PersonClient, first: int, tapped: Callable[[int], Update]
) -> None:
    assert await context.show(tapped(first), SECOND) == first

    assert await texts(anna) == ["Second"]
    assert anna.screen.labels == ("Home",)


async def test_answer_to_a_tap_can_be_a_new_message_below(
    context: Context, anna: PersonClient, first: int, tapped: Callable[[int], Update]
) -> None:
    assert await context.show(tapped(first), SECOND, below=True) > first

    assert await texts(anna) == ["First", "Second"]


async def test_answer_to_a_button_of_what_stays_comes_below_and_retires_it(
    context: Context, anna: PersonClient, application: AfterbellApplication
) -> None:
    outcome = Screen(Html("<b>Booked</b>"), ((Button("Help", Help()),),), stays=True)
    told = await context.show(updates.message(1, ANNA), outcome)
    tapped = updates.tap(2, ANNA, KEEP + Help().pack(), told, bot=application.bot)

    assert await context.show(tapped, SECOND) > told

    assert await texts(anna) == ["Booked", "Second"]
    assert [each.labels for each in await anna.messages()][-2:] == [(), ("Home",)]


@pytest.mark.parametrize("keyboard", [NoKeyboard(), AskContact("Share", "Cancel")])
async def test_screen_without_inline_keyboard_is_a_new_message(
    context: Context,
    anna: PersonClient,
    first: int,
    tapped: Callable[[int], Update],
    keyboard: NoKeyboard | AskContact,
) -> None:
    assert await context.show(tapped(first), Screen(Html("Third"), keyboard)) > first

    assert await texts(anna) == ["First", "Third"]


async def test_same_screen_again_is_no_fault(
    context: Context, anna: PersonClient, first: int, tapped: Callable[[int], Update]
) -> None:
    assert await context.show(tapped(first), FIRST) == first

    assert await texts(anna) == ["First"]


async def test_message_that_is_gone_is_answered_with_a_new_one(
    context: Context, anna: PersonClient, first: int, tapped: Callable[[int], Update]
) -> None:
    await context.bot.delete_message(ANNA, first)

    assert await context.show(tapped(first), SECOND) > first

    assert await texts(anna) == ["Second"]


async def test_message_that_is_too_old_to_be_seen_is_answered_with_a_new_one(
    context: Context, anna: PersonClient
) -> None:
    query = updates.tap(2, ANNA, "help", 1, bot=context.bot).to_dict()
    query["callback_query"]["message"]["date"] = 0
    too_old = Update.de_json(query, context.bot)

    await context.show(too_old, SECOND)

    assert await texts(anna) == ["Second"]


async def test_message_that_cannot_be_edited_any_more_is_answered_with_a_new_one(
    context: Context,
    anna: PersonClient,
    first: int,
    tapped: Callable[[int], Update],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def refuse(*_: object, **__: object) -> Message:
        raise BadRequest("Message can't be edited")

    monkeypatch.setattr(Bot, "edit_message_text", refuse)

    assert await context.show(tapped(first), SECOND) > first


async def test_tap_forged_on_a_file_is_answered_below(
    context: Context, anna: PersonClient, first: int, tapped: Callable[[int], Update]
) -> None:
    await send_document(context.bot, ANNA, b"a,b", "list.csv")

    assert await context.show(tapped(first + 1), SECOND) > first + 1

    assert (await texts(anna))[-1] == "Second"


async def test_other_refusals_are_not_hidden(
    context: Context, first: int, tapped: Callable[[int], Update]
) -> None:
    with pytest.raises(BadRequest, match="parse"):
        await context.show(tapped(first), Screen(Html("<x>")))


async def test_retired_message_has_no_buttons_any_more(
    context: Context, anna: PersonClient, first: int, tapped: Callable[[int], Update]
) -> None:
    await context.retire_tapped(tapped(first))
    await context.retire_tapped(tapped(first))

    await anna.refresh()
    assert anna.screen.labels == ()


async def test_retiring_what_is_gone_or_was_not_tapped_is_no_fault(
    context: Context, tapped: Callable[[int], Update]
) -> None:
    await context.retire_tapped(tapped(999))
    await context.retire_tapped(updates.message(3, ANNA))


def test_who_is_no_parent_has_no_parent_id(context: Context) -> None:
    with pytest.raises(NoParentError):
        _ = context.parent_id


def test_what_was_written_is_empty_where_nothing_was() -> None:
    assert Context.typed(updates.message(1, text="Ann")) == "Ann"
    assert Context.typed(updates.tap(1, ANNA, "help")) == ""


@pytest.mark.parametrize(
    ("telegram_id", "staff_role", "actor"),
    [
        (ANNA, None, Actor(Role.PARENT, 7)),
        (ANNA, Role.TUTOR, Actor(Role.TUTOR, ANNA)),
        (ANNA, Role.ADMIN, Actor(Role.ADMIN, ANNA)),
        (ADMIN_ID, None, Actor(Role.ADMIN, ADMIN_ID)),
        (ADMIN_ID, Role.TUTOR, Actor(Role.ADMIN, ADMIN_ID)),
    ],
)
def test_staff_act_as_what_they_are_and_others_as_parents(
    context: Context, telegram_id: int, staff_role: Role | None, actor: Actor
) -> None:
    visitor = Visitor(telegram_id, 7, "Ann", "en", None, staff_role=staff_role)
    context.visit = replace(context.visit, visitor=visitor)
    assert context.actor == actor

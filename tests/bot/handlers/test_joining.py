"""Joining: name, phone, e-mail; by invitation only where the school says so."""

import pytest

from bot.sandbox.client import PersonClient, SandboxClient
from bot.taps.joining import SkipEmail, StopJoining, UseTelegramName
from storage.tables import conversation, parent
from tests.factory import Factory


@pytest.fixture
async def carl(client: SandboxClient, polling: object) -> PersonClient:
    """Somebody whom the school does not know."""
    return await client.person("Carl", "Jones", person_id=5003, phone="+447700900777")


def parents(make: Factory) -> list[tuple[str, str, str | None]]:
    return [(row.name, row.phone, row.email) for row in make.rows(parent)]


async def test_parent_joins_with_the_name_of_telegram_and_without_email(
    carl: PersonClient, make: Factory
) -> None:
    await carl.send("/start")
    await carl.tap("Carl Jones")
    await carl.share_contact()
    await carl.tap("Skip")

    assert carl.changed.text.startswith("You have joined Elm School\nWelcome, Carl Jones.")
    assert parents(make) == [("Carl Jones", "+447700900777", None)]
    assert make.count(conversation) == 0


async def test_parent_joins_with_another_name_and_an_email(
    carl: PersonClient, make: Factory
) -> None:
    await carl.send("/start")
    await carl.send("Dr. Carl Jones")
    await carl.share_contact()
    await carl.send("carl@example.org")

    assert parents(make) == [("Dr. Carl Jones", "+447700900777", "carl@example.org")]


async def test_what_cannot_be_read_is_asked_for_again(
    carl: PersonClient, make: Factory, client: SandboxClient
) -> None:
    await carl.send("/start")
    await carl.send("x" * 81)
    assert carl.changed.text.startswith("A name has 1 to 80 letters.")
    await carl.send("Carl")
    await carl.send("07700 900777")
    assert carl.changed.text.startswith("Please use the button")
    await carl.share_contact(of=await client.person("Dora", phone="+447700900888"))
    assert carl.changed.text.startswith("That is somebody else's number.")
    await carl.share_contact()
    await carl.send("carl at example")
    assert carl.changed.text.startswith("That is no e-mail address.")
    assert parents(make) == []


async def test_joining_can_be_stopped_at_every_step(carl: PersonClient, make: Factory) -> None:
    stopped = "Stopped. Nothing was kept. Send /start whenever you want to join."
    await carl.send("/start")
    await carl.tap("Cancel")
    assert carl.changed.text == stopped

    await carl.send("/start")
    await carl.tap("Carl Jones")
    await carl.tap("Cancel")
    assert carl.changed.text == stopped
    assert carl.keyboard == ()

    await carl.send("/start")
    await carl.tap("Carl Jones")
    await carl.share_contact()
    await carl.send("/cancel")
    assert carl.changed.text == stopped
    assert (parents(make), make.count(conversation)) == ([], 0)


async def test_keyboard_that_is_left_over_stops_it_too(carl: PersonClient, make: Factory) -> None:
    await carl.send("/start")
    await carl.tap("Carl Jones")
    await carl.send("/start")

    await carl.tap("Cancel", message_id=carl.changed.message_id - 2)

    assert carl.changed.text.startswith("Stopped. Nothing was kept.")
    assert make.count(conversation) == 0


async def test_command_instead_of_an_answer_is_told_to_join_first(carl: PersonClient) -> None:
    await carl.send("/start")
    await carl.send("/book")

    assert carl.changed.text.startswith("I do not know you yet.")


async def test_start_begins_again(carl: PersonClient, make: Factory) -> None:
    await carl.send("/start")
    await carl.send("Wrong Name")
    await carl.send("/start")
    await carl.send("Carl Jones")
    await carl.share_contact()
    await carl.tap("Skip")

    assert [name for name, *_ in parents(make)] == ["Carl Jones"]


async def test_parent_who_starts_again_is_at_home(carl: PersonClient, make: Factory) -> None:
    make.parent(telegram_id=5003, name="Carl")

    await carl.send("/start")

    assert carl.changed.text == "Elm School\nHello Carl. What would you like to do?"
    assert make.count(parent) == 1


@pytest.mark.parametrize("tap", [UseTelegramName(), SkipEmail(), StopJoining()])
async def test_button_of_a_conversation_that_is_over_asks_to_join(
    carl: PersonClient, make: Factory, tap: SkipEmail
) -> None:
    await carl.send("/start")
    older = carl.changed.message_id
    await carl.send("/help")

    await carl.tap("Carl Jones", message_id=older)

    assert carl.changed.text.startswith("I do not know you yet.")

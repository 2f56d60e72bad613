"""What a bot says of itself, and who sees it."""

from typing import Any

import pytest

from bot.sandbox.client import PersonClient, SandboxClient
from tests.sandbox.api import Api


def commands(*names: str) -> list[dict[str, str]]:
    return [{"command": name, "description": f"Do {name}"} for name in names]


async def test_narrowest_scope_and_own_language_win(
    anna: PersonClient, client: SandboxClient, api: Api
) -> None:
    bob = await client.person("Bob", language_code="de-AT")
    private = {"type": "all_private_chats"}
    await api("setMyCommands", commands=commands("start"))
    await api("setMyCommands", commands=commands("book"), scope=private)
    await api("setMyCommands", commands=commands("buchen"), scope=private, language_code="de")
    await api(
        "setMyCommands", commands=commands("office"), scope={"type": "chat", "chat_id": anna.id}
    )

    await anna.refresh()
    await bob.refresh()

    assert (anna.commands, bob.commands) == (("office",), ("buchen",))


async def test_deleted_commands_show_those_of_the_wider_scope(anna: PersonClient, api: Api) -> None:
    private = {"type": "all_private_chats"}
    await api("setMyCommands", commands=commands("/start"))
    await api("setMyCommands", commands=commands("book"), scope=private)
    assert await api("getMyCommands", scope=private) == commands("book")

    await api("deleteMyCommands", scope=private)
    await anna.refresh()

    assert anna.commands == ("start",)
    assert await api("getMyCommands", scope=private) == []


@pytest.mark.parametrize(
    ("scope", "words"),
    [
        ("{", "can't parse BotCommandScope: expected an Object"),
        ("[1]", "can't parse BotCommandScope: expected an Object"),
        ({"type": "chat"}, "chat_id is empty"),
        ({"type": "chat", "chat_id": 404}, "chat not found"),
        ({"type": "all_group_chats"}, "the sandbox does not model the scope all_group_chats"),
    ],
)
async def test_scope_has_to_be_one(api: Api, scope: Any, words: str) -> None:
    refused = await api.refused("setMyCommands", commands=[], scope=scope)

    assert refused == f"Bad Request: {words}"


async def test_command_has_to_be_an_object(api: Api) -> None:
    refused = await api.refused("setMyCommands", commands=["start"])

    assert refused == "Bad Request: can't parse BotCommand: expected an Object"


async def test_texts_are_told_in_the_language_there_is(anna: PersonClient, api: Api) -> None:
    await api("setMyName", name="Afterbell")
    await api("setMyDescription", description="Clubs")
    await api("setMyDescription", description="Vereine", language_code="de")
    await api("setMyShortDescription", short_description="Short")

    assert (await api("getMe"))["first_name"] == "Afterbell"
    assert await api("getMyName") == {"name": "Afterbell"}
    assert await api("getMyDescription", language_code="de") == {"description": "Vereine"}
    assert await api("getMyDescription", language_code="fr") == {"description": "Clubs"}
    assert await api("getMyShortDescription") == {"short_description": "Short"}


async def test_menu_button_of_one_chat_or_of_all(started: PersonClient, api: Api) -> None:
    await api("setChatMenuButton", chat_id=started.id, menu_button={"type": "commands"})
    await api("setChatMenuButton")

    assert await api("getChatMenuButton", chat_id=started.id) == {"type": "commands"}
    assert await api("getChatMenuButton") == {"type": "default"}


@pytest.mark.parametrize(
    ("button", "words"),
    [
        ("{", "can't parse menu button: expected an Object"),
        ({"type": "web_app"}, "the sandbox does not model web_app menu buttons"),
    ],
)
async def test_menu_button_has_to_be_one(api: Api, button: Any, words: str) -> None:
    refused = await api.refused("setChatMenuButton", menu_button=button)

    assert refused == f"Bad Request: {words}"


async def test_chat_tells_who_the_person_is(client: SandboxClient, api: Api) -> None:
    bob = await client.person("Bob", username="bob_s")
    assert await api.refused("getChat", chat_id=bob.id) == "Bad Request: chat not found"
    await bob.send("/start", wait=False)

    chat = await api("getChat", chat_id=bob.id)

    assert (chat["type"], chat["first_name"], chat["active_usernames"]) == (
        "private",
        "Bob",
        ["bob_s"],
    )

"""What people can and cannot do, and what they see."""

import asyncio
from datetime import timedelta
from typing import Any

import aiohttp
import pytest

from bot.clock import Clock
from bot.sandbox.client import (
    PersonClient,
    SandboxClient,
    SandboxError,
    SilentBotError,
)
from bot.sandbox.server import Sandbox
from tests.sandbox.api import Api
from tests.sandbox.scene import KEYBOARD, Scene


async def test_people_are_listed_with_all_that_is_known(client: SandboxClient) -> None:
    await client.person("Anna", "Smith", username="anna", note="Parent", person_id=42)
    await client.person("Bob")

    anna, bob = await client.call("GET", "/people")

    assert (anna["id"], anna["last_name"], anna["username"]) == (42, "Smith", "anna")
    assert (anna["note"], bob["last_name"], bob["phone"]) == ("Parent", None, None)


async def test_ids_are_given_around_those_taken(client: SandboxClient) -> None:
    first = await client.person("Anna")
    await client.person("Bob", person_id=first.id + 1)

    third = await client.person("Cleo")

    assert third.id == first.id + 2
    with pytest.raises(SandboxError, match="There is a person"):
        await client.person("Dora", person_id=third.id)


@pytest.mark.parametrize(
    ("verb", "path", "body", "words"),
    [
        ("POST", "/people", {}, "first_name is a text"),
        ("POST", "/people", {"first_name": "Anna", "id": "x"}, "id is a whole number"),
        ("POST", "/people", [], "not a JSON object"),
        ("GET", "/people/404/chat", None, "There is no person 404"),
        ("GET", "/people/x/chat", None, "There is no person 0"),
        ("POST", "/people/1/dance", {}, "Nobody can do that"),
        ("POST", "/people/1/send", {"text": " "}, "text is a text"),
        ("POST", "/people/1/tap", {"label": "Go", "message_id": 99}, "no message 99"),
        ("POST", "/people/1/tap-again", {}, "Nothing was tapped yet"),
        ("POST", "/people/1/contact", {}, "no phone number"),
        ("POST", "/people/1/contact", {"of": 404}, "There is no person 404"),
        ("POST", "/people/1/document", {"content": "YQ=="}, "file_name is a text"),
        ("POST", "/people/1/document", {"file_name": "a", "content": "?"}, "base64"),
        ("POST", "/people/1/document", {"file_name": "a"}, "no empty files"),
        ("POST", "/people/1/unblock", {}, "It is not blocked"),
        ("POST", "/people/1/send", {"text": "x" * 4097}, "4096 characters"),
    ],
)
async def test_what_cannot_be_done_is_refused_clearly(
    client: SandboxClient, verb: str, path: str, body: Any, words: str
) -> None:
    await client.person("Bob", person_id=1)

    with pytest.raises(SandboxError, match=words):
        await client.call(verb, path, body)


async def test_queries_have_to_make_sense(client: SandboxClient) -> None:
    await client.person("Bob", person_id=1)

    queries: list[tuple[dict[str, float | str], str]] = [
        ({"bot": "x"}, "bot is a number"),
        ({"bot": 404}, "There is no bot 404"),
        ({"after": "x"}, "after is a number"),
        ({"after": 0, "wait": "x"}, "wait is a number of seconds"),
    ]
    for query, words in queries:
        with pytest.raises(SandboxError, match=words):
            await client.call("GET", "/people/1/chat", query=query)


async def test_body_has_to_be_json(sandbox: Sandbox) -> None:
    url = f"{sandbox.url}/sandbox/people"
    async with aiohttp.ClientSession() as session, session.post(url, data=b"{") as response:
        assert (response.status, await response.json()) == (400, {"error": "The body is not JSON"})


async def test_blocked_bot_can_not_be_written_to(started: PersonClient) -> None:
    await started.block(wait=False)

    with pytest.raises(SandboxError, match="unblock it first"):
        await started.send("hello")
    with pytest.raises(SandboxError, match="blocked already"):
        await started.block()


async def test_deactivated_account_does_nothing(started: PersonClient) -> None:
    await started.deactivate()

    with pytest.raises(SandboxError, match="deactivated"):
        await started.send("hello")


async def test_label_is_matched_exactly_before_in_part(scene: Scene) -> None:
    rows = [
        [{"text": "Emma Smith", "callback_data": "1"}, {"text": "Emma", "callback_data": "2"}],
        [{"text": "Leo Smith", "callback_data": "3"}],
    ]
    await scene.raw("sendMessage", text="Who?", reply_markup={"inline_keyboard": rows})

    await scene.anna.tap("Emma", wait=False)
    await scene.anna.tap("Leo", wait=False)
    tapped = [u["callback_query"]["data"] for u in await scene.api("getUpdates")]

    assert tapped == ["2", "3"]
    with pytest.raises(SandboxError, match="could be any of 'Emma Smith', 'Leo Smith'"):
        await scene.anna.tap("Smith")


async def test_same_labels_are_told_apart_by_number(scene: Scene) -> None:
    rows = [[{"text": "Book", "callback_data": "1"}], [{"text": "Book", "callback_data": "2"}]]
    await scene.raw("sendMessage", text="?", reply_markup={"inline_keyboard": rows})
    path = f"/people/{scene.anna.id}/tap"

    await scene.client.call("POST", path, {"label": "Book", "nth": 1})

    assert (await scene.api.next_update())["callback_query"]["data"] == "2"
    for nth, words in ((-1, "nth is a whole number"), (2, "only 2 buttons 'Book'")):
        with pytest.raises(SandboxError, match=words):
            await scene.client.call("POST", path, {"label": "Book", "nth": nth})


async def test_reply_keyboard_goes_with_its_message(scene: Scene) -> None:
    await scene.raw("deleteMessage", message_id=scene.asked)

    with pytest.raises(SandboxError, match="no button 'Yes'"):
        await scene.anna.tap("Yes")


async def test_newest_message_with_the_label_is_tapped(scene: Scene) -> None:
    newest = await scene.api(
        "sendMessage", chat_id=scene.anna.id, text="Again", reply_markup=KEYBOARD
    )

    await scene.anna.tap("Go", wait=False)
    await scene.anna.tap("Go", message_id=scene.sent, wait=False)
    tapped = [
        update["callback_query"]["message"]["message_id"]
        for update in await scene.api("getUpdates")
    ]

    assert tapped == [newest["message_id"], scene.sent]


async def test_buttons_that_do_not_call_back_do_their_own_thing(scene: Scene) -> None:
    rows = [
        [{"text": "Open", "url": "https://example.org/a"}],
        [{"text": "Copy", "copy_text": {"text": "CODE"}}],
        [{"text": "Ask", "switch_inline_query_current_chat": "swimming"}],
        [{"text": "App", "web_app": {"url": "https://example.org/app"}}],
    ]
    await scene.raw("sendMessage", text="?", reply_markup={"inline_keyboard": rows})

    done = [await scene.anna.tap(label) for label in ("Open", "Copy", "Ask", "App")]

    assert done == [
        {"opened": "https://example.org/a"},
        {"copied": "CODE"},
        {"inserted": "@sandbox_5000001_bot swimming"},
        {"opened": "https://example.org/app"},
    ]


async def test_one_time_keyboard_hides_after_its_use(
    started: PersonClient, client: SandboxClient, api: Api
) -> None:
    keyboard = {"keyboard": [["Yes"]], "one_time_keyboard": True}
    await api("sendMessage", chat_id=started.id, text="?", reply_markup=keyboard)
    path = f"/people/{started.id}/chat"

    before = await client.call("GET", path)
    await started.tap("Yes", wait=False)
    after = await client.call("GET", path)

    assert (before["keyboard"]["hidden"], after["keyboard"]["hidden"]) == (False, True)


async def test_typing_shows_for_five_seconds_or_until_the_message(
    scene: Scene, clock: Clock
) -> None:
    async def typing() -> bool:
        path = f"/people/{scene.anna.id}/chat"
        return bool((await scene.client.call("GET", path))["typing"])

    await scene.raw("sendChatAction", action="typing")
    assert await typing()
    clock.advance(timedelta(seconds=5))
    assert not await typing()
    await scene.raw("sendChatAction", action="typing")
    await scene.raw("sendMessage", text="Done")
    assert not await typing()


async def test_screen_is_the_newest_and_changed_the_last_touched(scene: Scene) -> None:
    await scene.raw("sendMessage", text="A notice")
    await scene.raw("editMessageText", message_id=scene.sent, text="Booked")
    await scene.raw("answerCallbackQuery", callback_query_id=scene.query_id, text="Done")

    await scene.anna.refresh()

    assert (scene.anna.screen.text, scene.anna.changed.text) == ("A notice", "Booked")
    assert (scene.anna.changed.edited, scene.anna.toast) == (True, "Done")
    assert "bot: A notice" in scene.anna.transcript()


async def test_long_chat_can_be_seen_from_its_end(scene: Scene) -> None:
    path = f"/people/{scene.anna.id}/chat"

    newest = await scene.client.call("GET", path, query={"last": 1})

    assert [message["message_id"] for message in newest["messages"]] == [scene.document]


async def test_change_of_a_chat_is_waited_for(scene: Scene) -> None:
    path = f"/people/{scene.anna.id}/chat"
    version = (await scene.client.call("GET", path))["version"]
    past = {"after": version - 1, "wait": 5}
    assert (await scene.client.call("GET", path, query=past))["version"] == version

    waiting = asyncio.create_task(scene.anna.wait_for("Here it is"))
    await asyncio.sleep(0.05)
    await scene.raw("sendMessage", text="Not yet")
    await scene.raw("sendMessage", text="Here it is")

    assert (await waiting).text == "Here it is"


async def test_waiting_for_a_text_ends_with_it_or_with_the_chat_so_far(scene: Scene) -> None:
    with pytest.raises(SilentBotError, match="bot: Hello"):
        await scene.anna.wait_for("Good night", timeout=0.05)
    assert (await scene.anna.wait_for("Hel")).message_id == scene.sent


async def test_bot_that_said_nothing_has_no_screen(anna: PersonClient) -> None:
    with pytest.raises(SilentBotError, match="said nothing"):
        _ = anna.screen
    assert (anna.keyboard, anna.toast, anna.commands) == ((), None, ())


async def test_client_is_used_in_async_with(sandbox: Sandbox) -> None:
    client = SandboxClient(sandbox.url)

    with pytest.raises(SandboxError, match="async with"):
        await client.person("Anna")
    await client.__aexit__(None, None, None)

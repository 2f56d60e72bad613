"""Requests however they are written: JSON, form, parts, or in the address."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.sandbox.client import PersonClient
from bot.sandbox.server import Sandbox
from tests.sandbox.api import TOKEN, Api
from tests.sandbox.scene import Scene


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
def url(sandbox: Sandbox) -> str:
    return f"{sandbox.url}/bot{TOKEN}/sendMessage"


def parts(values: dict[str, Any]) -> aiohttp.FormData:
    form = aiohttp.FormData(default_to_multipart=True)
    for name, value in values.items():
        form.add_field(name, str(value))
    return form


KEYBOARD = '{"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}'


@pytest.mark.parametrize(
    "written",
    [
        lambda values: {"json": values},
        lambda values: {"data": {name: str(value) for name, value in values.items()}},
        lambda values: {"data": parts(values)},
        lambda values: {"params": values},
    ],
    ids=["json", "form", "parts", "address"],
)
async def test_all_ways_to_write_a_request_mean_the_same(
    session: aiohttp.ClientSession, url: str, started: PersonClient, written: Any
) -> None:
    values = {
        "chat_id": started.id,
        "text": "Emma & Leo: 1 + 1",
        "protect_content": "true",
        "reply_markup": KEYBOARD,
    }

    async with session.post(url, **written(values)) as response:
        message = (await response.json())["result"]

    assert message["text"] == "Emma & Leo: 1 + 1"
    assert message["has_protected_content"] is True
    assert message["reply_markup"]["inline_keyboard"][0][0]["callback_data"] == "go"


async def test_get_and_an_empty_body_will_do(session: aiohttp.ClientSession, url: str) -> None:
    get_me = url.replace("sendMessage", "getMe")
    headers = {"Content-Type": "application/json"}

    async with session.get(get_me, headers=headers) as response:
        assert (await response.json())["ok"]


async def test_part_without_a_name_is_refused(session: aiohttp.ClientSession, url: str) -> None:
    headers = {"Content-Type": "multipart/form-data; boundary=B"}
    body = b"--B\r\nContent-Type: text/plain\r\n\r\nx\r\n--B--\r\n"

    async with session.post(url, data=body, headers=headers) as response:
        assert (await response.json())["description"] == "Bad Request: can't parse request body"


@pytest.mark.parametrize("body", ["[1]", "5"])
async def test_json_has_to_be_an_object(
    session: aiohttp.ClientSession, url: str, body: str
) -> None:
    headers = {"Content-Type": "application/json"}

    async with session.post(url, data=body, headers=headers) as response:
        assert response.status == 400


async def test_numbers_and_truth_may_be_texts_and_texts_numbers(scene: Scene) -> None:
    answer = await scene.raw("sendMessage", chat_id=f" {scene.anna.id} ", text=5)
    flagged = await scene.raw("sendMessage", text=True, protect_content=1)

    assert answer["result"]["text"] == "5"
    assert flagged["result"]["text"] == "true"
    assert flagged["result"]["has_protected_content"]


async def test_nonsense_where_telegram_shrugs_is_passed_over(scene: Scene) -> None:
    answer = await scene.raw("sendMessage", text="Hi", entities="{", reply_parameters="{")
    updates = await scene.raw("getUpdates", offset="x", limit="x", allowed_updates="{")

    assert answer["ok"]
    assert "reply_to_message" not in answer["result"]
    assert updates["ok"]


async def test_reply_may_be_lost_when_allowed(scene: Scene) -> None:
    lost = {"message_id": 99, "allow_sending_without_reply": True}

    answer = await scene.raw("sendMessage", text="Hi", reply_parameters=lost)

    assert "reply_to_message" not in answer["result"]


async def test_what_is_not_modelled_is_refused_by_name(scene: Scene) -> None:
    for arguments, what in (
        ({"message_thread_id": 1}, "the parameter message_thread_id"),
        ({"reply_markup": {"keyboard": [[{"text": "?", "request_location": True}]]}}, REQUEST),
    ):
        answer = await scene.raw("sendMessage", text="Hi", **arguments)
        assert answer["description"] == f"Bad Request: the sandbox does not model {what}"


REQUEST = "request_location buttons"


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ({"inline_keyboard": [["Go"]]}, "inline keyboard button: expected an Object"),
        ({"inline_keyboard": [[{"text": 5}]]}, 'Field "text" must be of type String'),
        ({"keyboard": [[{"text": "?", "style": "loud"}]]}, "Unsupported style specified"),
        (
            {"inline_keyboard": [[{"text": "?", "web_app": {"url": "http://x.org"}}]]},
            "Wrong HTTP URL",
        ),
        ({"remove_keyboard": "yes"}, "ReplyKeyboardRemove must be of the type Boolean"),
    ],
)
async def test_other_broken_keyboards_are_refused(scene: Scene, markup: Any, words: str) -> None:
    answer = await scene.raw("sendMessage", text="Hi", reply_markup=markup)

    assert words in answer["description"]


async def test_other_keyboards_are_fine(scene: Scene, api: Api) -> None:
    for markup in (
        {"force_reply": True, "input_field_placeholder": "Your name"},
        {"inline_keyboard": [[{"text": "Anna", "url": f"tg://user?id={scene.anna.id}"}]]},
        {"keyboard": [[{"text": "App", "web_app": {"url": "https://x.org"}}], []]},
    ):
        assert (await scene.raw("sendMessage", text="Hi", reply_markup=markup))["ok"]


async def test_mention_of_somebody_unknown_is_only_text(scene: Scene) -> None:
    html = '<a href="tg://user?id=404">Nobody</a>'

    answer = await scene.raw("sendMessage", text=html, parse_mode="HTML")

    assert "entities" not in answer["result"]


async def test_reaction_has_to_be_json(scene: Scene) -> None:
    answer = await scene.raw("setMessageReaction", message_id=scene.said, reaction="[")

    assert answer["description"] == "Bad Request: REACTION_INVALID"

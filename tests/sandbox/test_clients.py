"""Two independent client libraries read every answer and every update, and lose nothing."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
import telegram
from pydantic import BaseModel

from bot.sandbox.client import PersonClient, SandboxClient
from bot.sandbox.methods.table import METHODS
from tests.sandbox.api import Api
from tests.sandbox.cases_rest import INVOICE
from tests.sandbox.pictures import png

pytestmark = pytest.mark.unmeasured

Object = dict[str, Any]
TYPES = {
    "getMe": "User",
    "sendMessage": "Message",
    "editMessageText": "Message",
    "editMessageReplyMarkup": "Message",
    "sendDocument": "Message",
    "sendPhoto": "Message",
    "sendInvoice": "Message",
    "getChat": "ChatFullInfo",
    "getFile": "File",
    "getMyName": "BotName",
    "getMyDescription": "BotDescription",
    "getMyShortDescription": "BotShortDescription",
    "getWebhookInfo": "WebhookInfo",
    "getMyCommands": "BotCommand",
    "getUpdates": "Update",
    "getChatMenuButton": "MenuButton",
}
PLAIN = {  # these answer True, or a text
    "setWebhook",
    "deleteWebhook",
    "deleteMessage",
    "setMessageReaction",
    "sendChatAction",
    "createInvoiceLink",
    "answerPreCheckoutQuery",
    "answerCallbackQuery",
    "setMyCommands",
    "deleteMyCommands",
    "setMyName",
    "setMyDescription",
    "setMyShortDescription",
    "setChatMenuButton",
}
RICH = """<b>bold</b> <i>italic</i> <u>under</u> <s>struck</s> <tg-spoiler>spoiler</tg-spoiler>
<a href="https://example.org">link</a> <code>code</code> <blockquote expandable>quote</blockquote>
<pre><code class="language-python">print()</code></pre> <tg-emoji emoji-id="5">👍</tg-emoji>
<tg-time unix="1647531900" format="wDT">soon</tg-time>
/help @somebody #club a@example.org www.example.org +447700900123"""
BUTTONS = [
    [
        {"text": "Go", "callback_data": "go", "style": "success"},
        {"text": "Open", "url": "https://example.org/"},
    ],
    [{"text": "Copy", "copy_text": {"text": "code"}}],
    [{"text": "Ask", "switch_inline_query_current_chat": "x"}],
    [{"text": "App", "web_app": {"url": "https://example.org/app"}}],
]


@pytest.fixture
async def answers(anna: PersonClient, client: SandboxClient, api: Api) -> dict[str, list[Object]]:
    """Everything the sandbox says, by method."""
    said: dict[str, list[Object]] = {}

    async def note(method: str, **arguments: Any) -> Any:
        result = await api(method, chat_id=anna.id, **arguments)
        said.setdefault(method, []).extend(result if isinstance(result, list) else [result])
        return result

    await anna.send("/start CODE with @somebody", wait=False)
    mention = f'{RICH} <a href="tg://user?id={anna.id}">you</a>'
    sent = await note(
        "sendMessage",
        text=mention,
        parse_mode="HTML",
        reply_markup={"inline_keyboard": BUTTONS},
        reply_parameters={"message_id": 1},
        protect_content=True,
        message_effect_id="5",
        link_preview_options={"is_disabled": True},
    )
    keyboard = [[{"text": "Share", "request_contact": True, "style": "primary"}]]
    await note("sendMessage", text="Phone?", reply_markup={"keyboard": keyboard})
    await anna.tap("Go", wait=False)
    await anna.tap("Share", wait=False)
    edited = {"message_id": sent["message_id"], "text": "Changed"}
    await note("editMessageText", **edited, reply_markup={"inline_keyboard": BUTTONS})
    await note("editMessageReplyMarkup", message_id=sent["message_id"])
    for method, field, content in (
        ("sendDocument", "document", b"x"),
        ("sendPhoto", "photo", png(3, 2)),
    ):
        answer = await api.upload(method, field, "a.png", content, chat_id=anna.id, caption="/x")
        said[method] = [answer["result"]]
    await note("sendInvoice", **INVOICE)
    await anna.pay(wait=False)
    query = (await note("getUpdates"))[-1]["pre_checkout_query"]
    await api("answerPreCheckoutQuery", pre_checkout_query_id=query["id"], ok=True)
    await anna.block(wait=False)
    await anna.unblock(wait=False)
    await api("setMyCommands", commands=[{"command": "start", "description": "Begin"}])
    for method in ("getMyCommands", "getMe", "getChat", "getMyName", "getMyDescription"):
        await note(method)
    for method in ("getMyShortDescription", "getChatMenuButton", "getUpdates"):
        await note(method)
    await note("getFile", file_id=said["sendDocument"][0]["document"]["file_id"])
    await api("setWebhook", url="http://127.0.0.1:9/", allowed_updates=["message"])
    await anna.send("undelivered", wait=False)
    while "last_error_message" not in await api("getWebhookInfo"):
        pass
    await note("getWebhookInfo")
    return said


def test_every_method_is_covered() -> None:
    assert {method.lower() for method in (*TYPES, *PLAIN)} == set(METHODS)


async def test_every_kind_of_update_is_covered(answers: dict[str, list[Object]]) -> None:
    kinds = {kind for update in answers["getUpdates"] for kind in update} - {"update_id"}

    assert kinds == {"message", "callback_query", "my_chat_member", "pre_checkout_query"}


async def test_python_telegram_bot_loses_nothing(answers: dict[str, list[Object]]) -> None:
    for method, objects in answers.items():
        for said in objects:
            read = getattr(telegram, TYPES[method]).de_json(said, None)
            assert list(_unknown_to_ptb(read)) == []
            assert _without(read.to_dict(), said) == {}, method


async def test_aiogram_loses_nothing(answers: dict[str, list[Object]]) -> None:
    # Not above: this costs as much as all the rest of gathering the tests, in each process.
    aiogram_types = import_module("aiogram.types")

    assert set(answers) == set(TYPES)
    for method, objects in answers.items():
        name = "MenuButtonCommands" if method == "getChatMenuButton" else TYPES[method]
        for said in objects:
            read = getattr(aiogram_types, name).model_validate(said)
            assert list(_unknown_to_aiogram(read)) == []


def _unknown_to_ptb(read: Any) -> Iterator[str]:
    """Yield the fields the library has no name for, however deep."""
    if isinstance(read, telegram.TelegramObject):
        yield from read.api_kwargs
        for name in read.__slots__:
            yield from _unknown_to_ptb(getattr(read, name, None))
    elif isinstance(read, tuple | list):
        for part in read:
            yield from _unknown_to_ptb(part)


def _without(kept: Object, said: Object) -> Object:
    """Return what was said and not kept."""
    lost = {}
    for name, value in said.items():
        mine = kept.get(name)
        if isinstance(value, dict) and isinstance(mine, dict):
            if deeper := _without(mine, value):
                lost[name] = deeper
        elif not isinstance(mine, type(value)):
            lost[name] = value
    return lost


def _unknown_to_aiogram(read: Any) -> Iterator[str]:
    if isinstance(read, BaseModel):
        yield from read.model_extra or {}
        for name in type(read).model_fields:
            yield from _unknown_to_aiogram(getattr(read, name))
    elif isinstance(read, list):
        for part in read:
            yield from _unknown_to_aiogram(part)

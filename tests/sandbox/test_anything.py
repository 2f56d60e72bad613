"""Whatever a bot sends, the sandbox answers as the Bot API would: a result or a refusal."""

import json
from datetime import UTC, datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.clock import Clock
from bot.sandbox.arguments import Arguments
from bot.sandbox.call import Call
from bot.sandbox.errors import ApiError
from bot.sandbox.methods.table import METHODS
from bot.sandbox.phone import Phone
from bot.sandbox.world import World
from tests.sandbox.cases_rest import INVOICE

ANNA = 700000001
TEXT = ["text", "parse_mode", "entities", "link_preview_options", "reply_markup"]
FILE = ["caption", "parse_mode", "caption_entities", "reply_markup", "reply_parameters"]
SALE = ["title", "description", "payload", "currency", "provider_token", "prices"]
TAKES = {  # what the method looks at, besides the chat
    "sendmessage": [*TEXT, "reply_parameters", "protect_content", "message_effect_id"],
    "editmessagetext": [*TEXT, "message_id"],
    "editmessagereplymarkup": ["message_id", "reply_markup"],
    "deletemessage": ["message_id"],
    "setmessagereaction": ["message_id", "reaction"],
    "sendchataction": ["action"],
    "answercallbackquery": ["callback_query_id", "text", "show_alert"],
    "senddocument": [*FILE, "document"],
    "sendphoto": [*FILE, "photo"],
    "getfile": ["file_id"],
    "sendinvoice": [*SALE, "start_parameter", "reply_markup", "need_name"],
    "createinvoicelink": [*SALE, "start_parameter"],
    "answerprecheckoutquery": ["pre_checkout_query_id", "ok", "error_message"],
    "setmycommands": ["commands", "scope", "language_code"],
    "getmycommands": ["scope", "language_code"],
    "deletemycommands": ["scope", "language_code"],
    "setmyname": ["name", "language_code"],
    "setmydescription": ["description", "language_code"],
    "setmyshortdescription": ["short_description", "language_code"],
    "getmyname": ["language_code"],
    "getmydescription": ["language_code"],
    "getmyshortdescription": ["language_code"],
    "setchatmenubutton": ["menu_button"],
    "getchatmenubutton": [],
    "getchat": [],
    "getme": [],
    "getwebhookinfo": [],
}
FIELDS = [
    "type",
    "text",
    "emoji",
    "command",
    "description",
    "chat_id",
    "message_id",
    "label",
    "amount",
    "offset",
    "length",
    "url",
    "user",
    "id",
    "inline_keyboard",
    "keyboard",
    "callback_data",
    "style",
    "copy_text",
    "web_app",
    "remove_keyboard",
    "input_field_placeholder",
]
WORDS = st.sampled_from(["", "HTML", "bold", "text_link", "text_mention", "emoji", "chat", "<b>x"])
LEAVES = st.none() | st.booleans() | st.integers(-5, 5) | st.just(ANNA) | WORDS | st.text()
JSON = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(FIELDS), inner, max_size=4)
    ),
    max_leaves=12,
)
VALID: dict[str, Any] = {"chat_id": ANNA, "text": "Hi", **INVOICE}


@st.composite
def requests(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """Draw a method, and anything for what it looks at; the rest is as it should be."""
    method = draw(st.sampled_from(sorted(TAKES)))
    names = st.sampled_from(["chat_id", *TAKES[method]])
    return method, VALID | draw(st.dictionaries(names, JSON, max_size=3))


def world_in_talk() -> Call:
    world = World(Clock(datetime(2026, 9, 1, tzinfo=UTC)), 1.0)
    bot = world.bots.of_token("5000001:" + "a" * 35)
    Phone(world, bot, world.people.add("Anna", ANNA)).send("/start")
    return Call(world, bot, Arguments({}), world.clock.now())


def answer(method: str, arguments: dict[str, Any]) -> dict[str, Any]:
    scene = world_in_talk()
    call = Call(scene.world, scene.bot, Arguments(arguments), scene.now)
    try:
        return {"ok": True, "result": METHODS[method](call)}
    except ApiError as error:
        return error.answer()


@settings(max_examples=100, deadline=None)
@given(request=requests())
def test_every_request_gets_a_result_or_a_refusal(request: tuple[str, dict[str, Any]]) -> None:
    answered = answer(*request)

    assert answered["ok"] or answered["error_code"] in range(400, 500)
    assert json.dumps(answered)


@settings(max_examples=100, deadline=None)
@given(html=st.text(alphabet="<>/&;='\" abipre#x1😀\n", max_size=40))
def test_every_html_is_read_or_refused(html: str) -> None:
    answered = answer("sendmessage", {"chat_id": ANNA, "text": html, "parse_mode": "HTML"})

    message = answered.get("result", {"text": ""})
    units = len(message["text"].encode("utf-16-le")) // 2
    for entity in message.get("entities", []):
        assert 0 <= entity["offset"] < entity["offset"] + entity["length"] <= units


def test_only_methods_that_wait_are_left_out() -> None:
    assert set(METHODS) - set(TAKES) == {"getupdates", "setwebhook", "deletewebhook"}

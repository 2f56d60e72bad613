"""For each rule of the table: a request that breaks it, and its nearest neighbour that does not.

The neighbour is the control: were the rule not there, both would succeed; were it too wide, both
would fail.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.rules import Rule
from tests.sandbox.scene import Scene

Values = dict[str, Any]
Wanted = Values | Callable[[Scene], Values]


@dataclass(frozen=True)
class Case:
    """One method, called wrong and right; `words` fill the braces of the rule's words."""

    method: str
    wrong: Wanted
    right: Wanted
    words: Values = field(default_factory=dict)


def inline(*rows: list[Values]) -> Values:
    return {"inline_keyboard": list(rows)}


def button(**fields: Any) -> Values:
    return {"text": "Go"} | fields


def data(size: int) -> Values:
    return button(callback_data="x" * size)


def _say(**arguments: Any) -> Values:
    return {"text": "Hi"} | arguments


def _marked(markup: Any) -> Values:
    return _say(reply_markup=markup)


def _html(text: str) -> Values:
    return {"text": text, "parse_mode": "HTML"}


def _html_case(wrong: str, right: str, **words: Any) -> Case:
    return Case("sendMessage", _html(wrong), _html(right), words)


def _markup_case(wrong: Any, right: Any, **words: Any) -> Case:
    return Case("sendMessage", _marked(wrong), _marked(right), words)


def _commands(**fields: Any) -> Values:
    return {"commands": [{"command": "start", "description": "Begin"} | fields]}


_MINIMAL_ENTITY = {"type": "bold", "offset": 0, "length": 2}
_FINE_COMMANDS = _commands()

MESSAGES = {
    Rule.CHAT_EMPTY: Case("sendMessage", _say(chat_id=""), _say()),
    Rule.CHAT_NOT_FOUND: Case("sendMessage", _say(chat_id=404), _say()),
    Rule.TEXT_EMPTY: Case("sendMessage", {"text": ""}, {"text": "."}),
    Rule.TEXT_BLANK: Case("sendMessage", _html("<b> </b>\n"), _html("<b>.</b>")),
    Rule.TEXT_TOO_LONG: Case(
        "sendMessage", _html(f"<b>{'😀' * 4097}</b>"), _html(f"<b>{'😀' * 4096}</b>")
    ),
    Rule.PARSE_MODE: Case("sendMessage", _say(parse_mode="BBCode"), _say(parse_mode="html")),
    Rule.NOT_MODELLED: Case(
        "sendMessage",
        _say(parse_mode="MarkdownV2"),
        _say(parse_mode=""),
        {"what": "the parse mode markdownv2"},
    ),
    Rule.ENTITY_LIST: Case(
        "sendMessage",
        _say(entities=[_MINIMAL_ENTITY | {"type": "blink"}]),
        _say(entities=[_MINIMAL_ENTITY]),
        {"why": "Unsupported type specified"},
    ),
    Rule.REPLY_NOT_FOUND: Case(
        "sendMessage",
        _say(reply_parameters={"message_id": 99}),
        lambda scene: _say(reply_parameters={"message_id": scene.said}),
    ),
    Rule.MESSAGE_UNNAMED: Case("deleteMessage", {}, lambda scene: {"message_id": scene.sent}),
    Rule.EDIT_NOT_FOUND: Case(
        "editMessageText",
        _say(message_id=99),
        lambda scene: _say(message_id=scene.sent),
    ),
    Rule.EDIT_FORBIDDEN: Case(
        "editMessageText",
        lambda scene: _say(message_id=scene.said),
        lambda scene: _say(message_id=scene.sent),
    ),
    Rule.EDIT_MARKUP: Case(
        "editMessageText",
        lambda scene: _say(message_id=scene.asked),
        lambda scene: _say(message_id=scene.sent),
    ),
    Rule.NOT_MODIFIED: Case(
        "editMessageText",
        lambda scene: {
            "message_id": scene.sent,
            "text": "Hello ",
            "reply_markup": inline([button(callback_data="go")]),
        },
        lambda scene: {"message_id": scene.sent, "text": "Hello"},
    ),
    Rule.DELETE_NOT_FOUND: Case(
        "deleteMessage", {"message_id": 99}, lambda scene: {"message_id": scene.said}
    ),
    Rule.REACT_NOT_FOUND: Case(
        "setMessageReaction", {"message_id": 99}, lambda scene: {"message_id": scene.said}
    ),
    Rule.REACTION: Case(
        "setMessageReaction",
        lambda scene: {"message_id": scene.said, "reaction": [{"type": "emoji", "emoji": "A"}]},
        lambda scene: {"message_id": scene.said, "reaction": [{"type": "emoji", "emoji": "👍"}]},
    ),
    Rule.REACTIONS: Case(
        "setMessageReaction",
        lambda scene: {
            "message_id": scene.said,
            "reaction": [{"type": "emoji", "emoji": "👍"}] * 2,
        },
        lambda scene: {"message_id": scene.said, "reaction": []},
    ),
    Rule.CHAT_ACTION: Case("sendChatAction", {"action": "dancing"}, {"action": "typing"}),
    Rule.QUERY_OLD: Case(
        "answerCallbackQuery",
        {"callback_query_id": "1"},
        lambda scene: {"callback_query_id": scene.query_id},
    ),
    Rule.ANSWER_TOO_LONG: Case(
        "answerCallbackQuery",
        lambda scene: {"callback_query_id": scene.query_id, "text": "x" * 201},
        lambda scene: {"callback_query_id": scene.query_id, "text": "x" * 200},
    ),
}

HTML = {
    Rule.HTML_TAG: _html_case("é<h1>x</h1>", "é<b>x</b>", tag="h1", offset=2),
    Rule.HTML_START_OPEN: _html_case("<b", "<b>x</b>", offset=0),
    Rule.HTML_END_OPEN: _html_case("<b>x</b", "<b>x</b>", offset=4),
    Rule.HTML_END_EARLY: _html_case("x</b>", "<i></i>x", offset=1),
    Rule.HTML_END_WRONG: _html_case(
        "<b><i>x</b></i>", "<b><i>x</i></b>", offset=7, expected="i", found="b"
    ),
    Rule.HTML_END_MISSING: _html_case("<b>x", "<b>x</>", tag="b"),
    Rule.HTML_ATTRIBUTE_NAME: _html_case(
        '<a ="x.org">x</a>', '<a href="x.org">x</a>', tag="a", offset=0
    ),
    Rule.HTML_ATTRIBUTE_VALUE: _html_case(
        "<a href>x</a>", "<blockquote expandable>x</blockquote>", tag="a", offset=0
    ),
    Rule.HTML_NAME_TOKEN: _html_case("<a href=x/y>x</a>", "<a href=x.y>x</a>", offset=8),
    Rule.HTML_SPAN: _html_case(
        '<span class="red">x</span>', '<span class="tg-spoiler">x</span>', offset=0
    ),
    Rule.HTML_EMOJI: _html_case(
        '<tg-emoji emoji-id="x">👍</tg-emoji>', '<tg-emoji emoji-id="5">👍</tg-emoji>'
    ),
    Rule.HTML_TIME: _html_case(
        '<tg-time unix="soon">x</tg-time>', '<tg-time unix="1647531900">x</tg-time>'
    ),
    Rule.HTML_SURROGATE: _html_case("&#55357;", "&#128512;"),
}

KEYBOARDS = {
    Rule.MARKUP_JSON: _markup_case("{", "{}"),
    Rule.MARKUP_OBJECT: _markup_case("[]", "{}"),
    Rule.MARKUP_ROWS: _markup_case(
        {"inline_keyboard": [data(1)]},
        {"inline_keyboard": [[data(1)]]},
        field="inline_keyboard",
        type="InlineKeyboardMarkup",
    ),
    Rule.MARKUP_FLAG: _markup_case(
        {"keyboard": [["A"]], "resize_keyboard": "yes"},
        {"keyboard": [["A"]], "resize_keyboard": True},
        field="resize_keyboard",
        type="ReplyKeyboardMarkup",
    ),
    Rule.MARKUP_INLINE_ONLY: Case(
        "editMessageReplyMarkup",
        lambda scene: {"message_id": scene.sent, "reply_markup": {"keyboard": [["A"]]}},
        lambda scene: {"message_id": scene.sent},
    ),
    Rule.MARKUP_TOO_MANY: _markup_case(inline([data(1)] * 9), inline([data(1)] * 8)),
    Rule.PLACEHOLDER: _markup_case(
        {"keyboard": [["A"]], "input_field_placeholder": "x" * 65},
        {"keyboard": [["A"]], "input_field_placeholder": "x" * 64},
    ),
    Rule.BUTTON_FIELD: _markup_case(
        inline([{"callback_data": "x"}]),
        inline([data(1)]),
        kind="inline keyboard",
        why='Can\'t find field "text"',
    ),
    Rule.BUTTON_BARE: _markup_case(inline([button()]), inline([data(1)])),
    Rule.BUTTON_TEXT: _markup_case(inline([data(1) | {"text": " "}]), inline([data(1)])),
    Rule.BUTTON_DATA: _markup_case(
        inline([button(callback_data="é" * 32 + "x")]), inline([button(callback_data="é" * 32)])
    ),
    Rule.BUTTON_URL: _markup_case(
        inline([button(url="ftp://example.org")]),
        inline([button(url="https://example.org")]),
        url="ftp://example.org",
    ),
    Rule.BUTTON_COPY: _markup_case(
        inline([button(copy_text={"text": "x" * 257})]),
        inline([button(copy_text={"text": "x" * 256})]),
    ),
    Rule.BUTTON_PAY: _markup_case(inline([button(pay=True)]), inline([data(1)])),
}

PROFILE = {
    Rule.COMMANDS_JSON: Case("setMyCommands", {"commands": "["}, {"commands": "[]"}),
    Rule.COMMANDS_ARRAY: Case("setMyCommands", {"commands": "{}"}, {"commands": "[]"}),
    Rule.COMMAND_FIELD: Case(
        "setMyCommands",
        {"commands": [{"command": "start"}]},
        _FINE_COMMANDS,
        {"why": 'Can\'t find field "description"'},
    ),
    Rule.COMMAND_NAME: Case("setMyCommands", _commands(command="Start"), _FINE_COMMANDS),
    Rule.COMMAND_DESCRIPTION: Case(
        "setMyCommands", _commands(description="x" * 257), _commands(description="x" * 256)
    ),
    Rule.COMMANDS_TOO_MANY: Case(
        "setMyCommands",
        {"commands": _FINE_COMMANDS["commands"] * 101},
        {"commands": _FINE_COMMANDS["commands"] * 100},
    ),
    Rule.SCOPE: Case(
        "setMyCommands",
        _FINE_COMMANDS | {"scope": {"type": "planet"}},
        _FINE_COMMANDS | {"scope": {"type": "default"}},
        {"why": "Unsupported type specified"},
    ),
    Rule.LANGUAGE: Case(
        "setMyCommands",
        _FINE_COMMANDS | {"language_code": "english"},
        _FINE_COMMANDS | {"language_code": "en"},
    ),
    Rule.DESCRIPTION: Case(
        "setMyDescription", {"description": "x" * 513}, {"description": "x" * 512}
    ),
    Rule.SHORT_DESCRIPTION: Case(
        "setMyShortDescription",
        {"short_description": "x" * 121},
        {"short_description": "x" * 120},
    ),
    Rule.NAME: Case("setMyName", {"name": "x" * 65}, {"name": "x" * 64}),
    Rule.MENU_BUTTON: Case(
        "setChatMenuButton",
        {"menu_button": {"type": "shiny"}},
        {"menu_button": {"type": "commands"}},
        {"why": "MenuButton has unsupported type"},
    ),
}

WEBHOOKS = {
    Rule.WEBHOOK_HTTPS: Case(
        "setWebhook", {"url": "http://example.org/hook"}, {"url": "http://127.0.0.1:9/hook"}
    ),
    Rule.WEBHOOK_HOST: Case(
        "setWebhook", {"url": "https://example.org/hook"}, {"url": "https://localhost/hook"}
    ),
    Rule.WEBHOOK_SECRET: Case(
        "setWebhook",
        {"url": "https://localhost/hook", "secret_token": "a secret"},
        {"url": "https://localhost/hook", "secret_token": "a-secret"},
    ),
    Rule.WEBHOOK_SECRET_LONG: Case(
        "setWebhook",
        {"url": "https://localhost/hook", "secret_token": "x" * 257},
        {"url": "https://localhost/hook", "secret_token": "x" * 256},
    ),
}


INVOICE = {
    "title": "Swimming",
    "description": "Monday 7 September",
    "payload": "booking:1",
    "provider_token": "1:TEST:2",
    "currency": "GBP",
    "prices": [{"label": "One place", "amount": 1250}],
}


def _invoice_case(wrong: Values, right: Values | None = None, **words: Any) -> Case:
    return Case("sendInvoice", INVOICE | wrong, INVOICE | (right or {}), words)


def _price(**fields: Any) -> Values:
    return {"prices": [{"label": "One place", "amount": 1250} | fields]}


INVOICES = {
    Rule.PARAMETER_REQUIRED: _invoice_case({"title": ""}, name="title"),
    Rule.PRICES_JSON: _invoice_case({"prices": "["}),
    Rule.PRICES_ARRAY: _invoice_case({"prices": "{}"}),
    Rule.PRICES_EMPTY: _invoice_case({"prices": []}),
    Rule.PRICE: _invoice_case(
        _price(amount="12.50"), _price(amount="1250"), why='Can\'t parse "amount" as Number'
    ),
    Rule.PROVIDER: _invoice_case({"provider_token": "x"}),
    Rule.CURRENCY: _invoice_case({"currency": "GBX"}),
    Rule.TOTAL: _invoice_case(_price(amount=74), _price(amount=75)),
    Rule.INVOICE_TITLE: _invoice_case({"title": "x" * 33}, {"title": "x" * 32}),
    Rule.INVOICE_DESCRIPTION: _invoice_case({"description": "x" * 256}, {"description": "x" * 255}),
    Rule.INVOICE_PAYLOAD: _invoice_case({"payload": "é" * 65}, {"payload": "é" * 64}),
    Rule.START_PARAMETER: _invoice_case(
        {"start_parameter": "pay now"}, {"start_parameter": "pay-now"}
    ),
    Rule.BUTTON_PAY_FIRST: _invoice_case(
        {"reply_markup": inline([data(1), button(pay=True)])},
        {"reply_markup": inline([button(pay=True), data(1)])},
    ),
}

FILES = {
    Rule.FILE_MISSING: Case(
        "sendDocument",
        {},
        lambda scene: {"document": scene.file_id},
        {"field": "document"},
    ),
    Rule.FILE_ID: Case(
        "sendDocument", {"document": "x"}, lambda scene: {"document": scene.file_id}
    ),
    Rule.FILE_UNAVAILABLE: Case(
        "getFile", {"file_id": "x"}, lambda scene: {"file_id": scene.file_id}
    ),
    Rule.CAPTION_TOO_LONG: Case(
        "sendDocument",
        lambda scene: {"document": scene.file_id, "caption": "x" * 1025},
        lambda scene: {"document": scene.file_id, "caption": "x" * 1024},
    ),
    Rule.EDIT_NO_TEXT: Case(
        "editMessageText",
        lambda scene: _say(message_id=scene.document),
        lambda scene: _say(message_id=scene.sent),
    ),
}

CASES: dict[Rule, Case] = MESSAGES | HTML | KEYBOARDS | PROFILE | WEBHOOKS | INVOICES | FILES

"""The rules of everything but talk, broken and kept."""

from typing import Any

from bot.sandbox.rules import Rule
from tests.sandbox.case import Case, Values, button, data, inline, say


def _commands(**fields: Any) -> Values:
    return {"commands": [{"command": "start", "description": "Begin"} | fields]}


_FINE_COMMANDS = _commands()

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
        lambda scene: say(message_id=scene.document),
        lambda scene: say(message_id=scene.sent),
    ),
}

"""Reply markup as a bot sends it: checked, and kept as Telegram would echo it."""

from dataclasses import dataclass
from typing import Any

from bot.sandbox import limits
from bot.sandbox.arguments import Arguments
from bot.sandbox.errors import ApiError
from bot.sandbox.json_types import Json
from bot.sandbox.links import checked_link, mentioned_id
from bot.sandbox.messages import Rows
from bot.sandbox.rules import Rule

_STYLES = ("danger", "success", "primary")
_NOT_MODELLED = {
    "request_users",
    "request_chat",
    "request_managed_bot",
    "request_location",
    "request_poll",
    "login_url",
    "callback_game",
    "switch_inline_query_chosen_chat",
}
_INLINE, _REPLY = "InlineKeyboardMarkup", "ReplyKeyboardMarkup"
_REPLY_FLAGS = ("is_persistent", "resize_keyboard", "one_time_keyboard", "selective")


@dataclass(frozen=True, slots=True)
class Markup:
    """What came with a message: at most one of the two."""

    inline: Rows | None = None
    reply: Json | None = None


def read_markup(arguments: Arguments) -> Markup:
    """Return the reply markup of a request, checked."""
    try:
        given = arguments.json("reply_markup")
    except ValueError:
        raise ApiError(Rule.MARKUP_JSON) from None
    if given is None:
        return Markup()
    if not isinstance(given, dict):
        raise ApiError(Rule.MARKUP_OBJECT)
    if rows := _rows(given, "keyboard", _REPLY):
        return Markup(reply=_reply_keyboard(given, rows))
    if rows := _rows(given, "inline_keyboard", _INLINE):
        return Markup(inline=_inline_rows(rows))
    return Markup(reply=_other_markup(given))


def read_inline_keyboard(arguments: Arguments) -> Rows | None:
    """Return the keyboard for an edit; other kinds of markup cannot be edited on."""
    markup = read_markup(arguments)
    if markup.reply is not None:
        raise ApiError(Rule.MARKUP_INLINE_ONLY)
    return markup.inline


def _rows(given: Json, field: str, kind: str) -> list[list[Any]]:
    rows = given.get(field, [])
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise ApiError(Rule.MARKUP_ROWS, field=field, type=kind)
    return [row for row in rows if row]


def _inline_rows(rows: list[list[Any]]) -> Rows:
    checked = [[_inline_button(button) for button in row] for row in rows]
    _check_size(checked)
    return checked


def _check_size(rows: Rows) -> None:
    if sum(map(len, rows)) > limits.BUTTONS or max(map(len, rows)) > limits.BUTTONS_IN_ROW:
        raise ApiError(Rule.MARKUP_TOO_MANY)


def _inline_button(given: object) -> Json:
    button = _labelled(given, "inline keyboard")
    assert isinstance(given, dict)  # noqa: S101
    for name, read in _INLINE_KINDS.items():
        if name in given:
            return button | {name: read(given[name])}
    raise ApiError(Rule.BUTTON_BARE)


def _labelled(given: object, kind: str) -> Json:
    """Return the fields every button has."""
    if not isinstance(given, dict):
        raise ApiError(Rule.BUTTON_FIELD, kind=kind, why="expected an Object")
    if "text" not in given:
        raise ApiError(Rule.BUTTON_FIELD, kind=kind, why='Can\'t find field "text"')
    if not isinstance(given["text"], str):
        raise ApiError(Rule.BUTTON_FIELD, kind=kind, why='Field "text" must be of type String')
    if not given["text"].strip():
        raise ApiError(Rule.BUTTON_TEXT)
    for name in _NOT_MODELLED & given.keys():
        raise ApiError(Rule.NOT_MODELLED, what=f"{name} buttons")
    style = given.get("style")
    if style is not None and style not in _STYLES:
        raise ApiError(Rule.BUTTON_FIELD, kind=kind, why="Unsupported style specified")
    return {"text": given["text"]} | ({"style": style} if style else {})


def _callback_data(given: object) -> str:
    if not isinstance(given, str) or not 0 < len(given.encode()) <= limits.CALLBACK_DATA_BYTES:
        raise ApiError(Rule.BUTTON_DATA)
    return given


def _url(given: object) -> str:
    checked = checked_link(given) if isinstance(given, str) else None
    if checked is None and not mentioned_id(str(given)):
        raise ApiError(Rule.BUTTON_URL, url=given)
    return checked or str(given)


def _copy_text(given: object) -> Json:
    text = given.get("text") if isinstance(given, dict) else None
    if not isinstance(text, str) or not 0 < len(text) <= limits.COPY_TEXT:
        raise ApiError(Rule.BUTTON_COPY)
    return {"text": text}


def _web_app(given: object) -> Json:
    url = given.get("url") if isinstance(given, dict) else None
    if not isinstance(url, str) or not url.startswith("https://") or not checked_link(url):
        raise ApiError(Rule.BUTTON_URL, url=url)
    return {"url": url}


# The first that is given is what the button does, in the order in which Telegram looks.
_INLINE_KINDS: dict[str, Any] = {
    "url": _url,
    "callback_data": _callback_data,
    "pay": bool,
    "switch_inline_query": str,
    "switch_inline_query_current_chat": str,
    "web_app": _web_app,
    "copy_text": _copy_text,
}


def check_pay_buttons(rows: Rows | None, *, invoice: bool) -> None:
    """Hold the rule that invoices, and only they, have a pay button, in the first place."""
    buttons = [button for row in rows or [] for button in row]
    if invoice and buttons and "pay" not in buttons[0]:
        raise ApiError(Rule.BUTTON_PAY_FIRST)
    if any("pay" in button for button in buttons[1 if invoice else 0 :]):
        raise ApiError(Rule.BUTTON_PAY)


def _reply_keyboard(given: Json, rows: list[list[Any]]) -> Json:
    checked = [[_reply_button(button) for button in row] for row in rows]
    return {"keyboard": checked, **_flags(given, _REPLY_FLAGS, _REPLY), **_placeholder(given)}


def _reply_button(given: object) -> Json:
    if isinstance(given, str):
        given = {"text": given}
    button = _labelled(given, "keyboard")
    assert isinstance(given, dict)  # noqa: S101
    if given.get("request_contact"):
        button["request_contact"] = True
    if "web_app" in given:
        button["web_app"] = _web_app(given["web_app"])
    return button


def _other_markup(given: Json) -> Json | None:
    removing = _flags(given, ("remove_keyboard", "selective"), "ReplyKeyboardRemove")
    if removing.get("remove_keyboard"):
        return removing
    forcing = _flags(given, ("force_reply", "selective"), "ForceReply")
    if forcing.get("force_reply"):
        return {**forcing, **_placeholder(given)}
    return None


def _flags(given: Json, names: tuple[str, ...], kind: str) -> Json:
    flags = {name: given[name] for name in names if name in given}
    for name, value in flags.items():
        if not isinstance(value, bool):
            raise ApiError(Rule.MARKUP_FLAG, field=name, type=kind)
    return flags


def _placeholder(given: Json) -> Json:
    text = given.get("input_field_placeholder")
    if text is None:
        return {}
    if not isinstance(text, str) or not 0 < len(text) <= limits.PLACEHOLDER:
        raise ApiError(Rule.PLACEHOLDER)
    return {"input_field_placeholder": text}

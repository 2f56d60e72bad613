"""The rules of messages, HTML and keyboards, broken and kept."""

from typing import Any

from bot.sandbox.rules import Rule
from tests.sandbox.case import Case, Values, button, data, inline, say


def _marked(markup: Any) -> Values:
    return say(reply_markup=markup)


def _html(text: str) -> Values:
    return {"text": text, "parse_mode": "HTML"}


def _html_case(wrong: str, right: str, **words: Any) -> Case:
    return Case("sendMessage", _html(wrong), _html(right), words)


def _markup_case(wrong: Any, right: Any, **words: Any) -> Case:
    return Case("sendMessage", _marked(wrong), _marked(right), words)


_MINIMAL_ENTITY = {"type": "bold", "offset": 0, "length": 2}

MESSAGES = {
    Rule.UTF8: Case("sendMessage", say(text="\ud83d"), say(text="\U0001f600")),
    Rule.CHAT_EMPTY: Case("sendMessage", say(chat_id=""), say()),
    Rule.CHAT_NOT_FOUND: Case("sendMessage", say(chat_id=404), say()),
    Rule.TEXT_EMPTY: Case("sendMessage", {"text": ""}, {"text": "."}),
    Rule.TEXT_BLANK: Case("sendMessage", _html("<b> </b>\n"), _html("<b>.</b>")),
    Rule.TEXT_TOO_LONG: Case(
        "sendMessage", _html(f"<b>{'😀' * 4097}</b>"), _html(f"<b>{'😀' * 4096}</b>")
    ),
    Rule.PARSE_MODE: Case("sendMessage", say(parse_mode="BBCode"), say(parse_mode="html")),
    Rule.NOT_MODELLED: Case(
        "sendMessage",
        say(parse_mode="MarkdownV2"),
        say(parse_mode=""),
        {"what": "the parse mode markdownv2"},
    ),
    Rule.ENTITY_LIST: Case(
        "sendMessage",
        say(entities=[_MINIMAL_ENTITY | {"type": "blink"}]),
        say(entities=[_MINIMAL_ENTITY]),
        {"why": "Unsupported type specified"},
    ),
    Rule.REPLY_NOT_FOUND: Case(
        "sendMessage",
        say(reply_parameters={"message_id": 99}),
        lambda scene: say(reply_parameters={"message_id": scene.said}),
    ),
    Rule.MESSAGE_UNNAMED: Case("deleteMessage", {}, lambda scene: {"message_id": scene.sent}),
    Rule.EDIT_NOT_FOUND: Case(
        "editMessageText",
        say(message_id=99),
        lambda scene: say(message_id=scene.sent),
    ),
    Rule.EDIT_FORBIDDEN: Case(
        "editMessageText",
        lambda scene: say(message_id=scene.said),
        lambda scene: say(message_id=scene.sent),
    ),
    Rule.EDIT_MARKUP: Case(
        "editMessageText",
        lambda scene: say(message_id=scene.asked),
        lambda scene: say(message_id=scene.sent),
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

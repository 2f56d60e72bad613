"""The text or caption of a request, read by its parse mode."""

from bot.sandbox import entities, limits
from bot.sandbox.call import Call
from bot.sandbox.entities import Formatted
from bot.sandbox.errors import ApiError
from bot.sandbox.json_types import Json
from bot.sandbox.markup import parse_html
from bot.sandbox.people import Person
from bot.sandbox.rules import Rule

_NOT_MODELLED = {"markdown", "markdownv2"}


def read_text(call: Call) -> Json:
    """Return the fields of a text message."""
    given = call.arguments.text("text")
    if not given:
        raise ApiError(Rule.TEXT_EMPTY)
    text, found = _read(call, given, "entities")
    if not text:
        raise ApiError(Rule.TEXT_BLANK)
    if len(text) > limits.TEXT:
        raise ApiError(Rule.TEXT_TOO_LONG)
    content: Json = {"text": text}
    if found:
        content["entities"] = found
    preview = _json(call, "link_preview_options")
    return content | ({"link_preview_options": preview} if isinstance(preview, dict) else {})


def read_caption(call: Call) -> Json:
    """Return the caption fields of a message with a file; there may be none."""
    text, found = _read(call, call.arguments.text("caption"), "caption_entities")
    if len(text) > limits.CAPTION:
        raise ApiError(Rule.CAPTION_TOO_LONG)
    content: Json = {"caption": text} if text else {}
    return content | ({"caption_entities": found} if found else {})


def _read(call: Call, given: str, entities_field: str) -> Formatted:
    mode = call.arguments.text("parse_mode").lower()
    if mode in _NOT_MODELLED:
        raise ApiError(Rule.NOT_MODELLED, what=f"the parse mode {mode}")
    if mode == "html":
        text, found = parse_html(given)
    elif mode in ("", "none"):
        text, found = given, entities.explicit(_json(call, entities_field))
    else:
        raise ApiError(Rule.PARSE_MODE)
    return entities.finish(text, _known_mentions(call, found))


def _json(call: Call, name: str) -> object:
    """Return what the argument says; Telegram passes over what is not JSON here."""
    try:
        return call.arguments.json(name)
    except ValueError:
        return None


def _known_mentions(call: Call, found: list[Json]) -> list[Json]:
    """Name the mentioned people in full; those the bot never met are not linked."""
    kept = []
    for entity in found:
        if entity["type"] != "text_mention":
            kept.append(entity)
        elif person := _known_person(call, entity["user"].get("id")):
            kept.append({**entity, "user": person.as_user()})
    return kept


def _known_person(call: Call, person_id: object) -> Person | None:
    chat = call.bot.chats.get(person_id) if isinstance(person_id, int) else None
    return chat.person if chat else None

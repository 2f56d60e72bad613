"""Entities of a text: checked, found by themselves, put in order, and shown as HTML again."""

import html
import re
from typing import NamedTuple

from bot.sandbox import limits, utf16
from bot.sandbox.errors import ApiError
from bot.sandbox.json_types import Json
from bot.sandbox.rules import Rule


class Formatted(NamedTuple):
    """A text and its entities, as a message keeps them."""

    text: str
    entities: list[Json]


_WRITABLE: dict[str, tuple[str, ...]] = {
    "bold": (),
    "italic": (),
    "underline": (),
    "strikethrough": (),
    "spoiler": (),
    "blockquote": (),
    "expandable_blockquote": (),
    "code": (),
    "pre": ("language",),
    "text_link": ("url",),
    "text_mention": ("user",),
    "custom_emoji": ("custom_emoji_id",),
    "date_time": ("unix_time", "date_time_format"),
}
_NEEDED: dict[str, tuple[str, type]] = {
    "text_link": ("url", str),
    "text_mention": ("user", dict),
    "custom_emoji": ("custom_emoji_id", str),
    "date_time": ("unix_time", int),
}
_FOUND_BY_ITSELF = re.compile(
    r"""
    (?P<url>\b(?:https?://|www\.|t\.me/)[^\s<>"]*[^\s<>".,:;!?()'\]])
  | (?P<email>\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b)
  | (?P<mention>(?<![\w@/])@[A-Za-z]\w{3,31}\b)
  | (?P<bot_command>(?<![\w/<>@])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z]\w{2,31})?(?![\w/@]))
  | (?P<hashtag>(?<![\w\#@])\#(?=\w*[^\W\d])\w{1,256}\b)
  | (?P<phone_number>(?<![\w+])\+\d(?:[\s()-]?\d){7,14}(?!\w))
    """,
    re.VERBOSE,
)
_PLAIN_INSIDE = {"code", "pre"}
_NOT_SEARCHED = _PLAIN_INSIDE | {"text_link", "text_mention"}
_INWARDS = ("pre", "code", "blockquote", "expandable_blockquote", "text_link", "text_mention")


def explicit(given: object) -> list[Json]:
    """Check entities that a bot wrote down itself; kinds found by themselves are passed over."""
    if not isinstance(given, list):
        return []
    entities = []
    for entity in given:
        if not isinstance(entity, dict):
            raise ApiError(Rule.ENTITY_LIST, why="expected an Object")
        kind = _checked_kind(entity)
        if kind in _WRITABLE:
            kept = ("type", "offset", "length", *_WRITABLE[kind])
            entities.append({name: entity[name] for name in kept if entity.get(name) is not None})
    return entities


def _checked_kind(entity: Json) -> str:
    for name in ("offset", "length"):
        if not isinstance(entity.get(name), int):
            raise ApiError(Rule.ENTITY_LIST, why=f'Can\'t find field "{name}"')
    kind = entity.get("type")
    if not isinstance(kind, str) or not kind:
        raise ApiError(Rule.ENTITY_LIST, why="Type is not specified")
    known = kind in _WRITABLE or kind in _FOUND_BY_ITSELF.groupindex or kind == "cashtag"
    if not known:
        raise ApiError(Rule.ENTITY_LIST, why="Unsupported type specified")
    if kind in _NEEDED:
        name, wanted = _NEEDED[kind]
        if not isinstance(entity.get(name), wanted):
            raise ApiError(Rule.ENTITY_LIST, why=f'Can\'t find field "{name}"')
    return kind


def finish(text: str, entities: list[Json]) -> Formatted:
    """Trim the text, drop what cannot nest, add what is found by itself, and sort."""
    text, entities = _trimmed(text, entities)
    entities = _outside_code(entities)
    for entity in entities:
        if entity["type"] == "code":
            entity.pop("language", None)
    entities += _found(text, entities)
    return Formatted(text, sorted(entities, key=_order)[: limits.ENTITIES])


def _order(entity: Json) -> tuple[int, int, int]:
    """Put the outer before the inner, and of two in the same place the one that wins."""
    rank = _INWARDS.index(entity["type"]) if entity["type"] in _INWARDS else len(_INWARDS)
    return entity["offset"], -entity["length"], rank


def _trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    kept = text.rstrip()
    end = utf16.length(kept)
    start = utf16.length(kept) - utf16.length(kept.lstrip())
    moved = []
    for entity in entities:
        first = max(entity["offset"], start)
        last = min(entity["offset"] + entity["length"], end)
        if last > first:
            moved.append({**entity, "offset": first - start, "length": last - first})
    return kept.lstrip(), moved


def _outside_code(entities: list[Json]) -> list[Json]:
    """Drop what lies within code, which shows no formatting."""
    kept: list[Json] = []
    for entity in sorted(entities, key=_order):
        code = [other for other in kept if other["type"] in _PLAIN_INSIDE]
        if not any(_covers(other, entity) for other in code):
            kept.append(entity)
    return kept


def _covers(outer: Json, inner: Json) -> bool:
    return bool(
        outer["offset"] <= inner["offset"]
        and inner["offset"] + inner["length"] <= outer["offset"] + outer["length"]
    )


def _overlap(one: Json, other: Json) -> bool:
    return bool(
        one["offset"] < other["offset"] + other["length"]
        and other["offset"] < one["offset"] + one["length"]
    )


def _found(text: str, entities: list[Json]) -> list[Json]:
    """Find commands, links, mentions and the like, as Telegram does in every text."""
    taken = [entity for entity in entities if entity["type"] in _NOT_SEARCHED]
    found = []
    for match in _FOUND_BY_ITSELF.finditer(text):
        offset = utf16.length(text[: match.start()])
        entity: Json = {"type": match.lastgroup, "offset": offset, "length": utf16.length(match[0])}
        if not any(_overlap(entity, other) for other in taken):
            found.append(entity)
    return found


_SHOWN_AS = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "spoiler": "tg-spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}


def to_html(text: str, entities: list[Json]) -> str:
    """Write the text with the tags a bot could have written."""
    opens: dict[int, list[str]] = {}
    closes: dict[int, list[str]] = {}
    for entity in entities:
        if tags := _tags(entity):
            opens.setdefault(entity["offset"], []).append(tags[0])
            closes.setdefault(entity["offset"] + entity["length"], []).insert(0, tags[1])
    parts, begin = [], 0
    for end in sorted({*opens, *closes}):
        parts.append(html.escape(utf16.part(text, begin, end), quote=False))
        parts += closes.get(end, []) + opens.get(end, [])
        begin = end
    parts.append(html.escape(utf16.part(text, begin, None), quote=False))
    return "".join(parts)


def _tags(entity: Json) -> tuple[str, str] | None:
    match entity["type"]:
        case "text_link":
            return f'<a href="{html.escape(entity["url"])}">', "</a>"
        case "text_mention":
            return f'<a href="tg://user?id={entity["user"]["id"]}">', "</a>"
        case "expandable_blockquote":
            return "<blockquote expandable>", "</blockquote>"
        case kind if kind in _SHOWN_AS:
            return f"<{_SHOWN_AS[kind]}>", f"</{_SHOWN_AS[kind]}>"
    return None

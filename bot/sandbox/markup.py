"""HTML as Telegram reads it: text and entities, or one of Telegram's complaints."""

import re
from dataclasses import dataclass, field

from bot.sandbox import utf16
from bot.sandbox.errors import ApiError
from bot.sandbox.json_types import Json
from bot.sandbox.links import checked_link, mentioned_id
from bot.sandbox.rules import Rule

_SIMPLE = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
}
_TAGS = {*_SIMPLE, "a", "blockquote", "tg-emoji", "tg-time"}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_PLAIN = re.compile(r"[^&<]+")
_REFERENCE = re.compile(r"&(?:#x(?P<hex>[0-9a-fA-F]+)|#(?P<dec>[0-9]+)|(?P<name>[a-zA-Z]+));?")
_TAG_NAME = re.compile(r"[^\s>]*")
_SPACE = re.compile(r"\s*")
_ATTRIBUTE_NAME = re.compile(r"[^\s=>]*")
_NAME_TOKEN = re.compile(r"[A-Za-z0-9.-]*")
_REFERENCE_LENGTH = 10
_LAST_CHARACTER = 0x10FFFF
_SURROGATES = range(0xD800, 0xE000)


@dataclass(slots=True)
class _Tag:
    name: str
    began_at: int  # in the source
    offset: int  # in the text, in UTF-16 units
    part: int  # how many parts of text came before
    attributes: dict[str, str] = field(default_factory=dict)


def parse_html(source: str) -> tuple[str, list[Json]]:
    """Return the text without its tags, and the entities in the order their tags were closed."""
    return _Parser(source).run()


class _Parser:
    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0
        self._parts: list[str] = []
        self._units = 0
        self._open: list[_Tag] = []
        self._entities: list[Json] = []

    def run(self) -> tuple[str, list[Json]]:
        while self._at < len(self._source):
            if self._source[self._at] == "<":
                self._tag()
            elif plain := _PLAIN.match(self._source, self._at):
                self._at = plain.end()
                self._write(plain[0])
            else:
                self._write(self._reference())
        if self._open:
            raise ApiError(Rule.HTML_END_MISSING, tag=self._open[-1].name)
        return "".join(self._parts), self._entities

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._units += utf16.length(text)

    def _reference(self) -> str:
        """Read `&lt;` and the like; whatever is not one of Telegram's few stays as it is."""
        found = _REFERENCE.match(self._source, self._at)
        character = _referred(found) if found else None
        if found is None or character is None:
            self._at += 1
            return "&"
        self._at = found.end()
        return character

    def _tag(self) -> None:
        if self._source.startswith("</", self._at):
            self._end_tag()
        else:
            self._start_tag()

    def _start_tag(self) -> None:
        began_at = self._at
        found = _match(_TAG_NAME, self._source, began_at + 1)
        name, self._at = found[0].lower(), found.end()
        if self._peek() == "":
            self._refuse(Rule.HTML_START_OPEN, began_at)
        if name not in _TAGS:
            self._refuse(Rule.HTML_TAG, began_at, tag=name)
        tag = _Tag(name, began_at, self._units, len(self._parts))
        self._skip_space()
        while self._peek() != ">":
            self._attribute(tag)
            self._skip_space()
        self._at += 1
        if name == "span" and tag.attributes.get("class") != "tg-spoiler":
            self._refuse(Rule.HTML_SPAN, began_at)
        self._open.append(tag)

    def _attribute(self, tag: _Tag) -> None:
        found = _match(_ATTRIBUTE_NAME, self._source, self._at)
        name, self._at = found[0], found.end()
        if self._peek() == "":
            self._refuse(Rule.HTML_START_OPEN, tag.began_at)
        if not name:
            self._refuse(Rule.HTML_ATTRIBUTE_NAME, tag.began_at, tag=tag.name)
        self._skip_space()
        if self._peek() == "=":
            self._at += 1
            self._skip_space()
            tag.attributes[name] = self._value(tag)
        elif (tag.name, name) == ("blockquote", "expandable"):
            tag.attributes[name] = ""
        else:
            self._refuse(Rule.HTML_ATTRIBUTE_VALUE, tag.began_at, tag=tag.name)

    def _value(self, tag: _Tag) -> str:
        quote = self._peek()
        value = self._quoted(quote) if quote in ("'", '"') else self._name_token()
        if self._peek() == "":
            self._refuse(Rule.HTML_START_OPEN, tag.began_at)
        return value

    def _quoted(self, quote: str) -> str:
        self._at += 1
        parts = []
        while self._peek() not in (quote, ""):
            if self._peek() == "&":
                parts.append(self._reference())
            else:
                parts.append(self._peek())
                self._at += 1
        self._at += 1
        return "".join(parts)

    def _name_token(self) -> str:
        began_at = self._at
        found = _match(_NAME_TOKEN, self._source, began_at)
        self._at = found.end()
        if self._peek() not in ("", ">") and not self._peek().isspace():
            self._refuse(Rule.HTML_NAME_TOKEN, began_at)
        return found[0].lower()

    def _end_tag(self) -> None:
        began_at = self._at
        if not self._open:
            self._refuse(Rule.HTML_END_EARLY, began_at)
        found = _match(_TAG_NAME, self._source, began_at + 2)
        name, self._at = found[0].lower(), found.end()
        self._skip_space()
        if self._peek() != ">":
            self._refuse(Rule.HTML_END_OPEN, began_at)
        self._at += 1
        tag = self._open.pop()
        if name not in ("", tag.name):
            self._refuse(Rule.HTML_END_WRONG, began_at, expected=tag.name, found=name)
        if self._units > tag.offset:
            self._close(tag)

    def _close(self, tag: _Tag) -> None:
        span = {"offset": tag.offset, "length": self._units - tag.offset}
        text = "".join(self._parts[tag.part :])
        previous = self._entities[-1] if self._entities else None
        if previous is not None and _is_code_block(tag, previous, span):
            language = previous.pop("language", "") or _language(tag)
            previous.update({"type": "pre", "language": language})
        elif entity := _entity(tag, text):
            self._entities.append({**entity, **span})

    def _peek(self) -> str:
        return self._source[self._at : self._at + 1]

    def _skip_space(self) -> None:
        self._at = _match(_SPACE, self._source, self._at).end()

    def _refuse(self, rule: Rule, position: int, **fields: object) -> None:
        raise ApiError(rule, offset=len(self._source[:position].encode()), **fields)


def _match(pattern: re.Pattern[str], text: str, position: int) -> re.Match[str]:
    """Match a pattern that may match nothing, and so always matches."""
    found = pattern.match(text, position)
    assert found is not None  # noqa: S101
    return found


def _referred(found: re.Match[str]) -> str | None:
    if name := found["name"]:
        return _NAMED.get(name)
    code = int(found["hex"], 16) if found["hex"] else int(found["dec"])
    if not 0 < code < _LAST_CHARACTER or len(found[0].rstrip(";")) >= _REFERENCE_LENGTH:
        return None
    if code in _SURROGATES:
        raise ApiError(Rule.HTML_SURROGATE)
    return chr(code)


def _language(tag: _Tag) -> str:
    name = tag.attributes.get("class", "")
    return name.removeprefix("language-") if name.startswith("language-") else ""


def _is_code_block(tag: _Tag, inner: Json, span: Json) -> bool:
    """Tell `<pre><code class="language-x">`, in either order, which is one entity."""
    same_place = (inner["offset"], inner["length"]) == (span["offset"], span["length"])
    if tag.name == "pre":
        return same_place and inner["type"] == "code" and "language" in inner
    return same_place and tag.name == "code" and inner["type"] == "pre" and bool(_language(tag))


def _entity(tag: _Tag, text: str) -> Json | None:
    match tag.name:
        case "a":
            return _link(tag.attributes.get("href") or text)
        case "blockquote":
            kind = "expandable_blockquote" if "expandable" in tag.attributes else "blockquote"
            return {"type": kind}
        case "tg-emoji":
            return _emoji(tag.attributes.get("emoji-id", ""))
        case "tg-time":
            return _time(tag.attributes)
        case "code" if language := _language(tag):
            return {"type": "code", "language": language}
        case name:
            return {"type": _SIMPLE[name]}


def _link(url: str) -> Json | None:
    if person_id := mentioned_id(url):
        return {"type": "text_mention", "user": {"id": person_id}}
    checked = checked_link(url)
    return {"type": "text_link", "url": checked} if checked else None


def _emoji(identifier: str) -> Json:
    if not identifier.isdecimal() or int(identifier) == 0:
        raise ApiError(Rule.HTML_EMOJI)
    return {"type": "custom_emoji", "custom_emoji_id": identifier}


def _time(attributes: dict[str, str]) -> Json:
    unix = attributes.get("unix", "")
    if not unix.isdecimal():
        raise ApiError(Rule.HTML_TIME)
    wanted = attributes.get("format")
    return {"type": "date_time", "unix_time": int(unix)} | (
        {"date_time_format": wanted} if wanted else {}
    )

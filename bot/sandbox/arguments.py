"""The arguments of one request, however its body was written."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import BodyPartReader, web

from bot.sandbox.errors import ApiError
from bot.sandbox.rules import Rule

_TRUE = {"true", "yes", "1"}
_HALF_CHARACTER = b"\\ud"  # half of a pair in JSON, if the other half is missing
_NOTHING = {"", "false", "0"}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with the request."""

    name: str
    mime_type: str
    content: bytes


class Arguments:
    """Named values; Telegram takes texts for numbers, flags and JSON, and so does this."""

    def __init__(
        self, values: Mapping[str, Any], uploads: Mapping[str, Upload] | None = None
    ) -> None:
        self.values = {name: value for name, value in values.items() if value is not None}
        self.uploads = dict(uploads or {})

    def has(self, name: str) -> bool:
        return name in self.values

    def text(self, name: str) -> str:
        """Return the value as a text; nothing given is the empty text."""
        value = self.values.get(name, "")
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, list | dict):
            return json.dumps(value)
        return str(value)

    def required(self, name: str) -> str:
        """Return the value as a text.

        Raises ApiError when it is not given.
        """
        value = self.text(name)
        if not value:
            raise ApiError(Rule.PARAMETER_REQUIRED, name=name)
        return value

    def is_asked(self, name: str) -> bool:
        """Tell whether the argument asks for anything at all."""
        return self.text(name) not in _NOTHING

    def integer(self, name: str, *, low: int, high: int, otherwise: int = 0) -> int:
        """Return a number pressed between two others; what is no number is 0."""
        value = self.text(name).strip()
        if not value:
            return otherwise
        try:
            number = int(value)
        except ValueError:
            number = 0
        return max(low, min(number, high))

    def flag(self, name: str) -> bool:
        return self.text(name).lower() in _TRUE

    def json(self, name: str) -> Any:
        """Return what the JSON says, or None when nothing is given.

        Raises ValueError when it is not JSON.
        """
        value = self.values.get(name)
        if isinstance(value, str):
            return json.loads(value) if value else None
        return value


async def read_arguments(request: web.Request) -> Arguments:
    """Read query and body."""
    values: dict[str, Any] = dict(request.query)
    uploads: dict[str, Upload] = {}
    try:
        if request.content_type == "application/json":
            values.update(_parsed(await request.read()))
        elif request.content_type == "multipart/form-data":
            await _read_multipart(request, values, uploads)
        elif request.content_type == "application/x-www-form-urlencoded":
            values.update(await request.post())
    except (ValueError, TypeError, AttributeError):
        raise ApiError(Rule.UNREADABLE_BODY) from None
    return Arguments(values, uploads)


def _parsed(body: bytes) -> Any:
    if not body:
        return {}
    values = json.loads(body)
    if _HALF_CHARACTER in body.lower():
        _check_whole_characters(values)
    return values


def _check_whole_characters(values: Any) -> None:
    try:
        json.dumps(values, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise ApiError(Rule.UTF8) from None


async def _read_multipart(
    request: web.Request, values: dict[str, Any], uploads: dict[str, Upload]
) -> None:
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or not part.name:
            raise ApiError(Rule.UNREADABLE_BODY)
        if part.filename is None:
            values[part.name] = await part.text()
        else:
            mime_type = part.headers.get("Content-Type", "application/octet-stream")
            content = bytes(await part.read())
            uploads[part.name] = Upload(part.filename, mime_type, content)

"""How large a picture is, read from its first bytes."""

from typing import NamedTuple

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8"
_MARKER = 0xFF
_NO_LENGTH = {0x01, *range(0xD0, 0xD9)}
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}


class Size(NamedTuple):
    """Width and height in pixels."""

    width: int
    height: int


def picture_size(content: bytes) -> Size | None:
    """Return the size of a PNG or JPEG picture, or None if it is neither."""
    if content.startswith(_PNG) and content[12:16] == b"IHDR":
        return Size(_number(content[16:20]), _number(content[20:24]))
    if content.startswith(_JPEG):
        return _jpeg_size(content)
    return None


def _jpeg_size(content: bytes) -> Size | None:
    """Walk from marker to marker until the frame's header, which holds the size."""
    at = len(_JPEG)
    while at + 9 < len(content) and content[at] == _MARKER:
        marker = content[at + 1]
        if marker in _FRAMES:
            return Size(_number(content[at + 7 : at + 9]), _number(content[at + 5 : at + 7]))
        at += 2 if marker in _NO_LENGTH else 2 + _number(content[at + 2 : at + 4])
    return None


def _number(raw: bytes) -> int:
    return int.from_bytes(raw, "big")

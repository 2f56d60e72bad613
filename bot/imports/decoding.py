"""From the bytes of a file to its text, if it is one."""

import codecs
from dataclasses import dataclass

from domain.imports import Fault

MOST_BYTES = 10_000_000
_BEGINNINGS = {
    b"PK\x03\x04": Fault.WORKBOOK,
    b"PK\x05\x06": Fault.WORKBOOK,
    b"\xd0\xcf\x11\xe0": Fault.WORKBOOK,
    b"%PDF": Fault.PDF,
    b"\x89PNG": Fault.PICTURE,
    b"\xff\xd8\xff": Fault.PICTURE,
    b"GIF8": Fault.PICTURE,
    b"RIFF": Fault.PICTURE,
}
"""How files begin that people take for lists. None is ever unpacked."""
_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}


@dataclass(frozen=True, slots=True)
class Decoded:
    text: str
    is_guess: bool = False
    """It is no UTF-8 and has no mark, so it was read as Windows writes in western Europe."""


def decoded(content: bytes) -> Decoded | Fault:
    """Return the text of a file in UTF-8, in UTF-16 with its mark, or in Windows-1252."""
    if len(content) >= MOST_BYTES:
        return Fault.TOO_LARGE
    for beginning, fault in _BEGINNINGS.items():
        if content.startswith(beginning):
            return fault
    try:
        found = _text(content)
    except UnicodeDecodeError:
        return Fault.ENCODING
    if "\0" in found.text:
        return Fault.NOT_TEXT
    return found if found.text.strip() else Fault.EMPTY


def _text(content: bytes) -> Decoded:
    for mark, encoding in _MARKS.items():
        if content.startswith(mark):
            return Decoded(content.removeprefix(mark).decode(encoding))
    if b"\0" in content:
        return Decoded("\0")
    try:
        return Decoded(content.decode())
    except UnicodeDecodeError:
        return Decoded(content.decode("cp1252"), is_guess=True)

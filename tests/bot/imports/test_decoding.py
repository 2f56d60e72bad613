"""Bytes become text, or are known for what they are."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from bot.imports.decoding import MOST_BYTES, Decoded, decoded
from bot.imports.families import read_families
from domain.imports import Fault
from tests.bot.imports.given import EMMA, RULES, faults, listed

ZOE = listed(EMMA.replace("Emma", "Zoë Müller"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_is_read_in_the_encodings_of_spreadsheets(encoding: str) -> None:
    read = read_families(ZOE.encode(encoding), RULES)
    assert [line.child.name for line in read.lines] == ["Zoë Müller"]
    assert read.is_guess is (encoding == "cp1252")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_sixteen_bits_are_read_with_their_mark_only(encoding: str) -> None:
    assert decoded(ZOE.encode(encoding)) is Fault.NOT_TEXT
    assert decoded(("\ufeff" + ZOE).encode(encoding)) == Decoded(ZOE)


def packed(name: str, content: bytes) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        pytest.param(b"", "empty", id="nothing"),
        pytest.param(b"\xef\xbb\xbf \r\n\t\r\n", "empty", id="only a mark and blanks"),
        pytest.param(b",,,\r\n,,\r\n", "empty", id="only delimiters"),
        pytest.param(packed("xl/workbook.xml", b"<workbook/>"), "workbook", id="a workbook"),
        pytest.param(packed("families.csv", bytes(50_000_000)), "workbook", id="a zip bomb"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "workbook", id="an old one"),
        pytest.param(b"%PDF-1.7\n", "pdf", id="a PDF"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + bytes(9), "picture", id="a picture"),
        pytest.param(b"\xff\xd8\xff\xe0" + bytes(9), "picture", id="a photo"),
        pytest.param(b"GIF89a", "picture", id="a moving picture"),
        pytest.param(ZOE.encode() + b"\0", "not_text", id="a zero byte"),
        pytest.param(ZOE.encode("utf-16") + b"\0\0", "not_text", id="a zero in sixteen bits"),
        pytest.param(ZOE.encode("utf-32"), "not_text", id="thirty-two bits"),
        pytest.param(ZOE.encode("utf-16") + b"\0", "encoding", id="half a letter"),
        pytest.param(b"\xff\xfe\x00\xd8" + b"a\0", "encoding", id="half a pair"),
        pytest.param(b"\x81 Zo\xeb", "encoding", id="no encoding at all"),
        pytest.param(b"\xef\xbb\xbfZo\xeb", "encoding", id="a mark that lies"),
        pytest.param(b"x" * MOST_BYTES, "too_large", id="10 MB"),
    ],
)
def test_what_is_no_list_is_known_for_what_it_is(content: bytes, fault: str) -> None:
    assert faults(content) == [(fault, 0, "")]


def test_just_below_ten_megabytes_is_read() -> None:
    filler = "x" * (MOST_BYTES - 1 - len(ZOE.encode()))
    assert isinstance(decoded((ZOE + filler).encode()), Decoded)

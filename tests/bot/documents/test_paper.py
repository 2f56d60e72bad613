"""What is printed can be read: names of many scripts, long tables, the number of the page."""

import logging

import pytest

from bot.documents.paper import Paper
from tests.bot.documents.reading import flat, pages_of
from tests.bot.values import HOSTILE_NAME, LONGEST_NAME
from tests.factory import NOW


def pages(paper: Paper) -> list[str]:
    return pages_of(paper.finish())


@pytest.mark.parametrize("name", [HOSTILE_NAME, LONGEST_NAME, "Zoë Ørsted", "Мария", "Ελένη"])
def test_names_are_printed_as_they_are(name: str) -> None:
    paper = Paper("Register", "Hill School", NOW)
    paper.grid(("Child",), [(name,)], widths=(1,))
    [page] = pages(paper)
    assert flat(name) in flat(page)


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("王小明", "□□□"),
        ("Ann 🏳", "Ann □"),
        ("a\tb\u00a0cd\u2069e\x00f", "a b cdef"),
        ("\ud83d", "□"),
        ("", ""),
    ],
)
def test_letters_that_the_font_lacks_are_boxes_and_no_line_of_the_log(
    name: str, printed: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    paper = Paper("Register", "Hill School", NOW)
    paper.paragraph(f"[{name}]")
    [page] = pages(paper)
    assert f"[{flat(printed)}]" in flat(page)
    assert [each for each in caplog.records if each.name.startswith("fpdf")] == []


@pytest.mark.parametrize("name", ["محمد", "علي"])
def test_arabic_letters_are_joined(name: str) -> None:
    paper = Paper("Register", "Hill School", NOW)
    apart = sum(paper.get_string_width(letter) for letter in name)
    assert paper.get_string_width(name) < apart
    assert pages(paper)


@pytest.mark.parametrize("name", ["נועה כהן", "محمد علي"])
def test_name_from_right_to_left_leaves_the_rest_of_its_line_in_order(name: str) -> None:
    paper = Paper("Register", "Hill School", NOW)
    paper.paragraph(f"for \u2068{name}\u2069, 14 Sept")
    [page] = pages(paper)
    line = page.splitlines()[2]
    assert line.startswith("for")
    assert line.endswith("14 Sept")
    assert set(name) <= set(line)
    assert "□" not in line


def test_amount_is_never_broken_however_large() -> None:
    paper = Paper("Receipt", "Hill School", NOW)
    amounts = ("HUF12,500.00", "-IDR1,000,000,000.00", "KWD10,000.000")
    rows = [("Emma " * 20, each) for each in amounts]
    paper.grid(("Child", "Price"), rows, widths=(30, 1), align="LEFT RIGHT", total=("", amounts[1]))
    [page] = pages(paper)
    assert [page.count(each) for each in amounts] == [1, 2, 1]


def test_table_over_pages_has_its_header_on_each() -> None:
    paper = Paper("Register", "Hill School", NOW)
    paper.paragraph("Swimming")
    rows = [(str(number), "here") for number in range(100)]
    paper.grid(("Number", "Present"), rows, widths=(1, 2), align="RIGHT LEFT")
    found = pages(paper)
    assert len(found) > 1
    for number, page in enumerate(found, 1):
        assert page.startswith("Hill School")
        assert "Present" in page
        assert page.rstrip().endswith(str(number))

"""What is printed can be read: names of many scripts, long tables, the number of the page."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from bot.documents.paper import Paper
from tests.bot.values import HOSTILE_NAME, LONGEST_NAME
from tests.factory import NOW


def pages(paper: Paper) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(paper.finish())).pages]


@pytest.mark.parametrize("name", [HOSTILE_NAME, LONGEST_NAME, "Zoë Ørsted", "Мария", "Ελένη"])
def test_names_are_printed_as_they_are(name: str) -> None:
    paper = Paper("Register", "Hill School", NOW)
    paper.grid(("Child",), [(name,)], widths=(1,))
    [page] = pages(paper)
    assert "".join(name.split()) in "".join(page.split())


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

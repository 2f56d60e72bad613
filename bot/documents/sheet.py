"""Tables for spreadsheets as CSV: nothing in them runs."""

import csv
import re
from collections.abc import Iterable, Sequence
from io import StringIO

RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""A text that begins so is a formula to a spreadsheet."""
_NEXT_CELL = re.compile(r"([;\t\r\n])(?=[\s\"]*[=+@＝＋－＠-])")
"""Where one begins in the middle of a text: many countries' spreadsheets part columns by other
signs than ours, and take a quotation mark that does not begin a column for a letter."""


def csv_file(header: Sequence[str], rows: Iterable[Sequence[str | int]]) -> bytes:
    """Return a table in UTF-8 with a mark that spreadsheets know it by.

    Texts of people must have gone through `harmless`; plain amounts may be negative.
    """
    file = StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow([harmless(each) for each in header])
    writer.writerows(rows)
    return file.getvalue().encode("utf-8-sig")


def harmless(text: str) -> str:
    """Keep a text, and what a spreadsheet may take for its next cell, from being run."""
    text = _NEXT_CELL.sub(r"\1'", text)
    return f"'{text}" if text.startswith(RUNS) else text

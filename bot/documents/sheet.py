"""Tables for spreadsheets as CSV: nothing in them runs."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

RUNS = ("=", "+", "-", "@", "\t", "\r")
"""A text that begins so is a formula to a spreadsheet."""


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
    """Keep a text from being run as a formula."""
    return f"'{text}" if text.startswith(RUNS) else text

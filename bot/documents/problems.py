"""All that is wrong with a list, as a file for spreadsheets: one line a problem."""

from collections.abc import Sequence
from html import unescape

from bot.documents.sheet import csv_file, harmless
from bot.screens.import_problems import what_is_wrong
from bot.texts import Say
from domain.imports import Problem

MOST_LISTED = 50_000
"""More would be too large a file for a slow line, and nobody reads them."""


def problems_csv(say: Say, problems: Sequence[Problem]) -> bytes:
    header = (say.label("Line"), say.label("Column"), say.label("What is wrong"))
    rows = [
        (
            each.line or "",
            harmless(each.column),
            harmless(unescape(what_is_wrong(say, each))),
        )
        for each in problems[:MOST_LISTED]
    ]
    left = len(problems) - MOST_LISTED
    if left > 0:
        rows.append(("", "", say.count("and {n} more", "and {n} more", left)))
    return csv_file(header, rows)

"""All that is wrong with a list, as a file for spreadsheets: one line a problem."""

from collections.abc import Sequence
from html import unescape

from bot.documents.sheet import csv_file, harmless
from bot.screens.import_problems import what_is_wrong
from bot.texts import Say
from domain.imports import Problem


def problems_csv(say: Say, problems: Sequence[Problem]) -> bytes:
    header = (say.label("Line"), say.label("Column"), say.label("What is wrong"))
    rows = [
        (
            each.line or "",
            harmless(each.column),
            harmless(unescape(what_is_wrong(say, each))),
        )
        for each in problems
    ]
    return csv_file(header, rows)

"""A month's entries as a file for spreadsheets: one line an entry, and nothing that runs."""

import csv
from io import StringIO

from bot.screens.account import entry_words
from bot.texts import Say
from storage.account_queries import Statement

RUNS = ("=", "+", "-", "@", "\t", "\r")
"""A text that begins so is a formula to a spreadsheet."""


def statement_csv(say: Say, found: Statement) -> bytes:
    """Return the statement in UTF-8 with a mark that spreadsheets know it by."""
    file = StringIO(newline="")
    rows = csv.writer(file)
    header = (
        say.label("Date"),
        say.label("What"),
        say.label("Amount ({currency})", currency=say.currency),
        say.label("Balance ({currency})", currency=say.currency),
    )
    rows.writerow([harmless(each) for each in header])
    balance = found.opening_minor
    rows.writerow(["", harmless(say.label("Opening balance")), "", say.plain_money(balance)])
    for line in found.lines:
        balance += line.amount_minor
        rows.writerow(
            [
                line.made_at.astimezone(say.zone).date().isoformat(),
                harmless(entry_words(say, line)),
                say.plain_money(line.amount_minor),
                say.plain_money(balance),
            ]
        )
    rows.writerow(["", harmless(say.label("Closing balance")), "", say.plain_money(balance)])
    return file.getvalue().encode("utf-8-sig")


def harmless(text: str) -> str:
    """Keep a text from being run as a formula."""
    return f"'{text}" if text.startswith(RUNS) else text

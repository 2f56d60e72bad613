"""A month's entries as a file for spreadsheets: one line an entry."""

from bot.documents.sheet import csv_file, harmless
from bot.screens.account import entry_words
from bot.texts import Say
from storage.account_queries import Statement


def statement_csv(say: Say, found: Statement) -> bytes:
    """Return the statement as CSV, the opening balance first and the closing one last."""
    header = (
        say.label("Date"),
        say.label("What"),
        say.label("Amount ({currency})", currency=say.currency),
        say.label("Balance ({currency})", currency=say.currency),
    )
    balance = found.opening_minor
    rows = [("", harmless(say.label("Opening balance")), "", say.plain_money(balance))]
    for line in found.lines:
        balance += line.amount_minor
        rows.append(
            (
                line.made_at.astimezone(say.zone).date().isoformat(),
                harmless(entry_words(say, line)),
                say.plain_money(line.amount_minor),
                say.plain_money(balance),
            )
        )
    rows.append(("", harmless(say.label("Closing balance")), "", say.plain_money(balance)))
    return csv_file(header, rows)

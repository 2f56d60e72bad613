"""A month's statement and a payment's receipt, to read and print."""

from datetime import datetime

from bot.documents.paper import Paper
from bot.screens.account import entry_words, method_words
from bot.screens.parts import price, when
from bot.texts import Say
from storage.account_queries import Statement
from storage.receipts import Receipt


def statement_pdf(say: Say, found: Statement, name: str, school: str, *, now: datetime) -> bytes:
    """Return the statement: each entry with the balance after it, and the closing balance."""
    paper = Paper(say.label("Statement for {month}", month=say.month(found.month)), school, now)
    paper.facts(
        [
            (say.label("Parent or carer"), name),
            (say.label("Made on"), say.full_date(now.astimezone(say.zone).date())),
        ]
    )
    balance = found.opening_minor
    rows = [("", say.label("Opening balance"), "", say.money(balance))]
    for line in found.lines:
        balance += line.amount_minor
        on = say.day(line.made_at.astimezone(say.zone).date())
        amount = say.money(line.amount_minor)
        rows.append((on, entry_words(say, line), amount, say.money(balance)))
    paper.grid(
        (say.label("Date"), say.label("What"), say.label("Amount"), say.label("Balance")),
        rows,
        widths=(5, 16, 5, 5),
        align="LEFT LEFT RIGHT RIGHT",
        total=("", say.label("Closing balance"), "", say.money(balance)),
    )
    return paper.finish()


def receipt_pdf(say: Say, receipt: Receipt, school: str) -> bytes:
    """Return the receipt: the same however often, and whenever, it is asked for."""
    number = str(receipt.payment_id)
    paper = Paper(say.label("Receipt {number}", number=number), school, receipt.made_at)
    paper.facts(_facts(say, receipt))
    if receipt.confirmed:
        _places(say, paper, receipt)
    else:
        paper.paragraph(say.label("It confirmed no place: it went to the account."))
    for words in _balances(say, receipt):
        paper.paragraph(words)
    return paper.finish()


def _balances(say: Say, receipt: Receipt) -> tuple[str, str]:
    """Say what was on the account too, without which payment and places need not add up."""
    after = receipt.balance_then_minor
    used = sum(each.price_minor for each in receipt.confirmed)
    before = say.money(after + used - receipt.amount_minor)
    return (
        say.label("Balance of the account before it: {amount}", amount=before),
        say.label("Balance of the account after it: {amount}", amount=say.money(after)),
    )


def _facts(say: Say, receipt: Receipt) -> list[tuple[str, str]]:
    local = receipt.made_at.astimezone(say.zone)
    facts = [
        (say.label("Received from"), receipt.parent_name),
        (say.label("Amount"), say.money(receipt.amount_minor)),
        (say.label("Paid"), method_words(say, receipt.method)),
        (say.label("Date"), f"{say.full_date(local.date())}, {say.clock(local.time())}"),
        (say.label("Reference"), receipt.reference),
        (say.label("Payment provider's number"), receipt.provider_charge_id or ""),
    ]
    return [(name, value) for name, value in facts if value]


def _places(say: Say, paper: Paper, receipt: Receipt) -> None:
    header = say.label("Child"), say.label("Activity"), say.label("When"), say.label("Price")
    rows = [
        (
            each.child_name,
            each.session.activity.name,
            when(say, each.session),
            price(say, each.price_minor),
        )
        for each in receipt.confirmed
    ]
    paid = say.money(sum(each.price_minor for each in receipt.confirmed))
    paper.paragraph(say.label("It confirmed these places:"))
    paper.grid(
        header,
        rows,
        widths=(9, 11, 11, 5),
        align="LEFT LEFT LEFT RIGHT",
        total=("", "", "", paid),
    )

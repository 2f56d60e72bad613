"""Statements of a month, and receipts, as files in the chat."""

import csv
from io import StringIO

from bot.sandbox.client import PersonClient
from domain.model import PaymentMethod
from domain.money import record_payment
from tests.bot.documents.reading import flat, pages_of
from tests.domain.school import OFFICE
from tests.factory import NOW
from tests.journeys.school import Parent, School


def newest_file(school: School, person: PersonClient) -> tuple[str, bytes]:
    """Return the name and the bytes of the file that was sent last."""
    phone = school.phone_of(person)
    message = phone.chat.messages[max(phone.chat.messages)].as_object()
    stored = phone.bot.files.find(message["document"]["file_id"])
    assert stored is not None
    return stored.upload.name, stored.upload.content


async def test_statement_is_a_file_of_the_months_entries(school: School, anna: Parent) -> None:
    make = school.make
    await school.process.database.run(
        record_payment, anna.parent_id, 2500, "charge-1", school.settings.policy,
        method=PaymentMethod.VOUCHER, reference='=HYPERLINK("x")', actor=OFFICE, now=NOW,
    )  # fmt: skip
    make.booking(make.session(name="=1+1, “Club”", price=800), anna.family)
    await school.settle()
    await anna.send("/balance")
    await anna.tap("Statement")
    assert anna.screen.text == "A statement of which month?"
    assert anna.screen.labels == ("September 2026", "Balance", "Home")
    await anna.tap("September 2026")
    await anna.tap("Spreadsheet (CSV)")
    name, content = newest_file(school, anna)
    assert name == "statement-2026-09.csv"
    assert content.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(StringIO(content.decode("utf-8-sig"), newline=""))) == [
        ["Date", "What", "Amount (GBP)", "Balance (GBP)"],
        ["", "Opening balance", "", "0.00"],
        ["2026-09-07", 'paid by voucher, reference =HYPERLINK("x")', "25.00", "25.00"],
        ["2026-09-07", "for =1+1, “Club”, Emma, Mon 14 Sept", "-8.00", "17.00"],
        ["", "Closing balance", "", "17.00"],
    ]
    await anna.tap("PDF")
    name, content = newest_file(school, anna)
    assert name == "statement-2026-09.pdf"
    [page] = pages_of(content)
    for words in ("Anna Smith", "paid by voucher", "for =1+1, “Club”, Emma", "£17.00"):
        assert flat(words) in flat(page)


async def test_receipt_is_to_be_had_at_once_and_later_by_the_family_and_the_office(
    school: School, anna: Parent, bob: Parent
) -> None:
    olive = await school.office()
    school.make.booking(school.make.session(name="Chess", price=800), anna.family, status="pending")
    for words in ("/payment", "Anna"):
        await olive.send(words)
    await olive.tap("Paid in cash")
    for words in ("£20", "R 7"):
        await olive.send(words)
    await olive.tap("Confirm")
    await olive.tap("Receipt as PDF")
    at_the_till = newest_file(school, olive)
    await anna.wait_for("We have received")
    await anna.tap("Receipt as PDF")
    at_once = newest_file(school, anna)
    school.make.money(anna.parent_id, 500)
    await anna.send("/balance")
    await anna.tap("Receipts")
    assert anna.screen.text == "The receipt of which payment?"
    [label] = anna.screen.labels[:-2]
    assert label.startswith("7 September 2026 · £20.00 · ")
    await anna.tap(label)
    number = label.rpartition(" ")[2]
    name, content = newest_file(school, anna)
    assert name == at_once[0] == at_the_till[0] == f"receipt-{number}.pdf"
    assert pages_of(content) == pages_of(at_once[1]) == pages_of(at_the_till[1])
    [page] = pages_of(content)
    for words in (f"Receipt {number}", "Anna Smith", "in cash", "R 7", "Chess", "£12.00"):
        assert flat(words) in flat(page)
    await bob.send("/start")
    for data in (f"m.rc:{number}", f"o.rc:{number}", "m.rc:99999"):
        await school.forge(bob, data)
    sent = [each for each in await bob.messages() if "receipt" in str(each)]
    assert sent == []


async def test_month_without_entries_of_ones_own_is_none(school: School, anna: Parent) -> None:
    await school.parent("Bob", children=["Ben"], balance=12345)
    await anna.send("/start")
    september = NOW.date().replace(day=1).toordinal()
    wrong = [f"m.one:{september}", "m.one:1", f"m.file:{september}:1", "m.file:1:0", "m.all:0"]
    for data in wrong:
        await school.forge(anna, data)
        assert anna.changed.text == "No entries yet."
    assert not [each for each in await anna.messages() if "12345" in each.text]

"""A statement of a month, as a file in the chat."""

import csv
from io import StringIO

from domain.model import PaymentMethod
from domain.money import record_payment
from tests.domain.school import OFFICE
from tests.factory import NOW
from tests.journeys.school import Parent, School


def newest_file(school: School, parent: Parent) -> tuple[str, bytes]:
    """Return the name and the bytes of the file that was sent last."""
    phone = school.phone_of(parent)
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
    assert anna.screen.text == "Which month? You get a file that opens as a spreadsheet."
    assert anna.screen.labels == ("September 2026", "Balance", "Home")
    await anna.tap("September 2026")
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


async def test_month_without_entries_of_ones_own_is_none(school: School, anna: Parent) -> None:
    await school.parent("Bob", children=["Ben"], balance=12345)
    await anna.send("/start")
    september = NOW.date().replace(day=1).toordinal()
    for data in (f"m.one:{september}", f"m.one:{september + 1}", "m.one:1", "m.all:0"):
        await school.forge(anna, data)
        assert anna.changed.text == "No entries yet."
    assert not [each for each in await anna.messages() if "12345" in each.text]

"""/money: the school's money in a chart and in words, for the office alone."""

import csv
from io import StringIO

# What draws is slow to import, and people in tests are impatient.
import bot.documents.money_chart  # noqa: F401
from tests.journeys.school import Parent, School
from tests.journeys.test_statement import newest_file


async def test_office_sees_the_money_by_week_and_takes_every_entry_home(
    school: School, anna: Parent
) -> None:
    olive = await school.office()
    make = school.make
    make.booking(make.session(name="=1+1", price=800), anna.family)
    make.booking(make.session(price=500), anna.family, status="pending")
    for words in ("/payment", "Anna"):
        await olive.send(words)
    await olive.tap("Paid in cash")
    await olive.send("£9")
    await olive.tap("Skip")
    await olive.tap("Confirm")

    await olive.send("/money")
    shown = olive.screen
    assert "photo" in shown.seen
    assert shown.text.splitlines()[:5] == [
        "Money: Last 4 weeks",
        "17 August 2026 – 13 September 2026",
        "",
        "Taken: £9.00",
        "Places less refunds: £8.00",
    ]
    assert (
        "Mon 7 Sept: taken £9.00; due £4.00, credit £1.00, to refund £0.00\n\n"
        "Now:\nDue for held places: £4.00"
    ) in shown.text
    await olive.tap("This term")
    assert olive.screen.text.startswith("Money: This term\n7 September 2026 – 14 December 2026")
    await olive.tap("By week (CSV)")
    name, content = newest_file(school, olive)
    assert name == "weeks-2026-09-07-2026-12-14.csv"
    assert "2026-09-07,2026-09-13,9.00,8.00,0.00,0.00,4.00,1.00,0.00,0.00" in content.decode()
    await olive.tap("All entries (CSV)")
    name, content = newest_file(school, olive)
    assert name == "money-2026-09-07-2026-12-14.csv"
    _, *lines = csv.reader(StringIO(content.decode("utf-8-sig"), newline=""))
    assert sorted((line[3], line[4], line[7]) for line in lines) == [
        ("payment", "9.00", ""),
        ("place", "-8.00", "'=1+1"),
    ]


async def test_others_are_told_nothing_of_it(school: School, anna: Parent) -> None:
    await anna.send("/money")
    assert anna.screen.text.startswith("Sorry, I did not understand that.")
    before = len(await anna.messages())
    for data in ("o.mon:weeks", "o.csv:term", "o.wks:term", "o.mon:years"):
        await school.forge(anna, data)
    told = (await anna.messages())[before:]
    assert not [each for each in told if "Money" in each.text or "document" in each.seen]


async def test_span_that_there_is_not_is_the_last_weeks(school: School) -> None:
    olive = await school.office()
    await olive.send("/money")
    await school.forge(olive, "o.mon:years")
    assert olive.screen.text.startswith("Money: Last 4 weeks")

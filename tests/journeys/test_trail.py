"""The trail: what the office has done is found by what, when and who, and comes as a file."""

import csv
from io import StringIO

from bot.sandbox.client import PersonClient
from bot.taps.trail import SendTrail, ShowTrail
from tests.factory import NOW
from tests.journeys.school import School


def newest_file(school: School, person: PersonClient) -> tuple[str, list[list[str]]]:
    document = person.screen.seen["document"]
    file = school.sandbox.world.bots.home.files.find(document["file_id"])
    assert file is not None
    text = file.upload.content.decode("utf-8-sig")
    return document["file_name"], list(csv.reader(StringIO(text, newline="")))


async def test_office_finds_who_did_what_and_takes_it_as_a_file(school: School) -> None:
    olive, anna = await school.office(), await school.parent("Anna")
    school.make.session(name="Swimming")
    await olive.send("/start")
    await olive.send("/audit")
    assert olive.screen.text == (
        "Who did what\nall that was done, at any time, everybody\n\nNothing was done that fits."
    )
    await anna.send("/book")
    for label in ("Swimming", "14 Sept", "Confirm"):
        await anna.tap(label)
    await school.advance(days=1)
    await olive.send("/invite")

    await olive.send("/audit")
    booked = "09:00 Anna Smith: booked a place – Emma, Swimming Mon 14 Sept"
    assert olive.screen.text.endswith(
        f"8 September 2026\n09:00 Olive Office: invited a parent\n\n7 September 2026\n{booked}"
    )
    await olive.tap("Who")
    await olive.tap("Olive Office")
    assert "booked" not in olive.screen.text
    await olive.tap("When")
    await olive.tap("Yesterday")
    assert olive.screen.text.endswith("Nothing was done that fits.")
    await olive.tap("Who")
    await olive.tap("Everybody")
    await olive.tap("What")
    await olive.tap("places")
    assert olive.screen.text == (
        "Who did what\nplaces, 7 September 2026, everybody\n\n7 September 2026\n" + booked
    )
    await olive.tap("As a file")
    name, rows = newest_file(school, olive)
    assert name == "audit-2026-09-08.csv"
    assert ["|".join(row) for row in rows[1:]] == [
        "2026-09-07 09:00:00|parent|Anna Smith|booked a place|Emma|Swimming|2026-09-14|"
    ]

    await olive.send("/audit smith")
    await olive.tap("Anna Smith · Emma")
    assert "all that was done, at any time, Anna Smith" in olive.screen.text
    await olive.send("/audit 7.9.2026")
    assert olive.screen.text.endswith(booked)
    assert "invited" not in olive.screen.text
    await olive.send("/audit zzz")
    assert olive.screen.text.startswith("I find no family by that.")


async def test_forged_part_of_the_trail_is_none(school: School) -> None:
    olive = await school.office()
    await olive.send("/audit")
    day = NOW.date()
    good = ShowTrail("all", day, day, "all")
    assert good.pack() == f"au:all:{day.toordinal()}:{day.toordinal()}:all:0"
    far = 3652059  # the last day there is
    for data in (
        "au:all:5:5:all:0",
        f"au:all:{far}:{far}:all:0",
        f"au:all:{day.toordinal()}:1:all:0",
        "au:gossip:1:1:all:0",
        "au:all:1:1:x5:0",
        "au:all:1:1:s:0",
        SendTrail("gossip").pack(),
    ):
        await school.forge(olive, data)
        assert olive.changed.text.startswith("That message was from earlier."), data

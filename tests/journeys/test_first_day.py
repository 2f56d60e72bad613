"""An admin's first day with an empty database, from the lists to the report, over the wire."""

from datetime import time
from io import BytesIO

import pytest
from openpyxl import load_workbook

# What draws and writes is slow to import, and people in tests are impatient.
import bot.documents.invitations
import bot.documents.report
import bot.documents.report_chart  # noqa: F401
from bot.sandbox.client import PersonClient
from bot.sandbox.images import picture_size
from storage.tables import (
    acknowledgement,
    activity,
    audit_event,
    booking,
    child,
    conversation,
    invitation,
    notice,
    parent,
    session,
    waitlist_entry,
)
from tests.bot.documents.reading import flat, pages_of
from tests.journeys.lists import ACTIVITIES, FAMILIES
from tests.journeys.school import School
from tests.journeys.test_payment import do
from tests.journeys.test_staff import picture_in_chat
from tests.journeys.test_statement import newest_file

AT = "Swimming, Mon 14 Sept, 15:30–16:30"
NUMBERS = "2 families are told.\n2 places are given up.\n£6.50 is refunded.\n1 child waits."
SMITHS = "• Emma Smith, Leo Smith: Ann Smith, +447700900123; Tom Smith, +447700900456"
ZOE = "• O’Neill, Zoë: Kim O’Neill, +447700900789"


async def test_an_admins_first_day(school: School) -> None:
    await school.restart(registration="invite")
    tables = (parent, child, activity, session)
    assert [school.make.count(table) for table in tables] == [0, 0, 0, 0]
    olive = await school.office()
    await take_lists_in(olive)
    await change_an_activity(olive)
    codes = await print_invitations(school, olive)
    ann = await open_card(school, codes["Ann Smith"], "+447700900123")
    assert ann.screen.text.endswith("at once for:\nEmma Smith, Year 3\nLeo Smith, Year 1")
    kim = await open_card(school, codes["Kim O’Neill"], "+447700900789")
    await look_at_used_cards(school, codes, ann)
    await book(olive, ann, kim)
    await school.advance(hours=6, minutes=10)
    assert "1 expected, 1 in\n\nEmma Smith, Year 3: present" in await do(
        olive, "/register", "[☐ Emma Smith]"
    )
    await cancel_the_next_session(school, olive)
    await tell_everybody(school, olive, ann, kim)
    await look_at_the_report(school, olive)
    assert school.make.count(conversation) == 0


async def take_lists_in(olive: PersonClient) -> None:
    taken_in = {
        "Families": "Families: 2 new, 0 on file\nChildren: 3 new, 0 on file\n"
        "Parents: 3 new, 0 on file",
        "Activities": "Activities: 2\nDates: 8\nNew tutors: 2",
    }
    for what, content in (("Families", FAMILIES), ("Activities", ACTIVITIES)):
        await do(olive, "/import", f"[{what}]")
        await olive.send_document("list.csv", content)
        assert await do(olive, "[Confirm]") == f"Taken in\n\n{taken_in[what]}"


async def change_an_activity(olive: PersonClient) -> None:
    assert await do(olive, "/activities") == (
        "Activities\n\n"
        "Swimming · Monday 15:30–16:30 · Tim Pool\nNext Mon 7 Sept: 0 of 15 booked\n\n"
        "Chess · Wednesday 12:15–13:00 · Clara King\nNext Wed 9 Sept: 0 of 20 booked"
    )
    assert await do(olive, "[Swimming · Monday 15:30]", "[Places]", "2") == (
        "Please check: Swimming\n\nPlaces\nNow: 15\nThen: 2\n\n"
        "No family has a place to come, and nobody waits."
    )
    assert (await do(olive, "[Save]")).endswith("Mon 28 Sept: 0 of 2 booked")


async def print_invitations(school: School, olive: PersonClient) -> dict[str, str]:
    """Print a card for each parent, and return the codes of their links by name."""
    assert await do(olive, "/invitations", "[Make the cards]") == (
        "The cards are made\n3 cards, in the order of classes. They work until Wed 7 Oct, 09:00."
    )
    names = {row.id: row.name for row in school.make.rows(parent)}
    codes = {names[row.for_parent_id]: row.code for row in school.make.rows(invitation)}
    name, content = newest_file(school, olive)
    assert name == "invitations-2026-09-07.pdf"
    printed = flat(" ".join(pages_of(content)))
    assert all(flat(each) in printed and code in printed for each, code in codes.items())
    assert "3 of them have invitations that still work" in await do(olive, "/invitations")
    return codes


async def open_card(school: School, code: str, phone: str) -> PersonClient:
    """Open the link of one's card on a phone that the bot has never heard of."""
    person = await school.client.person("Somebody", language_code="en", phone=phone)
    await person.send(f"/start {code}")
    assert person.keyboard == ("Share my phone number", "Cancel")
    await person.share_contact()
    assert person.screen.text.startswith("You have joined Hill School\nWelcome, ")
    return person


async def look_at_used_cards(school: School, codes: dict[str, str], ann: PersonClient) -> None:
    bob = await school.person("Bob")
    assert (await do(bob, f"/start {codes['Ann Smith']}")).startswith("This invitation has been")
    assert (await do(ann, f"/start {codes['Tom Smith']}")).startswith(
        "You have joined already, and this invitation is for Tom Smith."
    )
    assert (await do(bob, "/book")).startswith("I do not know you yet.")


async def book(olive: PersonClient, ann: PersonClient, kim: PersonClient) -> None:
    """Let one have paid at the office, one be still to pay, and one child wait."""
    await do(olive, "/payment", "ann", "[Paid in cash]", "20", "[Skip]", "[Confirm]")
    await do(ann, "/book", "[Emma Smith]", "[Swimming]", "[7 Sept]", "[More dates]")
    assert await do(ann, "[14 Sept]", "[Go on with 2 dates]", "[Confirm]") == (
        "Booked\nEmma Smith: Swimming, 15:30–16:30\nMon 7 Sept, Mon 14 Sept\n"
        "£13.00 was taken from your account."
    )
    held = await do(kim, "/book", "[Swimming]", "[14 Sept]", "[Confirm]")
    assert held.startswith(f"Held for you until Wed 9 Sept, 09:00\nO’Neill, Zoë: {AT}\n")
    queued = await do(ann, "/book", "[Leo Smith]", "[Swimming]", "[14 Sept]", "[Confirm]")
    assert queued.startswith(f"On the waiting list, position 1\nLeo Smith: {AT}\n")


async def cancel_the_next_session(school: School, olive: PersonClient) -> None:
    asked = await do(olive, "/week", "[Week after ›]", "[15:30 Swimming]", "[Cancel the session]")
    assert asked == (
        f"Cancel Swimming?\nMon 14 Sept, 15:30–16:30\n\n{NUMBERS}\n\n"
        "They read, each with their children and their refund:\n"
        f"Cancelled by the school\nEmma Smith: {AT}\n"
        "This session will not take place. We are sorry.\n\n"
        "You may say why: write one line, for example: The pool is being repaired."
    )
    assert (await do(olive, "x" * 201)).startswith("A reason has 1 to 200 letters")
    assert "The school writes: The pool is <shut>." in await do(olive, "The pool is <shut>.")
    assert school.make.count(booking, status="cancelled") == 0
    board = await do(olive, "[Yes, cancel the session]")
    assert board == (
        "Cancelled: Swimming\nMon 14 Sept, 15:30–16:30\nYou wrote: The pool is <shut>.\n\n"
        "0 of 2 families have tapped “Got it”, as of 15:10.\n\n"
        f"Told, but not seen yet:\n{SMITHS}\n{ZOE}"
    )
    await olive.repeat_tap()
    assert olive.changed.text == board
    assert school.make.count(audit_event, action="session_cancelled") == 1
    assert school.make.count(booking, status="confirmed") == 1
    assert school.make.count(waitlist_entry, status="expired") == 1


async def tell_everybody(
    school: School, olive: PersonClient, ann: PersonClient, kim: PersonClient
) -> None:
    """Let each family be told once, and say that it knows."""
    await school.settle()
    told = await ann.wait_for("Cancelled by the school")
    assert told.text == (
        f"Cancelled by the school\nEmma Smith: {AT}\nLeo Smith: {AT}\n"
        "This session will not take place. We are sorry.\n"
        "The school writes: The pool is <shut>.\n£6.50 was refunded to your account."
    )
    assert "refunded" not in (await kim.wait_for("Cancelled by the school")).text
    assert school.sent(ann, "Cancelled by") == school.sent(kim, "Cancelled by") == 1
    to_ann, to_kim = school.make.rows(notice, kind="session_cancelled", state="sent")
    await school.forge(kim, f"got:{to_ann.id}")
    assert school.make.count(acknowledgement) == 0, "it was told to somebody else"
    await ann.tap("Got it")
    assert ann.screen.text == "Thank you. The school office sees that you know."
    await ann.repeat_tap()
    assert school.make.count(acknowledgement) == 1
    assert (await do(olive, "[Refresh]")).endswith(
        f"1 of 2 families have tapped “Got it”, as of 15:10.\n\nTold, but not seen yet:\n{ZOE}"
    )
    await school.forge(kim, f"got:{to_kim.id}")
    assert (await do(olive, "[Refresh]")).endswith(
        "2 of 2 families have tapped “Got it”, as of 15:10."
    )


async def look_at_the_report(school: School, olive: PersonClient) -> None:
    await olive.send("/report")
    assert olive.screen.text.startswith("Report: Week\n7 September 2026 – 13 September 2026\n\n")
    await olive.tap("Term")
    assert olive.screen.text == (
        "Report: Term\n7 September 2026 – 28 September 2026\n\n6 sessions, 1 cancelled\n"
        "Occupancy: 1 %, 1 of 66 places\n"
        "Waiting lists: 1 joined, 0 got a place, 0 waiting\n"
        "Attendance: 100 % came, 1 of 1 marked; 0 not marked\n"
        "For these places: £6.50\nMoved in these days: £20.00 taken, £0.00 paid out"
    )
    assert picture_size(picture_in_chat(school, olive)) is not None
    await olive.tap("Spreadsheet")
    name, content = newest_file(school, olive)
    assert name == "report-2026-09-07-2026-09-28.xlsx"
    rows = {
        sheet.title: next(sheet.iter_rows(min_row=2, values_only=True))
        for sheet in load_workbook(BytesIO(content))
    }
    swimming = ("Swimming", "Monday", time(15, 30))
    assert rows["Occupancy"] == (*swimming, 3, 1, 6, 1, pytest.approx(1 / 6))
    assert rows["Waiting"] == (*swimming, 1, 0, 0)
    assert rows["Attendance"] == (*swimming, 1, 1, 0, 0, 1)
    assert rows["Money"][2:] == (20, 6.5, 0, 0)
    assert rows["Money by activity"] == (*swimming, 6.5)

"""/family: the office finds a family, sees all about it and goes on from there, over the wire."""

from datetime import timedelta

from storage.tables import booking, conversation, parent
from tests.factory import MONDAY, NOW, Family
from tests.journeys.school import Parent, School
from tests.journeys.test_payment import do


async def test_office_finds_a_family_and_sees_how_it_stands(school: School, anna: Parent) -> None:
    make = school.make
    with make.at_once():
        tom = make.parent(name="Tom Smith", phone="+441519000001", telegram_id=None)
        ben = make.child(tom, anna.parent_id, name="Ben", grade=0)
        make.change(parent, anna.parent_id, phone="+441519000002", email="anna@example.org")
        make.money(anna.parent_id, 100)
        swimming = make.session(name="Swimming", price=800, capacity=1)
        deadline = NOW + timedelta(days=1)
        make.booking(swimming, anna.family, status="pending", hold_expires_at=deadline)
        make.waiting(swimming, Family(anna.parent_id, ben))
    olive = await school.office()
    assert await do(olive, "/family") == (
        "Find a family\nWrite a part of a parent's or child's name, or a phone."
    )
    assert (await do(olive, "Jones")).startswith("I find nobody by that.")
    assert (await do(olive, "/family Jones")).startswith("I find nobody by that.")
    assert (await do(olive, "smith")).startswith("Who fits “smith”")
    assert await do(olive, "[Anna Smith · Emma, Ben]") == (
        "Anna Smith\n+441519000002\nanna@example.org\nOn Telegram\n\n"
        "Tom Smith\n+441519000001\nNot on Telegram: call them.\n\n"
        "Emma, Year 3\nBen, Reception\n\n"
        "Balance: £1.00\n"
        "Still to be paid for held places: £7.00, the first until Tue 8 Sept, 09:00\n\n"
        "Coming:\n"
        "Ben: Swimming, Mon 14 Sept, 15:30–16:30 – waiting, position 1\n"
        "Emma: Swimming, Mon 14 Sept, 15:30–16:30 – held until Tue 8 Sept, 09:00, not paid"
    )
    assert make.count(conversation) == 0
    assert (await do(olive, "[Tom Smith]")).startswith("Tom Smith\n+441519000001\nNot on Telegram")
    await do(olive, "[Anna Smith]", "[Places]")
    assert (await do(olive, "[Mon 14 Sept · Swimming · Emma]")).startswith("Cancel this place?")


async def test_office_takes_a_payment_and_books_from_the_familys_screen(
    school: School, anna: Parent
) -> None:
    make = school.make
    chess = make.session(name="Chess", price=500)
    make.session(activity_id=chess.activity.id, on=MONDAY + timedelta(weeks=1))
    olive = await school.office()
    assert (await do(olive, "/family Emma")).startswith("Anna Smith\n")
    await do(olive, "[Take a payment]", "[Paid in cash]", "5", "[Skip]", "[Confirm]")
    await school.settle()
    shown = await do(olive, "/family anna")
    assert shown.endswith(
        "Nothing is booked.\n\nThe latest messages:\nMon 7 Sept, 09:00: a payment received – sent"
    )
    assert await do(olive, "[Messages]") == (
        "Messages to Anna Smith\n\nMon 7 Sept, 09:00: a payment received – sent"
    )
    assert await do(olive, "[This family]", "[Book a place]") == (
        "Book for Anna Smith\nWhich activity?"
    )
    assert await do(olive, "[Chess · Monday 15:30]") == (
        "Book for Anna Smith\nChess\n\nMon 14 Sept: 0 of 10 booked\nMon 21 Sept: 0 of 10 booked\n\n"
        "Which date?"
    )
    assert (await do(olive, "[Mon 21 Sept]")).endswith("Which child is it for?")
    await do(olive, "[Emma · Year 3]", "[Confirm]")
    assert [row.status for row in make.rows(booking)] == ["confirmed"]
    await do(olive, "/family anna", "[Notes on Emma]", "W" * 301)
    assert olive.changed.text.startswith("Notes have 1 to 300 letters.\n\nEmma, Year 3")
    assert "\nEmma, Year 3\n<No> nuts\n" in await do(olive, "<No> nuts")
    assert "<No> nuts" in await do(
        olive, "/week", "[Week after ›]", "[Week after ›]", "[15:30 Chess]"
    )
    await do(olive, "/family anna", "[Notes on Emma]", "[Delete the notes]")
    assert "nuts" not in olive.changed.text
    assert "Pay money back" not in (await do(olive, "/family anna"))
    assert "Emma: Chess, Mon 21 Sept, 15:30–16:30 – booked" in olive.changed.text

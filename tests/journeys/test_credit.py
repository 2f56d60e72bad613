"""The office gives a family credit, and the family books without paying."""

from storage.tables import booking, parent
from tests.factory import NOW
from tests.journeys.school import Parent, School
from tests.journeys.test_payment import do


async def test_family_with_credit_books_without_paying(school: School, anna: Parent) -> None:
    school.make.session(name="Swimming", price=800)
    olive = await school.office()
    await do(olive, "/payment", "anna", "[Credit limit]")
    assert "How far below zero may this account go" in olive.screen.text
    assert (await do(olive, "a lot")).startswith("I cannot use that as a limit.")
    assert await do(olive, "£50") == (
        "Please check\nAnna Smith\nCredit limit: £50.00\nSo far: none, as the school's"
    )
    assert await do(olive, "[Confirm]") == (
        "Saved\nAnna Smith\nCredit limit: £50.00\nThe balance is £0.00."
    )

    await do(anna, "/book", "[Swimming]", "[14 Sept]", "[Confirm]")
    assert anna.screen.text.endswith("£8.00 was taken from your account.")
    assert (await do(anna, "/balance")).startswith(
        "Balance: -£8.00\n\nYou may book now and pay later, down to a balance of -£50.00."
    )

    await do(olive, "[This family]")
    assert "Balance: -£8.00\nCredit limit: £50.00" in olive.screen.text
    await do(olive, "[Credit limit]", "[As the school's]")
    assert "Credit limit: none, as the school's\nSo far: £50.00" in olive.screen.text
    await do(olive, "[Back]", "0")
    assert "Credit limit: none\nSo far: £50.00" in olive.screen.text
    await do(olive, "[Back]", "[As the school's]", "[Confirm]")
    assert [row.credit_limit_minor for row in school.make.rows(parent)] == [None]
    assert "pay later" not in await do(anna, "/balance")


async def test_held_places_that_credit_covers_are_named_confirmed_and_told(
    school: School, anna: Parent
) -> None:
    swimming = school.make.session(name="Swimming", price=800)
    late = NOW.replace(hour=20)
    school.make.booking(swimming, anna.family, status="pending", hold_expires_at=late)
    olive = await school.office()
    await do(olive, "/payment", "anna", "[Credit limit]", "8")
    assert olive.screen.text.endswith("It confirms:\nEmma: Swimming, Mon 14 Sept, 15:30–16:30")
    await do(olive, "[Confirm]")
    assert olive.screen.text.endswith("The balance is -£8.00.")
    told = await anna.wait_for("It is paid for now")
    assert told.text == (
        "Booked\nEmma: Swimming, Mon 14 Sept, 15:30–16:30\n"
        "It is paid for now: £8.00 was taken from your account."
    )
    assert [row.status for row in school.make.rows(booking)] == ["confirmed"]


async def test_only_the_office_sets_limits(school: School, anna: Parent) -> None:
    await anna.send("/start")
    for data in (f"l.new:{anna.parent_id}", "l.all", "l.ok", "l.bk1", "l.stop"):
        await school.forge(anna, data)
        assert "Credit limit" not in anna.screen.text
    assert [row.credit_limit_minor for row in school.make.rows(parent)] == [None]

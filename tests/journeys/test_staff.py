"""The staff: invited with a link and its picture, listed, and removed in the middle of things."""

from datetime import timedelta

import pytest

from bot.sandbox.client import PersonClient
from storage.tables import account_entry, staff, staff_invitation
from tests.factory import NOW
from tests.journeys.school import School, together

VALID_UNTIL = "Thu 10 Sept, 09:00"
USED = (
    "This invitation has been used, and each works once. Please ask the school office for one of "
    "your own."
)


async def invite(olive: PersonClient, *labels: str) -> str:
    """Let the office make an invitation, and return its code."""
    await olive.send("/invite_staff")
    for label in labels:
        await olive.tap(label)
    await olive.tap("Make the link")
    return olive.screen.text.rpartition("?start=")[2]


async def menu_of(person: PersonClient) -> tuple[str, ...]:
    await person.refresh()
    return person.commands


def picture_in_chat(school: School, person: PersonClient) -> bytes:
    [photo] = person.screen.seen["photo"]
    file = school.sandbox.world.bots.home.files.find(photo["file_id"])
    assert file is not None
    return file.upload.content


async def test_parent_becomes_an_admin_by_a_link_that_works_once(school: School) -> None:
    olive, anna = await school.office(), await school.parent("Anna")
    ben = await school.person("Ben")
    code = await invite(olive, "Office")
    await olive.send(f"/start {code}")
    assert olive.screen.text == (
        "This is the invitation that you made. Give it to the one it is for: it still works, "
        f"until {VALID_UNTIL}."
    )
    await together(anna.send(f"/start {code}"), ben.send(f"/start {code}"))
    first, second = sorted([anna, ben], key=lambda each: each.screen.text == USED)
    assert first.screen.text.startswith("Welcome to the office of Hill School\n\nFor the office:")
    assert second.screen.text == USED
    assert "payment" in await menu_of(first)
    assert "payment" not in await menu_of(second)
    assert school.make.count(staff, role="admin") == 1
    await first.send(f"/start {code}")
    assert first.screen.text.startswith("Welcome to the office")


async def test_link_that_is_over_is_said_to_be(school: School) -> None:
    olive, anna = await school.office(), await school.parent("Anna")
    code = await invite(olive, "Office")
    await school.advance(days=3)
    await anna.send(f"/start {code}")
    assert anna.screen.text == (
        "This invitation has expired. Please ask the school office for a new one."
    )
    await anna.send("/start staff-nonsense")
    assert anna.screen.text == (
        "This invitation is not valid. Please ask the school office for a new one."
    )
    assert school.make.count(staff, removed_at=None) == 0


async def test_double_tap_makes_one_invitation(school: School) -> None:
    olive = await school.office()
    await invite(olive, "Office")
    await olive.repeat_tap()
    assert school.make.count(staff_invitation) == 1
    assert [message.text.partition("\n")[0] for message in olive.shown] == [
        "The invitation is made",
        "Invitation",
    ]


async def test_admin_who_is_removed_while_taking_a_payment_loses_everything(
    school: School,
) -> None:
    olive, anna = await school.office(), await school.parent("Anna")
    await olive.send("/start")
    school.make.staff(anna.id, "admin", name="Anna Smith", joined_at=NOW - timedelta(days=7))
    await anna.send("/start")
    await anna.send("/payment")
    await anna.send("smith")
    await anna.tap("Paid in cash")

    await olive.send("/staff")
    assert olive.screen.text == (
        "Staff\n\nOlive Office – office\nnamed in the settings\n\n"
        "Anna Smith – office\nsince 31 August 2026"
    )
    await olive.tap("Anna Smith")
    await olive.tap("Take the role away")
    assert olive.screen.text == (
        "Take the role away?\nAnna Smith can do nothing for the school here from then on."
    )
    await olive.tap("Yes, take it away")
    assert olive.changed.text == "Anna Smith is no longer of the staff"
    await olive.repeat_tap()
    assert olive.changed.text == "Anna Smith is no longer of the staff"

    await anna.send("10")
    assert anna.screen.text.startswith("Sorry, I did not understand that. You can tap one of these")
    await anna.tap("Back")
    assert anna.screen.text.startswith("That message was from earlier.")
    await anna.send("/payment")
    assert anna.screen.text.startswith("Sorry, I did not understand that.")
    assert "payment" not in await menu_of(anna)
    assert school.make.count(account_entry) == 0


@pytest.mark.parametrize("named", [True, False])
async def test_last_admin_stays(school: School, named: bool) -> None:
    olive = await school.office()
    await school.restart(admin_telegram_ids=(olive.id,) if named else ())
    school.make.staff(olive.id, "admin", name="Olive Office")
    await olive.send("/staff")
    await olive.tap("Olive Office")
    if named:
        assert olive.screen.labels == ("Staff",)
        return
    await olive.tap("Take the role away")
    await olive.tap("Yes, take it away")
    assert olive.changed.text.startswith("Olive Office is the only one of the office")
    assert school.make.count(staff, removed_at=None) == 1

"""From a list that was taken in to parents who book: invitations on paper, over the wire."""

import pytest

from storage.tables import booking, conversation, guardianship, invitation, parent
from tests.journeys.lists import FAMILIES
from tests.journeys.school import Parent, School
from tests.journeys.test_payment import do


def links(school: School) -> dict[str, str]:
    """Return the codes of the invitations by the first names of their parents."""
    names = {row.id: row.name for row in school.make.rows(parent)}
    return {names[row.for_parent_id]: row.code for row in school.make.rows(invitation)}


async def test_parents_of_a_list_follow_their_links_and_book(school: School) -> None:
    await school.restart(registration="invite")
    make = school.make
    make.session(name="Swimming", grade_to=6)
    olive = await school.office()
    await do(olive, "/import", "[Families]")
    await olive.send_document("families.csv", FAMILIES)
    await do(olive, "[Confirm]")
    assert await do(olive, "/invitations") == (
        "Invitations to print\n\n3 parents on file are not on Telegram.\n\n"
        "You get one file to print, with a card for each parent. Each works once, and for 30 days. "
        "Who opens it becomes that parent, and sees their children: give each to nobody else."
    )
    assert await do(olive, "[Make the cards]") == (
        "The cards are made\n3 cards, in the order of classes. They work until Wed 7 Oct, 09:00."
    )
    codes = links(school)
    assert "3 of them have invitations that still work" in await do(olive, "/invitations")
    await do(olive, "[Make the cards]")
    assert links(school) == codes

    [(name, code), (other_name, other_code), *_] = codes.items()
    ann = await school.person("Somebody", "Else")
    await ann.send(f"/start {code}")
    assert f"This invitation is for {name}." in ann.screen.text
    assert ann.keyboard == ("Share my phone number", "Cancel")
    await ann.share_contact()
    joined = f"You have joined Hill School\nWelcome, {name}. You can book at once for:\n"
    assert ann.screen.text.startswith(joined)
    [row] = make.rows(parent, telegram_id=ann.id)
    assert (row.name, row.phone) == (name, "+447700900123")
    children = make.count(guardianship, parent_id=row.id)
    assert len(ann.screen.text.removeprefix(joined).split("\n")) == children
    await do(ann, "[Book a place]")
    while "[Confirm]" not in [f"[{each}]" for each in ann.changed.labels]:
        await ann.tap(ann.changed.labels[0])
    await do(ann, "[Confirm]")
    assert [each.parent_id for each in make.rows(booking)] == [row.id]

    assert (await do(ann, f"/start {code}")).startswith("Hill School\nHello")
    assert (await do(ann, f"/start {other_code}")).startswith(
        f"You have joined already, and this invitation is for {other_name}."
    )
    bob = await school.person("Bob")
    assert (await do(bob, f"/start {code}")).startswith("This invitation has been used")
    await school.advance(days=30)
    assert (await do(bob, f"/start {other_code}")).startswith("This invitation has expired.")
    assert make.count(parent, telegram_id=bob.id) == make.count(conversation) == 0


async def test_one_parent_is_invited_from_the_familys_screen(school: School, anna: Parent) -> None:
    make = school.make
    tom = make.parent(name="Tom Smith", phone=None, telegram_id=None)
    make.child(tom, name="Nia")
    olive = await school.office()
    assert await do(olive, "/family Tom", "[Invitation]") == (
        "The invitation is made\nGive the picture below to Tom Smith, and to nobody else.\n"
        "Forward it, or let them scan it from your screen."
    )
    code = links(school)["Tom Smith"]
    [photo] = [each for each in await olive.messages() if code in each.text]
    assert photo.text.startswith(
        "Invitation\nTom Smith, here you book places in the clubs of Hill School.\n"
        "Scan the picture or open this link, until Wed 7 Oct, 09:00. It works once.\n"
    )
    tom_there = await school.person("Tom")
    await do(tom_there, f"/start {code}", "[Cancel]")
    assert make.rows(parent, id=tom)[0].telegram_id is None
    await tom_there.send(f"/start {code}")
    await tom_there.share_contact()
    assert tom_there.screen.text == "What is your e-mail address? You can also do without."
    await do(tom_there, "[Skip]")
    assert tom_there.screen.text.endswith("You can book at once for:\nNia, Year 3")
    await do(olive, "[This family]")
    assert "On Telegram" in olive.changed.text
    assert "Invitation" not in olive.changed.labels


async def test_phone_number_on_file_brings_its_family(school: School) -> None:
    make = school.make
    tom = make.parent(name="Tom Smith", phone="+447700900123", telegram_id=None)
    make.child(tom, name="Nia")
    person = await school.person("Thomas")
    await do(person, "/start", "[Thomas Smith]")
    await person.share_contact()
    await do(person, "[Skip]")
    assert person.screen.text == (
        "You have joined Hill School\nWelcome, Tom Smith. You can book at once for:\nNia, Year 3"
    )
    assert make.count(parent) == 1


@pytest.mark.parametrize("command", ["/invitations"])
async def test_nobody_is_left_to_invite(school: School, anna: Parent, command: str) -> None:
    olive = await school.office()
    assert await do(olive, command) == "Invitations to print\nAll parents on file are on Telegram."
    await school.forge(olive, "fa.print")
    assert olive.changed.text.endswith("All parents on file are on Telegram.")
    await school.forge(olive, f"fa.inv:{anna.parent_id}")
    assert olive.changed.text.startswith("An invitation needs a parent on file with a child")

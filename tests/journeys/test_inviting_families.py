"""From a list that was taken in to parents who book: invitations on paper, over the wire."""

import pytest

from storage.tables import invitation, parent
from tests.journeys.school import Parent, School
from tests.journeys.test_payment import do


def links(school: School) -> dict[str, str]:
    """Return the codes of the invitations by the first names of their parents."""
    names = {row.id: row.name for row in school.make.rows(parent)}
    return {names[row.for_parent_id]: row.code for row in school.make.rows(invitation)}


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

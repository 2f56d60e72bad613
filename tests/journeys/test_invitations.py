"""Invitations: links with which the office lets parents in, each of them once."""

from datetime import timedelta

import pytest

from bot.menu import menu
from bot.sandbox.client import PersonClient
from bot.texts import Say
from domain.model import Role
from storage.tables import invitation, parent
from tests.factory import LONDON, NOW
from tests.journeys.school import School, together

NEEDED = (
    "Hill School lets parents in by invitation. Please open the link that the school has given "
    "you. If it has been used or has expired, ask the school office for a new one.\n\n"
    "Without a link you can ask to join: the office decides, and you are told here."
)


def invite(school: School, code: str = "welcome", **values: object) -> int:
    defaults = {
        "code": code,
        "invited_by": 42,
        "made_at": NOW,
        "expires_at": NOW + timedelta(days=14),
    }
    return school.make.insert(invitation, **(defaults | values))


async def go_to_email(person: PersonClient, code: str) -> None:
    await person.send(f"/start {code}")
    await person.tap("Smith")
    await person.share_contact()


async def test_school_that_is_open_lets_in_without_a_link(school: School) -> None:
    anna = await school.person("Anna")
    await go_to_email(anna, "nothing-we-know")
    await anna.tap("Skip")
    assert school.make.count(parent) == 1


async def test_school_by_invitation_lets_nobody_in_without_a_link(school: School) -> None:
    await school.restart(registration="invite")
    anna = await school.person("Anna")
    await anna.send("/start")
    assert anna.screen.text == NEEDED
    await anna.send("Anna Smith")
    assert "I do not know you yet" in anna.screen.text
    assert school.make.count(parent) == 0


@pytest.mark.parametrize("registration", ["open", "invite"])
async def test_link_lets_one_parent_in_and_is_used_then(school: School, registration: str) -> None:
    await school.restart(registration=registration)
    invite(school)
    anna = await school.person("Anna")
    await go_to_email(anna, "welcome")
    await anna.tap("Skip")
    assert "You have joined" in anna.screen.text
    [used], [row] = school.make.rows(invitation), school.make.rows(parent)
    assert (used.parent_id, used.used_at) == (row.id, NOW)


@pytest.mark.parametrize("state", ["used", "expired", "unknown"])
async def test_link_that_is_not_open_is_said_so_before_anything_is_asked(
    school: School, state: str
) -> None:
    await school.restart(registration="invite")
    if state == "used":
        invite(school, parent_id=school.make.parent(), used_at=NOW)
    elif state == "expired":
        invite(school, expires_at=NOW)
    anna = await school.person("Anna")
    await anna.send("/start welcome")
    assert anna.screen.text == NEEDED
    assert school.make.count(parent, telegram_id=anna.id) == 0


async def test_link_that_expires_on_the_way_lets_nobody_in(school: School) -> None:
    await school.restart(registration="invite")
    invite(school)
    anna = await school.person("Anna")
    await go_to_email(anna, "welcome")
    await school.advance(days=14)
    await anna.tap("Skip")
    assert anna.screen.text == NEEDED
    assert school.make.count(parent) == 0


async def test_of_two_with_one_link_one_gets_in_and_the_other_is_told(school: School) -> None:
    await school.restart(registration="invite")
    invite(school)
    people = [await school.person(name) for name in ("Anna", "Bob", "Cleo")]
    for person in people:
        await go_to_email(person, "welcome")
    await together(*[person.tap("Skip") for person in people])
    answers = sorted(person.changed.text.partition("\n")[0] for person in people)
    needed = NEEDED.partition("\n")[0]
    assert answers == [needed, needed, "You have joined Hill School"]
    assert school.make.count(parent) == 1


async def test_office_makes_a_link_that_works_once(school: School) -> None:
    await school.restart(registration="invite")
    olive = await school.office()
    await olive.send("/invite")
    heading, until, link = olive.screen.text.split("\n")
    assert (heading, until) == (
        "Invitation",
        "One parent can join with this link until Mon 21 Sept, 09:00:",
    )
    assert link.startswith("https://t.me/sandbox_123456_bot?start=")
    code = link.partition("start=")[2]

    anna, bob = await school.person("Anna"), await school.person("Bob")
    await go_to_email(anna, code)
    await anna.tap("Skip")
    assert "You have joined" in anna.screen.text
    await bob.send(f"/start {code}")
    assert bob.screen.text == NEEDED


async def test_others_learn_nothing_of_inviting(school: School) -> None:
    anna, stranger = await school.parent("Anna"), await school.person("Sam")
    for person in (anna, stranger):
        await person.send("/nonsense")
        answer = person.screen.text
        await person.send("/invite")
        assert person.screen.text == answer
    await anna.send("/help")
    assert "invite" not in anna.screen.text
    assert school.make.count(invitation) == 0


def commands(role: Role | None, *, is_parent: bool) -> tuple[str, ...]:
    say = Say("en", LONDON, "GBP")
    return tuple(each.command for each in menu(say, role, is_parent=is_parent))


async def menu_of(person: PersonClient) -> tuple[str, ...]:
    await person.refresh()
    return person.commands


async def test_menus_of_commands_are_the_parents_and_for_the_office_some_more(
    school: School,
) -> None:
    anna, olive = await school.person("Anna"), await school.office()
    for person in (anna, olive):
        await person.send("/start")
    assert await menu_of(anna) == commands(None, is_parent=True)
    assert await menu_of(olive) == commands(Role.ADMIN, is_parent=False)
    await olive.send("/help")
    assert "/invite – Invite a parent" in olive.screen.text
    assert "/undelivered – Messages that did not reach people" in olive.screen.text

"""Joining the school: without a link, with one, and as a parent whom the school knows."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.joining import (
    InvitationNeeded,
    InvitationProblem,
    InvitationRefused,
    Joined,
    JoinOutcome,
    invite,
    invite_parents,
    join_school,
)
from domain.ports.families import NewParent
from storage.tables import guardianship, invitation, parent
from tests.domain.school import OFFICE, School
from tests.factory import NOW

ANN = NewParent(
    telegram_id=77, name="Ann", phone="+447700900077", email="ann@example.org", language="de"
)
CODE = "welcome-1"
WEEK = timedelta(days=7)


def join(
    school: School, person: NewParent = ANN, code: str | None = None, *, invited_only: bool = False
) -> JoinOutcome:
    return school.run(join_school, person, code, by_invitation_only=invited_only, now=school.now)


def send_invitation(school: School) -> None:
    until = NOW + timedelta(days=7)
    school.run(invite, CODE, actor=OFFICE, until=until, now=school.now)


def test_anybody_may_join_an_open_school(school: School) -> None:
    joined = join(school)
    [row] = school.make.rows(parent)
    assert joined == Joined(row.id)
    assert (row.telegram_id, row.name, row.phone, row.email, row.language, row.joined_at) == (
        77,
        "Ann",
        "+447700900077",
        "ann@example.org",
        "de",
        NOW,
    )
    assert school.trail() == [(f"parent {row.id}", "joined_school", row.id, "")]


@pytest.mark.parametrize("invited_only", [False, True])
def test_joining_twice_makes_one_parent_who_stays_as_they_are(
    school: School, invited_only: bool
) -> None:
    first = join(school)
    before = school.make.rows(parent)
    assert join(school, replace(ANN, name="Other"), invited_only=invited_only) == first
    assert school.make.rows(parent) == before
    assert len(school.trail()) == 1


def test_invitation_is_kept_with_who_sent_it(school: School) -> None:
    send_invitation(school)
    [row] = school.make.rows(invitation)
    assert (row.code, row.invited_by, row.used_at, row.parent_id) == (CODE, 42, None, None)
    assert (row.made_at, row.expires_at) == (NOW, NOW + timedelta(days=7))
    assert school.trail() == [("admin 42", "invited", row.id, "")]


def test_invitation_lets_one_parent_in(school: School) -> None:
    send_invitation(school)
    joined = join(school, code=CODE, invited_only=True)
    [row] = school.make.rows(invitation)
    assert isinstance(joined, Joined)
    assert (row.parent_id, row.used_at) == (joined.parent_id, NOW)


def test_used_invitation_lets_nobody_else_in(school: School) -> None:
    send_invitation(school)
    join(school, code=CODE, invited_only=True)
    other = replace(ANN, telegram_id=78)
    assert join(school, other, CODE, invited_only=True) == InvitationNeeded()
    assert school.make.count(parent) == 1


@pytest.mark.parametrize(
    ("days", "admitted"),
    [
        pytest.param(6.999, True, id="just before its end"),
        pytest.param(7, False, id="at its end"),
        pytest.param(8, False, id="after it"),
    ],
)
def test_invitation_lasts_until_its_end(school: School, days: float, admitted: bool) -> None:
    send_invitation(school)
    school.wait(days=days)
    assert isinstance(join(school, code=CODE, invited_only=True), Joined) is admitted
    assert school.make.count(parent) == admitted


@pytest.mark.parametrize("code", [None, "", "no-such-code"])
def test_school_by_invitation_needs_a_known_one(school: School, code: str | None) -> None:
    before = school.size()
    assert join(school, code=code, invited_only=True) == InvitationNeeded()
    assert school.size() == before
    assert school.make.count(parent) == 0


def test_open_school_minds_no_unknown_invitation(school: School) -> None:
    assert isinstance(join(school, code="no-such-code"), Joined)


def test_invitation_used_at_an_open_school_is_used_up(school: School) -> None:
    send_invitation(school)
    join(school, code=CODE)
    assert school.make.rows(invitation)[0].used_at == NOW


def test_who_is_a_parent_already_uses_no_invitation(school: School) -> None:
    join(school)
    send_invitation(school)
    join(school, code=CODE, invited_only=True)
    assert school.make.rows(invitation)[0].used_at is None


def test_same_code_is_not_invited_with_twice(school: School) -> None:
    send_invitation(school)
    send_invitation(school)
    assert school.make.count(invitation) == 1


def on_file(school: School, **values: object) -> int:
    """Put a parent on file who is not on Telegram."""
    return school.make.parent(**({"telegram_id": None, "phone": "+441", "email": None} | values))


def invite_on_file(school: School, parent_id: int, code: str = CODE) -> None:
    until = school.now + WEEK
    codes = {parent_id: code}
    school.run(invite_parents, codes, actor=OFFICE, until=until, now=school.now)


def links(school: School) -> list[tuple[str, int, object]]:
    rows = school.make.rows(invitation)
    return [(row.code, row.for_parent_id, row.expires_at) for row in rows]


@pytest.mark.parametrize("invited_only", [False, True])
def test_who_has_the_link_of_a_parent_on_file_becomes_that_parent(
    school: School, invited_only: bool
) -> None:
    olga = on_file(school, name="Olga", email="olga@example.org")
    child_id = school.make.child(olga)
    invite_on_file(school, olga)
    assert join(school, code=CODE, invited_only=invited_only) == Joined(olga)
    [row] = school.make.rows(parent)
    assert (row.telegram_id, row.name, row.phone, row.email, row.language) == (
        77,
        "Olga",
        "+447700900077",
        "olga@example.org",
        "de",
    )
    assert [each.child_id for each in school.make.rows(guardianship)] == [child_id]
    [used] = school.make.rows(invitation)
    assert (used.parent_id, used.used_at) == (olga, NOW)
    assert school.trail() == [
        ("admin 42", "parent_invited", olga, ""),
        (f"parent {olga}", "joined_school", olga, ""),
    ]


def test_address_that_is_not_on_file_is_taken(school: School) -> None:
    olga = on_file(school)
    invite_on_file(school, olga)
    join(school, code=CODE)
    assert school.make.rows(parent)[0].email == "ann@example.org"


@pytest.mark.parametrize("invited_only", [False, True])
def test_link_of_a_parent_on_file_works_once_and_in_time(
    school: School, invited_only: bool
) -> None:
    olga, tom = on_file(school), on_file(school)
    invite_on_file(school, olga)
    invite_on_file(school, tom, "welcome-2")
    join(school, code=CODE)
    before = school.size()
    late = replace(ANN, telegram_id=78)
    refused = InvitationRefused(InvitationProblem.USED)
    assert join(school, late, CODE, invited_only=invited_only) == refused
    school.wait(days=7)
    refused = InvitationRefused(InvitationProblem.EXPIRED)
    assert join(school, late, "welcome-2", invited_only=invited_only) == refused
    assert school.size() == before


def test_link_of_who_has_come_in_by_phone_is_used(school: School) -> None:
    olga = on_file(school, phone=ANN.phone)
    invite_on_file(school, olga)
    assert join(school) == Joined(olga)
    late = replace(ANN, telegram_id=78)
    assert join(school, late, CODE) == InvitationRefused(InvitationProblem.USED)


def test_link_that_still_works_stays_and_lasts_longer(school: School) -> None:
    olga = on_file(school)
    invite_on_file(school, olga)
    school.wait(days=6)
    invite_on_file(school, olga, "welcome-2")
    assert links(school) == [(CODE, olga, school.now + WEEK)]
    assert len(school.trail()) == 1


def test_link_that_has_expired_is_replaced(school: School) -> None:
    olga = on_file(school)
    invite_on_file(school, olga)
    school.wait(days=7)
    invite_on_file(school, olga, "welcome-2")
    assert links(school) == [("welcome-2", olga, school.now + WEEK)]
    assert len(school.trail()) == 2


def test_who_joins_with_the_phone_of_a_parent_on_file_is_that_parent(school: School) -> None:
    olga = on_file(school, name="Olga", phone=ANN.phone)
    on_file(school)
    assert join(school) == Joined(olga)
    assert [row.telegram_id for row in school.make.rows(parent)] == [77, None]


def test_general_link_is_used_up_by_who_is_on_file_too(school: School) -> None:
    olga = on_file(school, phone=ANN.phone)
    send_invitation(school)
    assert join(school, code=CODE, invited_only=True) == Joined(olga)
    assert school.make.rows(invitation)[0].parent_id == olga


@pytest.mark.parametrize("other", [None, 99])
def test_phone_that_two_parents_have_proves_nothing(school: School, other: int | None) -> None:
    on_file(school, phone=ANN.phone)
    school.make.parent(phone=ANN.phone, telegram_id=other)
    join(school)
    assert school.make.count(parent) == 3


def test_phone_of_who_is_on_telegram_proves_nothing(school: School) -> None:
    school.make.parent(phone=ANN.phone)
    join(school)
    assert school.make.count(parent) == 2

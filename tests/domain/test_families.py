"""Joining the school, and keeping one's children."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.families import (
    MAX_CHILDREN,
    ChildSaved,
    InvitationNeeded,
    Joined,
    NotYourChild,
    TooManyChildren,
    add_child,
    edit_child,
    invite,
    join_school,
)
from domain.ports import NewChild, NewParent
from storage.tables import child, guardianship, invitation, parent
from tests.domain.school import OFFICE, School
from tests.factory import NOW

ANN = NewParent(
    telegram_id=77, name="Ann", phone="+447700900077", email="ann@example.org", language="de"
)
BOB = NewChild("Bob", date(2018, 2, 3), 3)
CODE = "welcome-1"


def join(
    school: School, person: NewParent = ANN, code: str | None = None, *, invited_only: bool = False
) -> Joined | InvitationNeeded:
    return school.run(join_school, person, code, by_invitation_only=invited_only, now=school.now)


def send_invitation(school: School) -> None:
    until = NOW + timedelta(days=7)
    school.run(invite, CODE, actor=OFFICE, until=until, now=school.now)


def add(school: School, parent_id: int, new: NewChild = BOB) -> ChildSaved | TooManyChildren:
    return school.run(add_child, parent_id, new, now=school.now)


def edit(school: School, parent_id: int, child_id: int, new: NewChild) -> ChildSaved | NotYourChild:
    return school.run(edit_child, parent_id, child_id, new, now=school.now)


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


def test_child_is_added_to_its_parent(school: School) -> None:
    parent_id = school.make.parent()
    saved = add(school, parent_id)
    [row] = school.make.rows(child)
    assert saved == ChildSaved(row.id)
    assert (row.name, row.born_on, row.grade, row.added_at) == ("Bob", BOB.born_on, 3, NOW)
    assert school.make.count(guardianship, parent_id=parent_id, child_id=row.id) == 1
    assert school.trail() == [(f"parent {parent_id}", "child_added", row.id, "")]


def test_same_child_added_twice_is_one_child(school: School) -> None:
    parent_id = school.make.parent()
    first = add(school, parent_id)
    assert add(school, parent_id, replace(BOB, grade=4)) == first
    assert school.make.count(child) == 1
    assert school.make.rows(child)[0].grade == 3
    assert len(school.trail()) == 1


@pytest.mark.parametrize(
    "other", [replace(BOB, name="Bea"), replace(BOB, born_on=date(2016, 1, 1))]
)
def test_another_name_or_birth_date_is_another_child(school: School, other: NewChild) -> None:
    parent_id = school.make.parent()
    assert add(school, parent_id) != add(school, parent_id, other)
    assert school.make.count(child) == 2


def test_same_name_in_two_families_is_two_children(school: School) -> None:
    assert add(school, school.make.parent()) != add(school, school.make.parent())


def test_family_is_limited_to_so_many_children(school: School) -> None:
    parent_id = school.make.parent()
    for number in range(MAX_CHILDREN - 1):
        school.make.child(parent_id, name=f"No {number}")
    last = add(school, parent_id)
    assert isinstance(last, ChildSaved)
    before = school.size()
    assert add(school, parent_id, replace(BOB, name="Bea")) == TooManyChildren()
    assert add(school, parent_id) == last  # one who is there already is not one too many
    assert school.make.count(child) == MAX_CHILDREN
    assert school.size() == before


def test_removed_child_does_not_count_and_may_be_added_anew(school: School) -> None:
    parent_id = school.make.parent()
    for number in range(MAX_CHILDREN):
        school.make.child(parent_id, name=f"No {number}", removed_at=NOW)
    assert isinstance(add(school, parent_id), ChildSaved)


def test_child_is_corrected(school: School) -> None:
    ann = school.make.family()
    assert edit(school, ann.parent_id, ann.child_id, BOB) == ChildSaved(ann.child_id)
    [row] = school.make.rows(child)
    assert (row.name, row.born_on, row.grade) == ("Bob", BOB.born_on, 3)
    assert school.trail() == [(f"parent {ann.parent_id}", "child_edited", ann.child_id, "")]


def test_booking_stands_though_the_child_has_moved_year_group(school: School) -> None:
    ann = school.make.family(grade=3)
    swim = school.make.session(grade_to=3)
    school.make.booking(swim, ann)
    edit(school, ann.parent_id, ann.child_id, replace(BOB, grade=4))
    assert school.places(swim) == [(ann.child_id, "confirmed")]


@pytest.mark.parametrize("whose", ["a stranger's", "removed", "nobody's"])
def test_only_ones_own_child_can_be_corrected(school: School, whose: str) -> None:
    ann, stranger = school.make.family(), school.make.family()
    child_id = {
        "a stranger's": stranger.child_id,
        "removed": school.make.child(ann.parent_id, removed_at=NOW),
        "nobody's": 999_999,
    }[whose]
    before = school.make.rows(child)
    assert edit(school, ann.parent_id, child_id, BOB) == NotYourChild()
    assert school.make.rows(child) == before
    assert school.trail() == []

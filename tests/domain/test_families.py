"""Keeping one's children."""

from dataclasses import replace
from datetime import date

import pytest

from domain.families import (
    MAX_CHILDREN,
    ChildSaved,
    NotYourChild,
    TooManyChildren,
    add_child,
    edit_child,
)
from domain.ports.families import NewChild, NewParent
from storage.tables import child, guardianship
from tests.domain.school import School
from tests.factory import NOW

ANN = NewParent(
    telegram_id=77, name="Ann", phone="+447700900077", email="ann@example.org", language="de"
)
BOB = NewChild("Bob", date(2018, 2, 3), 3)


def add(school: School, parent_id: int, new: NewChild = BOB) -> ChildSaved | TooManyChildren:
    return school.run(add_child, parent_id, new, now=school.now)


def edit(school: School, parent_id: int, child_id: int, new: NewChild) -> ChildSaved | NotYourChild:
    return school.run(edit_child, parent_id, child_id, new, now=school.now)


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

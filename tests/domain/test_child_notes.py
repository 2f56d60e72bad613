"""What whoever has a child must know stands with the child; parents and the office write it."""

import pytest

from domain.child_notes import write_child_notes
from domain.families import ChildSaved, NotYourChild, edit_child, remove_child
from domain.model import Actor, Role
from domain.ports.families import NewChild
from domain.roles import NotAllowedError
from storage.tables import child
from tests.domain.school import OFFICE, School
from tests.factory import NOW, POLICY, Family

NUTS = "Allergic to nuts"


@pytest.fixture
def anna(school: School) -> Family:
    return school.make.family()


def write(
    school: School, family: Family, notes: str, actor: Actor | None = None
) -> ChildSaved | NotYourChild:
    actor = actor or Actor(Role.PARENT, family.parent_id)
    return school.run(
        write_child_notes, family.parent_id, family.child_id, notes, actor=actor, now=NOW
    )


def notes(school: School) -> list[str | None]:
    return [row.notes for row in school.make.rows(child)]


def test_notes_are_written_once_changed_and_deleted_and_the_trail_does_not_quote_them(
    school: School, anna: Family
) -> None:
    for text in (NUTS, NUTS, "Grandma collects"):
        assert write(school, anna, text) == ChildSaved(anna.child_id)
    assert notes(school) == ["Grandma collects"]
    for _ in range(2):
        write(school, anna, "", OFFICE)
    assert notes(school) == [None]
    by_parent, action = f"parent {anna.parent_id}", "child_notes_written"
    assert school.trail() == [
        (by_parent, action, anna.child_id, ""),
        (by_parent, action, anna.child_id, ""),
        ("admin 42", action, anna.child_id, ""),
    ]


def test_notes_are_written_on_children_of_the_family_only(school: School, anna: Family) -> None:
    other = school.make.family()
    both = Family(anna.parent_id, other.child_id)
    for actor in (None, OFFICE):
        assert write(school, both, NUTS, actor) == NotYourChild()
    for actor in (Actor(Role.PARENT, other.parent_id), Actor(Role.TUTOR, anna.parent_id)):
        with pytest.raises(NotAllowedError):
            write(school, anna, NUTS, actor)
    assert notes(school) == [None, None]


def test_notes_stay_when_a_child_is_corrected_and_go_when_it_is_removed(
    school: School, anna: Family
) -> None:
    write(school, anna, NUTS)
    new = NewChild("Emily", school.make.rows(child)[0].born_on, 4)
    school.run(edit_child, anna.parent_id, anna.child_id, new, now=NOW)
    assert notes(school) == [NUTS]
    who = (anna.parent_id, anna.child_id)
    school.run(remove_child, *who, POLICY, shown=(0, 0), now=NOW)
    assert notes(school) == [None]

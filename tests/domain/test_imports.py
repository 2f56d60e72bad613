"""Taking in lists: all of it or nothing, once, and by the office alone."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.activity_imports import import_activities, preview_activities
from domain.family_imports import import_families, preview_families
from domain.family_lists import FamilyLine, KnownPeople
from domain.imports import ActivitiesImported, FamiliesImported, Imported, NotImported
from domain.model import SYSTEM, Actor, Role
from domain.roles import NotAllowedError
from storage.imports import Imports
from storage.tables import activity, child, file_import, guardianship, parent, session, tutor
from tests.domain.lists import child as on_file
from tests.domain.lists import faults, line, phone_of, swimming
from tests.domain.school import OFFICE, School
from tests.factory import MONDAY

ANN = (line(2, "Emma", "Ann 1 a@x.y", "Tom 2"), line(3, "Leo", "Ann 1", grade=0))
TABLES = (parent, child, guardianship, tutor, activity, session, file_import)


def take_in(
    school: School, lines: tuple[FamilyLine, ...] = ANN, key: str = "key", actor: Actor = OFFICE
) -> Imported | NotImported:
    return school.run(import_families, lines, key, "en", actor=actor, now=school.now)


def counted(school: School) -> list[int]:
    return [school.make.count(table) for table in TABLES]


def test_list_of_families_is_written_with_its_trail(school: School) -> None:
    found = take_in(school)
    assert found == FamiliesImported(1, 0, 2, 0, 2, 0, 0)
    [ann, tom] = school.make.rows(parent)
    assert (ann.name, ann.phone, ann.email, ann.language) == ("Ann", phone_of("1"), "a@x.y", "en")
    assert (ann.telegram_id, ann.joined_at, tom.email) == (None, school.now, None)
    [emma, leo] = school.make.rows(child)
    assert (leo.name, leo.grade, leo.added_at) == ("Leo", 0, school.now)
    links = {(row.parent_id, row.child_id) for row in school.make.rows(guardianship)}
    assert links == {(ann.id, emma.id), (tom.id, emma.id), (ann.id, leo.id)}
    [made] = school.make.rows(file_import)
    assert school.trail() == [
        ("admin 42", "families_imported", made.id, "1 0 2 0 2 0 0"),
        ("admin 42", "child_added", emma.id, ""),
        ("admin 42", "child_added", leo.id, ""),
    ]


def test_list_told_twice_is_taken_in_once_and_answered_as_before(school: School) -> None:
    first = take_in(school)
    before = counted(school), school.trail()
    assert take_in(school) == first
    assert (counted(school), school.trail()) == before


def test_same_list_under_another_key_finds_everybody_on_file(school: School) -> None:
    take_in(school)
    before = counted(school)
    assert take_in(school, key="another") == FamiliesImported(0, 1, 0, 2, 0, 2, 0)
    assert counted(school) == [*before[:-1], 2]


def test_notes_of_a_list_are_written_and_those_on_file_stay(school: School) -> None:
    lines = tuple(
        replace(each, child=replace(each.child, notes="Nuts"))
        for each in (*ANN, line(4, "Zoe", "Ann 1"))
    )
    ann = school.make.parent(phone=phone_of("1"))
    born_on = ANN[0].child.born_on
    emma = school.make.child(ann, name="Emma", born_on=born_on)
    school.make.child(ann, name="Leo", born_on=born_on, grade=0, notes="Milk")
    take_in(school, lines)
    assert [row.notes for row in school.make.rows(child)] == ["Nuts", "Milk", "Nuts"]
    assert ("admin 42", "child_notes_written", emma, "") in school.trail()


def test_known_people_are_moved_and_filled_in_and_linked(school: School) -> None:
    make = school.make
    ann = make.parent(name="Ann", phone=None, email="a@x.y", telegram_id=None)
    emma = make.child(ann, name="Emma", born_on=ANN[0].child.born_on, grade=2)
    assert take_in(school) == FamiliesImported(0, 1, 1, 1, 1, 1, 1)
    [known, tom] = make.rows(parent)
    assert (known.id, known.phone, known.email) == (ann, phone_of("1"), "a@x.y")
    assert make.rows(child, id=emma)[0].grade == 3
    assert make.count(guardianship, child_id=emma, parent_id=tom.id) == 1
    assert ("admin 42", "child_edited", emma, "") in school.trail()


def test_removed_child_is_on_file_no_more(school: School) -> None:
    ann = school.make.parent(phone=phone_of("1"))
    school.make.child(ann, name="Emma", born_on=ANN[0].child.born_on, removed_at=school.now)
    assert take_in(school) == FamiliesImported(0, 1, 2, 0, 1, 1, 0)


def test_list_with_a_problem_writes_nothing_at_all(school: School) -> None:
    before = counted(school)
    outcome = take_in(school, (*ANN, line(4, "Emma", "Ann 1")))
    assert faults(outcome) == [("same_child", 4, "Child name", "Emma", 2)]
    assert faults(take_in_clubs(school, swimming(capacity=0)))[0][0] == "no_places"
    assert (counted(school), school.trail()) == (before, [])


def test_look_answers_as_the_import_would_and_writes_nothing(school: School) -> None:
    look = school.make.database.look
    before = counted(school)
    assert look(preview_families, ANN, actor=OFFICE) == FamiliesImported(1, 0, 2, 0, 2, 0, 0)
    wrong = look(preview_families, (ANN[0], ANN[0]), actor=OFFICE)
    assert faults(wrong) == [("same_child", 2, "Child name", "Emma", 2)]
    lines = [swimming(tutor="Eve")]
    found = look(preview_activities, lines, school.policy, actor=OFFICE, now=school.now)
    assert found == ActivitiesImported(1, 15, 1)
    assert counted(school) == before


def test_child_that_is_added_while_a_list_waits_for_its_locks_is_found(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between two looks, Ann's other device has added Emma; then it has not, and all is new."""
    ann = school.make.parent(phone=phone_of("1"))
    looks: list[KnownPeople] = []
    read = Imports.read_people

    def read_people(imports: Imports) -> KnownPeople:
        looks.append(read(imports))
        if len(looks) != 2:
            return looks[-1]
        return replace(looks[-1], children=(on_file(99, "Emma", ann),))

    monkeypatch.setattr(Imports, "read_people", read_people)
    assert take_in(school) == FamiliesImported(0, 1, 2, 0, 1, 1, 0)
    assert len(looks) == 4
    assert school.make.count(file_import) == 1


def take_in_clubs(
    school: School, *lines: Any, key: str = "key", actor: Actor = OFFICE
) -> Imported | NotImported:
    given = lines or (swimming(last_on=date(2026, 9, 21)),)
    return school.run(import_activities, given, key, school.policy, actor=actor, now=school.now)


def test_list_of_activities_is_written_with_its_dates_and_trail(school: School) -> None:
    known = school.make.tutor(name="Tim")
    school.make.closure(MONDAY)
    chess = swimming(3, name="Chess", tutor="Eve", weekday=1, last_on=date(2026, 9, 8))
    found = take_in_clubs(school, swimming(last_on=date(2026, 9, 21)), chess)
    assert found == ActivitiesImported(2, 3, 1)
    [first, second] = school.make.rows(activity)
    [eve] = school.make.rows(tutor, name="Eve")
    assert (first.name, first.tutor_id, second.tutor_id) == ("Swimming", known, eve.id)
    assert first.request_key is None
    dates = [row.date for row in school.make.rows(session, activity_id=first.id)]
    assert dates == [date(2026, 9, 7), date(2026, 9, 21)]
    [made] = school.make.rows(file_import)
    assert school.trail() == [
        ("admin 42", "activities_imported", made.id, "2 3 1"),
        ("admin 42", "activity_created", first.id, "2"),
        ("admin 42", "activity_created", second.id, "1"),
    ]
    before = counted(school)
    assert take_in_clubs(school) == found
    assert counted(school) == before


def test_archived_activity_may_be_offered_anew(school: School) -> None:
    school.make.activity(name="Swimming", archived_at=school.now)
    assert take_in_clubs(school) == ActivitiesImported(1, 3, 1)
    outcome = take_in_clubs(school, key="another")
    assert faults(outcome) == [("same_activity", 2, "Activity", "Swimming", 0)]


@pytest.mark.parametrize("actor", [Actor(Role.PARENT, 1), Actor(Role.TUTOR, 1), SYSTEM])
@pytest.mark.parametrize("work", [take_in, take_in_clubs])
def test_only_the_office_takes_lists_in(
    school: School, work: Callable[..., object], actor: Actor
) -> None:
    with pytest.raises(NotAllowedError):
        work(school, actor=actor)
    with pytest.raises(NotAllowedError):
        school.run(preview_families, ANN, actor=actor)
    with pytest.raises(NotAllowedError):
        school.run(preview_activities, [], school.policy, actor=actor, now=school.now)

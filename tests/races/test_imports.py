"""Lists that two of the office take in at the same moment, and parents who add children then."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import count

import pytest

from domain.activity_imports import import_activities
from domain.families import add_child, add_family
from domain.family_imports import import_families
from domain.family_lists import FamilyLine
from domain.imports import ActivitiesImported, FamiliesImported, Imported, NotImported
from domain.joining import join_school
from domain.ports.families import NewChild, NewParent
from storage.tables import activity, child, file_import, guardianship, parent
from tests.domain.lists import BORN, line, phone_of, swimming
from tests.domain.school import OFFICE
from tests.factory import NOW, POLICY, Factory
from tests.races.acts import Race, does, goes_wrong, race
from tests.races.crowd import Crowd, Work

pytestmark = pytest.mark.race

_numbers = count(100)
"""Of families: each round has another one."""


def listed(number: int) -> tuple[FamilyLine, ...]:
    ann, tom = f"Ann {number}1", f"Tom {number}2"
    return line(2, f"Emma{number}", ann, tom), line(3, f"Leo{number}", ann)


def takes_in(lines: Sequence[FamilyLine], key: str) -> Work[Imported | NotImported]:
    return does(import_families, lines, key, "en", actor=OFFICE, now=NOW)


def on_file(make: Factory, number: int) -> tuple[int, int, int]:
    """Count Ann and Tom, Emma and Leo, and whose children they are."""
    anns = make.rows(parent, phone=phone_of(f"{number}1"))
    toms = make.rows(parent, phone=phone_of(f"{number}2"))
    children = [*make.rows(child, name=f"Emma{number}"), *make.rows(child, name=f"Leo{number}")]
    links = sum(make.count(guardianship, child_id=each.id) for each in children)
    return len(anns) + len(toms), len(children), links


@race
def test_one_list_told_five_times_at_once_is_taken_in_once(crowd: Crowd, make: Factory) -> None:
    number = next(_numbers)
    outcomes = crowd.at_once([takes_in(listed(number), f"key {number}")] * 5)
    assert set(outcomes) == {FamiliesImported(1, 0, 2, 0, 2, 0, 0)}
    assert on_file(make, number) == (2, 2, 3)
    assert make.count(file_import, key=f"key {number}") == 1


@race
def test_one_list_of_activities_told_at_once_is_taken_in_once(crowd: Crowd, make: Factory) -> None:
    number = next(_numbers)
    lines = [swimming(name=f"Swimming {number}", tutor=f"Tim {number}")]
    take_in = does(import_activities, lines, f"key {number}", POLICY, actor=OFFICE, now=NOW)
    outcomes = crowd.at_once([take_in] * 5)
    assert set(outcomes) == {ActivitiesImported(1, 15, 1)}
    assert make.count(activity, name=f"Swimming {number}") == 1


@race
def test_same_people_in_three_lists_at_once_are_there_once(crowd: Crowd, make: Factory) -> None:
    number = next(_numbers)
    crowd.at_once([takes_in(listed(number), f"key {number} {which}") for which in "abc"])
    assert on_file(make, number) == (2, 2, 3)


@race
def test_child_that_a_parent_adds_meanwhile_is_there_once(crowd: Crowd, make: Factory) -> None:
    number = next(_numbers)
    ann = make.parent(phone=phone_of(f"{number}1"))
    emma = NewChild(f"Emma{number}", BORN, 3)
    adds = does(add_child, ann, emma, now=NOW)
    crowd.at_once([takes_in(listed(number), f"key {number}"), adds])
    assert on_file(make, number) == (2, 2, 3)


@race
def test_who_is_added_and_joins_meanwhile_is_there_once(crowd: Crowd, make: Factory) -> None:
    number = next(_numbers)
    ann = NewParent(
        telegram_id=None, name="Ann", phone=phone_of(f"{number}1"), email=None, language="en"
    )
    emma, by_herself = NewChild(f"Emma{number}", BORN, 3), replace(ann, telegram_id=number)
    works: list[Work[object]] = [
        takes_in(listed(number), f"key {number}"),
        *[does(add_family, ann, emma, actor=OFFICE, now=NOW)] * 2,
        does(join_school, by_herself, None, by_invitation_only=False, now=NOW),
    ]
    crowd.at_once(works)
    assert on_file(make, number) == (2, 2, 3)


@pytest.mark.parametrize(
    "scene",
    [
        test_child_that_a_parent_adds_meanwhile_is_there_once,
        test_who_is_added_and_joins_meanwhile_is_there_once,
    ],
)
def test_control_unguarded_it_goes_wrong(crowd: Crowd, make: Factory, scene: Race) -> None:
    assert goes_wrong(scene, crowd, make)

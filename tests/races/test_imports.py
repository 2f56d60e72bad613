"""Lists that two of the office take in at the same moment, and parents who add children then."""

import pytest

from domain.families import add_child
from domain.family_imports import import_families
from domain.imports import FamiliesImported, Imported, NotImported
from domain.ports import NewChild
from storage.tables import child, file_import, guardianship, parent
from tests.domain.lists import line, phone_of
from tests.domain.school import OFFICE
from tests.factory import NOW, Factory, clean
from tests.races.acts import does, goes_wrong, race
from tests.races.crowd import Crowd, Work

pytestmark = pytest.mark.race

LINES = (line(2, "Emma", "Ann 1", "Tom 2"), line(3, "Leo", "Ann 1"))


def takes_in(key: str) -> Work[Imported | NotImported]:
    return does(import_families, LINES, key, "en", actor=OFFICE, now=NOW)


@race
def test_one_list_told_five_times_at_once_is_taken_in_once(crowd: Crowd, make: Factory) -> None:
    clean(make.database)
    outcomes = crowd.at_once([takes_in("key")] * 5)
    assert set(outcomes) == {FamiliesImported(1, 0, 2, 0, 2, 0, 0)}
    assert [make.count(table) for table in (file_import, parent, child)] == [1, 2, 2]


@race
def test_same_people_in_two_lists_at_once_are_there_once(crowd: Crowd, make: Factory) -> None:
    clean(make.database)
    crowd.at_once([takes_in("one"), takes_in("two"), takes_in("three")])
    assert [make.count(table) for table in (file_import, parent, child)] == [3, 2, 2]
    assert make.count(guardianship) == 3


@race
def test_child_that_a_parent_adds_meanwhile_is_there_once(crowd: Crowd, make: Factory) -> None:
    clean(make.database)
    ann = make.parent(phone=phone_of("1"))
    emma = NewChild("Emma", LINES[0].child.born_on, 3)
    crowd.at_once([takes_in("key"), does(add_child, ann, emma, now=NOW)])
    assert make.count(child, name="Emma") == 1


def test_control_unguarded_it_goes_wrong(crowd: Crowd, make: Factory) -> None:
    assert goes_wrong(test_child_that_a_parent_adds_meanwhile_is_there_once, crowd, make)

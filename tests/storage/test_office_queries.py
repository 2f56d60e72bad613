"""The office finds a family by a part of a name or by phone, on either database alike."""

from datetime import timedelta

import pytest

from domain.model import BookingStatus
from storage.office_queries import FamilyFound, find_family, list_promised, search_families
from tests.factory import NOW, Factory, Family
from tests.statements import statements


def search(make: Factory, text: str, most: int = 40) -> list[str]:
    return [each.parent_name for each in make.database.look(search_families, text, most=most)]


@pytest.fixture
def people(make: Factory) -> Factory:
    with make.at_once():
        for name, phone, children in (
            ("Anna Smith", "+447700900123", ["Emma", "Ben"]),
            ("Émile Zoë", "+4915112345678", ["ÅSA"]),
            ("100% O'Neil_x", None, []),
        ):
            parent_id = make.parent(name=name, phone=phone)
            for each in children:
                make.child(parent_id, name=each)
    return make


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("smith", ["Anna Smith"]),
        ("ANNA S", ["Anna Smith"]),
        ("nna", ["Anna Smith"]),
        ("emma", ["Anna Smith"]),
        ("BEN", ["Anna Smith"]),
        ("émile", ["Émile Zoë"]),
        ("Émile", ["Émile Zoë"]),
        ("åsa", ["Émile Zoë"]),
        ("ÅSA", ["Émile Zoë"]),
        ("+447700900123", ["Anna Smith"]),
        ("07700 900123", ["Anna Smith"]),
        ("(0)7700-900 123", ["Anna Smith"]),
        ("0123", []),
        ("900123", ["Anna Smith"]),
        ("123", []),
        ("%", ["100% O'Neil_x"]),
        ("_", ["100% O'Neil_x"]),
        ("/", []),
        ("o'neil", ["100% O'Neil_x"]),
        ("'; DROP TABLE parent; --", []),
        ("nobody", []),
        ("1512 x", []),
    ],
)
def test_family_is_found_by_a_part_of_a_name_or_by_phone(
    people: Factory, text: str, found: list[str]
) -> None:
    assert search(people, text) == found


def test_each_parent_of_a_child_is_found_once_with_all_their_children(make: Factory) -> None:
    first, second = make.parent(name="Ann"), make.parent(name="Bob")
    make.child(first, second, name="Emma")
    make.child(first, name="Emmett")
    found = make.database.look(search_families, "emm", most=40)
    assert found == [
        FamilyFound(first, "Ann", ("Emma", "Emmett")),
        FamilyFound(second, "Bob", ("Emma",)),
    ]


def test_child_who_was_removed_is_neither_found_nor_shown(make: Factory) -> None:
    ann = make.parent(name="Ann")
    make.child(ann, name="Emma", removed_at=NOW)
    assert search(make, "Emma") == []
    assert make.database.look(search_families, "Ann", most=9) == [FamilyFound(ann, "Ann", ())]


def test_search_among_five_thousand_families_is_one_statement_and_bounded(make: Factory) -> None:
    make.families(5000)
    with statements() as executed:
        found = search(make, "child 1", most=40)
    assert len(executed) == 1
    assert len(found) == 40


def test_family_is_shown_with_balance_children_and_what_is_held(make: Factory) -> None:
    ann = make.parent(name="Ann", phone="+44123")
    family = Family(ann, make.child(ann, name="Emma"))
    make.money(ann, 700)
    swim = make.session(price=500)
    late = make.booking(swim, family, status="pending", hold_expires_at=NOW + timedelta(hours=9))
    early = make.booking(make.session(price=100), family, status="pending")
    make.booking(make.session(), family, status=BookingStatus.CANCELLED)
    make.booking(make.session(), make.family(), status="pending")
    with statements() as executed:
        found = make.database.look(find_family, ann)
    assert found is not None
    assert len(executed) == 2
    assert (found.parent_name, found.phone, found.funds.balance_minor) == ("Ann", "+44123", 700)
    assert [child.name for child in found.children] == ["Emma"]
    assert [each.booking.id for each in found.held] == [early, late]
    assert (found.held[1].session, found.held[1].child_name) == (swim, "Emma")


def test_family_that_is_not_there_is_not_found(make: Factory) -> None:
    assert make.database.look(find_family, 2**63 - 1) is None


def test_places_that_wait_for_a_voucher_are_listed_by_deadline(make: Factory) -> None:
    family = make.family()
    swim = make.session(price=500)
    for hours, promised_at in ((9, NOW), (3, NOW), (1, None)):
        other = make.family()
        deadline = NOW + timedelta(hours=hours)
        made = {"hold_expires_at": deadline, "promised_at": promised_at}
        make.booking(swim, other, status="pending", **made)
    make.booking(swim, family, status="expired", promised_at=NOW)
    with statements() as executed:
        found = make.database.look(list_promised)
    deadlines = [each.place.booking.hold_expires_at for each in found]
    assert deadlines == [NOW + timedelta(hours=hours) for hours in (3, 9)]
    assert len(executed) == 1

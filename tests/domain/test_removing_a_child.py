"""A child leaves a family: what becomes of its places, its queues and the money."""

from datetime import date, timedelta

import pytest

from domain.families import ChildRemoved, NotYourChild
from domain.model import Child
from storage.families import Families
from storage.tables import booking, child, guardianship, waitlist_entry
from tests.domain.school import School
from tests.domain.values import utc
from tests.factory import MONDAY, NOW, Factory, Family


def two_parents(make: Factory, *, balance: int = 0) -> tuple[Family, Family]:
    """One child, seen from either parent."""
    first, second = make.parent(), make.parent()
    if balance:
        make.money(first, balance)
    child_id = make.child(first, second, name="Bob")
    return Family(first, child_id), Family(second, child_id)


def test_with_the_only_parent_go_places_and_queues(school: School) -> None:
    ann = school.make.family(balance=500, name="Bob")
    swim = school.make.session(price=500)
    booking_id = school.make.booking(swim, ann)
    held = school.make.booking(school.make.session(price=500), ann, status="pending")
    full = school.make.session(on=MONDAY + timedelta(days=1))
    entry_id = school.make.waiting(full, ann)
    assert school.remove_child(ann) == ChildRemoved("Bob", cancelled=2, refunded_minor=500)
    assert school.make.rows(child)[0].removed_at == NOW
    assert school.make.count(guardianship) == 0
    assert {row.status for row in school.make.rows(booking)} == {"cancelled"}
    assert school.make.balance(ann.parent_id) == 500
    [entry] = school.make.rows(waitlist_entry)
    assert (entry.id, entry.status, entry.ended_at) == (entry_id, "left", NOW)
    who = f"parent {ann.parent_id}"
    assert sorted(school.trail()) == sorted(
        [
            (who, "child_removed", ann.child_id, "2 500"),
            (who, "cancelled", booking_id, "500"),
            (who, "cancelled", held, "0"),
        ]
    )


def test_refund_is_by_the_terms_as_for_any_cancellation(school: School) -> None:
    ann = school.make.family(balance=500)
    school.make.booking(school.make.session(price=500), ann)
    school.now = utc("2026-09-14 10:00")
    outcome = school.remove_child(ann)
    assert isinstance(outcome, ChildRemoved)
    assert outcome.refunded_minor == 250
    assert school.make.balance(ann.parent_id) == 250


def test_freed_places_go_to_the_first_in_their_queues(school: School) -> None:
    ann = school.make.family()
    waiting = []
    for day in range(2):
        full = school.make.session(capacity=1, on=MONDAY + timedelta(days=day))
        school.make.booking(full, ann)
        waiting.append(school.make.family())
        school.make.waiting(full, waiting[-1])
    school.remove_child(ann)
    for family in waiting:
        [row] = school.make.rows(booking, child_id=family.child_id)
        assert row.status == "confirmed"
        assert school.told(family.parent_id) == [f"promoted:b{row.id}"]


def test_places_of_the_past_stay_as_they_were(school: School) -> None:
    ann = school.make.family(balance=1000)
    yesterday = school.make.session(price=500, on=date(2026, 9, 13))
    running = school.make.session(price=500)
    bookings = [school.make.booking(each, ann) for each in (yesterday, running)]
    school.now = utc("2026-09-14 14:30")
    outcome = school.remove_child(ann)
    assert isinstance(outcome, ChildRemoved)
    assert (outcome.cancelled, outcome.refunded_minor) == (0, 0)
    assert [row.status for row in school.make.rows(booking)] == ["confirmed"] * len(bookings)
    assert school.make.balance(ann.parent_id) == 0


def test_while_another_parent_remains_nothing_is_cancelled(school: School) -> None:
    leaving, staying = two_parents(school.make, balance=500)
    swim = school.make.session(price=500)
    school.make.booking(swim, leaving)
    full = school.make.session(on=MONDAY + timedelta(days=1))
    school.make.waiting(full, staying)
    assert school.remove_child(leaving) == ChildRemoved("Bob", cancelled=0, refunded_minor=0)
    assert school.places(swim) == [(leaving.child_id, "confirmed")]
    assert school.queue(full) == [leaving.child_id]
    assert school.make.rows(child)[0].removed_at is None
    assert [row.parent_id for row in school.make.rows(guardianship)] == [staying.parent_id]
    assert school.make.balance(leaving.parent_id) == 0


def test_when_the_last_parent_goes_who_paid_is_refunded(school: School) -> None:
    first, second = two_parents(school.make, balance=500)
    swim = school.make.session(price=500)
    booking_id = school.make.booking(swim, first)
    school.remove_child(first)
    assert school.remove_child(second) == ChildRemoved("Bob", cancelled=1, refunded_minor=500)
    assert school.account(first)[-1] == ("refund", 500, booking_id)
    assert school.account(second) == []


def test_only_ones_own_child_can_be_removed(school: School) -> None:
    ann, ben = school.make.family(), school.make.family()
    swim = school.make.session()
    school.make.booking(swim, ben)
    before = school.size()
    assert school.remove_child(Family(ann.parent_id, ben.child_id)) == NotYourChild()
    assert school.size() == before
    assert school.places(swim) == [(ben.child_id, "confirmed")]


@pytest.mark.parametrize("others", [0, 1])
def test_child_removed_twice_is_one_removal_with_the_same_answer(
    school: School, others: int
) -> None:
    ann = school.make.family(balance=500)
    if others:
        school.make.insert(guardianship, parent_id=school.make.parent(), child_id=ann.child_id)
    school.make.booking(school.make.session(price=500), ann)
    removed = school.remove_child(ann)
    before = school.size()
    assert school.remove_child(ann) == removed
    assert school.size() == before


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)  # SQLite: one at a time
def test_place_booked_while_waiting_for_the_locks_is_given_back_too(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = school.make.family(balance=500)
    swim = school.make.session(price=500)
    looks = []
    lock_children = Families.lock_children

    def book_meanwhile(families: Families, parent_id: int) -> list[Child]:
        looks.append(parent_id)
        if len(looks) == 1:
            school.make.booking(swim, ann)
        return lock_children(families, parent_id)

    monkeypatch.setattr(Families, "lock_children", book_meanwhile)
    outcome = school.remove_child(ann)
    assert looks == [ann.parent_id] * 2
    assert isinstance(outcome, ChildRemoved)
    assert (outcome.cancelled, outcome.refunded_minor) == (1, 500)
    assert school.places(swim) == [(ann.child_id, "cancelled")]

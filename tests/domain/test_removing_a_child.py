"""A child leaves a family: what becomes of its places, its queues and the money."""

from datetime import date, timedelta
from typing import Any

import pytest

from domain import families
from domain.families import ChildRemoved, NotYourChild, RemovalChanged, preview_removal
from domain.model import Child
from storage.families import Families
from storage.tables import booking, child, guardianship, waitlist_entry
from tests.domain.school import School
from tests.domain.values import utc
from tests.factory import MONDAY, NOW, Factory, Family

TUESDAY = MONDAY + timedelta(days=1)


def two_parents(make: Factory, *, balance: int = 0) -> tuple[Family, Family]:
    """One child, seen from either parent."""
    first, second = make.parent(), make.parent()
    if balance:
        make.money(first, balance)
    child_id = make.child(first, second, name="Bob")
    return Family(first, child_id), Family(second, child_id)


def test_with_the_only_parent_go_places_and_queues(school: School) -> None:
    ann = school.make.family(balance=500, name="Bob")
    booking_id = school.make.booking(school.make.session(price=500), ann)
    held = school.make.booking(school.make.session(price=500), ann, status="pending")
    entry_id = school.make.waiting(school.make.session(on=TUESDAY), ann)
    assert school.remove_child(ann) == ChildRemoved("Bob", places=3, refunded_minor=500)
    assert school.make.rows(child)[0].removed_at == NOW
    assert school.make.count(guardianship) == 0
    assert {row.status for row in school.make.rows(booking)} == {"cancelled"}
    assert school.make.balance(ann.parent_id) == 500
    [entry] = school.make.rows(waitlist_entry)
    assert (entry.id, entry.status, entry.ended_at) == (entry_id, "left", NOW)
    assert school.told() == []
    who = f"parent {ann.parent_id}"
    assert school.trail() == [
        (who, "cancelled", booking_id, "500"),
        (who, "cancelled", held, "0"),
        (who, "left_queue", entry_id, ""),
        (who, "child_removed", ann.child_id, "3 500"),
    ]


def test_place_booked_while_the_removal_waited_for_its_locks_goes_too(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The race itself is in tests/races; here the first look comes too early."""
    ann = school.make.family(name="Emma")
    swim = school.make.session(price=0)
    school.make.booking(swim, ann)
    really, looks = families._sessions_of, [set[int]()]

    def too_early(*args: Any) -> set[int]:
        return looks.pop() if looks else really(*args)

    monkeypatch.setattr(families, "_sessions_of", too_early)

    assert school.remove_child(ann) == ChildRemoved("Emma", places=1, refunded_minor=0)

    assert looks == []
    assert school.places(swim) == [(ann.child_id, "cancelled")]


def test_refund_is_by_the_terms_as_for_any_cancellation(school: School) -> None:
    ann = school.make.family(balance=500)
    school.make.booking(school.make.session(price=500), ann)
    school.now = utc("2026-09-14 10:00")
    outcome = school.remove_child(ann)
    assert isinstance(outcome, ChildRemoved)
    assert outcome.refunded_minor == 250
    assert school.make.balance(ann.parent_id) == 250


@pytest.mark.parametrize(
    "shown", [pytest.param((1, 500), id="more would go"), pytest.param((2, 501), id="less back")]
)
def test_removal_that_costs_more_than_was_shown_does_nothing(
    school: School, shown: tuple[int, int]
) -> None:
    ann = school.make.family(balance=500)
    swim = school.make.session(price=500)
    school.make.booking(swim, ann)
    school.make.waiting(school.make.session(on=TUESDAY), ann)
    before = school.size()
    assert school.remove_child(ann, shown=shown) == RemovalChanged(ann.child_id)
    assert school.size() == before
    assert school.places(swim) == [(ann.child_id, "confirmed")]
    assert school.make.count(guardianship) == 1


def test_removal_that_costs_no_more_than_was_shown_is_done(school: School) -> None:
    ann = school.make.family(balance=500)
    school.make.booking(school.make.session(price=500), ann)
    assert isinstance(school.remove_child(ann, shown=(1, 500)), ChildRemoved)


def test_preview_of_a_removal_says_what_will_be_answered_and_writes_nothing(
    school: School,
) -> None:
    ann = school.make.family(balance=500, name="Bob")
    school.make.booking(school.make.session(price=500), ann)
    school.make.booking(school.make.session(on=date(2026, 9, 6)), ann)  # in the past: it stays
    school.make.waiting(school.make.session(on=TUESDAY), ann)
    before = school.size()
    seen = preview(school, ann)
    assert seen == ChildRemoved("Bob", places=2, refunded_minor=500)
    assert school.size() == before
    assert school.remove_child(ann, shown=(2, 500)) == seen
    assert preview(school, ann) == NotYourChild()


def preview(school: School, family: Family) -> ChildRemoved | NotYourChild:
    return school.make.database.look(
        preview_removal, family.parent_id, family.child_id, school.policy, now=school.now
    )


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
    for on in (date(2026, 9, 13), MONDAY):
        school.make.booking(school.make.session(price=500, on=on), ann)
    school.now = utc("2026-09-14 14:30")
    outcome = school.remove_child(ann)
    assert isinstance(outcome, ChildRemoved)
    assert (outcome.places, outcome.refunded_minor) == (0, 0)
    assert [row.status for row in school.make.rows(booking)] == ["confirmed"] * 2
    assert school.make.balance(ann.parent_id) == 0


def test_while_another_parent_remains_places_and_queues_pass_to_that_parent(
    school: School,
) -> None:
    leaving, staying = two_parents(school.make, balance=500)
    swim = school.make.session(price=500)
    school.make.booking(swim, leaving)
    full = school.make.session(on=TUESDAY)
    school.make.waiting(full, leaving)
    assert preview(school, leaving) == ChildRemoved("Bob", places=0, refunded_minor=0)
    before = school.size()
    removed = school.remove_child(leaving, shown=(0, 0))
    assert removed == ChildRemoved("Bob", places=0, refunded_minor=0)
    assert school.places(swim) == [(leaving.child_id, "confirmed")]
    assert school.queue(full) == [leaving.child_id]
    assert school.make.rows(child)[0].removed_at is None
    for table in (guardianship, booking, waitlist_entry):
        assert [row.parent_id for row in school.make.rows(table)] == [staying.parent_id]
    assert school.make.balance(leaving.parent_id) == 0  # what was paid stays paid
    assert [now - then for now, then in zip(school.size(), before, strict=True)] == [0, 0, 0, 0, 1]
    assert school.trail() == [
        (f"parent {leaving.parent_id}", "child_removed", leaving.child_id, "0 0")
    ]


def test_queue_that_passed_to_the_other_parent_still_promotes(school: School) -> None:
    leaving, staying = two_parents(school.make)
    gone = school.make.family()
    swim = school.make.session(capacity=1)
    taken = school.make.booking(swim, gone)
    school.make.waiting(swim, leaving)
    school.remove_child(leaving)
    school.cancel(gone, taken)
    [row] = school.make.rows(booking, child_id=staying.child_id)
    assert (row.status, row.parent_id) == ("confirmed", staying.parent_id)
    assert school.told() == school.told(staying.parent_id) == [f"promoted:b{row.id}"]


def test_only_what_the_leaving_parent_had_open_passes(school: School) -> None:
    leaving, staying = two_parents(school.make)
    sibling = Family(leaving.parent_id, school.make.child(leaving.parent_id))
    swim = school.make.session()
    past = school.make.booking(school.make.session(on=date(2026, 9, 6)), leaving)
    ended = school.make.booking(swim, leaving, status="cancelled")
    school.make.waiting(swim, leaving, status="expired", ended_at=NOW)
    of_sibling = school.make.booking(swim, sibling)
    open_still = school.make.booking(swim, leaving)
    school.remove_child(leaving)
    for booking_id in (past, ended, of_sibling):
        [row] = school.make.rows(booking, id=booking_id)
        assert row.parent_id == leaving.parent_id
    assert school.make.rows(waitlist_entry)[0].parent_id == leaving.parent_id
    [passed] = school.make.rows(booking, parent_id=staying.parent_id)
    assert passed.id == open_still


def test_refund_goes_to_who_paid_though_the_place_has_passed_to_another(school: School) -> None:
    first, second = two_parents(school.make, balance=500)
    booking_id = school.make.booking(school.make.session(price=500), first)
    school.remove_child(first)
    removed = school.remove_child(second, shown=(1, 500))
    assert removed == ChildRemoved("Bob", places=1, refunded_minor=500)
    assert school.account(first)[-1] == ("refund", 500, booking_id)
    assert school.account(second) == []


def test_held_place_that_has_passed_is_the_other_parents_to_pay(school: School) -> None:
    first, second = two_parents(school.make)
    held = school.make.booking(school.make.session(price=500), first, status="pending")
    school.remove_child(first)
    assert school.pay(second, 500).confirmed == (held,)
    assert school.make.balance(first.parent_id) == school.make.balance(second.parent_id) == 0


def test_who_leaves_last_after_the_preview_is_asked_again(school: School) -> None:
    """The other parent has left in the meantime: now the places would go as well."""
    first, second = two_parents(school.make)
    school.make.booking(school.make.session(), second)
    seen = preview(school, second)
    assert isinstance(seen, ChildRemoved)
    school.remove_child(first)
    shown = (seen.places, seen.refunded_minor)
    assert school.remove_child(second, shown=shown) == RemovalChanged(second.child_id)


def test_only_ones_own_child_can_be_removed(school: School) -> None:
    ann, ben = school.make.family(), school.make.family()
    swim = school.make.session()
    school.make.booking(swim, ben)
    mixed = Family(ann.parent_id, ben.child_id)
    before = school.size()
    assert school.remove_child(mixed) == preview(school, mixed) == NotYourChild()
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
    assert (outcome.places, outcome.refunded_minor) == (1, 500)
    assert school.places(swim) == [(ann.child_id, "cancelled")]

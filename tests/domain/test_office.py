"""What the office does for a family: book, cancel, take off a waiting list, put on file."""

from datetime import date, timedelta

import pytest

from domain.families import (
    MAX_CHILDREN,
    ChildSaved,
    TooManyChildren,
    add_child_for_family,
    add_family,
)
from domain.model import Actor, Role
from domain.outcomes import (
    AlreadyEnded,
    Booked,
    Cancelled,
    Held,
    LeftQueue,
    NotYours,
    Queued,
    RefundChanged,
    Refused,
    TooLate,
)
from domain.ports.families import NewChild, NewParent
from domain.roles import NotAllowedError
from storage.tables import booking, child, guardianship, parent
from tests.domain.school import OFFICE, School, reasons
from tests.domain.values import utc
from tests.factory import Family

OTHERS = [Actor(Role.PARENT, OFFICE.id), Actor(Role.TUTOR, OFFICE.id), Actor(Role.SYSTEM)]
ANN = NewParent(telegram_id=None, name="Ann", phone="+441515", email=None, language="en")
BOB = NewChild("Bob", date(2018, 5, 31), 3)


def offline(school: School) -> Family:
    """A family without Telegram."""
    parent_id = school.make.parent(telegram_id=None)
    return Family(parent_id, school.make.child(parent_id))


def test_family_is_booked_for_and_told_what_came_of_it(school: School) -> None:
    free, dear = school.make.session(), school.make.session(price=500)
    full = school.make.session(capacity=1)
    school.make.booking(full, school.make.family())
    ann, ben, cem = (school.make.family() for _ in range(3))
    [booked] = school.book_for(ann, free)
    [held] = school.book_for(ben, dear)
    [queued] = school.book_for(cem, full)
    assert isinstance(booked, Booked)
    assert isinstance(held, Held)
    assert isinstance(queued, Queued)
    assert school.told() == [
        f"booked_for_you:b{booked.booking_id}",
        f"booked_for_you:b{held.booking_id}",
        f"booked_for_you:e{queued.entry_id}",
    ]
    assert [(who, did) for who, did, _, _ in school.trail()] == [
        ("admin 42", "booked"),
        ("admin 42", "held"),
        ("admin 42", "queued"),
    ]


def test_family_without_telegram_is_booked_for_and_nothing_waits_to_be_sent(
    school: School,
) -> None:
    swim = school.make.session(capacity=1)
    family = offline(school)
    [booked] = school.book_for(family, swim)
    assert isinstance(booked, Booked)
    assert isinstance(school.cancel_for(booked.booking_id or 0), Cancelled)
    assert school.told() == []


def test_request_of_the_office_told_twice_has_one_effect(school: School) -> None:
    swim = school.make.session(price=500)
    family = school.make.family(balance=900)
    first = school.book_for(family, swim, key="key")
    before = school.size()
    assert school.book_for(family, swim, key="key") == first
    assert school.size() == before


def test_office_keeps_the_five_layers(school: School) -> None:
    swim = school.make.session(grade_from=5)
    [refused] = school.book_for(school.make.family(), swim)
    assert reasons(refused) == ["wrong_year_group"]
    [stranger] = school.book_for(Family(school.make.parent(), school.make.family().child_id), swim)
    assert isinstance(stranger, Refused)
    assert reasons(stranger) == ["not_your_child"]
    assert school.told() == []


@pytest.mark.parametrize("actor", OTHERS)
def test_family_is_seen_to_by_the_office_alone(school: School, actor: Actor) -> None:
    swim = school.make.session(capacity=1)
    ann, ben = school.make.family(), school.make.family()
    taken, queued = school.make.booking(swim, ann), school.make.waiting(swim, ben)
    before = school.size()
    for act in (
        lambda: school.book_for(school.make.family(), swim, actor=actor),
        lambda: school.cancel_for(taken, actor=actor),
        lambda: school.take_off(queued, actor=actor),
        lambda: school.run(add_family, ANN, BOB, actor=actor, now=school.now),
        lambda: school.run(add_child_for_family, ann.parent_id, BOB, actor=actor, now=school.now),
    ):
        with pytest.raises(NotAllowedError):
            act()
    assert school.size() == before


@pytest.mark.parametrize(("in_full", "refund"), [(False, 250), (True, 500)])
def test_place_is_cancelled_with_the_refund_that_the_office_chooses(
    school: School, *, in_full: bool, refund: int
) -> None:
    swim = school.make.session(price=500, capacity=1)
    ann, ben = school.make.family(balance=500), school.make.family(balance=500)
    taken = school.make.booking(swim, ann)
    school.make.waiting(swim, ben)
    school.now = utc("2026-09-14 10:00")  # half is refunded by now
    outcome = school.cancel_for(taken, shown=refund, in_full=in_full)
    assert isinstance(outcome, Cancelled)
    assert outcome.refund_minor == refund
    assert school.account(ann)[2:] == [("refund", refund, taken)]
    assert school.told(ann.parent_id) == [f"cancelled_by_office:b{taken}"]
    assert school.places(swim)[1:] == [(ben.child_id, "confirmed")]
    assert school.trail()[0] == ("admin 42", "cancelled", taken, str(refund))
    before = school.size()
    again = school.cancel_for(taken, shown=refund, in_full=in_full)
    assert isinstance(again, Cancelled)
    assert again.refund_minor == refund
    assert school.size() == before


@pytest.mark.parametrize("shown", [0, 499, 501])
def test_place_is_kept_if_the_refund_is_not_the_one_shown(school: School, shown: int) -> None:
    swim = school.make.session(price=500)
    taken = school.make.booking(swim, school.make.family(balance=500))
    outcome = school.cancel_for(taken, shown=shown)
    assert isinstance(outcome, RefundChanged)
    assert outcome.refund_minor == 500
    assert school.make.rows(booking)[0].status == "confirmed"


def test_held_place_is_cancelled_without_a_refund(school: School) -> None:
    swim = school.make.session(price=500)
    taken = school.make.booking(swim, school.make.family(), status="pending")
    assert isinstance(school.cancel_for(taken, in_full=True), Cancelled)
    assert school.make.rows(booking)[0].status == "cancelled"


def test_what_has_ended_or_begun_is_not_cancelled(school: School) -> None:
    swim = school.make.session()
    over = school.make.booking(swim, school.make.family(), status="expired")
    taken = school.make.booking(swim, school.make.family())
    assert school.cancel_for(over) == AlreadyEnded(swim)
    assert school.cancel_for(taken + 1) == NotYours()
    school.now = utc("2026-09-14 14:30")
    assert school.cancel_for(taken) == TooLate(swim)
    assert school.told() == []


def test_child_is_taken_off_a_waiting_list_once_and_told(school: School) -> None:
    swim = school.make.session(capacity=1)
    school.make.booking(swim, school.make.family())
    ann = school.make.family()
    entry_id = school.make.waiting(swim, ann)
    assert isinstance(school.take_off(entry_id), LeftQueue)
    before = school.size()
    assert isinstance(school.take_off(entry_id), LeftQueue)
    assert school.size() == before
    assert school.told() == [f"cancelled_by_office:e{entry_id}"]
    assert school.entries(swim) == [(ann.child_id, "left", None)]
    assert school.take_off(entry_id + 1) == NotYours()


def test_child_that_got_a_place_meanwhile_is_not_taken_off(school: School) -> None:
    swim = school.make.session(capacity=1)
    school.make.booking(swim, school.make.family())
    entry_id = school.make.waiting(swim, school.make.family())
    school.change_capacity(swim, 2)
    outcome = school.take_off(entry_id)
    assert isinstance(outcome, AlreadyEnded)
    assert outcome.session.capacity == 2


def test_office_that_has_the_number_of_a_parent_is_not_taken_for_them(school: School) -> None:
    """Staff are counted by Telegram ids, parents by ours: the two may be the same number."""
    swim = school.make.session(capacity=1)
    school.make.booking(swim, school.make.family())
    ann = Family(OFFICE.id or 0, 0)
    school.make.parent(id=ann.parent_id)
    ann = Family(ann.parent_id, school.make.child(ann.parent_id))
    entry_id = school.make.waiting(swim, ann)
    school.take_off(entry_id)
    assert school.told(ann.parent_id) == [f"cancelled_by_office:e{entry_id}"]


def test_family_is_put_on_file_once(school: School) -> None:
    first = school.run(add_family, ANN, BOB, actor=OFFICE, now=school.now)
    again = school.run(add_family, ANN, BOB, actor=OFFICE, now=school.now)
    assert first == again
    parent_id, saved = first
    assert isinstance(saved, ChildSaved)
    [row] = school.make.rows(parent)
    assert (row.id, row.telegram_id, row.name, row.phone) == (parent_id, None, "Ann", "+441515")
    assert school.make.count(guardianship, parent_id=parent_id, child_id=saved.child_id) == 1
    assert school.trail() == [
        ("admin 42", "family_added", parent_id, ""),
        ("admin 42", "child_added", saved.child_id, ""),
    ]


def test_family_of_the_same_name_and_phone_is_the_one_on_file(school: School) -> None:
    known = school.make.parent(name="Ann", phone="+441515")
    other = school.make.parent(name="Ann", phone="+441516")
    assert school.run(add_family, ANN, BOB, actor=OFFICE, now=school.now)[0] == known
    assert school.make.count(guardianship, parent_id=other) == 0


def test_family_has_room_for_so_many_children(school: School) -> None:
    family = school.make.family()
    for number in range(1, MAX_CHILDREN):
        born_on = date(2018, 5, 31) - timedelta(days=number)
        added = school.run(
            add_child_for_family,
            family.parent_id,
            NewChild("Bob", born_on, 3),
            actor=OFFICE,
            now=school.now,
        )
        assert isinstance(added, ChildSaved)
    full = school.run(add_child_for_family, family.parent_id, BOB, actor=OFFICE, now=school.now)
    assert full == TooManyChildren()
    assert school.make.count(child) == MAX_CHILDREN

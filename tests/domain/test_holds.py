"""Holds and offers: places kept until a deadline that really ends them."""

from datetime import timedelta

import pytest

from domain.outcomes import AlreadyEnded, Booked, Cancelled, Held, Queued
from storage.tables import booking, waitlist_entry
from tests.domain.school import School
from tests.domain.values import utc
from tests.factory import NOW


@pytest.mark.parametrize(
    ("deadline", "ends"),
    [
        pytest.param(NOW - timedelta(days=1), True, id="long past"),
        pytest.param(NOW, True, id="this very moment"),
        pytest.param(NOW + timedelta(microseconds=1), False, id="not yet"),
    ],
)
def test_hold_ends_at_its_deadline(school: School, deadline: object, ends: bool) -> None:
    ann = school.make.family()
    swim = school.make.session(price=500)
    booking_id = school.make.booking(swim, ann, status="pending", hold_expires_at=deadline)
    assert school.expire(booking_id) is ends
    assert school.places(swim) == [(ann.child_id, "expired" if ends else "pending")]
    assert school.told(ann.parent_id) == ([f"hold_expired:b{booking_id}"] if ends else [])
    assert school.trail() == ([("system", "hold_expired", booking_id, "")] if ends else [])


def test_hold_ends_once(school: School) -> None:
    swim = school.make.session()
    booking_id = school.make.booking(
        swim, school.make.family(), status="pending", hold_expires_at=NOW
    )
    assert [school.expire(booking_id) for _ in range(3)] == [True, False, False]
    [row] = school.make.rows(booking)
    assert (row.ended_at, row.hold_expires_at) == (NOW, None)
    assert school.told() == [f"hold_expired:b{booking_id}"]


@pytest.mark.parametrize("status", ["confirmed", "cancelled", "expired"])
def test_what_is_not_held_does_not_expire(school: School, status: str) -> None:
    swim = school.make.session()
    booking_id = school.make.booking(swim, school.make.family(), status=status)
    before = school.size()
    assert not school.expire(booking_id)
    assert school.size() == before
    assert [each for _, each in school.places(swim)] == [status]


def test_unknown_booking_does_not_expire(school: School) -> None:
    assert not school.expire(999_999)


def test_expired_hold_gives_the_place_to_the_first_in_the_queue(school: School) -> None:
    swim = school.make.session(capacity=1)
    ann, ben, cem = (school.make.family() for _ in range(3))
    booking_id = school.make.booking(swim, ann, status="pending", hold_expires_at=NOW)
    for waiting in (ben, cem):
        school.make.waiting(swim, waiting)
    school.expire(booking_id)
    assert school.places(swim) == [(ann.child_id, "expired"), (ben.child_id, "confirmed")]
    assert school.queue(swim) == [cem.child_id]
    [promoted] = school.make.rows(booking, child_id=ben.child_id)
    assert school.told() == [f"hold_expired:b{booking_id}", f"promoted:b{promoted.id}"]


def test_hold_that_ends_past_the_cutoff_goes_to_nobody(school: School) -> None:
    swim = school.make.session(capacity=1)
    ann, ben = school.make.family(), school.make.family()
    booking_id = school.make.booking(swim, ann, status="pending")
    school.make.waiting(swim, ben)
    school.now = utc("2026-09-14 13:30")
    assert school.expire(booking_id)
    assert school.places(swim) == [(ann.child_id, "expired")]
    assert school.told(ben.parent_id) == []


def test_offer_that_is_not_taken_goes_to_the_next(school: School) -> None:
    swim = school.make.session(capacity=1, price=500)
    gone, ann, ben = (school.make.family() for _ in range(3))
    taken = school.make.booking(swim, gone)
    for waiting in (ann, ben):
        school.make.waiting(swim, waiting)
    school.cancel(gone, taken)
    [first] = school.make.rows(booking, child_id=ann.child_id)
    assert first.hold_expires_at == NOW + timedelta(hours=24)
    school.wait(hours=24)
    assert school.expire(first.id)
    [second] = school.make.rows(booking, child_id=ben.child_id)
    assert (second.status, second.hold_expires_at) == ("pending", NOW + timedelta(hours=48))
    assert school.told(ann.parent_id) == [f"offered:b{first.id}", f"hold_expired:b{first.id}"]
    assert school.told(ben.parent_id) == [f"offered:b{second.id}"]


def test_offer_declined_goes_to_the_next(school: School) -> None:
    swim = school.make.session(capacity=1, price=500)
    gone, ann, ben = (school.make.family() for _ in range(3))
    taken = school.make.booking(swim, gone)
    for waiting in (ann, ben):
        school.make.waiting(swim, waiting)
    school.cancel(gone, taken)
    [offer] = school.make.rows(booking, child_id=ann.child_id)
    assert isinstance(school.cancel(ann, offer.id), Cancelled)
    assert [row.child_id for row in school.make.rows(booking, status="pending")] == [ben.child_id]
    assert len(school.told(ben.parent_id)) == 1


def test_used_offer_never_comes_alive_again(school: School) -> None:
    swim = school.make.session(capacity=2, price=500)
    gone, also_gone, ann = (school.make.family() for _ in range(3))
    first, second = school.make.booking(swim, gone), school.make.booking(swim, also_gone)
    school.make.waiting(swim, ann)
    school.cancel(gone, first)
    [offer] = school.make.rows(booking, child_id=ann.child_id)
    school.cancel(ann, offer.id)
    told = school.told(ann.parent_id)
    school.cancel(also_gone, second)  # another place comes free
    assert school.make.count(booking, child_id=ann.child_id) == 1
    assert school.told(ann.parent_id) == told == [f"offered:b{offer.id}"]
    [entry] = school.make.rows(waitlist_entry)
    assert (entry.status, entry.booking_id) == ("promoted", offer.id)
    assert school.confirm(ann, offer.id) == AlreadyEnded(swim)


def test_offer_lasts_until_the_start_at_the_latest(school: School) -> None:
    swim = school.make.session(capacity=1, price=500)
    gone, ann = school.make.family(), school.make.family()
    taken = school.make.booking(swim, gone)
    school.make.waiting(swim, ann)
    school.now = utc("2026-09-14 13:29")
    school.cancel(gone, taken)
    [offer] = school.make.rows(booking, status="pending")
    assert offer.hold_expires_at == utc("2026-09-14 14:30")


def test_sweep_that_comes_late_finds_the_place_paid_for(school: School) -> None:
    ann = school.make.family()
    swim = school.make.session(price=500)
    held = school.book_one(ann, swim)
    assert isinstance(held, Held)
    assert held.booking_id is not None
    school.wait(hours=47)
    school.pay(ann, 500)
    school.wait(hours=2)
    assert not school.expire(held.booking_id)
    assert school.places(swim) == [(ann.child_id, "confirmed")]


def test_deadline_counts_though_the_sweep_is_late(school: School) -> None:
    """The money of one who pays too late is kept as credit, and the place is not theirs."""
    ann = school.make.family()
    swim = school.make.session(price=500)
    held = school.book_one(ann, swim)
    assert isinstance(held, Held)
    assert held.booking_id is not None
    school.wait(hours=48)
    assert school.pay(ann, 500).confirmed == ()
    assert school.confirm(ann, held.booking_id) == AlreadyEnded(swim)
    assert school.make.balance(ann.parent_id) == 500
    assert school.expire(held.booking_id)
    assert school.told()[1:] == [f"hold_expired:b{held.booking_id}"]


def test_who_lost_a_hold_may_book_again_behind_those_who_wait(school: School) -> None:
    swim = school.make.session(capacity=1, price=500)
    ann, ben = school.make.family(), school.make.family(balance=500)
    held = school.book_one(ann, swim)
    assert isinstance(held, Held)
    assert held.booking_id is not None
    school.book_one(ben, swim)
    school.wait(hours=48)
    school.expire(held.booking_id)
    assert isinstance(school.book_one(ann, swim), Queued)
    assert school.places(swim) == [(ann.child_id, "expired"), (ben.child_id, "confirmed")]


def test_who_lost_a_hold_may_book_again_if_a_place_is_left(school: School) -> None:
    swim = school.make.session(price=500)
    ann = school.make.family()
    booking_id = school.make.booking(swim, ann, status="expired")
    school.pay(ann, 500)
    assert school.book_one(ann, swim) == Booked(swim, 500, booking_id + 1)

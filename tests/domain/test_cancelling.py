"""Giving a place back: who may, what is refunded, what happens to the place."""

from dataclasses import replace

import pytest

from domain.outcomes import AlreadyEnded, Booked, Cancelled, NotYours, RefundChanged, TooLate
from storage.tables import booking, notice, waitlist_entry
from tests.domain.school import School
from tests.domain.values import utc
from tests.factory import NOW, Family


def other_parent(school: School, of: Family) -> Family:
    """Another parent of the same child."""
    child_id = school.make.child(of.parent_id, another := school.make.parent())
    return Family(another, child_id)


def test_place_is_given_back_and_refunded(school: School) -> None:
    ann = school.make.family(balance=500)
    swim = school.make.session(price=500)
    booking_id = school.make.booking(swim, ann)
    outcome = school.cancel(ann, booking_id, shown=500)
    assert isinstance(outcome, Cancelled)
    assert (outcome.booking.id, outcome.session, outcome.refund_minor) == (booking_id, swim, 500)
    [row] = school.make.rows(booking)
    assert (row.status, row.ended_at, row.hold_expires_at) == ("cancelled", NOW, None)
    assert school.account(ann)[1:] == [("charge", -500, booking_id), ("refund", 500, booking_id)]
    assert school.make.balance(ann.parent_id) == 500
    assert school.trail() == [(f"parent {ann.parent_id}", "cancelled", booking_id, "500")]
    assert school.told() == []


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        pytest.param("2026-09-13 14:30", 501, id="24 hours before all comes back"),
        pytest.param("2026-09-13 14:30:01", 251, id="later half of it, rounded up"),
        pytest.param("2026-09-14 14:29:59", 251, id="until the start, past the cut-off too"),
    ],
)
def test_refund_is_by_the_terms_of_the_booking(school: School, now: str, expected: int) -> None:
    ann = school.make.family(balance=501)
    booking_id = school.make.booking(school.make.session(price=501), ann)
    school.policy = replace(school.policy, late_refund_percent=0)  # decided after the booking
    school.now = utc(now)
    outcome = school.cancel(ann, booking_id, shown=expected)
    assert isinstance(outcome, Cancelled)
    assert outcome.refund_minor == expected
    assert school.make.balance(ann.parent_id) == expected


def test_refund_of_nothing_makes_no_entry(school: School) -> None:
    ann = school.make.family(balance=500)
    booking_id = school.make.booking(school.make.session(price=500), ann, late_refund_percent=0)
    school.now = utc("2026-09-14 14:00")
    assert isinstance(school.cancel(ann, booking_id), Cancelled)
    assert [kind for kind, _, _ in school.account(ann)] == ["adjustment", "charge"]


def test_held_place_is_given_back_without_money(school: School) -> None:
    ann = school.make.family()
    booking_id = school.make.booking(school.make.session(price=500), ann, status="pending")
    outcome = school.cancel(ann, booking_id)
    assert isinstance(outcome, Cancelled)
    assert outcome.refund_minor == 0
    assert school.account(ann) == []
    assert school.make.rows(booking)[0].hold_expires_at is None


def test_refund_less_than_shown_does_nothing(school: School) -> None:
    ann = school.make.family(balance=500)
    swim = school.make.session(price=500)
    booking_id = school.make.booking(swim, ann)
    school.now = utc("2026-09-13 14:31")  # the free cancellation ended while the screen was up
    before = school.size()
    outcome = school.cancel(ann, booking_id, shown=500)
    assert isinstance(outcome, RefundChanged)
    assert (outcome.booking.id, outcome.session, outcome.refund_minor) == (booking_id, swim, 250)
    assert school.places(swim) == [(ann.child_id, "confirmed")]
    assert school.size() == before


def test_refund_more_than_shown_is_given(school: School) -> None:
    ann = school.make.family(balance=500)
    booking_id = school.make.booking(school.make.session(price=500), ann)
    outcome = school.cancel(ann, booking_id, shown=250)
    assert isinstance(outcome, Cancelled)
    assert outcome.refund_minor == 500


def test_cancelling_told_twice_refunds_once_and_answers_the_same(school: School) -> None:
    ann = school.make.family(balance=500)
    booking_id = school.make.booking(school.make.session(price=500), ann)
    school.cancel(ann, booking_id, shown=500)
    before = school.size()
    school.wait(days=30)
    again = school.cancel(ann, booking_id, shown=500)
    assert isinstance(again, Cancelled)
    assert again.refund_minor == 500
    assert school.size() == before
    assert school.make.balance(ann.parent_id) == 500


def test_cancelling_told_twice_promotes_once(school: School) -> None:
    swim = school.make.session(capacity=1)
    ann, ben, cem = (school.make.family() for _ in range(3))
    booking_id = school.make.booking(swim, ann)
    for waiting in (ben, cem):
        school.make.waiting(swim, waiting)
    for _ in range(5):
        school.cancel(ann, booking_id)
    assert school.places(swim) == [(ann.child_id, "cancelled"), (ben.child_id, "confirmed")]
    assert school.queue(swim) == [cem.child_id]
    assert len(school.told()) == 1


def test_place_the_office_called_off_counts_as_cancelled(school: School) -> None:
    ann = school.make.family(balance=500)
    swim = school.make.session(price=500)
    booking_id = school.make.booking(swim, ann)
    school.call_off(swim)
    outcome = school.cancel(ann, booking_id)
    assert isinstance(outcome, Cancelled)
    assert outcome.refund_minor == 500
    assert school.make.balance(ann.parent_id) == 500


def test_place_that_expired_has_already_ended(school: School) -> None:
    ann = school.make.family()
    swim = school.make.session(price=500)
    booking_id = school.make.booking(swim, ann, status="expired")
    before = school.size()
    assert school.cancel(ann, booking_id) == AlreadyEnded(swim)
    assert school.size() == before


def test_started_session_can_no_longer_be_cancelled(school: School) -> None:
    ann = school.make.family(balance=500)
    swim = school.make.session(price=500)
    booking_id = school.make.booking(swim, ann)
    school.now = utc("2026-09-14 14:30")
    before = school.size()
    assert school.cancel(ann, booking_id) == TooLate(swim)
    assert school.size() == before
    assert school.places(swim) == [(ann.child_id, "confirmed")]


def test_stranger_can_neither_cancel_nor_tell_whether_there_is_a_booking(school: School) -> None:
    ann, stranger = school.make.family(), school.make.family()
    swim = school.make.session()
    booking_id = school.make.booking(swim, ann)
    before = school.size()
    assert school.cancel(stranger, booking_id) == school.cancel(stranger, 999_999) == NotYours()
    assert school.size() == before
    assert school.places(swim) == [(ann.child_id, "confirmed")]


def test_parent_who_is_a_guardian_no_more_cannot_cancel(school: School) -> None:
    ann = school.make.family()
    other = other_parent(school, ann)
    booking_id = school.make.booking(school.make.session(), other)
    school.remove_child(other)
    assert school.cancel(other, booking_id) == NotYours()


def test_other_parent_may_cancel_and_who_booked_is_refunded_and_told(school: School) -> None:
    ann = school.make.family(balance=500)
    other = other_parent(school, ann)
    swim = school.make.session(price=500)
    booking_id = school.make.booking(swim, Family(ann.parent_id, other.child_id))
    outcome = school.cancel(other, booking_id, shown=500)
    assert isinstance(outcome, Cancelled)
    assert school.make.balance(ann.parent_id) == 500
    assert school.account(other) == []
    assert school.told() == [f"cancelled_for_you:b{booking_id}"]
    [row] = school.make.rows(notice)
    assert (row.parent_id, row.due_at, row.state) == (ann.parent_id, NOW, "waiting")
    assert school.trail() == [(f"parent {other.parent_id}", "cancelled", booking_id, "500")]


def test_cancelling_and_promoting_are_one_transaction(school: School) -> None:
    swim = school.make.session(capacity=1)
    ann, ben = school.make.family(), school.make.family()
    booking_id = school.make.booking(swim, ann)
    entry_id = school.make.waiting(swim, ben)
    school.cancel(ann, booking_id)
    [promoted] = school.make.rows(booking, child_id=ben.child_id)
    assert (promoted.status, promoted.confirmed_at) == ("confirmed", NOW)
    [entry] = school.make.rows(waitlist_entry)
    assert (entry.status, entry.ended_at, entry.booking_id) == ("promoted", NOW, promoted.id)
    assert school.told(ben.parent_id) == [f"promoted:b{promoted.id}"]
    assert school.told(ann.parent_id) == []
    assert school.trail() == [
        (f"parent {ann.parent_id}", "cancelled", booking_id, "0"),
        ("system", "booked", promoted.id, ""),
        ("system", "promoted", entry_id, str(promoted.id)),
    ]


def test_place_may_be_booked_again_after_cancelling_any_number_of_times(school: School) -> None:
    ann = school.make.family(balance=500)
    swim = school.make.session(price=500, capacity=1)
    for _ in range(3):
        outcome = school.book_one(ann, swim)
        assert isinstance(outcome, Booked)
        assert outcome.booking_id is not None
        school.cancel(ann, outcome.booking_id, shown=500)
        school.wait(seconds=1)
    assert school.places(swim) == [(ann.child_id, "cancelled")] * 3
    assert school.make.balance(ann.parent_id) == 500


def test_cancelling_past_the_cutoff_gives_the_place_to_nobody(school: School) -> None:
    swim = school.make.session(capacity=1)
    ann, ben = school.make.family(), school.make.family()
    booking_id = school.make.booking(swim, ann)
    school.make.waiting(swim, ben)
    school.now = utc("2026-09-14 13:30")
    assert isinstance(school.cancel(ann, booking_id), Cancelled)
    assert school.places(swim) == [(ann.child_id, "cancelled")]
    assert school.queue(swim) == [ben.child_id]
    assert school.told() == []


def test_refund_is_of_the_price_that_was_paid_not_of_todays(school: School) -> None:
    ann = school.make.family(balance=900)
    swim = school.make.session(price=500)
    booking_id = school.make.booking(swim, ann, price_minor=300)
    outcome = school.cancel(ann, booking_id)
    assert isinstance(outcome, Cancelled)
    assert outcome.refund_minor == 300

"""The office changes a capacity, or calls a date off."""

from datetime import timedelta

import pytest

from domain.model import Actor, Role, Session
from domain.outcomes import (
    CancellationChanged,
    Cancelled,
    CapacityKept,
    Queued,
    SessionCancelled,
)
from domain.roles import NotAllowedError
from domain.sessions import acknowledge, preview_cancellation
from storage import tables
from storage.errors import ConflictError
from storage.tables import booking, notice, waitlist_entry
from storage.transaction import Transaction
from tests.domain.school import OFFICE, School, reasons
from tests.domain.values import utc
from tests.factory import NOW, Family


def test_raised_capacity_promotes_in_the_order_of_the_queue(school: School) -> None:
    swim = school.make.session(capacity=1)
    school.make.booking(swim, school.make.family())
    ann, ben, cem = (school.make.family() for _ in range(3))
    for family in (ann, ben, cem):
        school.make.waiting(swim, family)
    changed = school.change_capacity(swim, 3)
    assert changed.session.capacity == 3
    assert changed.taken == 1
    assert [each.entry.child_id for each in changed.promotions] == [ann.child_id, ben.child_id]
    assert [each.booking_id for each in changed.promotions] == [
        row.id for row in school.make.rows(booking)[1:]
    ]
    assert school.queue(swim) == [cem.child_id]
    assert len(school.told(ann.parent_id)) == len(school.told(ben.parent_id)) == 1
    assert school.trail()[0] == ("admin 42", "capacity_changed", swim.id, "3")


def test_raised_beyond_the_queue_leaves_places_for_newcomers(school: School) -> None:
    swim = school.make.session(capacity=1)
    school.make.booking(swim, school.make.family())
    school.make.waiting(swim, school.make.family())
    school.change_capacity(swim, 3)
    school.book_one(newcomer := school.make.family(), swim)
    assert school.places(swim)[-1] == (newcomer.child_id, "confirmed")
    assert len(school.places(swim)) == 3


def test_lowered_capacity_takes_nobodys_place_and_promotes_nobody(school: School) -> None:
    swim = school.make.session(capacity=3)
    families = [school.make.family() for _ in range(3)]
    for family in families:
        school.make.booking(swim, family)
    waiting = school.make.family()
    school.make.waiting(swim, waiting)
    changed = school.change_capacity(swim, 1)
    assert changed.promotions == ()
    assert school.places(swim) == [(family.child_id, "confirmed") for family in families]
    assert school.queue(swim) == [waiting.child_id]
    assert school.told() == []
    outcome = school.book_one(school.make.family(), swim)
    assert isinstance(outcome, Queued)
    assert outcome.position == 2


def test_capacity_is_of_one_date_and_not_of_its_activity(school: School) -> None:
    activity_id = school.make.activity(max_capacity=4)
    swim = school.make.session(activity_id=activity_id)
    later = school.make.session(activity_id=activity_id, on=swim.on + timedelta(weeks=1))
    school.change_capacity(swim, 9)
    assert school.make.read_session(swim.id).capacity == 9
    assert school.make.read_session(later.id).capacity == 4


@pytest.mark.parametrize("capacity", [0, -1])
def test_capacity_is_at_least_one(school: School, capacity: int) -> None:
    swim = school.make.session(capacity=4)
    with pytest.raises(ConflictError, match="ck_session_capacity"):
        school.change_capacity(swim, capacity)
    assert school.make.read_session(swim.id).capacity == 4
    assert school.trail() == []


def test_capacity_raised_past_the_cutoff_promotes_nobody(school: School) -> None:
    swim = school.make.session(capacity=1)
    school.make.booking(swim, school.make.family())
    school.make.waiting(swim, school.make.family())
    school.now = utc("2026-09-14 13:30")
    assert school.change_capacity(swim, 5).promotions == ()


def test_called_off_date_is_refunded_in_full_and_each_family_told_once(school: School) -> None:
    swim = school.make.session(price=501)
    ann, ben, cem = (school.make.family(balance=501) for _ in range(3))
    paid, cheaper = school.make.booking(swim, ann), school.make.booking(swim, ben, price_minor=300)
    held = school.make.booking(swim, cem, status="pending")
    waiting = school.make.family()
    school.make.waiting(swim, waiting)
    school.now = utc("2026-09-14 14:00")  # long past the free cancellation
    outcome = school.call_off(swim)
    assert outcome == SessionCancelled(swim, 4, 3, 1, 801)
    assert school.make.rows(tables.session)[0].status == "cancelled"
    assert {status for _, status in school.places(swim)} == {"cancelled"}
    assert {row.hold_expires_at for row in school.make.rows(booking)} == {None}
    assert school.entries(swim) == [(waiting.child_id, "expired", None)]
    assert school.account(ann)[2:] == [("refund", 501, paid)]
    assert school.account(ben)[2:] == [("refund", 300, cheaper)]
    assert school.account(cem) == [("adjustment", 501, None)]
    for family in (ann, ben, cem, waiting):
        assert school.told(family.parent_id) == [f"session_cancelled:s{swim.id}"]
    assert school.make.count(notice) == 4
    assert school.trail() == [
        ("admin 42", "cancelled", paid, "501"),
        ("admin 42", "cancelled", cheaper, "300"),
        ("admin 42", "cancelled", held, "0"),
        ("admin 42", "session_cancelled", swim.id, "801"),
    ]


@pytest.mark.parametrize(("at", "back"), [("2026-09-14 10:00", 251), ("2026-09-13 10:00", 501)])
def test_late_cancellation_costs_nothing_once_the_session_is_called_off(
    school: School, at: str, back: int
) -> None:
    swim = school.make.session(price=501)
    ann = school.make.family(balance=501)
    gone = school.make.booking(swim, ann)
    school.now = utc(at)
    school.cancel(ann, gone, shown=back)
    assert school.make.balance(ann.parent_id) == back
    outcome = school.call_off(swim)
    assert (outcome.bookings, outcome.refunded_minor) == (0, 501 - back)
    assert school.make.balance(ann.parent_id) == 501
    rest = [("refund", 501 - back, gone)] if back < 501 else []
    assert school.account(ann)[2:] == [("refund", back, gone), *rest]
    told = [f"session_cancelled:s{swim.id}"] if rest else []
    assert school.told(ann.parent_id) == told
    assert outcome.families == len(told)
    trail = [("admin 42", "refunded", gone, str(501 - back))] if rest else []
    assert school.trail()[1:-1] == trail
    assert school.cancel(ann, gone) == Cancelled(
        school.make.read_booking(gone), school.make.read_session(swim.id), 501
    )
    before = school.size()
    school.call_off(swim)
    assert school.size() == before


def test_calling_off_a_second_time_does_nothing(school: School) -> None:
    swim = school.make.session(price=500)
    school.make.booking(swim, school.make.family(balance=500))
    school.make.waiting(swim, school.make.family())
    school.call_off(swim)
    before = school.size()
    again = school.call_off(swim)
    assert (again.bookings, again.entries, again.refunded_minor) == (0, 0, 0)
    assert school.size() == before


def test_calling_off_promotes_nobody(school: School) -> None:
    swim = school.make.session(capacity=1)
    school.make.booking(swim, school.make.family())
    school.make.waiting(swim, school.make.family())
    school.call_off(swim)
    assert school.make.count(booking) == 1
    assert school.make.rows(waitlist_entry)[0].booking_id is None


def test_calling_off_leaves_ended_bookings_and_other_dates_alone(school: School) -> None:
    activity_id = school.make.activity(price_minor=500)
    swim = school.make.session(activity_id=activity_id)
    later = school.make.session(activity_id=activity_id, on=swim.on + timedelta(weeks=1))
    ann = school.make.family(balance=1000)
    school.make.booking(swim, ann, status="cancelled", ended_at=NOW - timedelta(days=3))
    kept = school.make.booking(later, ann)
    assert school.call_off(swim).bookings == 0
    assert school.make.rows(booking, session_id=swim.id)[0].ended_at == NOW - timedelta(days=3)
    assert school.places(later) == [(ann.child_id, "confirmed")]
    assert school.account(ann) == [("adjustment", 1000, None), ("charge", -500, kept)]
    assert school.told() == []


def test_parent_of_two_children_is_told_once(school: School) -> None:
    swim = school.make.session()
    ann = school.make.family()
    sibling = Family(ann.parent_id, school.make.child(ann.parent_id))
    school.make.booking(swim, ann)
    school.make.waiting(swim, sibling)
    assert school.call_off(swim).families == 1
    assert school.told() == [f"session_cancelled:s{swim.id}"]


def test_parent_without_telegram_is_for_the_office_to_call(school: School) -> None:
    swim = school.make.session()
    offline = school.make.parent(telegram_id=None)
    booking_id = school.make.booking(swim, Family(offline, school.make.child(offline)))
    assert school.call_off(swim).families == 1
    assert [each.state for each in school.make.rows(notice)] == ["failed"]
    assert school.make.rows(booking, id=booking_id)[0].status == "cancelled"


def test_every_parent_of_a_child_is_told_whoever_booked(school: School) -> None:
    """Another parent than the one who booked may be bringing the child."""
    booked, other = school.make.parent(), school.make.parent()
    ann = Family(booked, school.make.child(booked, other))
    ben = Family(other, school.make.child(booked, other))
    swim = school.make.session()
    school.make.booking(swim, ann)
    school.make.waiting(swim, ben)
    school.call_off(swim)
    expected = [f"session_cancelled:s{swim.id}"]
    assert school.told(booked) == school.told(other) == expected


def test_who_booked_is_told_though_they_are_a_guardian_no_more(school: School) -> None:
    ann = school.make.family()
    swim = school.make.session()
    school.make.booking(swim, Family(former := school.make.parent(), ann.child_id))
    school.call_off(swim)
    assert school.told(former) == school.told(ann.parent_id) == [f"session_cancelled:s{swim.id}"]


def test_called_off_date_can_neither_be_booked_nor_paid_for(school: School) -> None:
    swim = school.make.session(price=500)
    ann = school.make.family()
    held = school.make.booking(swim, ann, status="pending")
    school.call_off(swim)
    assert reasons(school.book_one(school.make.family(), swim)) == ["session_cancelled"]
    assert school.pay(ann, 500).confirmed == ()
    assert isinstance(school.cancel(ann, held), Cancelled)
    assert school.places(swim) == [(ann.child_id, "cancelled")]
    assert school.make.balance(ann.parent_id) == 500


def preview(school: School, swim: Session) -> SessionCancelled:
    def look(tx: Transaction) -> SessionCancelled:
        bookings = tx.bookings.list_active(swim.id)
        entries = tx.waiting_list.list_waiting(swim.id)
        return preview_cancellation(tx, swim, bookings, entries)

    return school.make.database.look(look)


def test_preview_says_what_cancelling_will_do(school: School) -> None:
    swim = school.make.session(price=500)
    ann, ben = school.make.family(balance=500), school.make.family()
    school.make.booking(swim, ann)
    school.make.booking(swim, ben, status="pending")
    school.make.waiting(swim, Family(ann.parent_id, school.make.child(ann.parent_id)))
    expected = preview(school, swim)
    assert expected == SessionCancelled(swim, 2, 2, 1, 500)
    assert school.cancel_session(swim, shown=(3, 500)) == expected
    assert preview(school, swim) == SessionCancelled(swim, 0, 0, 0, 0)


@pytest.mark.parametrize("shown", [(1, 500), (2, 499)])
def test_session_with_more_to_lose_than_was_shown_is_not_cancelled(
    school: School, shown: tuple[int, int]
) -> None:
    swim = school.make.session(price=500, capacity=1)
    school.make.booking(swim, school.make.family(balance=500))
    school.make.waiting(swim, school.make.family())
    before = school.size()
    assert school.cancel_session(swim, shown=shown) == CancellationChanged(swim)
    assert school.size() == before
    assert isinstance(school.cancel_session(swim, shown=(2, 500)), SessionCancelled)


def test_reason_is_kept_with_the_cancellation(school: School) -> None:
    swim = school.make.session()
    school.cancel_session(swim, reason="The pool is shut.")
    [row] = school.make.rows(tables.cancellation)
    assert (row.session_id, row.reason, row.made_at) == (swim.id, "The pool is shut.", NOW)


def test_capacity_that_is_not_as_shown_is_kept(school: School) -> None:
    """Another admin was faster: one more than before would be fewer than now."""
    swim = school.make.session(capacity=4)
    school.change_capacity(swim, 9)
    swim = school.make.read_session(swim.id)
    assert school.set_capacity(swim, 5, shown=4) == CapacityKept(swim)
    assert school.make.read_session(swim.id).capacity == 9
    assert len(school.trail()) == 1


def test_capacity_told_twice_is_one_change(school: School) -> None:
    swim = school.make.session(capacity=1)
    school.make.booking(swim, school.make.family())
    school.make.waiting(swim, school.make.family())
    school.set_capacity(swim, 2, shown=1)
    before = school.size()
    again = school.set_capacity(swim, 2, shown=1)
    assert not isinstance(again, CapacityKept)
    assert (again.session.capacity, again.taken, again.promotions) == (2, 2, ())
    assert school.size() == before


def test_capacity_of_a_cancelled_session_is_kept(school: School) -> None:
    swim = school.make.session(capacity=4)
    school.call_off(swim)
    assert isinstance(school.set_capacity(swim, 9), CapacityKept)
    assert school.make.read_session(swim.id).capacity == 4


@pytest.mark.parametrize("role", [Role.PARENT, Role.TUTOR, Role.SYSTEM])
def test_session_is_changed_by_the_office_alone(school: School, role: Role) -> None:
    swim = school.make.session(capacity=4)
    other = Actor(role, None if role is Role.SYSTEM else OFFICE.id)
    with pytest.raises(NotAllowedError):
        school.set_capacity(swim, 9, actor=other)
    with pytest.raises(NotAllowedError):
        school.cancel_session(swim, actor=other)
    assert school.make.read_session(swim.id) == swim


def test_parent_says_once_that_it_was_seen_and_only_who_was_told(school: School) -> None:
    swim = school.make.session()
    ann, ben = school.make.family(), school.make.family()
    school.make.booking(swim, ann)
    school.make.booking(swim, ben)
    school.call_off(swim)
    [told, other] = school.make.rows(notice)
    assert not school.run(acknowledge, ben.parent_id, told.id, now=NOW)
    assert not school.run(acknowledge, ann.parent_id, other.id + 1, now=NOW)
    assert school.make.count(tables.acknowledgement) == 0
    for _ in range(2):
        assert school.run(acknowledge, ann.parent_id, told.id, now=NOW)
    [row] = school.make.rows(tables.acknowledgement)
    assert (row.notice_id, row.made_at) == (told.id, NOW)
    parent = f"parent {ann.parent_id}"
    assert school.trail()[-1] == (parent, "acknowledged", swim.id, "")
    assert len(school.trail()) == 4


def test_other_notices_do_not_ask_to_be_seen(school: School) -> None:
    swim = school.make.session(capacity=1)
    school.make.booking(swim, school.make.family())
    waiting = school.make.family()
    school.make.waiting(swim, waiting)
    school.change_capacity(swim, 2)
    [promoted] = school.make.rows(notice)
    assert not school.run(acknowledge, waiting.parent_id, promoted.id, now=NOW)

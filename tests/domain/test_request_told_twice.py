"""One confirmation told twice, however the first telling ended: one answer, one effect."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.outcomes import Booked, Held, Queued
from storage.tables import booking, waitlist_entry
from tests.domain.school import School, reasons
from tests.factory import MONDAY, NOW


def test_booked_is_answered_again_and_charged_once(school: School) -> None:
    ann = school.make.family(balance=1000)
    request = school.make.request(ann, school.make.session(price=500))
    first = school.tell(request)
    before = school.size()
    assert school.tell(request) == first
    assert school.size() == before
    assert school.make.balance(ann.parent_id) == 500


def test_held_is_answered_again_with_the_first_deadline(school: School) -> None:
    ann = school.make.family()
    swim = school.make.session(price=500)
    request = school.make.request(ann, swim)
    [first] = school.tell(request)
    school.wait(hours=1)
    before = school.size()
    assert school.tell(request) == [first]
    assert isinstance(first, Held)
    assert first.hold_expires_at == NOW + timedelta(hours=48)
    assert school.size() == before


def test_held_and_paid_since_is_answered_as_booked(school: School) -> None:
    ann = school.make.family()
    swim = school.make.session(price=500)
    request = school.make.request(ann, swim)
    [held] = school.tell(request)
    school.pay(ann, 500)
    [row] = school.make.rows(booking)
    assert held == Held(swim, 500, NOW + timedelta(hours=48), row.id)
    assert school.tell(request) == [Booked(swim, 500, row.id)]


def test_queued_is_answered_again_with_the_position_as_it_is_now(school: School) -> None:
    swim = school.make.session(capacity=1)
    school.make.booking(swim, school.make.family())
    ahead, ann = school.make.family(), school.make.family()
    front = school.make.waiting(swim, ahead)
    request = school.make.request(ann, swim)
    first = school.tell(request)
    [entry] = school.make.rows(waitlist_entry, child_id=ann.child_id)
    before = school.size()
    assert school.tell(request) == first == [Queued(swim, 2, entry.id)]
    assert school.size() == before
    school.leave(ahead, front)
    assert school.tell(request) == [Queued(swim, 1, entry.id)]


@pytest.mark.parametrize(("price", "status"), [(0, "confirmed"), (500, "pending")])
def test_queued_and_promoted_since_is_answered_with_the_place(
    school: School, price: int, status: str
) -> None:
    swim = school.make.session(capacity=1, price=price)
    other, ann = school.make.family(), school.make.family()
    taken = school.make.booking(swim, other)
    request = school.make.request(ann, swim)
    assert isinstance(school.tell(request)[0], Queued)
    school.cancel(other, taken)
    [row] = school.make.rows(booking, child_id=ann.child_id)
    expected = {
        "confirmed": Booked(swim, 0, row.id),
        "pending": Held(swim, 500, NOW + timedelta(hours=24), row.id),
    }[status]
    before = school.size()
    assert school.tell(request) == [expected]
    assert school.size() == before
    assert row.status == status


def test_cancelled_since_is_not_booked_again(school: School) -> None:
    ann = school.make.family()
    swim = school.make.session()
    request = school.make.request(ann, swim)
    [booked] = school.tell(request)
    assert isinstance(booked, Booked)
    assert booked.booking_id is not None
    school.cancel(ann, booked.booking_id)
    before = school.size()
    assert reasons(school.tell(request)[0]) == ["confirmation_used"]
    assert school.size() == before
    assert school.places(swim) == [(ann.child_id, "cancelled")]


def test_expired_since_is_not_held_again(school: School) -> None:
    ann = school.make.family()
    swim = school.make.session(price=500)
    request = school.make.request(ann, swim)
    school.tell(request)
    school.wait(hours=48)
    assert school.expire(school.make.rows(booking)[0].id)
    assert reasons(school.tell(request)[0]) == ["confirmation_used"]
    assert school.places(swim) == [(ann.child_id, "expired")]


def test_left_since_does_not_rejoin_the_queue(school: School) -> None:
    swim = school.make.session(capacity=1)
    school.make.booking(swim, school.make.family())
    ann = school.make.family()
    request = school.make.request(ann, swim)
    school.tell(request)
    school.leave(ann, school.make.rows(waitlist_entry)[0].id)
    assert reasons(school.tell(request)[0]) == ["confirmation_used"]
    assert school.queue(swim) == []


def test_used_confirmation_is_told_even_while_the_date_is_full(school: School) -> None:
    ann, ben = school.make.family(), school.make.family()
    swim = school.make.session(capacity=1)
    request = school.make.request(ann, swim)
    school.tell(request)
    school.cancel(ann, school.make.rows(booking)[0].id)
    school.book(ben, swim)
    assert reasons(school.tell(request)[0]) == ["confirmation_used"]
    assert school.queue(swim) == []


def test_date_refused_the_first_time_is_refused_again_for_its_reason(school: School) -> None:
    ann = school.make.family()
    swim = school.make.session()
    off = school.make.session(status="cancelled", on=MONDAY + timedelta(days=1))
    request = school.make.request(ann, swim, off)
    first = school.tell(request)
    before = school.size()
    assert school.tell(request) == first
    assert reasons(first[1]) == ["session_cancelled"]
    assert school.size() == before


def test_date_refused_the_first_time_is_not_booked_the_second(school: School) -> None:
    ann = school.make.family()
    swim, chess = school.make.session(), school.make.session(on=MONDAY + timedelta(days=1))
    in_the_way = school.make.booking(school.make.session(on=chess.on), ann)
    request = school.make.request(ann, swim, chess)
    booked, refused = school.tell(request)
    assert reasons(refused) == ["clash"]
    school.cancel(ann, in_the_way)
    again = school.tell(request)
    assert again[0] == booked
    assert reasons(again[1]) == ["confirmation_used"]
    assert school.places(chess) == []


def test_same_date_twice_is_answered_as_the_first_time(school: School) -> None:
    ann = school.make.family()
    swim = school.make.session()
    request = school.make.request(ann, swim, swim)
    first = school.tell(request)
    assert school.tell(request) == first
    assert reasons(first[1]) == ["already_booked"]


def test_request_that_was_refused_altogether_may_succeed_when_told_again(school: School) -> None:
    ann = school.make.family()
    swim, chess = school.make.session(), school.make.session()
    taken = school.make.booking(swim, ann)
    request = school.make.request(ann, chess)
    assert reasons(school.tell(request)[0]) == ["clash"]
    school.cancel(ann, taken)
    assert isinstance(school.tell(request)[0], Booked)


def test_another_confirmation_is_another_wish(school: School) -> None:
    ann = school.make.family()
    swim = school.make.session()
    [booked] = school.book(ann, swim, key="first")
    assert isinstance(booked, Booked)
    assert booked.booking_id is not None
    school.cancel(ann, booked.booking_id)
    assert isinstance(school.book(ann, swim, key="second")[0], Booked)


def test_request_told_again_for_a_child_no_longer_ours_says_nothing(school: School) -> None:
    ann = school.make.family()
    request = school.make.request(ann, school.make.session())
    school.tell(request)
    school.remove_child(ann)
    before = school.size()
    assert reasons(school.tell(request)[0]) == ["not_your_child"]
    assert school.size() == before


def test_request_key_of_one_date_is_kept_with_what_it_made(school: School) -> None:
    ann = replace(school.make.family())
    swim = school.make.session(capacity=1)
    school.book(ann, swim, key="tap-7")
    school.book(school.make.family(), swim, key="tap-8")
    assert [row.request_key for row in school.make.rows(booking)] == ["tap-7"]
    assert [row.request_key for row in school.make.rows(waitlist_entry)] == ["tap-8"]

"""The queue: joining, leaving, rejoining, and its end."""

import pytest

from domain.outcomes import AlreadyEnded, LeftQueue, NotYours, Queued
from storage.tables import booking, waitlist_entry
from tests.domain.school import School, reasons
from tests.domain.values import utc
from tests.factory import MONDAY, NOW, Family


def test_leaving_takes_the_child_off_and_moves_the_others_up(school: School) -> None:
    swim = school.make.session(capacity=1)
    school.make.booking(swim, school.make.family())
    ann, ben = school.make.family(), school.make.family()
    entry_id = school.make.waiting(swim, ann)
    request = school.make.request(ben, swim)
    [queued] = school.tell(request)
    assert isinstance(queued, Queued)
    assert queued.position == 2
    outcome = school.leave(ann, entry_id)
    assert isinstance(outcome, LeftQueue)
    assert (outcome.entry.id, outcome.session) == (entry_id, swim)
    [row] = school.make.rows(waitlist_entry, id=entry_id)
    assert (row.status, row.ended_at, row.booking_id) == ("left", NOW, None)
    assert school.tell(request) == [Queued(swim, 1, queued.entry_id)]
    assert (f"parent {ann.parent_id}", "left_queue", entry_id, "") in school.trail()
    assert school.told() == []


def test_leaving_told_twice_is_one_leaving(school: School) -> None:
    swim = school.make.session()
    ann = school.make.family()
    entry_id = school.make.waiting(swim, ann)
    school.leave(ann, entry_id)
    before = school.size()
    again = school.leave(ann, entry_id)
    assert isinstance(again, LeftQueue)
    assert again.entry.id == entry_id
    assert school.size() == before


def test_promoted_entry_can_no_longer_be_left(school: School) -> None:
    swim = school.make.session(capacity=1)
    gone, ann = school.make.family(), school.make.family()
    taken = school.make.booking(swim, gone)
    entry_id = school.make.waiting(swim, ann)
    school.cancel(gone, taken)
    before = school.size()
    assert school.leave(ann, entry_id) == AlreadyEnded(swim)
    assert school.size() == before
    assert school.places(swim)[-1] == (ann.child_id, "confirmed")


def test_expired_entry_can_no_longer_be_left(school: School) -> None:
    swim = school.make.session()
    ann = school.make.family()
    entry_id = school.make.waiting(swim, ann, status="expired", ended_at=NOW)
    assert school.leave(ann, entry_id) == AlreadyEnded(swim)


def test_stranger_can_neither_leave_nor_tell_whether_there_is_an_entry(school: School) -> None:
    ann, stranger = school.make.family(), school.make.family()
    swim = school.make.session()
    entry_id = school.make.waiting(swim, ann)
    assert school.leave(stranger, entry_id) == school.leave(stranger, 999_999) == NotYours()
    assert school.queue(swim) == [ann.child_id]


def test_other_parent_may_leave_and_who_joined_is_told(school: School) -> None:
    joined, other = school.make.parent(), school.make.parent()
    child_id = school.make.child(joined, other)
    swim = school.make.session()
    entry_id = school.make.waiting(swim, Family(joined, child_id))
    assert isinstance(school.leave(Family(other, child_id), entry_id), LeftQueue)
    assert school.told(joined) == school.told() == [f"cancelled_for_you:e{entry_id}"]
    assert school.trail() == [(f"parent {other}", "left_queue", entry_id, "")]


def test_who_rejoins_goes_to_the_back(school: School) -> None:
    swim = school.make.session(capacity=1)
    school.make.booking(swim, school.make.family())
    ann, ben = school.make.family(), school.make.family()
    first = school.make.waiting(swim, ann)
    school.make.waiting(swim, ben)
    school.leave(ann, first)
    again = school.book_one(ann, swim)
    assert isinstance(again, Queued)
    assert again.position == 2
    assert again.entry_id != first
    assert school.queue(swim) == [ben.child_id, ann.child_id]


def test_who_has_left_is_not_promoted(school: School) -> None:
    swim = school.make.session(capacity=1)
    gone, ann = school.make.family(), school.make.family()
    taken = school.make.booking(swim, gone)
    school.leave(ann, school.make.waiting(swim, ann))
    school.cancel(gone, taken)
    assert school.places(swim) == [(gone.child_id, "cancelled")]
    assert school.told() == []


def test_same_child_waits_once_whichever_parent_asks(school: School) -> None:
    swim = school.make.session(capacity=1)
    school.make.booking(swim, school.make.family())
    joined, other = school.make.parent(), school.make.parent()
    child_id = school.make.child(joined, other)
    assert isinstance(school.book_one(Family(joined, child_id), swim), Queued)
    assert reasons(school.book_one(Family(other, child_id), swim)) == ["already_waiting"]
    assert school.queue(swim) == [child_id]


def test_two_children_of_one_parent_both_wait(school: School) -> None:
    swim = school.make.session(capacity=1)
    school.make.booking(swim, school.make.family())
    ann = school.make.family()
    sibling = Family(ann.parent_id, school.make.child(ann.parent_id))
    positions = [school.book_one(each, swim).position for each in (ann, sibling)]  # type: ignore[union-attr]
    assert positions == [1, 2]


def test_queues_of_two_dates_are_two_queues(school: School) -> None:
    activity_id = school.make.activity(max_capacity=1)
    first, second = (
        school.make.session(activity_id=activity_id, on=on)
        for on in (MONDAY, MONDAY.replace(day=21))
    )
    for swim in (first, second):
        school.make.booking(swim, school.make.family())
    school.book_one(school.make.family(), first)
    ann = school.make.family()
    outcome = school.book_one(ann, second)
    assert isinstance(outcome, Queued)
    assert outcome.position == 1


def test_queue_closes_at_the_cutoff_and_each_family_is_told_once(school: School) -> None:
    swim = school.make.session(capacity=1)
    ann, ben = school.make.family(), school.make.family()
    first, second = school.make.waiting(swim, ann), school.make.waiting(swim, ben)
    school.now = utc("2026-09-14 13:30")
    assert [school.close_queue(swim), school.close_queue(swim)] == [2, 0]
    assert school.entries(swim) == [
        (ann.child_id, "expired", None),
        (ben.child_id, "expired", None),
    ]
    assert school.told() == [f"queue_closed:e{first}", f"queue_closed:e{second}"]
    assert school.trail() == [
        ("system", "queue_closed", first, ""),
        ("system", "queue_closed", second, ""),
    ]
    assert {row.ended_at for row in school.make.rows(waitlist_entry)} == {school.now}


def test_queue_does_not_close_before_the_cutoff(school: School) -> None:
    swim = school.make.session()
    ann = school.make.family()
    school.make.waiting(swim, ann)
    school.now = utc("2026-09-14 13:29:59")
    assert school.close_queue(swim) == 0
    assert school.queue(swim) == [ann.child_id]
    assert school.told() == []


def test_closing_leaves_those_who_have_a_place_alone(school: School) -> None:
    swim = school.make.session(capacity=1)
    ann = school.make.family()
    school.make.booking(swim, ann)
    entry_id = school.make.waiting(swim, school.make.family(), status="left", ended_at=NOW)
    school.now = utc("2026-09-14 13:30")
    assert school.close_queue(swim) == 0
    assert school.make.rows(waitlist_entry, id=entry_id)[0].status == "left"
    assert school.places(swim) == [(ann.child_id, "confirmed")]


@pytest.mark.parametrize("now", ["2026-09-14 13:30", "2026-09-14 15:00"])
def test_nobody_joins_a_queue_past_the_cutoff(school: School, now: str) -> None:
    swim = school.make.session(capacity=1)
    school.make.booking(swim, school.make.family())
    school.now = utc(now)
    assert reasons(school.book_one(school.make.family(), swim))[0] in (
        "booking_closed",
        "session_started",
    )
    assert school.queue(swim) == []
    assert school.make.count(booking) == 1

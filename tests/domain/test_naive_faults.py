"""What a plain "check, then insert" and "cancel, commit, then promote" got wrong: TRAPS.md.

One test for each fault that shows without a race; tests/races has the others.
"""

from datetime import timedelta

import pytest

from domain import booking as booking_use_cases
from domain.outcomes import Booked, Cancelled, Queued
from storage.database import Database
from storage.tables import booking, notice, session, waitlist_entry
from tests.domain.school import School, reasons
from tests.domain.values import utc
from tests.factory import MONDAY, Factory, Family


def test_full_session_is_not_sold_to_one_more(school: School) -> None:
    """It overbooked: 18 to 21 of 200 had one of 15 places."""
    swim = school.make.session(capacity=15)
    outcomes = [school.book_one(family, swim) for family in school.make.families(40)]
    assert [type(outcome) for outcome in outcomes] == [Booked] * 15 + [Queued] * 25
    assert school.make.count(booking) == 15


def test_child_has_one_place_however_often_it_is_booked(school: School) -> None:
    """It let one child book the same activity twice."""
    ann = school.make.family()
    swim = school.make.session()
    school.book_one(ann, swim)
    assert reasons(school.book_one(ann, swim)) == ["already_booked"]
    assert school.places(swim) == [(ann.child_id, "confirmed")]


def test_strangers_child_is_not_put_on_the_waiting_list(school: School) -> None:
    """It put a stranger's child on the waiting list."""
    swim = school.make.session(capacity=1)
    school.make.booking(swim, school.make.family())
    mixed = Family(school.make.parent(), school.make.family().child_id)
    assert reasons(school.book_one(mixed, swim)) == ["not_your_child"]
    assert school.make.count(waitlist_entry) == 0


def test_past_date_has_no_waiting_list(school: School) -> None:
    """It put a past date on the waiting list."""
    swim = school.make.session(capacity=1)
    school.make.booking(swim, school.make.family())
    school.now = utc("2026-09-15 08:00")
    assert reasons(school.book_one(school.make.family(), swim)) == ["session_started"]
    assert school.make.count(waitlist_entry) == 0


def test_booked_child_does_not_wait_for_its_own_session(school: School) -> None:
    """It put an already booked child on the waiting list."""
    ann = school.make.family()
    swim = school.make.session(capacity=1)
    school.make.booking(swim, ann)
    assert reasons(school.book_one(ann, swim)) == ["already_booked"]
    assert school.make.count(waitlist_entry) == 0


def test_places_are_counted_by_date(school: School) -> None:
    """It counted capacity over all dates at once."""
    activity_id = school.make.activity(max_capacity=2)
    dates = [
        school.make.session(activity_id=activity_id, on=MONDAY + timedelta(weeks=n))
        for n in range(4)
    ]
    families = school.make.families(2)
    outcomes = [each for family in families for each in school.book(family, *dates)]
    assert [type(outcome) for outcome in outcomes] == [Booked] * 8


def test_promoted_child_is_booked_for_the_date_it_waited_for(school: School) -> None:
    """It booked a promoted child for today."""
    activity_id = school.make.activity(max_capacity=1)
    today = school.make.session(activity_id=activity_id, on=school.now.date())
    wanted = school.make.session(activity_id=activity_id, on=MONDAY + timedelta(weeks=3))
    gone, ann = school.make.family(), school.make.family()
    taken = school.make.booking(wanted, gone)
    school.make.waiting(wanted, ann)
    school.cancel(gone, taken)
    assert school.places(wanted) == [(gone.child_id, "cancelled"), (ann.child_id, "confirmed")]
    assert school.places(today) == []


def test_killed_between_cancelling_and_promoting_nothing_has_happened(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It left places empty when killed between cancel and promotion."""
    swim = school.make.session(capacity=1, price=500)
    gone, ann = school.make.family(balance=500), school.make.family()
    taken = school.make.booking(swim, gone)
    school.make.waiting(swim, ann)

    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    before = school.size()
    with monkeypatch.context() as patch:
        patch.setattr(booking_use_cases, "promote", die)
        with pytest.raises(KeyboardInterrupt):
            school.cancel(gone, taken)
    assert school.places(swim) == [(gone.child_id, "confirmed")]
    assert school.queue(swim) == [ann.child_id]
    assert school.size() == before
    assert isinstance(school.cancel(gone, taken), Cancelled)  # told again after the restart
    assert school.places(swim) == [(gone.child_id, "cancelled"), (ann.child_id, "pending")]


def test_as_many_are_promoted_as_have_cancelled(school: School) -> None:
    """It left places empty when 5 cancelled with 5 waiting."""
    swim = school.make.session(capacity=5)
    gone, waiting = school.make.families(5), school.make.families(5)
    taken = [school.make.booking(swim, family) for family in gone]
    for family in waiting:
        school.make.waiting(swim, family)
    for family, booking_id in zip(gone, taken, strict=True):
        school.cancel(family, booking_id)
    confirmed = school.make.rows(booking, status="confirmed")
    assert [row.child_id for row in confirmed] == [family.child_id for family in waiting]
    assert school.queue(swim) == []
    assert len(school.told()) == 5


def test_one_place_cancelled_five_times_is_one_place(school: School) -> None:
    """It promoted five children for one booking cancelled five times."""
    swim = school.make.session(capacity=1)
    gone, waiting = school.make.family(), school.make.families(5)
    taken = school.make.booking(swim, gone)
    for family in waiting:
        school.make.waiting(swim, family)
    for _ in range(5):
        assert isinstance(school.cancel(gone, taken), Cancelled)
    assert [row.child_id for row in school.make.rows(booking, status="confirmed")] == [
        waiting[0].child_id
    ]
    assert len(school.queue(swim)) == 4
    assert school.make.count(notice) == 1


def test_freed_place_goes_to_first_in_queue_not_to_newcomer(school: School) -> None:
    """It let newcomers pass the queue."""
    swim = school.make.session(capacity=1)
    gone, first, second, newcomer = school.make.families(4)
    taken = school.make.booking(swim, gone)
    for family in (first, second):
        school.make.waiting(swim, family)
    school.cancel(gone, taken)
    outcome = school.book_one(newcomer, swim)
    assert isinstance(outcome, Queued)
    assert outcome.position == 2
    assert school.places(swim)[1:] == [(first.child_id, "confirmed")]
    assert school.queue(swim) == [second.child_id, newcomer.child_id]


def test_cancelled_place_can_be_booked_again(school: School) -> None:
    """It refused to rebook a cancelled place for ever."""
    ann = school.make.family()
    swim = school.make.session()
    for _ in range(3):
        outcome = school.book_one(ann, swim)
        assert isinstance(outcome, Booked)
        assert outcome.booking_id is not None
        school.cancel(ann, outcome.booking_id)
    assert [status for _, status in school.places(swim)] == ["cancelled"] * 3


def test_no_two_have_the_same_position(school: School) -> None:
    """It gave two people the same position."""
    swim = school.make.session(capacity=1)
    families = school.make.families(6)
    school.make.booking(swim, families[0])
    requests = [school.make.request(family, swim) for family in families[1:]]
    entries = [school.tell(request)[0] for request in requests]
    assert [entry.position for entry in entries] == [1, 2, 3, 4, 5]  # type: ignore[union-attr]
    school.leave(families[2], entries[1].entry_id)  # type: ignore[union-attr, arg-type]
    again = [school.tell(requests[n])[0] for n in (0, 2, 3, 4)]
    assert [entry.position for entry in again] == [1, 2, 3, 4]  # type: ignore[union-attr]


def test_booking_is_answered_though_nobody_can_be_told(database: Database) -> None:
    """It told the parent "error" although the booking stood, because mail was down."""

    def post_is_down() -> None:
        raise ConnectionError

    database.on_notices = post_is_down
    school = School(Factory(database))
    swim = school.make.session(capacity=1)
    gone, ann = school.make.family(), school.make.family()
    taken = school.make.booking(swim, gone)
    school.make.waiting(swim, ann)
    assert isinstance(school.cancel(gone, taken), Cancelled)
    assert school.places(swim)[1:] == [(ann.child_id, "confirmed")]
    assert [row.state for row in school.make.rows(notice)] == ["waiting"]


def test_monday_activity_is_not_taken_on_a_wednesday(school: School) -> None:
    """It took a Monday activity on a Wednesday."""
    ann = school.make.family()
    activity_id = school.make.activity(weekday=0)
    wednesday = school.make.session(activity_id=activity_id, on=MONDAY + timedelta(days=2))
    assert reasons(school.book_one(ann, wednesday)) == ["wrong_weekday"]
    assert school.make.count(booking) == 0
    assert school.make.count(session) == 1

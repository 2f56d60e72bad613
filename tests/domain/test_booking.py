"""Booking one date: what is answered, and the rows that stand afterwards."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from domain.outcomes import Booked, Held, PlaceOutcome, Queued, Refused
from domain.ports.bookings import BookPlaces
from storage.tables import audit_event, booking, child, waitlist_entry
from tests.domain.school import School, reasons
from tests.domain.values import utc
from tests.factory import MONDAY, NOW


def test_covered_place_is_booked_and_charged_at_once(school: School) -> None:
    ann = school.make.family(balance=800)
    swim = school.make.session(price=500)
    outcome = school.book_one(ann, swim)
    [row] = school.make.rows(booking)
    assert outcome == Booked(swim, 500, row.id)
    assert (row.session_id, row.child_id, row.parent_id) == (swim.id, ann.child_id, ann.parent_id)
    assert (row.status, row.price_minor) == ("confirmed", 500)
    assert (row.made_at, row.confirmed_at, row.hold_expires_at) == (NOW, NOW, None)
    assert school.account(ann) == [("adjustment", 800, None), ("charge", -500, row.id)]
    assert school.trail() == [(f"parent {ann.parent_id}", "booked", row.id, "")]
    assert school.told() == []  # the answer itself tells


def test_free_place_leaves_the_account_alone(school: School) -> None:
    ann = school.make.family()
    swim = school.make.session(price=0)
    assert isinstance(school.book_one(ann, swim), Booked)
    assert school.places(swim) == [(ann.child_id, "confirmed")]
    assert school.account(ann) == []


def test_place_that_is_not_covered_is_held_until_a_deadline(school: School) -> None:
    ann = school.make.family(balance=499)
    swim = school.make.session(price=500)
    outcome = school.book_one(ann, swim)
    [row] = school.make.rows(booking)
    assert outcome == Held(swim, 500, NOW + timedelta(hours=48), row.id)
    assert (row.status, row.confirmed_at) == ("pending", None)
    assert row.hold_expires_at == NOW + timedelta(hours=48)
    assert school.account(ann) == [("adjustment", 499, None)]
    assert school.trail() == [(f"parent {ann.parent_id}", "held", row.id, "")]


def test_hold_ends_when_the_session_starts_at_the_latest(school: School) -> None:
    swim = school.make.session(price=500)
    school.now = utc("2026-09-14 13:00")
    outcome = school.book_one(school.make.family(), swim)
    assert isinstance(outcome, Held)
    assert outcome.hold_expires_at == utc("2026-09-14 14:30")


def test_credit_limit_covers_down_to_it_and_no_further(school: School) -> None:
    school.policy = replace(school.policy, credit_limit_minor=500)
    ann = school.make.family()
    first, second = (
        school.make.session(price=500),
        school.make.session(price=1, weekday=1, on=date(2026, 9, 15)),
    )
    assert isinstance(school.book_one(ann, first), Booked)
    assert isinstance(school.book_one(ann, second), Held)
    assert school.make.balance(ann.parent_id) == -500


def test_full_session_means_queued_at_a_position(school: School) -> None:
    swim = school.make.session(capacity=1)
    school.make.booking(swim, school.make.family())
    ann, ben = school.make.family(), school.make.family()
    outcomes = [school.book_one(ann, swim), school.book_one(ben, swim)]
    first, second = school.make.rows(waitlist_entry)
    assert outcomes == [Queued(swim, 1, first.id), Queued(swim, 2, second.id)]
    assert (first.child_id, first.parent_id) == (ann.child_id, ann.parent_id)
    assert (first.status, first.joined_at, first.ended_at) == ("waiting", NOW, None)
    assert first.price_minor == swim.activity.price_minor
    assert school.make.count(booking) == 1
    assert school.trail() == [
        (f"parent {ann.parent_id}", "queued", first.id, ""),
        (f"parent {ben.parent_id}", "queued", second.id, ""),
    ]


def test_waiting_costs_nothing(school: School) -> None:
    swim = school.make.session(capacity=1, price=500)
    school.make.booking(swim, school.make.family())
    ann = school.make.family(balance=500)
    assert isinstance(school.book_one(ann, swim), Queued)
    assert school.make.balance(ann.parent_id) == 500


@pytest.mark.parametrize(("shown", "kept"), [(None, 500), (450, 450), (0, 0)])
def test_price_shown_is_kept_with_the_entry(school: School, shown: int | None, kept: int) -> None:
    swim = school.make.session(capacity=1, price=500)
    school.make.booking(swim, school.make.family())
    assert isinstance(school.book_one(school.make.family(), swim, shown=shown), Queued)
    assert [row.price_minor for row in school.make.rows(waitlist_entry)] == [kept]


def test_held_place_is_taken_until_its_deadline_has_been_dealt_with(school: School) -> None:
    swim = school.make.session(capacity=1)
    school.make.booking(swim, school.make.family(), status="pending", hold_expires_at=NOW)
    assert isinstance(school.book_one(school.make.family(), swim), Queued)


def test_newcomer_gets_no_place_while_somebody_waits_for_it(school: School) -> None:
    swim = school.make.session(capacity=2)
    waiting, newcomer = school.make.family(), school.make.family()
    school.make.waiting(swim, waiting)
    assert isinstance(school.book_one(newcomer, swim), Queued)
    assert school.queue(swim) == [waiting.child_id, newcomer.child_id]
    assert school.places(swim) == []


def test_capacity_of_the_date_goes_before_the_activitys(school: School) -> None:
    small = school.make.session(capacity=10, override=1)
    large = school.make.session(capacity=1, override=2, on=date(2026, 9, 15))
    for swim in (small, large):
        school.make.booking(swim, school.make.family())
    ann = school.make.family()
    assert isinstance(school.book_one(ann, small), Queued)
    assert isinstance(school.book_one(ann, large), Booked)


def test_price_and_terms_are_kept_with_the_booking(school: School) -> None:
    swim = school.make.session(price=500, free_cancellation_minutes=90)
    school.policy = replace(school.policy, late_refund_percent=30)
    school.book_one(school.make.family(), swim)
    [row] = school.make.rows(booking)
    assert (row.price_minor, row.free_cancellation_minutes, row.late_refund_percent) == (
        500,
        90,
        30,
    )


def test_terms_of_the_school_are_kept_where_the_activity_has_none(school: School) -> None:
    school.policy = replace(school.policy, free_cancellation=timedelta(hours=3))
    school.book_one(school.make.family(), school.make.session())
    assert school.make.rows(booking)[0].free_cancellation_minutes == 180


@pytest.mark.parametrize("ended", ["cancelled", "expired"])
def test_place_that_ended_never_blocks_booking_again(school: School, ended: str) -> None:
    ann = school.make.family()
    swim = school.make.session(capacity=1)
    for _ in range(2):
        school.make.booking(swim, ann, status=ended)
    assert isinstance(school.book_one(ann, swim), Booked)
    assert school.places(swim) == [(ann.child_id, ended)] * 2 + [(ann.child_id, "confirmed")]


def test_other_parent_may_book_too_and_pays(school: School) -> None:
    ann, other = school.make.family(), school.make.parent()
    school.make.money(other, 500)
    child_id = school.make.child(ann.parent_id, other)
    swim = school.make.session(price=500)
    outcome = school.book_one(replace(ann, parent_id=other, child_id=child_id), swim)
    assert isinstance(outcome, Booked)
    assert school.make.balance(other) == 0
    again = school.book_one(replace(ann, child_id=child_id), swim)
    assert reasons(again) == ["already_booked"]


REFUSALS: dict[str, dict[str, Any]] = {
    "unknown_activity": {},
    "activity_archived": {"archived_at": NOW},
    "wrong_weekday": {"weekday": 2},
    "outside_term": {"last_on": date(2026, 9, 13)},
    "school_closed": {},
    "no_session": {},
    "session_cancelled": {"status": "cancelled"},
    "session_started": {},
    "booking_closed": {"booking_cutoff_minutes": 8 * 24 * 60},
    "already_booked": {},
    "already_waiting": {},
    "clash": {},
    "wrong_year_group": {"grade_to": 2},
    "not_your_child": {},
}


@pytest.mark.parametrize("reason", REFUSALS)
def test_refusal_is_answered_and_nothing_is_written(school: School, reason: str) -> None:
    ann = school.make.family()
    swim = school.make.session(**REFUSALS[reason])
    if reason == "unknown_activity":
        swim = replace(swim, activity=replace(swim.activity, id=999))
    if reason == "school_closed":
        school.make.closure(MONDAY)
    if reason == "no_session":
        swim = replace(swim, on=date(2026, 9, 21))
    if reason == "session_started":
        school.now = utc("2026-09-14 14:30")
    if reason == "already_booked":
        school.make.booking(swim, ann)
    if reason == "already_waiting":
        school.make.waiting(swim, ann)
    if reason == "clash":
        school.make.booking(school.make.session(), ann)
    if reason == "not_your_child":
        ann = replace(ann, child_id=school.make.family().child_id)
    before = school.size()
    assert reasons(school.book_one(ann, swim)) == [reason]
    assert school.size() == before


def test_price_above_the_one_shown_is_refused(school: School) -> None:
    ann = school.make.family(balance=1000)
    swim = school.make.session(price=500)
    assert reasons(school.book_one(ann, swim, shown=499)) == ["price_changed"]
    assert school.make.balance(ann.parent_id) == 1000


@pytest.mark.parametrize("shown", [500, 600])
def test_price_charged_is_todays_where_it_is_not_above_the_one_shown(
    school: School, shown: int
) -> None:
    ann = school.make.family(balance=1000)
    swim = school.make.session(price=500)
    assert isinstance(school.book_one(ann, swim, shown=shown), Booked)
    assert school.make.balance(ann.parent_id) == 500


def test_closure_is_the_reason_where_a_date_has_no_session(school: School) -> None:
    swim = school.make.session()
    school.make.closure(date(2026, 9, 21))
    shut = replace(swim, on=date(2026, 9, 21))
    assert reasons(school.book_one(school.make.family(), shut)) == ["school_closed"]


def test_removed_child_is_nobodys(school: School) -> None:
    ann = school.make.family(removed_at=NOW)
    assert reasons(school.book_one(ann, school.make.session())) == ["not_your_child"]


def test_clash_names_the_other_booking(school: School) -> None:
    ann = school.make.family()
    chess = school.make.session(name="Chess")
    school.make.booking(chess, ann, status="pending")
    [refusal] = school.book_one(ann, school.make.session()).refusals  # type: ignore[union-attr]
    assert refusal.clash is not None
    assert (refusal.clash.session_id, refusal.clash.activity_name) == (chess.id, "Chess")


@pytest.mark.parametrize("ended", ["cancelled", "expired"])
def test_place_given_up_elsewhere_is_no_clash(school: School, ended: str) -> None:
    ann = school.make.family()
    school.make.booking(school.make.session(), ann, status=ended)
    assert isinstance(school.book_one(ann, school.make.session()), Booked)


def test_preview_answers_as_booking_would_and_writes_nothing(school: School) -> None:
    ann = school.make.family(balance=500)
    days = [MONDAY + timedelta(days=n) for n in range(4)]
    booked, held = (school.make.session(price=500, on=on) for on in days[:2])
    full = school.make.session(capacity=1, on=days[2])
    school.make.booking(full, school.make.family())
    cancelled = school.make.session(status="cancelled", on=days[3])
    request = school.make.request(ann, booked, held, full, cancelled)
    before = school.size()
    seen = school.preview(request)
    assert [type(outcome).__name__ for outcome in seen] == ["Booked", "Held", "Queued", "Refused"]
    assert school.size() == before
    told = school.tell(request)
    assert [_without_id(outcome) for outcome in told] == seen


def _without_id(outcome: PlaceOutcome) -> PlaceOutcome:
    match outcome:
        case Booked() | Held():
            return replace(outcome, booking_id=None)
        case Queued():
            return replace(outcome, entry_id=None)
        case Refused():
            return outcome


def test_request_for_no_dates_has_no_answers(school: School) -> None:
    ann = school.make.family()
    assert school.tell(BookPlaces(ann.parent_id, ann.child_id, (), "empty")) == []
    assert school.make.count(audit_event) == 0
    assert school.make.count(child) == 1

"""Several dates in one request: each place given takes time, and money, from the next."""

from datetime import date, time, timedelta
from typing import Any

from domain.model import Session
from domain.outcomes import Booked, Held, PlaceOutcome, Queued
from storage.tables import account_entry, booking, waitlist_entry
from tests.domain.school import School, reasons
from tests.factory import MONDAY, NOW, Family

WEEK = [MONDAY + timedelta(days=n) for n in range(5)]


def term(school: School, many: int, price: int) -> list[Session]:
    """Dates of one activity, a week apart."""
    activity_id = school.make.activity(price_minor=price)
    return [
        school.make.session(activity_id=activity_id, on=MONDAY + timedelta(weeks=n))
        for n in range(many)
    ]


def full(school: School, on: date, **values: Any) -> Session:
    session = school.make.session(capacity=1, on=on, **values)
    school.make.booking(session, school.make.family())
    return session


def kinds(outcomes: list[PlaceOutcome]) -> list[str]:
    return [type(outcome).__name__ for outcome in outcomes]


def test_each_date_has_its_own_answer_in_the_order_asked(school: School) -> None:
    ann = school.make.family(balance=500)
    queued = full(school, WEEK[0])
    booked = school.make.session(price=500, on=WEEK[1])
    refused = school.make.session(status="cancelled", on=WEEK[2])
    held = school.make.session(price=500, on=WEEK[3])
    also_queued = full(school, WEEK[4])
    outcomes = school.book(ann, queued, booked, refused, held, also_queued)
    first, second = school.make.rows(booking, child_id=ann.child_id)
    front, back = school.make.rows(waitlist_entry)
    assert outcomes == [
        Queued(queued, 1, front.id),
        Booked(booked, 500, first.id),
        outcomes[2],
        Held(held, 500, NOW + timedelta(hours=48), second.id),
        Queued(also_queued, 1, back.id),
    ]
    assert reasons(outcomes[2]) == ["session_cancelled"]
    assert (first.session_id, second.session_id) == (booked.id, held.id)
    assert (front.session_id, back.session_id) == (queued.id, also_queued.id)
    assert school.account(ann) == [("adjustment", 500, None), ("charge", -500, first.id)]
    who = f"parent {ann.parent_id}"
    assert school.trail() == [
        (who, "booked", first.id, ""),
        (who, "held", second.id, ""),
        (who, "queued", front.id, ""),
        (who, "queued", back.id, ""),
    ]


def test_money_runs_out_half_way_and_the_rest_is_held(school: School) -> None:
    ann = school.make.family(balance=1100)
    assert kinds(school.book(ann, *term(school, 4, price=500))) == ["Booked"] * 2 + ["Held"] * 2
    assert school.make.balance(ann.parent_id) == 100
    assert school.make.count(account_entry, kind="charge") == 2


def test_held_place_spends_nothing_so_a_cheaper_one_is_still_covered(school: School) -> None:
    ann = school.make.family(balance=400)
    dear = school.make.session(price=500, on=WEEK[0])
    cheap = school.make.session(price=400, on=WEEK[1])
    free = school.make.session(price=0, on=WEEK[2])
    assert kinds(school.book(ann, dear, cheap, free)) == ["Held", "Booked", "Booked"]
    assert school.make.balance(ann.parent_id) == 0


def test_queueing_spends_nothing(school: School) -> None:
    ann = school.make.family(balance=500)
    swim, chess = full(school, WEEK[0], price=500), school.make.session(price=500, on=WEEK[1])
    assert kinds(school.book(ann, swim, chess)) == ["Queued", "Booked"]


def test_second_of_two_that_clash_is_refused(school: School) -> None:
    ann = school.make.family()
    swim, chess = school.make.session(name="Swimming"), school.make.session()
    outcomes = school.book(ann, swim, chess)
    assert reasons(outcomes[1]) == ["clash"]
    assert outcomes[1].refusals[0].clash.activity_name == "Swimming"  # type: ignore[union-attr]
    assert school.places(swim) == [(ann.child_id, "confirmed")]
    assert school.places(chess) == []


def test_held_place_takes_time_as_a_booked_one_does(school: School) -> None:
    ann = school.make.family()
    swim, chess = school.make.session(price=500), school.make.session()
    assert reasons(school.book(ann, swim, chess)[1]) == ["clash"]


def test_waiting_takes_no_time(school: School) -> None:
    ann = school.make.family()
    swim, chess = full(school, MONDAY), school.make.session()
    assert kinds(school.book(ann, swim, chess)) == ["Queued", "Booked"]


def test_dates_that_touch_do_not_clash(school: School) -> None:
    ann = school.make.family()
    swim = school.make.session(start_time=time(15), end_time=time(16))
    chess = school.make.session(start_time=time(16), end_time=time(17))
    assert kinds(school.book(ann, swim, chess)) == ["Booked", "Booked"]


def test_same_date_twice_in_one_request_is_one_place(school: School) -> None:
    ann = school.make.family(balance=1000)
    swim = school.make.session(price=500)
    outcomes = school.book(ann, swim, swim)
    assert reasons(outcomes[1]) == ["already_booked"]
    assert school.places(swim) == [(ann.child_id, "confirmed")]
    assert school.make.balance(ann.parent_id) == 500


def test_same_full_date_twice_in_one_request_is_one_entry(school: School) -> None:
    ann = school.make.family()
    swim = full(school, MONDAY)
    outcomes = school.book(ann, swim, swim)
    assert kinds(outcomes) == ["Queued", "Refused"]
    assert reasons(outcomes[1]) == ["already_waiting"]
    assert school.queue(swim) == [ann.child_id]


def test_capacity_is_counted_for_each_date_alone(school: School) -> None:
    activity_id = school.make.activity(max_capacity=1)
    first, second = (
        school.make.session(activity_id=activity_id, on=MONDAY + timedelta(weeks=n))
        for n in range(2)
    )
    school.make.booking(first, school.make.family())
    assert kinds(school.book(school.make.family(), first, second)) == ["Queued", "Booked"]


def test_of_a_strangers_child_every_date_is_refused_alike(school: School) -> None:
    ann, ben = school.make.family(), school.make.family()
    swim, chess = school.make.session(), full(school, WEEK[1])
    school.make.booking(swim, ben)
    outcomes = school.book(Family(ann.parent_id, ben.child_id), swim, chess)
    assert [reasons(outcome) for outcome in outcomes] == [["not_your_child"]] * 2
    assert [outcome.session for outcome in outcomes] == [None, None]

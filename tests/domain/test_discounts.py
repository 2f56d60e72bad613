"""Discounts: which apply, how much they take off, and what stays true of them afterwards."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from domain.discounts import TERM_DATES, Price, full_price_minor, price_of, week_of
from domain.model import Discount, DiscountKind, Session
from domain.outcomes import Booked, Held, PlaceOutcome, Queued, Wanted
from domain.ports.bookings import BookPlaces
from storage.tables import booking, closure, guardianship, session, waitlist_entry
from tests.domain import values
from tests.domain.paying import billed, paid, take
from tests.domain.school import School, reasons
from tests.domain.values import policy
from tests.factory import MONDAY, Family

SIBLING, TERM = DiscountKind.SIBLING, DiscountKind.TERM
WEEK = timedelta(weeks=1)


def with_discounts(school: School, *, sibling: int = 0, term: int = 0) -> School:
    school.policy = replace(
        school.policy, sibling_discount_percent=sibling, term_discount_percent=term
    )
    return school


def siblings(school: School, *, balance: int = 10_000) -> tuple[Family, Family]:
    ann = school.make.family(balance=balance)
    return ann, Family(ann.parent_id, school.make.child(ann.parent_id))


def a_term(school: School, dates: int, *, price: int = 1000, **values: Any) -> list[Session]:
    """Sessions of one activity, week by week."""
    first = school.make.session(price=price, **values)
    later = [
        school.make.session(activity_id=first.activity.id, on=MONDAY + number * WEEK)
        for number in range(1, dates)
    ]
    return [first, *later]


def prices(outcomes: list[PlaceOutcome]) -> list[tuple[int, DiscountKind | None]]:
    return [
        (each.price_minor, each.discount.kind if each.discount else None)
        for each in outcomes
        if isinstance(each, Booked | Held)
    ]


# How much is taken off


@pytest.mark.parametrize(
    ("full", "percent", "minor"),
    [
        pytest.param(1000, 10, 900, id="nothing to round"),
        pytest.param(650, 10, 585, id="pence"),
        pytest.param(655, 10, 589, id="half a penny is taken off in full"),
        pytest.param(350, 15, 297, id="yen: 52.5 are 53"),
        pytest.param(1, 1, 0, id="never less than the smallest coin"),
        pytest.param(6500, 33, 4355, id="fils"),
        pytest.param(1000, 100, 0, id="all of it"),
    ],
)
def test_discount_is_rounded_up_in_the_parents_favour(full: int, percent: int, minor: int) -> None:
    off = Discount(SIBLING, full - minor)
    assert price_of(full, [SIBLING], policy(sibling_discount_percent=percent)) == Price(minor, off)


@pytest.mark.parametrize(
    ("full", "percent", "kinds"), [(0, 10, [SIBLING]), (1000, 0, [SIBLING]), (1000, 10, [])]
)
def test_nothing_taken_off_is_no_discount(
    full: int, percent: int, kinds: list[DiscountKind]
) -> None:
    assert price_of(full, kinds, policy(sibling_discount_percent=percent)) == Price(full)


@pytest.mark.parametrize(("sibling", "term", "best"), [(10, 20, TERM), (20, 10, SIBLING)])
def test_of_two_discounts_the_best_counts(sibling: int, term: int, best: DiscountKind) -> None:
    both = policy(sibling_discount_percent=sibling, term_discount_percent=term)
    assert price_of(1000, [SIBLING, TERM], both) == Price(800, Discount(best, 200))


def test_full_price_is_known_from_the_discount() -> None:
    cheaper = values.booking(price_minor=900, discount=Discount(SIBLING, 100))
    assert full_price_minor(cheaper) == 1000
    assert full_price_minor(values.booking(price_minor=900)) == 900


def test_week_is_named_by_its_monday() -> None:
    sunday = date(2026, 9, 20)
    assert [week_of(MONDAY), week_of(sunday), week_of(sunday + timedelta(days=1))] == [
        MONDAY,
        MONDAY,
        MONDAY + WEEK,
    ]


# Siblings


def test_second_child_in_a_week_has_the_sibling_discount_and_the_first_has_not(
    school: School,
) -> None:
    with_discounts(school, sibling=10)
    ann, ben = siblings(school)
    monday, sunday = (
        school.make.session(price=1000),
        school.make.session(price=655, on=MONDAY + timedelta(days=6)),
    )
    assert prices(school.book(ann, monday)) == [(1000, None)]
    assert prices(school.book(ben, sunday)) == [(589, SIBLING)]
    [row] = school.make.rows(booking, child_id=ben.child_id)
    assert (row.price_minor, row.discount, row.discount_minor) == (589, "sibling", 66)
    assert school.account(ben)[1:] == [
        ("charge", -1000, row.id - 1),
        ("charge", -589, row.id),
    ]


def another_week(school: School, ann: Family) -> None:
    school.make.booking(school.make.session(on=MONDAY - timedelta(days=1)), ann)
    school.make.booking(school.make.session(on=MONDAY + WEEK), ann)


def a_cancelled_place(school: School, ann: Family) -> None:
    school.make.booking(school.make.session(), ann, status="cancelled")


def a_place_in_a_queue(school: School, ann: Family) -> None:
    school.make.waiting(school.make.session(), ann)


def a_friend(school: School, _ann: Family) -> None:
    school.make.booking(school.make.session(), school.make.family())


def no_longer_a_sibling(school: School, ann: Family) -> None:
    school.make.booking(school.make.session(), ann)
    school.make.delete(guardianship, child_id=ann.child_id)


@pytest.mark.parametrize(
    "others",
    [another_week, a_cancelled_place, a_place_in_a_queue, a_friend, no_longer_a_sibling],
)
def test_no_sibling_with_a_place_in_that_week_is_no_discount(
    school: School, others: object
) -> None:
    with_discounts(school, sibling=10)
    ann, ben = siblings(school)
    others(school, ann)  # type: ignore[operator]
    assert prices(school.book(ben, school.make.session(price=1000))) == [(1000, None)]


def test_held_place_of_a_sibling_counts_and_so_does_one_that_another_parent_booked(
    school: School,
) -> None:
    with_discounts(school, sibling=10)
    ann, ben = siblings(school)
    other = school.make.parent()
    school.make.insert(guardianship, parent_id=other, child_id=ann.child_id)
    held = school.make.session()
    school.make.booking(held, Family(other, ann.child_id), status="pending")
    assert prices(school.book(ben, school.make.session(price=1000))) == [(900, SIBLING)]


def test_childs_own_places_are_no_siblings(school: School) -> None:
    with_discounts(school, sibling=10)
    ann, _ = siblings(school)
    school.make.booking(school.make.session(), ann)
    tuesday = school.make.session(price=1000, on=MONDAY + timedelta(days=1))
    assert prices(school.book(ann, tuesday)) == [(1000, None)]


def test_each_date_of_a_confirmation_looks_at_its_own_week(school: School) -> None:
    with_discounts(school, sibling=10)
    ann, ben = siblings(school)
    dates = a_term(school, 3)
    school.make.booking(school.make.session(on=MONDAY + WEEK), ann)
    assert prices(school.book(ben, *dates)) == [(1000, None), (900, SIBLING), (1000, None)]


def test_discount_that_has_vanished_since_it_was_shown_is_asked_about_again(
    school: School,
) -> None:
    with_discounts(school, sibling=10)
    ann, ben = siblings(school)
    [first] = school.book(ann, school.make.session())
    chess = school.make.session(price=1000)
    [shown] = school.preview(school.make.request(ben, chess))
    assert isinstance(shown, Booked)
    assert isinstance(first, Booked)
    assert first.booking_id
    school.cancel(ann, first.booking_id)
    assert reasons(school.book_one(ben, chess, shown=shown.price_minor)) == ["price_changed"]
    assert prices([school.book_one(ben, chess, shown=1000)]) == [(1000, None)]


def test_discount_that_has_come_since_makes_it_cheaper_than_shown(school: School) -> None:
    with_discounts(school, sibling=10)
    ann, ben = siblings(school)
    school.make.booking(school.make.session(), ann)
    outcome = school.book_one(ben, school.make.session(price=1000), shown=1000)
    assert prices([outcome]) == [(900, SIBLING)]


def test_cancelling_one_childs_place_leaves_the_others_price(school: School) -> None:
    with_discounts(school, sibling=10)
    ann, ben = siblings(school)
    [first] = school.book(ann, school.make.session(price=500))
    [second] = school.book(ben, school.make.session(price=1000))
    assert isinstance(first, Booked)
    assert isinstance(second, Booked)
    assert first.booking_id
    assert second.booking_id
    school.cancel(ann, first.booking_id, shown=500)
    school.cancel(ben, second.booking_id, shown=900)
    assert school.make.balance(ann.parent_id) == 10_000


def test_discounted_place_is_covered_by_its_own_price(school: School) -> None:
    with_discounts(school, sibling=10)
    ann, ben = siblings(school, balance=900)
    school.make.booking(school.make.session(), ann)
    assert prices(school.book(ben, school.make.session(price=1000))) == [(900, SIBLING)]
    assert school.make.balance(ben.parent_id) == 0


def test_held_place_keeps_its_discount_until_it_is_paid(school: School) -> None:
    with_discounts(school, sibling=10)
    ann, ben = siblings(school, balance=0)
    taken = school.make.booking(school.make.session(), ann)
    [held] = school.book(ben, school.make.session(price=1000))
    assert isinstance(held, Held)
    assert held.booking_id
    school.cancel(ann, taken)
    school.adjust(ben, 900)
    outcome = school.confirm(ben, held.booking_id)
    assert outcome == Booked(held.session, 900, held.booking_id, Discount(SIBLING, 100))
    assert school.confirm(ben, held.booking_id) == outcome


@pytest.mark.parametrize("balance", [1000, 0])
def test_request_told_twice_names_the_same_discount(school: School, balance: int) -> None:
    with_discounts(school, sibling=10)
    ann, ben = siblings(school, balance=balance)
    taken = school.make.booking(school.make.session(), ann)
    request = school.make.request(ben, school.make.session(price=1000))
    first = school.tell(request)
    school.cancel(ann, taken)
    assert prices(first) == [(900, SIBLING)]
    assert school.tell(request) == first


# Promotion


def a_queue(school: School, *waiting: Family, price: int = 1000) -> Session:
    """A full session with some who wait; `school.change_capacity` lets them in."""
    full = school.make.session(capacity=1, price=price)
    school.make.booking(full, school.make.family())
    for family in waiting:
        school.make.waiting(full, family)
    return full


def test_promotion_has_the_sibling_discount_as_it_is_then(school: School) -> None:
    with_discounts(school, sibling=10)
    ann, ben = siblings(school, balance=900)
    full = a_queue(school, ben)
    tuesday = school.make.session(on=MONDAY + timedelta(days=1))
    school.make.booking(tuesday, ann)
    school.change_capacity(full, 2)
    [row] = school.make.rows(booking, child_id=ben.child_id)
    assert (row.status, row.price_minor, row.discount_minor) == ("confirmed", 900, 100)
    assert school.make.balance(ben.parent_id) == 0


def test_two_siblings_promoted_at_once_are_the_first_and_the_second(school: School) -> None:
    with_discounts(school, sibling=10)
    ann, ben = siblings(school)
    full = a_queue(school, school.make.family(balance=1000), ann, ben)
    school.change_capacity(full, 4)
    [first] = school.make.rows(booking, child_id=ann.child_id)
    [second] = school.make.rows(booking, child_id=ben.child_id)
    assert (first.discount, second.discount) == (None, "sibling")
    assert school.make.balance(ann.parent_id) == 10_000 - 1000 - 900


def test_sibling_that_another_parent_waited_for_counts_when_both_are_promoted_at_once(
    school: School,
) -> None:
    with_discounts(school, sibling=10)
    ann, ben = siblings(school)
    other = school.make.family(balance=1000).parent_id
    school.make.insert(guardianship, parent_id=other, child_id=ann.child_id)
    full = a_queue(school, Family(other, ann.child_id), ben)
    school.change_capacity(full, 3)
    [first] = school.make.rows(booking, child_id=ann.child_id)
    [second] = school.make.rows(booking, child_id=ben.child_id)
    assert (first.parent_id, first.discount, second.discount) == (other, None, "sibling")


def test_discount_that_has_gone_by_the_promotion_makes_an_offer(school: School) -> None:
    with_discounts(school, sibling=10)
    _, ben = siblings(school)
    full = a_queue(school)
    school.make.waiting(full, ben, price_minor=900)
    school.change_capacity(full, 2)
    [row] = school.make.rows(booking, child_id=ben.child_id)
    assert (row.status, row.price_minor, row.discount) == ("pending", 1000, None)
    assert school.make.balance(ben.parent_id) == 10_000


# Whole term


def test_all_dates_that_are_left_have_the_whole_term_discount(school: School) -> None:
    with_discounts(school, term=20)
    ann = school.make.family(balance=10_000)
    dates = a_term(school, TERM_DATES)
    assert prices(school.preview(school.make.request(ann, *dates))) == [(800, TERM)] * TERM_DATES
    assert prices(school.book(ann, *dates)) == [(800, TERM)] * TERM_DATES
    assert school.make.balance(ann.parent_id) == 10_000 - TERM_DATES * 800


def test_fewer_dates_than_a_term_have_no_discount_even_if_they_are_all(school: School) -> None:
    with_discounts(school, term=20)
    dates = a_term(school, TERM_DATES - 1)
    outcomes = school.book(school.make.family(balance=10_000), *dates)
    assert {price for price, _ in prices(outcomes)} == {1000}


def one_more(school: School, dates: list[Session], **values: Any) -> Session:
    activity_id = dates[0].activity.id
    return school.make.session(
        activity_id=activity_id,
        on=MONDAY + len(dates) * WEEK,
        **values,
    )


def test_one_open_date_left_out_is_no_whole_term(school: School) -> None:
    with_discounts(school, term=20)
    dates = a_term(school, TERM_DATES)
    one_more(school, dates)
    outcomes = school.book(school.make.family(balance=10_000), *dates)
    assert {price for price, _ in prices(outcomes)} == {1000}


def past(school: School, dates: list[Session], _ann: Family) -> None:
    school.make.session(activity_id=dates[0].activity.id, on=MONDAY - 2 * WEEK)


def called_off(school: School, dates: list[Session], _ann: Family) -> None:
    one_more(school, dates, status="cancelled")


def on_a_closure(school: School, dates: list[Session], _ann: Family) -> None:
    school.make.insert(closure, date=one_more(school, dates).on, reason="")


def booked_before(school: School, dates: list[Session], ann: Family) -> None:
    school.make.booking(one_more(school, dates), ann)


def waited_for(school: School, dates: list[Session], ann: Family) -> None:
    school.make.waiting(one_more(school, dates), ann)


@pytest.mark.parametrize("left_out", [past, called_off, on_a_closure, booked_before, waited_for])
def test_date_that_is_not_open_to_the_child_need_not_be_asked_for(
    school: School, left_out: object
) -> None:
    with_discounts(school, term=20)
    ann = school.make.family(balance=10_000)
    dates = a_term(school, TERM_DATES)
    left_out(school, dates, ann)  # type: ignore[operator]
    assert {price for price, _ in prices(school.book(ann, *dates))} == {800}


def test_date_that_the_child_has_already_does_not_make_a_term_longer(school: School) -> None:
    with_discounts(school, term=20)
    ann = school.make.family(balance=10_000)
    dates = a_term(school, TERM_DATES)
    school.make.booking(dates[0], ann)
    outcomes = school.book(ann, *dates)
    assert reasons(outcomes[0]) == ["already_booked"]
    assert {price for price, _ in prices(outcomes)} == {1000}


def test_full_date_of_a_whole_term_is_queued_for_at_the_single_price(school: School) -> None:
    with_discounts(school, term=20)
    ann = school.make.family(balance=10_000)
    dates = a_term(school, TERM_DATES, capacity=1)
    taken = school.make.booking(dates[1], other := school.make.family(balance=1000))
    wanted = tuple(
        Wanted(each.activity.id, each.on, 1000 if each is dates[1] else 800) for each in dates
    )
    outcomes = school.tell(BookPlaces(ann.parent_id, ann.child_id, wanted, "key"))
    assert prices(outcomes) == [(800, TERM)] * (TERM_DATES - 1)
    assert isinstance(outcomes[1], Queued)
    school.cancel(other, taken)
    [entry] = school.make.rows(waitlist_entry)
    row = school.make.rows(booking, id=entry.booking_id)[0]
    assert (row.status, row.price_minor, row.discount) == ("confirmed", 1000, None)


def test_date_added_since_the_whole_term_was_shown_is_asked_about_again(school: School) -> None:
    with_discounts(school, term=20)
    ann = school.make.family(balance=10_000)
    dates = a_term(school, TERM_DATES)
    wanted = tuple(Wanted(each.activity.id, each.on, 800) for each in dates)
    one_more(school, dates)
    outcomes = school.tell(BookPlaces(ann.parent_id, ann.child_id, wanted, "key"))
    assert {tuple(reasons(each)) for each in outcomes} == {("price_changed",)}
    assert school.make.count(booking) == 0


def test_promise_of_a_whole_term_stands_when_some_of_it_is_cancelled(school: School) -> None:
    with_discounts(school, term=20)
    ann = school.make.family(balance=10_000)
    first, *_ = school.book(ann, *a_term(school, TERM_DATES))
    assert isinstance(first, Booked)
    assert first.booking_id
    school.cancel(ann, first.booking_id, shown=800)
    active = school.make.rows(booking, status="confirmed")
    assert [row.price_minor for row in active] == [800] * (TERM_DATES - 1)
    assert school.make.balance(ann.parent_id) == 10_000 - (TERM_DATES - 1) * 800


def test_date_that_does_not_exist_spoils_no_term(school: School) -> None:
    with_discounts(school, sibling=10, term=20)
    ann = school.make.family(balance=10_000)
    dates = a_term(school, TERM_DATES)
    wanted = tuple(Wanted(each.activity.id, each.on) for each in dates)
    nowhere = Wanted(dates[0].activity.id, MONDAY + 30 * WEEK)
    outcomes = school.tell(BookPlaces(ann.parent_id, ann.child_id, (*wanted, nowhere), "key"))
    assert prices(outcomes) == [(800, TERM)] * TERM_DATES
    assert school.make.count(session) == TERM_DATES


# Paid late


def test_place_that_is_given_again_for_late_money_keeps_its_discount(school: School) -> None:
    with_discounts(school, term=20)
    ann = school.make.family()
    held = school.book(ann, *a_term(school, TERM_DATES))
    ids = [each.booking_id for each in held if isinstance(each, Held) and each.booking_id]
    asked = billed(school, ann, ids[0])
    assert asked.invoice.amount_minor == TERM_DATES * 800
    school.wait(hours=49)
    for each in ids:
        school.expire(each)
    taken = take(school, paid(asked), ann)
    given = school.make.rows(booking, status="confirmed")
    assert len(taken.confirmed) == TERM_DATES
    assert {(row.price_minor, row.discount) for row in given} == {(800, "term")}


def test_late_money_gives_no_place_that_costs_more_by_now(school: School) -> None:
    with_discounts(school, term=20)
    ann = school.make.family()
    held = school.book(ann, *a_term(school, TERM_DATES))
    ids = [each.booking_id for each in held if isinstance(each, Held) and each.booking_id]
    asked = billed(school, ann, ids[0])
    with_discounts(school, term=10)
    school.wait(hours=49)
    for each in ids:
        school.expire(each)
    assert take(school, paid(asked), ann).confirmed == ()
    assert school.make.balance(ann.parent_id) == TERM_DATES * 800

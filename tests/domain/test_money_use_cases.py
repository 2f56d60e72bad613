"""Paying: from the balance, by a payment, and what the office corrects."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.model import SYSTEM, Actor, Booking, PaymentMethod, Role, Session
from domain.money import record_payment
from domain.outcomes import AlreadyEnded, Booked, NotCovered, NotYours, PaymentRecorded
from domain.roles import NotAllowedError
from storage.bookings import Bookings
from storage.errors import ConflictError
from storage.tables import account_entry, booking, notice
from tests.domain.school import School
from tests.domain.values import utc
from tests.factory import MONDAY, NOW, Family


def held(school: School, family: Family, *, hours: int, price: int = 500) -> int:
    """A held place on a day of its own, whose deadline is in so many hours."""
    swim = school.make.session(price=price, on=MONDAY + timedelta(days=hours))
    deadline = NOW + timedelta(hours=hours)
    return school.make.booking(swim, family, status="pending", hold_expires_at=deadline)


def status_of(school: School, booking_id: int) -> str:
    return str(school.make.rows(booking, id=booking_id)[0].status)


def swimming(school: School, booking_id: int) -> Session:
    return school.make.read_session(school.make.rows(booking, id=booking_id)[0].session_id)


def test_held_place_is_paid_for_from_the_balance(school: School) -> None:
    ann = school.make.family()
    booking_id = held(school, ann, hours=1)
    school.make.money(ann.parent_id, 700)
    swim = swimming(school, booking_id)
    assert school.confirm(ann, booking_id) == Booked(swim, 500, booking_id)
    [row] = school.make.rows(booking)
    assert (row.status, row.confirmed_at, row.hold_expires_at) == ("confirmed", NOW, None)
    assert school.account(ann)[1:] == [("charge", -500, booking_id)]
    assert school.trail()[-1] == (f"parent {ann.parent_id}", "confirmed", booking_id, "")
    assert school.told() == []


def test_confirming_told_twice_charges_once(school: School) -> None:
    ann = school.make.family(balance=1000)
    booking_id = held(school, ann, hours=1)
    first = school.confirm(ann, booking_id)
    before = school.size()
    assert school.confirm(ann, booking_id) == first
    assert school.size() == before
    assert school.make.balance(ann.parent_id) == 500


@pytest.mark.parametrize(("balance", "limit", "short"), [(499, 0, 1), (0, 499, 1), (-100, 0, 600)])
def test_what_is_lacking_is_said_and_nothing_done(
    school: School, balance: int, limit: int, short: int
) -> None:
    school.policy = replace(school.policy, credit_limit_minor=limit)
    ann = school.make.family(balance=balance)
    booking_id = held(school, ann, hours=1)
    before = school.size()
    outcome = school.confirm(ann, booking_id)
    assert outcome == NotCovered(swimming(school, booking_id), short)
    assert school.size() == before
    assert status_of(school, booking_id) == "pending"


def test_credit_limit_covers_a_held_place(school: School) -> None:
    school.policy = replace(school.policy, credit_limit_minor=500)
    ann = school.make.family()
    assert isinstance(school.confirm(ann, held(school, ann, hours=1)), Booked)
    assert school.make.balance(ann.parent_id) == -500


def test_held_place_that_has_become_free_of_charge_needs_no_money(school: School) -> None:
    ann = school.make.family(balance=-100)
    booking_id = held(school, ann, hours=1, price=0)
    assert isinstance(school.confirm(ann, booking_id), Booked)
    assert school.account(ann) == [("adjustment", -100, None)]


@pytest.mark.parametrize("status", ["cancelled", "expired"])
def test_what_has_ended_cannot_be_paid_for(school: School, status: str) -> None:
    ann = school.make.family(balance=500)
    swim = school.make.session(price=500)
    booking_id = school.make.booking(swim, ann, status=status)
    assert school.confirm(ann, booking_id) == AlreadyEnded(swim)
    assert school.make.balance(ann.parent_id) == 500


def test_deadline_itself_is_too_late(school: School) -> None:
    ann = school.make.family(balance=500)
    booking_id = held(school, ann, hours=1)
    school.wait(hours=1)
    assert school.confirm(ann, booking_id) == AlreadyEnded(swimming(school, booking_id))
    assert school.make.balance(ann.parent_id) == 500


def test_only_who_booked_may_pay_from_their_balance(school: School) -> None:
    first, second = school.make.parent(), school.make.parent()
    ann = Family(first, school.make.child(first, second))
    other = replace(ann, parent_id=second)
    school.make.money(second, 500)
    booking_id = held(school, ann, hours=1)
    assert school.confirm(other, booking_id) == school.confirm(other, 999_999) == NotYours()
    assert status_of(school, booking_id) == "pending"


def test_payment_confirms_what_it_covers_the_earliest_deadline_first(school: School) -> None:
    ann = school.make.family(balance=100)
    late, early, middle = (held(school, ann, hours=hours) for hours in (9, 1, 5))
    assert school.pay(ann, 1000, reference="R 7") == PaymentRecorded(100, (early, middle))
    assert [status_of(school, each) for each in (late, early, middle)] == [
        "pending",
        "confirmed",
        "confirmed",
    ]
    assert school.account(ann)[1:] == [
        ("payment", 1000, None),
        ("charge", -500, early),
        ("charge", -500, middle),
    ]
    [row] = school.make.rows(account_entry, kind="payment")
    assert (row.charge_id, row.method, row.note, row.made_at) == ("cash-1", "cash", "R 7", NOW)
    assert school.told(ann.parent_id) == [
        f"payment_received:m{row.id}",
        f"place_confirmed:b{early}",
        f"place_confirmed:b{middle}",
    ]
    assert school.trail() == [
        ("admin 42", "payment_recorded", ann.parent_id, "1000"),
        ("admin 42", "confirmed", early, ""),
        ("admin 42", "confirmed", middle, ""),
    ]


def test_payment_that_cannot_cover_the_first_still_covers_a_cheaper_one(school: School) -> None:
    ann = school.make.family()
    dear, cheap = held(school, ann, hours=1, price=900), held(school, ann, hours=2, price=300)
    assert school.pay(ann, 500) == PaymentRecorded(200, (cheap,))
    assert status_of(school, dear) == "pending"


def test_payment_told_twice_counts_once(school: School) -> None:
    ann = school.make.family()
    booking_id = held(school, ann, hours=1)
    assert school.pay(ann, 800) == PaymentRecorded(300, (booking_id,))
    before = school.size()
    assert school.pay(ann, 800) == PaymentRecorded(300, ())
    assert school.size() == before
    assert school.make.count(notice) == 2


def test_payment_told_twice_confirms_nothing_that_came_since(school: School) -> None:
    ann = school.make.family()
    school.pay(ann, 800)
    later = held(school, ann, hours=1)
    assert school.pay(ann, 800) == PaymentRecorded(800, ())
    assert status_of(school, later) == "pending"


def test_two_payments_are_two(school: School) -> None:
    ann = school.make.family()
    school.pay(ann, 300, "cash-1")
    assert school.pay(ann, 300, "cash-2") == PaymentRecorded(600, ())


def test_payment_without_a_held_place_is_credit(school: School) -> None:
    ann = school.make.family()
    assert school.pay(ann, 300) == PaymentRecorded(300, ())
    [row] = school.make.rows(account_entry)
    assert school.told() == [f"payment_received:m{row.id}"]
    assert isinstance(school.book_one(ann, school.make.session(price=300)), Booked)


@pytest.mark.parametrize("actor", [Actor(Role.PARENT, 1), SYSTEM])
def test_only_the_office_records_what_is_paid_at_the_school(school: School, actor: Actor) -> None:
    ann = school.make.family()
    before = school.size()
    with pytest.raises(NotAllowedError):
        school.pay(ann, 300, actor=actor)
    with pytest.raises(NotAllowedError):
        school.adjust(ann, 300, "gift", actor=actor)
    assert school.size() == before


def test_what_is_paid_online_needs_no_office(school: School) -> None:
    ann = school.make.family()
    paid = school.run(
        record_payment,
        ann.parent_id,
        300,
        "telegram-1",
        school.policy,
        method=PaymentMethod.ONLINE,
        actor=Actor(Role.PARENT, ann.parent_id),
        now=NOW,
    )
    assert paid == PaymentRecorded(300, ())


def test_payment_first_settles_a_debt(school: School) -> None:
    ann = school.make.family(balance=-400)
    booking_id = held(school, ann, hours=1)
    assert school.pay(ann, 800) == PaymentRecorded(400, ())
    assert status_of(school, booking_id) == "pending"


def test_credit_limit_counts_with_a_payment(school: School) -> None:
    school.policy = replace(school.policy, credit_limit_minor=200)
    ann = school.make.family()
    booking_id = held(school, ann, hours=1)
    assert school.pay(ann, 300) == PaymentRecorded(-200, (booking_id,))


def test_hold_past_its_deadline_is_not_confirmed_by_a_payment(school: School) -> None:
    ann = school.make.family()
    over, open_still = held(school, ann, hours=1), held(school, ann, hours=2)
    school.wait(hours=1)
    assert school.pay(ann, 1000) == PaymentRecorded(500, (open_still,))
    assert status_of(school, over) == "pending"


def test_payment_is_for_ones_own_places_only(school: School) -> None:
    ann, ben = school.make.family(), school.make.family()
    booking_id = held(school, ben, hours=1)
    assert school.pay(ann, 500) == PaymentRecorded(500, ())
    assert status_of(school, booking_id) == "pending"


def test_hold_that_came_during_the_payment_is_confirmed_too(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its session was not locked with the others: the work starts over, and counts once."""
    ann = school.make.family()
    known, fresh = held(school, ann, hours=1), held(school, ann, hours=2)
    list_held_by = Bookings.list_held_by
    looks: list[int] = []

    def without_the_fresh_one_at_first(bookings: Bookings, parent_id: int) -> list[Booking]:
        looks.append(parent_id)
        found = list_held_by(bookings, parent_id)
        return found if len(looks) > 1 else [each for each in found if each.id != fresh]

    monkeypatch.setattr(Bookings, "list_held_by", without_the_fresh_one_at_first)
    assert school.pay(ann, 1000) == PaymentRecorded(0, (known, fresh))
    assert len(looks) == 4
    assert school.make.count(account_entry, kind="payment") == 1


@pytest.mark.parametrize("amount", [0, -5])
def test_payment_is_of_something(school: School, amount: int) -> None:
    with pytest.raises(ConflictError, match="ck_account_entry_sign"):
        school.pay(school.make.family(), amount)


@pytest.mark.parametrize("amount", [250, -250])
def test_office_corrects_a_balance_either_way(school: School, amount: int) -> None:
    ann = school.make.family(balance=100)
    assert school.adjust(ann, amount, "sibling discount") == 100 + amount
    assert school.make.balance(ann.parent_id) == 100 + amount
    row = school.make.rows(account_entry)[-1]
    assert (row.kind, row.note, row.made_at) == ("adjustment", "sibling discount", NOW)
    assert school.trail() == [("admin 42", "balance_adjusted", ann.parent_id, str(amount))]
    assert school.told(ann.parent_id) == [f"balance_corrected:m{row.id}"]


def test_correction_told_twice_is_made_once(school: School) -> None:
    ann = school.make.family(balance=100)
    assert [school.adjust(ann, -30, key="key") for _ in range(2)] == [70, 70]
    assert [amount for _, amount, _ in school.account(ann)] == [100, -30]
    assert len(school.told(ann.parent_id)) == 1
    assert school.adjust(ann, -30, key="other") == 40


def test_correction_that_adds_confirms_what_is_covered_then(school: School) -> None:
    ann = school.make.family()
    booking_id = held(school, ann, hours=1)
    assert school.adjust(ann, 499) == 499
    assert school.adjust(ann, 201) == 200
    assert school.told(ann.parent_id)[2:] == [f"place_confirmed:b{booking_id}"]
    assert school.account(ann)[2:] == [("charge", -500, booking_id)]


def test_correction_that_takes_off_confirms_nothing_that_waits_for_the_parent(
    school: School,
) -> None:
    ann = school.make.family()
    held(school, ann, hours=1)
    school.make.money(ann.parent_id, 700)
    assert school.adjust(ann, -100) == 600
    assert school.adjust(ann, -900) == -300
    assert [row.status for row in school.make.rows(booking)] == ["pending"]


def test_correction_of_nothing_is_none(school: School) -> None:
    with pytest.raises(ConflictError, match="ck_account_entry_sign"):
        school.adjust(school.make.family(), 0)


def test_balance_is_the_sum_of_all_that_happened(school: School) -> None:
    ann = school.make.family()
    swim = school.make.session(price=500)
    school.book_one(ann, swim)
    school.pay(ann, 800)
    school.adjust(ann, -50)
    [row] = school.make.rows(booking)
    school.now = utc("2026-09-14 10:00")
    school.cancel(ann, row.id, shown=250)
    assert [amount for _, amount, _ in school.account(ann)] == [800, -500, -50, 250]
    assert school.make.balance(ann.parent_id) == 500


def test_every_entry_says_who_made_it(school: School) -> None:
    swim = school.make.session(price=300, capacity=1)
    ann, ben = school.make.family(), school.make.family()
    school.pay(ann, 1000)
    school.adjust(ben, 400)
    [booked] = school.book(ann, swim)
    school.book(ben, swim)
    assert isinstance(booked, Booked)
    assert booked.booking_id is not None
    school.cancel(ann, booked.booking_id)
    office, parent = ("admin", 42), ("parent", ann.parent_id)
    assert [
        (row.kind, row.actor_role, row.actor_id) for row in school.make.rows(account_entry)
    ] == [
        ("payment", *office),
        ("adjustment", *office),
        ("charge", *parent),
        ("refund", *parent),
        ("charge", "system", None),
    ]

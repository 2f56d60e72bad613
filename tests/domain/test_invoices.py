"""Invoices: exactly what is due, paid only while it is, and never for a place that is gone."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.invoices import MOST_EXTRA, PAYING_TAKES, Approved, Declined, void_old_invoice
from domain.model import Booking, Funds, Session
from domain.money import Together
from domain.outcomes import Held, Queued
from storage.bookings import Bookings
from storage.queries import find_booking
from storage.tables import booking, invoice
from tests.domain.paying import ask, billed, check_out, close, paid, status_of, take, withdraw
from tests.domain.school import School
from tests.factory import MONDAY, NOW, Family


def mondays(school: School, many: int, price: int = 800) -> list[Session]:
    first = school.make.session(price=price)
    return [
        first,
        *[
            school.make.session(activity_id=first.activity.id, on=MONDAY + timedelta(weeks=week))
            for week in range(1, many)
        ],
    ]


def held(school: School, family: Family, *sessions: Session) -> list[int]:
    """Hold places by one confirmation; return the ids of the bookings."""
    outcomes = school.book(family, *sessions)
    assert all(isinstance(each, Held) for each in outcomes), outcomes
    return [each.booking_id for each in outcomes if isinstance(each, Held) and each.booking_id]


@pytest.mark.parametrize(
    ("balance", "limit", "due"),
    [
        pytest.param(0, 0, 1600, id="nothing on the account"),
        pytest.param(300, 0, 1300, id="some of it is on the account"),
        pytest.param(-300, 0, 1900, id="something is owed from before"),
        pytest.param(-300, 500, 1400, id="part of the credit limit is left"),
        pytest.param(300, 400, 900, id="credit and balance"),
    ],
)
def test_invoice_is_for_what_the_account_does_not_cover(
    school: School, balance: int, limit: int, due: int
) -> None:
    school.policy = replace(school.policy, credit_limit_minor=limit)
    ann = school.make.family(balance=balance)
    ids = held(school, ann, *mondays(school, 2))
    asked = billed(school, ann, ids[0])
    assert asked.invoice.amount_minor == due
    assert [each.id for each, _ in asked.places] == ids
    assert asked.available_minor == balance + limit
    shown = school.make.database.look(find_booking, ann.parent_id, ids[0])
    assert shown is not None
    assert shown.together == Together(2, 1600, Funds(balance))
    assert shown.together.due_minor(school.policy) == due, "it is what the booking's screen says"
    assert check_out(school, ann, asked) == Approved()
    take(school, paid(asked), ann)
    assert school.make.count(booking, status="confirmed") == 2
    assert school.make.balance(ann.parent_id) == -limit


def test_invoice_is_only_for_places_of_the_same_confirmation(school: School) -> None:
    ann = school.make.family()
    swim, chess = mondays(school, 1), [school.make.session(price=500, on=MONDAY + timedelta(1))]
    [first], [second] = held(school, ann, *swim), held(school, ann, *chess)
    assert billed(school, ann, first).invoice.amount_minor == 800
    assert billed(school, ann, second).invoice.amount_minor == 500


def test_open_invoice_is_asked_for_again_while_it_is_right(school: School) -> None:
    ann = school.make.family()
    ids = held(school, ann, *mondays(school, 2))
    first = billed(school, ann, ids[0])
    assert billed(school, ann, ids[1]) == first
    assert school.make.count(invoice) == 1


def test_old_invoice_is_voided_and_what_it_is_for_stays_held(school: School) -> None:
    ann = school.make.family()
    ids = held(school, ann, *mondays(school, 2))
    first = billed(school, ann, ids[0])
    for _ in range(2):
        school.run(void_old_invoice, first.invoice.id, now=school.now)
    assert status_of(school, first) == "void"
    assert school.make.count(booking, status="pending") == 2
    second = billed(school, ann, ids[0])
    assert (second.invoice.amount_minor, status_of(school, second)) == (1600, "open")
    take(school, paid(second), ann)
    school.run(void_old_invoice, second.invoice.id, now=school.now)
    assert status_of(school, second) == "paid"


def test_invoice_that_is_no_longer_right_is_voided_for_another(school: School) -> None:
    ann = school.make.family()
    ids = held(school, ann, *mondays(school, 2))
    first = billed(school, ann, ids[0])
    school.adjust(ann, 100)
    second = billed(school, ann, ids[0])
    assert (second.invoice.amount_minor, status_of(school, first)) == (1500, "void")
    school.cancel(ann, ids[0])
    third = billed(school, ann, ids[1])
    assert (third.invoice.amount_minor, status_of(school, second)) == (700, "void")
    other = ask(school, ann, ids[1], currency="EUR")
    assert other is not None
    assert (other.invoice.currency, status_of(school, third)) == ("EUR", "void")
    assert check_out(school, ann, third) is Declined.CLOSED


def test_same_amount_for_other_places_is_another_invoice(school: School) -> None:
    ann = school.make.family()
    ids = held(school, ann, *mondays(school, 2))
    first = billed(school, ann, ids[0])
    school.cancel(ann, ids[0])
    school.adjust(ann, -800)
    second = billed(school, ann, ids[1])
    assert second.invoice.amount_minor == first.invoice.amount_minor
    assert second.invoice.id != first.invoice.id


@pytest.mark.parametrize("why", ["lapsed", "cancelled", "covered", "another's", "unknown"])
def test_no_invoice_where_nothing_is_due(school: School, why: str) -> None:
    ann, ben = school.make.family(), school.make.family()
    [booking_id] = held(school, ann, *mondays(school, 1))
    match why:
        case "lapsed":
            school.now += school.policy.hold
        case "cancelled":
            school.cancel(ann, booking_id)
        case "covered":
            school.adjust(ann, 800)
    asked = ask(school, ben if why == "another's" else ann, 999 if why == "unknown" else booking_id)
    assert asked is None
    assert school.make.count(invoice) == 0


def test_offer_can_be_billed(school: School) -> None:
    ann, ben = school.make.family(), school.make.family()
    swim = school.make.session(price=800, capacity=1)
    taken = school.make.booking(swim, ben, status="pending")
    [queued] = school.book(ann, swim)
    assert isinstance(queued, Queued)
    school.cancel(ben, taken)
    [offer] = school.make.rows(booking, child_id=ann.child_id)
    assert billed(school, ann, offer.id).invoice.amount_minor == 800


@pytest.mark.parametrize(
    ("left", "deadline"),
    [
        pytest.param(timedelta(minutes=3), PAYING_TAKES, id="soon over: kept while paying"),
        pytest.param(timedelta(minutes=11), timedelta(minutes=11), id="long enough as it is"),
    ],
)
def test_place_cannot_lapse_while_it_is_paid(
    school: School, left: timedelta, deadline: timedelta
) -> None:
    ann = school.make.family()
    [booking_id] = held(school, ann, *mondays(school, 1))
    asked = billed(school, ann, booking_id)
    school.now += school.policy.hold - left
    assert check_out(school, ann, asked) == Approved()
    [row] = school.make.rows(booking)
    assert row.hold_expires_at == school.now + deadline
    assert not school.expire(booking_id)


def test_place_is_not_kept_past_its_start(school: School) -> None:
    ann = school.make.family()
    [swim] = mondays(school, 1)
    starts_at = NOW.replace(day=14, hour=14, minute=30)
    booking_id = school.make.booking(swim, ann, status="pending", hold_expires_at=starts_at)
    asked = billed(school, ann, booking_id)
    school.now = starts_at - timedelta(minutes=1)
    assert check_out(school, ann, asked) == Approved()
    assert school.make.rows(booking)[0].hold_expires_at == starts_at


def test_place_is_not_kept_for_ever_by_who_only_begins_to_pay(school: School) -> None:
    ann = school.make.family()
    [booking_id] = held(school, ann, *mondays(school, 1))
    asked = billed(school, ann, booking_id)
    deadlines = [NOW]
    while (until := school.make.rows(booking)[0].hold_expires_at) != deadlines[-1]:
        deadlines.append(until)
        school.now = until - timedelta(minutes=1)
        assert check_out(school, ann, asked) == Approved()
    assert len(deadlines) > 5
    assert deadlines[-1] == NOW + school.policy.hold + MOST_EXTRA
    school.now = deadlines[-1]
    assert check_out(school, ann, asked) is Declined.NOT_HELD


def test_only_the_parent_who_was_asked_can_pay(school: School) -> None:
    ann, ben = school.make.family(), school.make.family()
    [booking_id] = held(school, ann, *mondays(school, 1))
    asked = billed(school, ann, booking_id)
    assert check_out(school, ben, asked) is Declined.UNKNOWN
    assert check_out(school, None, asked) is Declined.UNKNOWN
    assert check_out(school, ann, asked, payload="forged") is Declined.UNKNOWN
    assert check_out(school, ann, asked) == Approved()


@pytest.mark.parametrize("other", [{"amount_minor": 799}, {"amount_minor": 1}, {"currency": "USD"}])
def test_another_amount_or_currency_than_asked_for_is_not_taken(
    school: School, other: dict[str, int | str]
) -> None:
    ann = school.make.family()
    [booking_id] = held(school, ann, *mondays(school, 1))
    asked = billed(school, ann, booking_id)
    assert check_out(school, ann, asked, **other) is Declined.CHANGED
    assert status_of(school, asked) == "open"


@pytest.mark.parametrize("more", [100, -100])
def test_invoice_is_not_paid_once_something_else_is_due(school: School, more: int) -> None:
    ann = school.make.family()
    [booking_id] = held(school, ann, *mondays(school, 1))
    asked = billed(school, ann, booking_id)
    school.adjust(ann, more)
    assert check_out(school, ann, asked) is Declined.CHANGED
    assert status_of(school, asked) == "void"
    assert check_out(school, ann, asked) is Declined.CLOSED


@pytest.mark.parametrize(
    ("how", "status"),
    [("lapsed", "expired"), ("expired", "expired"), ("cancelled", "void"), ("paid", "void")],
)
def test_invoice_is_not_paid_when_a_place_of_it_is_gone(
    school: School, how: str, status: str
) -> None:
    ann = school.make.family()
    ids = held(school, ann, *mondays(school, 2))
    asked = billed(school, ann, ids[0])
    match how:
        case "lapsed" | "expired":
            school.now += school.policy.hold
        case "cancelled":
            school.cancel(ann, ids[1])
        case "paid":
            school.pay(ann, 800)
    if how == "expired":
        assert [school.expire(each) for each in ids] == [True, True]
    assert check_out(school, ann, asked) is Declined.NOT_HELD
    assert status_of(school, asked) == status


def test_paid_invoice_is_not_paid_again(school: School) -> None:
    ann = school.make.family()
    [booking_id] = held(school, ann, *mondays(school, 1))
    asked = billed(school, ann, booking_id)
    take(school, paid(asked), ann)
    assert check_out(school, ann, asked) is Declined.PAID


def test_place_handed_over_to_the_other_parent_is_not_paid_by_the_first(school: School) -> None:
    ann = school.make.family()
    [booking_id] = held(school, ann, *mondays(school, 1))
    asked = billed(school, ann, booking_id)
    school.make.change(booking, booking_id, parent_id=school.make.parent())
    assert check_out(school, ann, asked) is Declined.CHANGED


@pytest.mark.parametrize(
    ("how", "status"),
    [("held", "open"), ("expired", "expired"), ("cancelled", "void"), ("paid", "paid")],
)
def test_invoice_is_closed_with_its_last_place(school: School, how: str, status: str) -> None:
    ann = school.make.family()
    ids = held(school, ann, *mondays(school, 2))
    asked = billed(school, ann, ids[0])
    assert not close(school, asked)
    match how:
        case "expired":
            school.now += school.policy.hold
            assert all(school.expire(each) for each in ids)
        case "cancelled":
            for each in ids:
                assert not close(school, asked)
                school.cancel(ann, each)
        case "paid":
            take(school, paid(asked), ann)
    assert close(school, asked) is (how in ("expired", "cancelled"))
    assert status_of(school, asked) == status
    assert not close(school, asked)


def test_what_cannot_be_paid_here_is_kept_for_the_office(school: School) -> None:
    ann = school.make.family()
    ids = held(school, ann, *mondays(school, 2, price=10))
    asked = billed(school, ann, ids[0])
    before = [row.hold_expires_at for row in school.make.rows(booking)]
    withdraw(school, asked)
    assert status_of(school, asked) == "void"
    assert [row.hold_expires_at for row in school.make.rows(booking)] == before
    asked = billed(school, ann, ids[0])
    withdraw(school, asked, hours=72)
    until = [row.hold_expires_at for row in school.make.rows(booking)]
    assert until == [NOW + timedelta(hours=72)] * 2
    withdraw(school, asked, hours=96)
    assert [row.hold_expires_at for row in school.make.rows(booking)] == until


def test_place_held_meanwhile_is_locked_before_it_is_billed(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was promoted after the first look: its session was not locked, so the work starts over."""
    ann = school.make.family()
    ids = held(school, ann, *mondays(school, 2))
    list_held = Bookings.list_held_beside
    looks: list[int] = []

    def without_the_last_at_first(bookings: Bookings, *known: int) -> list[Booking]:
        looks.append(1)
        found = list_held(bookings, *known)
        return found if len(looks) > 1 else found[:-1]

    monkeypatch.setattr(Bookings, "list_held_beside", without_the_last_at_first)
    assert [each.id for each, _ in billed(school, ann, ids[0]).places] == ids
    assert len(looks) == 4
    assert school.make.count(invoice) == 1

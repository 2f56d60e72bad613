"""Money that has come in through Telegram: used once, for places that are there, else credit."""

from datetime import timedelta

import pytest

from domain.invoices import Bill, Places
from domain.model import Session
from domain.payments import PaymentUnknown
from storage.tables import account_entry, activity, audit_event, booking, child, repayment
from tests.domain.paying import (
    ask,
    billed,
    check_books,
    check_out,
    paid,
    status_of,
    take,
    told,
)
from tests.domain.school import School
from tests.domain.test_invoices import held, mondays
from tests.factory import NOW, Family


def ids_of(places: Places) -> list[int]:
    return [booking.id for booking, _ in places]


def unused(school: School) -> list[str]:
    return [row.detail for row in school.make.rows(audit_event, action="payment_unused")]


def lapse(school: School, ids: list[int], *, swept: bool) -> None:
    """Let the holds end; the sweep may have come by or not."""
    school.now += school.policy.hold
    if swept:
        assert all(school.expire(each) for each in ids)


def one_held(school: School, ann: Family, *, capacity: int = 10) -> tuple[Session, int, Bill]:
    swim = school.make.session(price=800, capacity=capacity)
    [booking_id] = held(school, ann, swim)
    return swim, booking_id, billed(school, ann, booking_id)


def test_payment_confirms_all_that_it_was_for_and_stands_by_its_charge_ids(school: School) -> None:
    ann = school.make.family()
    ids = held(school, ann, *mondays(school, 2))
    asked = billed(school, ann, ids[0])
    check_out(school, ann, asked)
    taken = take(school, paid(asked), ann)
    assert (ids_of(taken.confirmed), taken.held, taken.ended) == (ids, (), ())
    assert (taken.amount_minor, taken.balance_minor) == (1600, 0)
    [row] = school.make.rows(account_entry, kind="payment")
    assert (row.charge_id, row.provider_charge_id) == ("t1", "provider-t1")
    assert (row.invoice_id, row.amount_minor) == (asked.invoice.id, 1600)
    assert status_of(school, asked) == "paid"
    actor = f"parent {ann.parent_id}"
    assert (actor, "payment_recorded", ann.parent_id, "1600") in school.trail()
    assert (actor, "confirmed", ids[0], "") in school.trail()
    assert unused(school) == []
    assert school.told() == []


@pytest.mark.parametrize("again", [{}, {"charge_id": "t2"}, {"provider_charge_id": "p2"}])
def test_payment_told_again_by_either_charge_id_is_no_second_one(
    school: School, again: dict[str, str]
) -> None:
    ann = school.make.family()
    _, _, asked = one_held(school, ann)
    first = take(school, paid(asked, provider_charge_id="provider-t1"), ann)
    before = school.size()
    second = take(school, paid(asked, **({"provider_charge_id": "provider-t1"} | again)), ann)
    assert school.size() == before
    assert second.balance_minor == first.balance_minor
    if not again:
        assert second == first


def test_payment_without_a_charge_id_of_the_provider_is_taken(school: School) -> None:
    ann = school.make.family()
    for number in range(2):
        _, _, asked = one_held(school, ann)
        assert take(school, paid(asked, f"t{number}", provider_charge_id=None), ann).confirmed
        school.wait(days=1)
        [row] = school.make.rows(booking, status="confirmed")
        school.make.change(booking, row.id, status="cancelled", ended_at=NOW)
    assert school.make.count(account_entry, kind="payment") == 2


def test_second_payment_of_an_invoice_is_credit_and_noted_for_the_office(school: School) -> None:
    ann = school.make.family()
    _, booking_id, asked = one_held(school, ann)
    assert ids_of(take(school, paid(asked, "t1"), ann).confirmed) == [booking_id]
    again = take(school, paid(asked, "t2"), ann)
    assert (again.confirmed, again.held, again.ended) == ((), (), ())
    assert (again.amount_minor, again.balance_minor) == (800, 800)
    assert take(school, paid(asked, "t2"), ann) == again
    assert school.make.count(account_entry, kind="payment") == 2
    assert unused(school) == ["800"]


@pytest.mark.parametrize("swept", [True, False])
def test_lapsed_place_is_given_again_while_one_is_left(school: School, swept: bool) -> None:
    ann = school.make.family()
    swim, booking_id, asked = one_held(school, ann, capacity=1)
    lapse(school, [booking_id], swept=swept)
    taken = take(school, paid(asked), ann)
    assert school.places(swim) == [(ann.child_id, "expired"), (ann.child_id, "confirmed")]
    [(again, _)] = taken.confirmed
    assert again.id != booking_id
    assert (taken.ended, taken.balance_minor) == ((), 0)
    assert take(school, paid(asked), ann) == taken


@pytest.mark.parametrize("swept", [True, False])
def test_lapsed_place_goes_to_who_waits_and_the_money_is_credit(
    school: School, swept: bool
) -> None:
    ann, ben = school.make.family(), school.make.family(balance=800)
    swim, booking_id, asked = one_held(school, ann, capacity=1)
    school.make.waiting(swim, ben)
    lapse(school, [booking_id], swept=swept)
    taken = take(school, paid(asked), ann)
    assert school.places(swim) == [(ann.child_id, "expired"), (ben.child_id, "confirmed")]
    assert (taken.confirmed, ids_of(taken.ended)) == ((), [booking_id])
    assert (taken.balance_minor, unused(school)) == (800, ["800"])
    assert take(school, paid(asked), ann) == taken
    assert [child_id for child_id, *_ in school.entries(swim)] == [ben.child_id], "nobody asked"
    # Even if it is free by now, what is paid a second time is not spent without asking.
    [theirs] = school.make.rows(booking, status="confirmed")
    school.cancel(ben, theirs.id)
    again = take(school, paid(asked, "t2"), ann)
    assert (again.confirmed, again.balance_minor) == ((), 1600)
    assert [row.status for row in school.make.rows(booking)] == ["expired", "cancelled"]


@pytest.mark.parametrize(
    "why", ["booking has closed", "the session is off", "it costs more", "no longer a child here"]
)
def test_lapsed_place_is_not_given_again_against_the_rules(school: School, why: str) -> None:
    ann = school.make.family()
    swim, booking_id, asked = one_held(school, ann)
    lapse(school, [booking_id], swept=True)
    match why:
        case "booking has closed":
            school.now = NOW.replace(day=14, hour=14)
        case "the session is off":
            school.call_off(swim)
        case "it costs more":
            school.make.change(activity, swim.activity.id, price_minor=801)
        case "no longer a child here":
            school.make.change(child, ann.child_id, removed_at=NOW)
    taken = take(school, paid(asked), ann)
    assert (taken.confirmed, ids_of(taken.ended)) == ((), [booking_id])
    assert (taken.balance_minor, unused(school)) == (800, ["800"])


def test_place_that_the_parent_gave_up_is_not_given_again(school: School) -> None:
    ann = school.make.family()
    swim, booking_id, asked = one_held(school, ann)
    check_out(school, ann, asked)
    school.cancel(ann, booking_id)
    taken = take(school, paid(asked), ann)
    assert school.places(swim) == [(ann.child_id, "cancelled")]
    assert (ids_of(taken.ended), taken.balance_minor) == ([booking_id], 800)


def test_of_several_places_those_still_held_come_first(school: School) -> None:
    """One lapsed and is full by now; what is held is confirmed, and the rest is credit."""
    ann = school.make.family()
    first, second = mondays(school, 2)
    ids = held(school, ann, first, second)
    asked = billed(school, ann, ids[0])
    school.make.change(booking, ids[0], hold_expires_at=NOW)
    school.expire(ids[0])
    school.change_capacity(first, 1)
    school.make.booking(first, school.make.family(balance=800))
    taken = take(school, paid(asked), ann)
    assert (ids_of(taken.confirmed), ids_of(taken.ended)) == ([ids[1]], [ids[0]])
    assert taken.balance_minor == 800


def test_places_that_the_money_no_longer_covers_stay_held(school: School) -> None:
    """Between Pay and the payment the balance went elsewhere: nothing is confirmed on credit."""
    ann = school.make.family(balance=300)
    ids = held(school, ann, *mondays(school, 2))
    asked = billed(school, ann, ids[0])
    check_out(school, ann, asked)
    school.adjust(ann, -300)
    taken = take(school, paid(asked), ann)
    assert (ids_of(taken.confirmed), ids_of(taken.held)) == ([ids[0]], [ids[1]])
    assert taken.balance_minor == 500
    rest = billed(school, ann, ids[1])
    assert rest.invoice.amount_minor == 300
    assert ids_of(take(school, paid(rest, "t2"), ann).confirmed) == [ids[1]]


def test_invoice_voided_while_it_was_paid_still_confirms_what_is_held(school: School) -> None:
    ann = school.make.family()
    _, booking_id, asked = one_held(school, ann)
    check_out(school, ann, asked)
    school.adjust(ann, 100)
    other = billed(school, ann, booking_id)
    taken = take(school, paid(asked), ann)
    assert (ids_of(taken.confirmed), taken.balance_minor) == ([booking_id], 100)
    assert status_of(school, other) == "open"
    assert take(school, paid(other, "t2"), ann).balance_minor == 800
    assert ask(school, ann, booking_id) is None


def test_place_handed_over_is_not_paid_by_the_first_parent(school: School) -> None:
    ann = school.make.family()
    swim, booking_id, asked = one_held(school, ann)
    school.make.change(booking, booking_id, parent_id=school.make.parent())
    taken = take(school, paid(asked), ann)
    assert (taken.confirmed, taken.balance_minor) == ((), 800)
    assert school.places(swim) == [(ann.child_id, "pending")]


def test_money_whose_invoice_is_not_known_is_credit_of_the_payer(school: School) -> None:
    ann = school.make.family()
    _, booking_id, asked = one_held(school, ann)
    payment = paid(asked, payload="of another database")
    for _ in range(2):
        taken = take(school, payment, ann)
        assert (taken.confirmed, taken.balance_minor) == ((), 800)
    assert [row.status for row in school.make.rows(booking, id=booking_id)] == ["pending"]
    assert unused(school) == ["800"]


@pytest.mark.parametrize(
    ("other", "is_known"),
    [
        pytest.param({"payload": "forged"}, False, id="nobody's"),
        pytest.param({"payload": "\x00"}, False, id="no text"),
        pytest.param({"currency": "USD"}, True, id="in another currency"),
    ],
)
def test_money_that_fits_no_account_is_left_to_the_school(
    school: School, other: dict[str, str], is_known: bool
) -> None:
    ann = school.make.family()
    _, _, asked = one_held(school, ann)
    assert told(school, paid(asked, **other), ann if is_known else None) == PaymentUnknown()
    assert school.make.count(account_entry) == 0
    currency = other.get("currency", "GBP")
    subject = ann.parent_id if is_known else 0
    assert school.trail()[-1] == ("system", "payment_unknown", subject, f"800 {currency} t1")
    check_books(school.make)


@pytest.mark.parametrize("amount", [0, -1])
@pytest.mark.parametrize("other", [{}, {"payload": "forged"}, {"currency": "USD"}])
def test_payment_of_nothing_is_of_nobody_and_changes_nothing(
    school: School, other: dict[str, str], amount: int
) -> None:
    ann = school.make.family()
    _, _, asked = one_held(school, ann)
    before = school.size()
    for payer in (ann, None):
        assert told(school, paid(asked, amount_minor=amount, **other), payer) == PaymentUnknown()
    assert school.size() == before
    assert status_of(school, asked) == "open"
    assert school.make.count(repayment) == 0


def test_invoice_of_a_parent_is_theirs_whoever_has_paid(school: School) -> None:
    ann = school.make.family()
    _, booking_id, asked = one_held(school, ann)
    taken = take(school, paid(asked), None)
    assert ids_of(taken.confirmed) == [booking_id]
    assert taken.balance_minor == school.make.balance(ann.parent_id) == 0


def test_hold_ends_a_minute_after_the_payment_began_if_it_was_never_made(school: School) -> None:
    ann = school.make.family()
    swim, booking_id, asked = one_held(school, ann)
    school.now += school.policy.hold - timedelta(minutes=1)
    check_out(school, ann, asked)
    school.wait(minutes=9)
    assert not school.expire(booking_id)
    school.wait(minutes=1)
    assert school.expire(booking_id)
    assert school.places(swim) == [(ann.child_id, "expired")]

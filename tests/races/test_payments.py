"""Payments through Telegram that meet each other, the clock and other people."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from domain import payments
from domain.booking import expire_hold
from domain.invoices import Approved, Checkout, approve_checkout, bill
from domain.model import Invoice
from domain.outcomes import Booked
from domain.payments import OnlinePayment, PaymentTaken, take_payment
from storage.tables import account_entry, audit_event, booking
from tests.domain.paying import check_books
from tests.factory import NOW, POLICY, Factory, Family
from tests.races.acts import (
    Race,
    books,
    cancels,
    children_in,
    children_waiting,
    does,
    goes_wrong,
    race,
)
from tests.races.crowd import Crowd, Work

pytestmark = pytest.mark.race

LAPSES_AT = NOW + timedelta(hours=1)
"""When the factory's holds end."""


def ask(make: Factory, family: Family, booking_id: int) -> Invoice:
    asked = make.database.transact(
        bill,
        family.parent_id,
        booking_id,
        f"payload-{booking_id}",
        POLICY,
        currency="GBP",
        now=NOW,
    )
    assert asked is not None
    return asked.invoice


def pays(asked: Invoice, charge_id: str, at: datetime = NOW) -> Work[object]:
    charge = f"{asked.payload}-{charge_id}"
    payment = OnlinePayment(asked.payload, asked.amount_minor, "GBP", charge, f"provider-{charge}")
    return does(take_payment, asked.parent_id, payment, "GBP", POLICY, office=[42], now=at)


def begins_to_pay(asked: Invoice, at: datetime) -> Work[object]:
    checkout = Checkout(asked.payload, asked.amount_minor, "GBP")
    return does(approve_checkout, asked.parent_id, checkout, POLICY, now=at)


def expires(booking_id: int) -> Work[object]:
    return does(expire_hold, booking_id, POLICY, now=LAPSES_AT)


@race
def test_payment_told_five_times_at_once_is_taken_once(crowd: Crowd, make: Factory) -> None:
    family = make.family()
    held = make.booking(make.session(price=500), family, status="pending")
    outcomes = crowd.at_once([pays(ask(make, family, held), "one")] * 5)
    assert {len(each.confirmed) for each in outcomes if isinstance(each, PaymentTaken)} == {1}
    assert make.count(account_entry, parent_id=family.parent_id, kind="payment") == 1
    assert make.balance(family.parent_id) == 0
    check_books(make)


@race
def test_invoice_paid_on_five_devices_is_used_once(crowd: Crowd, make: Factory) -> None:
    family = make.family()
    held = make.booking(make.session(price=500), family, status="pending")
    asked = ask(make, family, held)
    outcomes = crowd.at_once([pays(asked, str(number)) for number in range(5)])
    used = [each for each in outcomes if isinstance(each, PaymentTaken) and each.confirmed]
    assert len(used) == 1
    assert make.count(account_entry, booking_id=held) == 1
    assert make.balance(family.parent_id) == 4 * 500
    check_books(make)


@race
def test_place_of_a_late_payment_goes_to_one(crowd: Crowd, make: Factory) -> None:
    """Newcomers book the place at the moment when the money for it comes in."""
    family, *others = [make.family(), *[make.family(balance=500) for _ in range(3)]]
    session = make.session(price=500, capacity=1)
    held = make.booking(session, family, status="pending")
    asked = ask(make, family, held)
    make.database.transact(expire_hold, held, POLICY, now=LAPSES_AT)
    works: list[Work[object]] = [books(make.request(each, session)) for each in others]
    paid, *booked = crowd.at_once([pays(asked, "late", LAPSES_AT), *works])
    assert isinstance(paid, PaymentTaken)
    assert len(children_in(make, session)) == 1
    assert len(paid.confirmed) + sum(isinstance(each, Booked) for each in booked) == 1
    assert make.balance(family.parent_id) == (0 if paid.confirmed else 500)
    check_books(make)


@race
def test_late_payment_meets_the_sweep_and_those_who_wait_have_the_places(
    crowd: Crowd, make: Factory
) -> None:
    holders = [make.family() for _ in range(3)]
    queue = [make.family(balance=500) for _ in range(6)]
    session = make.session(price=500, capacity=3)
    held = [make.booking(session, each, status="pending") for each in holders]
    asked = [ask(make, *each) for each in zip(holders, held, strict=True)]
    for each in queue:
        make.waiting(session, each)
    late = [pays(each, "late", LAPSES_AT) for each in asked]
    crowd.at_once([*late, *[expires(each) for each in held]])
    assert children_in(make, session) == [each.child_id for each in queue[:3]]
    assert children_waiting(make, session) == [each.child_id for each in queue[3:]]
    assert [make.balance(each.parent_id) for each in holders] == [500] * 3
    check_books(make)


@race
def test_hold_that_ends_as_somebody_begins_to_pay_has_one_fate(crowd: Crowd, make: Factory) -> None:
    family = make.family()
    held = make.booking(make.session(price=500), family, status="pending")
    asked = ask(make, family, held)
    just_before = LAPSES_AT - timedelta(microseconds=1)
    begun, *_ = crowd.at_once([begins_to_pay(asked, just_before), *[expires(held)] * 3])
    [row] = make.rows(booking, id=held)
    assert (row.status == "pending") is isinstance(begun, Approved)


@race
def test_two_promises_are_not_made_for_one_balance(crowd: Crowd, make: Factory) -> None:
    """Two places, each billed less the same balance: when both are paid, only one is covered."""
    family = make.family(balance=300)
    bookings = [make.booking(make.session(price=500), family, status="pending") for _ in range(2)]
    bills = [ask(make, family, each) for each in bookings]
    crowd.at_once([pays(each, "one") for each in bills])
    confirmed = make.rows(booking, parent_id=family.parent_id, status="confirmed")
    assert len(confirmed) == 1
    assert make.balance(family.parent_id) == 200
    check_books(make)


SCENES: list[Callable[[Crowd, Factory], None]] = [
    test_payment_told_five_times_at_once_is_taken_once,
    test_invoice_paid_on_five_devices_is_used_once,
    test_place_of_a_late_payment_goes_to_one,
    test_late_payment_meets_the_sweep_and_those_who_wait_have_the_places,
    test_hold_that_ends_as_somebody_begins_to_pay_has_one_fate,
    test_two_promises_are_not_made_for_one_balance,
]


@pytest.mark.parametrize("scene", SCENES)
def test_control_unguarded_it_goes_wrong(crowd: Crowd, make: Factory, scene: Race) -> None:
    assert goes_wrong(scene, crowd, make)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_refund_that_comes_while_a_payment_is_taken_is_not_left_over_from_it(
    make: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    family = make.family(balance=400)
    given_back = make.booking(make.session(price=400), family)
    held = make.booking(make.session(price=500), family, status="pending")
    asked = ask(make, family, held)
    use = payments._use

    def use_after_refund(*given: Any) -> None:
        monkeypatch.undo()
        cancels(family.parent_id, given_back)(make.database)
        use(*given)

    monkeypatch.setattr(payments, "_use", use_after_refund)
    pays(asked, "one")(make.database)
    assert make.balance(family.parent_id) == 400
    assert make.count(audit_event, action="payment_unused") == 0

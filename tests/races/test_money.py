"""A parent's money, spent and received from several sides at once."""

from datetime import timedelta

import pytest

from domain.booking import expire_hold
from domain.credit import set_credit_limit
from domain.holds import keep_hold
from domain.model import BookingStatus, MoneyKind, PaymentMethod
from domain.money import record_payment
from domain.outcomes import Booked, CapacityChanged, Held, HoldEnded, PaymentRecorded
from domain.payouts import PaidOut, Payout, PayoutOutcome, record_payout
from domain.repayments import AskedBack, ask_back
from domain.sessions import change_capacity
from storage.tables import account_entry, booking, parent, repayment
from tests.domain.school import OFFICE
from tests.factory import MONDAY, NOW, POLICY, Factory, Family
from tests.races.acts import Race, books, does, goes_wrong, race
from tests.races.crowd import Crowd, Work

pytestmark = pytest.mark.race


def pays(parent_id: int, amount_minor: int, charge_id: str) -> Work[PaymentRecorded]:
    return does(
        record_payment,
        parent_id,
        amount_minor,
        charge_id,
        POLICY,
        method=PaymentMethod.CASH,
        actor=OFFICE,
        now=NOW,
    )


@race
def test_balance_is_spent_once_by_two_devices(crowd: Crowd, make: Factory) -> None:
    family = make.family(balance=500)
    days = (MONDAY, MONDAY + timedelta(days=1))
    requests = [make.request(family, make.session(price=500, on=day)) for day in days]
    outcomes = crowd.at_once([books(request) for request in requests])
    assert {type(each) for each in outcomes} == {Booked, Held}
    assert make.balance(family.parent_id) == 0


@race
def test_two_promotions_with_crossed_parents_share_their_money_and_both_end(
    crowd: Crowd, make: Factory
) -> None:
    """Each queue has both parents, in opposite orders; each parent has money for one place."""
    parents = [make.parent(), make.parent()]
    for each in parents:
        make.money(each, 500)
    sessions = []
    for order in (parents, parents[::-1]):
        session = make.session(capacity=1, price=500)
        make.booking(session, make.family(balance=500))
        for each in order:
            make.waiting(session, Family(each, make.child(each)))
        sessions.append(session)
    raises = [
        does(change_capacity, session.id, 3, POLICY, actor=OFFICE, now=NOW) for session in sessions
    ]
    changed = crowd.at_once(raises)
    promoted = [len(each.promotions) for each in changed if isinstance(each, CapacityChanged)]
    assert promoted == [2, 2]
    for each in parents:
        assert make.balance(each) == 0
        assert make.count(booking, parent_id=each, status=BookingStatus.CONFIRMED) == 1
        assert make.count(booking, parent_id=each, status=BookingStatus.PENDING) == 1


@race
def test_payment_told_five_times_at_once_is_one_payment(crowd: Crowd, make: Factory) -> None:
    family = make.family()
    session = make.session(price=500)
    make.booking(session, family, status=BookingStatus.PENDING)
    charge_id = f"charge-{family.parent_id}"
    outcomes = crowd.at_once([pays(family.parent_id, 1200, charge_id)] * 5)
    assert {each.balance_minor for each in outcomes} == {700}
    assert sum(len(each.confirmed) for each in outcomes) == 1
    assert make.balance(family.parent_id) == 700


@race
def test_two_payments_confirm_a_held_place_once(crowd: Crowd, make: Factory) -> None:
    family = make.family()
    held = make.booking(make.session(price=500), family, status=BookingStatus.PENDING)
    charge_ids = [f"{family.parent_id}-{number}" for number in range(2)]
    crowd.at_once([pays(family.parent_id, 500, each) for each in charge_ids])
    assert make.count(account_entry, booking_id=held) == 1
    assert make.balance(family.parent_id) == 500


@race
def test_payment_that_meets_the_booking_it_is_for_confirms_it(crowd: Crowd, make: Factory) -> None:
    """Whichever comes first: the place is held and then paid for, or the money is there."""
    family = make.family(balance=100)
    session = make.session(price=500)
    works: list[Work[object]] = [
        books(make.request(family, session)),
        pays(family.parent_id, 400, f"charge-{family.parent_id}"),
    ]
    crowd.at_once(works)
    assert make.balance(family.parent_id) == 0
    assert make.count(booking, session_id=session.id, status=BookingStatus.CONFIRMED) == 1


@race
def test_payment_that_meets_the_end_of_the_hold_is_a_place_or_credit(
    crowd: Crowd, make: Factory
) -> None:
    """The sweep's clock is a moment ahead: either the place is paid for, or it has ended."""
    family = make.family()
    held = make.booking(make.session(price=500), family, status=BookingStatus.PENDING)
    works: list[Work[object]] = [
        does(expire_hold, held, POLICY, now=NOW + timedelta(hours=1)),
        pays(family.parent_id, 500, f"charge-{family.parent_id}"),
    ]
    crowd.at_once(works)
    [row] = make.rows(booking, id=held)
    is_confirmed = row.status == BookingStatus.CONFIRMED
    assert is_confirmed or row.status == BookingStatus.EXPIRED
    assert make.count(account_entry, booking_id=held) == is_confirmed
    assert make.balance(family.parent_id) == (0 if is_confirmed else 500)


@race
def test_hold_that_is_kept_while_it_ends_is_one_or_the_other(crowd: Crowd, make: Factory) -> None:
    family = make.family()
    held = make.booking(make.session(price=500), family, status=BookingStatus.PENDING)
    works: list[Work[object]] = [
        does(expire_hold, held, POLICY, now=NOW + timedelta(hours=1)),
        does(keep_hold, held, MONDAY, POLICY, actor=OFFICE, now=NOW),
    ]
    ended, kept = crowd.at_once(works)
    [row] = make.rows(booking, id=held)
    assert ended is isinstance(kept, HoldEnded)
    assert row.status == (BookingStatus.EXPIRED if ended else BookingStatus.PENDING)


def pays_out(
    parent_id: int, amount_minor: int, key: str, *, payment_id: int | None = None
) -> Work[PayoutOutcome]:
    method = PaymentMethod.ONLINE if payment_id else PaymentMethod.CASH
    return does(
        record_payout,
        parent_id,
        Payout(amount_minor, method, payment_id),
        key,
        shown_from_held_minor=0,
        actor=OFFICE,
        now=NOW,
    )


@race
def test_balance_is_paid_out_once_by_two_of_the_office(crowd: Crowd, make: Factory) -> None:
    family = make.family(balance=500)
    keys = [f"out-{family.parent_id}-{number}" for number in range(3)]
    outcomes = crowd.at_once([pays_out(family.parent_id, 500, key) for key in keys])
    assert sorted(type(each).__name__ for each in outcomes) == [
        *["NotOnAccount"] * 2,
        "PaidOut",
    ]
    assert make.balance(family.parent_id) == 0


@race
def test_money_is_paid_out_or_buys_a_place_and_never_both(crowd: Crowd, make: Factory) -> None:
    family = make.family(balance=500)
    session = make.session(price=500)
    works: list[Work[object]] = [
        pays_out(family.parent_id, 500, f"out-{family.parent_id}"),
        books(make.request(family, session)),
    ]
    paid_out, booked = crowd.at_once(works)
    assert isinstance(paid_out, PaidOut) is isinstance(booked, Held)
    assert make.balance(family.parent_id) == 0


@race
def test_payment_is_refunded_at_the_provider_once_by_two_of_the_office(
    crowd: Crowd, make: Factory
) -> None:
    """There is money for both on the account: it is the payment that has been given back."""
    family = make.family(balance=500)
    parent_id = family.parent_id
    payment_id = make.insert(
        account_entry,
        parent_id=parent_id,
        kind=MoneyKind.PAYMENT,
        amount_minor=500,
        charge_id=f"online-{parent_id}",
        method=PaymentMethod.ONLINE,
        note="",
        made_at=NOW,
        actor_role="system",
    )
    keys = [f"refund-{parent_id}-{number}" for number in range(2)]
    refunds = [pays_out(parent_id, 500, key, payment_id=payment_id) for key in keys]
    outcomes = crowd.at_once(refunds)
    assert sorted(type(each).__name__ for each in outcomes) == ["NotOfPayment", "PaidOut"]
    assert make.balance(parent_id) == 500


@race
def test_credit_limit_that_meets_the_booking_it_is_for_confirms_it(
    crowd: Crowd, make: Factory
) -> None:
    """Whichever comes first: the place is held and then covered, or booked on credit."""
    family = make.family()
    session = make.session(price=500)
    limit = does(set_credit_limit, family.parent_id, 500, POLICY, actor=OFFICE, now=NOW)
    works: list[Work[object]] = [books(make.request(family, session)), limit]
    crowd.at_once(works)
    assert make.balance(family.parent_id) == -500
    assert make.count(booking, session_id=session.id, status=BookingStatus.CONFIRMED) == 1


@race
def test_credit_limit_is_used_once_by_two_devices(crowd: Crowd, make: Factory) -> None:
    family = make.family()
    make.change(parent, family.parent_id, credit_limit_minor=500)
    days = (MONDAY, MONDAY + timedelta(days=1))
    requests = [make.request(family, make.session(price=500, on=day)) for day in days]
    outcomes = crowd.at_once([books(request) for request in requests])
    assert {type(each) for each in outcomes} == {Booked, Held}
    assert make.balance(family.parent_id) == -500


@race
def test_credit_asked_back_on_two_devices_is_one_wish(crowd: Crowd, make: Factory) -> None:
    family = make.family(balance=500)
    asks = does(ask_back, family.parent_id, 500, office=(), now=NOW)
    outcomes = crowd.at_once([asks, asks])
    assert outcomes == [AskedBack(500)] * 2
    assert make.count(repayment, parent_id=family.parent_id) == 1


@pytest.mark.parametrize(
    "scene",
    [
        test_balance_is_spent_once_by_two_devices,
        test_two_promotions_with_crossed_parents_share_their_money_and_both_end,
        test_payment_told_five_times_at_once_is_one_payment,
        test_two_payments_confirm_a_held_place_once,
        test_payment_that_meets_the_booking_it_is_for_confirms_it,
        test_payment_that_meets_the_end_of_the_hold_is_a_place_or_credit,
        test_hold_that_is_kept_while_it_ends_is_one_or_the_other,
        test_balance_is_paid_out_once_by_two_of_the_office,
        test_money_is_paid_out_or_buys_a_place_and_never_both,
        test_payment_is_refunded_at_the_provider_once_by_two_of_the_office,
        test_credit_limit_that_meets_the_booking_it_is_for_confirms_it,
        test_credit_limit_is_used_once_by_two_devices,
        test_credit_asked_back_on_two_devices_is_one_wish,
    ],
)
def test_control_unguarded_it_goes_wrong(crowd: Crowd, make: Factory, scene: Race) -> None:
    assert goes_wrong(scene, crowd, make)

"""Money that leaves an account: once, never more than is there, and never unsaid."""

import pytest

from domain.model import SYSTEM, Actor, PaymentMethod, Role
from domain.outcomes import Held
from domain.payouts import (
    NotOfPayment,
    NotOnAccount,
    PaidOut,
    Payout,
    PayoutOutcome,
    WaitedFor,
    record_payout,
    taken_from_held,
)
from domain.roles import NotAllowedError
from storage.tables import account_entry
from tests.domain.school import OFFICE, School
from tests.factory import NOW, Family


def pay_out(
    school: School,
    family: Family,
    amount_minor: int,
    key: str = "out-1",
    *,
    payment_id: int | None = None,
    shown: int = 0,
    actor: Actor = OFFICE,
) -> PayoutOutcome:
    method = PaymentMethod.CASH if payment_id is None else PaymentMethod.ONLINE
    return school.run(
        record_payout,
        family.parent_id,
        Payout(amount_minor, method, payment_id, reference="slip 7"),
        key,
        shown_from_held_minor=shown,
        actor=actor,
        now=school.now,
    )


@pytest.mark.parametrize(
    ("amount", "held", "taken"), [(300, 200, 0), (301, 200, 1), (500, 800, 500), (500, 0, 0)]
)
def test_what_is_beyond_free_credit_is_taken_from_held_places(
    amount: int, held: int, taken: int
) -> None:
    assert taken_from_held(amount, 500, held) == taken


def test_payout_takes_money_off_and_the_parent_is_told(school: School) -> None:
    ann = school.make.family(balance=800)
    assert pay_out(school, ann, 300) == PaidOut(500)
    row = school.make.rows(account_entry)[-1]
    assert (row.kind, row.amount_minor, row.method, row.note, row.made_at) == (
        ("payout", -300, "cash", "slip 7", NOW)
    )
    assert school.make.balance(ann.parent_id) == 500
    assert school.told() == [f"paid_out:m{row.id}"]
    assert school.trail() == [("admin 42", "paid_out", ann.parent_id, "300")]


def test_payout_told_twice_is_one(school: School) -> None:
    ann = school.make.family(balance=800)
    pay_out(school, ann, 300)
    before = school.size()
    assert pay_out(school, ann, 300) == PaidOut(500)
    assert school.size() == before
    assert pay_out(school, ann, 300, "out-2") == PaidOut(200)


@pytest.mark.parametrize(("balance", "amount"), [(299, 300), (0, 1), (-100, 1)])
def test_account_is_never_paid_out_below_zero(school: School, balance: int, amount: int) -> None:
    ann = school.make.family(balance=balance)
    before = school.size()
    assert pay_out(school, ann, amount) == NotOnAccount(max(0, balance))
    assert school.size() == before


def test_payment_is_refunded_at_the_provider_up_to_what_it_was(school: School) -> None:
    ann = school.make.family(balance=1000)
    payment = school.make.paid(ann.parent_id, 500)
    assert pay_out(school, ann, 400, payment_id=payment) == PaidOut(1100)
    assert pay_out(school, ann, 101, "out-2", payment_id=payment) == NotOfPayment(100)
    assert pay_out(school, ann, 100, "out-2", payment_id=payment) == PaidOut(1000)
    assert pay_out(school, ann, 1, "out-3", payment_id=payment) == NotOfPayment(0)
    refunds = school.make.rows(account_entry, payment_id=payment)
    assert [(row.amount_minor, row.method) for row in refunds] == [
        (-400, "online"),
        (-100, "online"),
    ]


def test_only_ones_own_payments_online_are_refunded_at_the_provider(school: School) -> None:
    ann, ben = school.make.family(balance=800), school.make.family()
    bens = school.make.paid(ben.parent_id, 500)
    school.pay(ann, 500)
    cash = school.make.rows(account_entry, kind="payment", method="cash")[0].id
    for payment in (bens, cash, 999_999):
        assert pay_out(school, ann, 100, payment_id=payment) == NotOfPayment(0)
    assert school.make.count(account_entry, kind="payout") == 0


def test_what_a_held_place_waits_for_is_paid_out_only_when_it_was_shown(school: School) -> None:
    ann = school.make.family(balance=500)
    assert isinstance(school.book_one(ann, school.make.session(price=800)), Held)
    before = school.size()
    assert pay_out(school, ann, 200) == WaitedFor(200)
    assert pay_out(school, ann, 200, shown=199) == WaitedFor(200)
    assert school.size() == before
    assert pay_out(school, ann, 200, shown=200) == PaidOut(300)


@pytest.mark.parametrize("actor", [Actor(Role.PARENT, 1), SYSTEM])
def test_only_the_office_pays_out(school: School, actor: Actor) -> None:
    ann = school.make.family(balance=800)
    before = school.size()
    with pytest.raises(NotAllowedError):
        pay_out(school, ann, 300, actor=actor)
    assert school.size() == before

"""Money to be given back: asked for, or come in for nothing; open until somebody sees to it."""

from collections.abc import Collection
from dataclasses import replace

import pytest

from domain.model import SYSTEM, Actor, RepaymentReason, Role
from domain.outcomes import Held
from domain.payments import PaymentUnknown
from domain.payouts import PaidOut
from domain.ports.repayments import NewRepayment
from domain.repayments import (
    AskedBack,
    CreditChanged,
    ask_back,
    close_repayment,
    free_credit,
    keep_credit,
    note,
)
from domain.roles import NotAllowedError
from storage.tables import account_entry, repayment
from tests.domain.paying import billed, paid, take, told
from tests.domain.school import OFFICE, School
from tests.domain.test_invoices import held
from tests.domain.test_payouts import pay_out
from tests.factory import Family


def ask(
    school: School, family: Family, shown: int, office: Collection[int] = (42,)
) -> AskedBack | CreditChanged:
    return school.run(ask_back, family.parent_id, shown, office=office, now=school.now)


def close(school: School, repayment_id: int, actor: Actor = OFFICE) -> RepaymentReason | None:
    return school.run(close_repayment, repayment_id, actor=actor, now=school.now)


def listed(school: School) -> list[tuple[str, int, int]]:
    """All repayments: why, how much, and how much of it is open."""
    return [(row.reason, row.amount_minor, row.open_minor) for row in school.make.rows(repayment)]


def paid_twice(school: School, family: Family) -> int:
    """Pay an invoice twice; return the id of the second payment."""
    [booking_id] = held(school, family, school.make.session(price=800))
    asked = billed(school, family, booking_id)
    for charge_id in ("first", "second"):
        take(school, paid(asked, f"{charge_id}-{booking_id}"), family)
    return int(school.make.rows(account_entry, kind="payment")[-1].id)


def unused(school: School, family: Family, amount: int) -> int:
    """Have a payment that was used for nothing; return its id."""
    payment_id = school.make.paid(family.parent_id, amount, f"t{amount}")
    new = NewRepayment(RepaymentReason.UNUSED, family.parent_id, amount, school.now, payment_id)
    school.run(lambda tx: note(tx, new, []))
    return payment_id


@pytest.mark.parametrize(
    ("balance", "waited_for", "free"),
    [(500, 0, 500), (500, 200, 300), (500, 800, 0), (-100, 0, 0)],
)
def test_credit_is_free_that_no_held_place_waits_for(
    balance: int, waited_for: int, free: int
) -> None:
    assert free_credit(balance, waited_for) == free


def test_parent_asks_for_their_credit_and_each_of_the_office_is_told(school: School) -> None:
    ann = school.make.family(balance=800)
    school.make.staff(77)
    assert ask(school, ann, 800, [42]) == AskedBack(800)
    [row] = school.make.rows(repayment)
    assert (row.parent_id, row.reason, row.open_minor) == (ann.parent_id, "asked", 800)
    assert school.told() == [f"repayment_due:r{row.id}:t{each}" for each in (42, 77)]
    assert school.trail() == [
        (f"parent {ann.parent_id}", "asked_back", ann.parent_id, "800"),
    ]


def test_asked_twice_is_asked_once(school: School) -> None:
    ann = school.make.family(balance=800)
    ask(school, ann, 800)
    before = school.size()
    assert ask(school, ann, 800) == AskedBack(800)
    assert (school.size(), listed(school)) == (before, [("asked", 800, 800)])


def test_asked_again_with_other_credit_is_in_place_of_the_first(school: School) -> None:
    ann = school.make.family(balance=800)
    ask(school, ann, 800)
    school.adjust(ann, 100)
    assert ask(school, ann, 900) == AskedBack(900)
    assert listed(school) == [("asked", 800, 0), ("asked", 900, 900)]


@pytest.mark.parametrize(("balance", "shown", "free"), [(800, 700, 800), (0, 0, 0), (-5, 0, 0)])
def test_only_what_was_shown_and_is_there_can_be_asked_for(
    school: School, balance: int, shown: int, free: int
) -> None:
    ann = school.make.family(balance=balance)
    before = school.size()
    assert ask(school, ann, shown) == CreditChanged(free)
    assert (school.size(), listed(school)) == (before, [])


def test_what_a_held_place_waits_for_cannot_be_asked_for(school: School) -> None:
    ann = school.make.family(balance=500)
    assert isinstance(school.book_one(ann, school.make.session(price=600)), Held)
    assert ask(school, ann, 500) == CreditChanged(0)


def test_wish_can_be_taken_back(school: School) -> None:
    ann = school.make.family(balance=800)
    ask(school, ann, 800)
    for _ in range(2):
        school.run(keep_credit, ann.parent_id, now=school.now)
    [row] = school.make.rows(repayment)
    assert (row.open_minor, row.closed_at) == (0, school.now)
    actor = f"parent {ann.parent_id}"
    assert school.trail()[1:] == [(actor, "repayment_closed", row.id, "")]


def test_payouts_close_a_wish_once_it_is_met(school: School) -> None:
    ann = school.make.family(balance=800)
    ask(school, ann, 800)
    assert pay_out(school, ann, 300) == PaidOut(500)
    assert listed(school) == [("asked", 800, 500)]
    pay_out(school, ann, 500, "out-2")
    [row] = school.make.rows(repayment)
    assert (row.open_minor, row.closed_at) == (0, school.now)


def test_money_that_came_twice_is_put_before_the_office_once(school: School) -> None:
    ann = school.make.family()
    payment_id = paid_twice(school, ann)
    [row] = school.make.rows(repayment)
    assert (row.reason, row.payment_id, row.open_minor) == ("unused", payment_id, 800)
    assert f"repayment_due:r{row.id}:t42" in school.told()


def test_payout_of_a_payment_closes_what_was_noted_of_it_alone(school: School) -> None:
    ann = school.make.family()
    first, second = unused(school, ann, 800), unused(school, ann, 900)
    pay_out(school, ann, 900, payment_id=second)
    assert listed(school) == [("unused", 800, 800), ("unused", 900, 0)]
    pay_out(school, ann, 800, "out-2", payment_id=first)
    assert listed(school) == [("unused", 800, 0), ("unused", 900, 0)]


def test_payout_in_cash_goes_to_the_oldest_first(school: School) -> None:
    ann = school.make.family(balance=1)
    unused(school, ann, 800)
    unused(school, ann, 900)
    ask(school, ann, 1701)
    pay_out(school, ann, 1000)
    assert listed(school) == [("unused", 800, 0), ("unused", 900, 700), ("asked", 1701, 701)]


def test_refund_of_another_payment_leaves_what_was_noted_open(school: School) -> None:
    ann = school.make.family()
    other = school.make.paid(ann.parent_id, 300)
    paid_twice(school, ann)
    pay_out(school, ann, 300, payment_id=other)
    assert listed(school) == [("unused", 500, 500)]


def test_payment_that_makes_good_a_debt_is_no_surprise(school: School) -> None:
    ann = school.make.family(balance=-300)
    [booking_id] = held(school, ann, school.make.session(price=800))
    asked = billed(school, ann, booking_id)
    assert asked.invoice.amount_minor == 1100
    take(school, paid(asked), ann)
    assert listed(school) == []


def test_money_of_nobody_known_is_noted_once_and_told(school: School) -> None:
    ann = school.make.family()
    [booking_id] = held(school, ann, school.make.session(price=800))
    stray = replace(paid(billed(school, ann, booking_id)), payload="nothing")
    for _ in range(2):
        assert told(school, stray, None) == PaymentUnknown()
    [row] = school.make.rows(repayment)
    assert (row.reason, row.parent_id, row.open_minor) == ("unknown", None, 800)
    assert (row.charge_id, row.provider_charge_id, row.currency) == ("t1", "provider-t1", "GBP")
    assert school.told() == [f"repayment_due:r{row.id}:t42"]
    assert [each[1] for each in school.trail()].count("payment_unknown") == 1


def test_money_in_another_currency_stays_open_whatever_is_paid_out(school: School) -> None:
    ann = school.make.family(balance=500)
    [booking_id] = held(school, ann, school.make.session(price=800))
    stray = paid(billed(school, ann, booking_id), currency="USD")
    assert told(school, stray, ann) == PaymentUnknown()
    pay_out(school, ann, 500, shown=500)
    [row] = school.make.rows(repayment)
    assert (row.parent_id, row.currency, row.open_minor) == (ann.parent_id, "USD", 300)


def test_office_closes_what_it_has_dealt_with_once(school: School) -> None:
    ann = school.make.family()
    paid_twice(school, ann)
    [row] = school.make.rows(repayment)
    for _ in range(2):
        assert close(school, row.id) is RepaymentReason.UNUSED
    assert listed(school) == [("unused", 800, 0)]
    assert school.trail()[-1] == ("admin 42", "repayment_closed", row.id, "")
    assert school.make.balance(ann.parent_id) == 800


def test_what_a_parent_asked_for_is_not_closed_by_hand(school: School) -> None:
    ann = school.make.family(balance=800)
    ask(school, ann, 800)
    [row] = school.make.rows(repayment)
    assert close(school, row.id) is None
    assert close(school, 999_999) is None
    assert listed(school) == [("asked", 800, 800)]


@pytest.mark.parametrize("actor", [Actor(Role.PARENT, 1), Actor(Role.TUTOR, 1), SYSTEM])
def test_only_the_office_closes(school: School, actor: Actor) -> None:
    ann = school.make.family()
    paid_twice(school, ann)
    [row] = school.make.rows(repayment)
    with pytest.raises(NotAllowedError):
        close(school, row.id, actor)
    assert listed(school) == [("unused", 800, 800)]

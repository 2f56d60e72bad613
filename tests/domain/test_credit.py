"""The credit limit of one family, which goes before the school's."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.invoices import Approved, Declined
from domain.model import Actor, Role
from domain.outcomes import Booked, CreditLimitSet, Held, NotCovered
from domain.roles import NotAllowedError
from storage.tables import booking, parent
from tests.domain.paying import billed, check_out, paid, take
from tests.domain.school import OFFICE, School
from tests.factory import MONDAY, Family


def test_family_with_credit_books_without_paying_and_no_further(school: School) -> None:
    ann = school.make.family()
    assert school.limit(ann, 500) == CreditLimitSet(500, ())
    assert isinstance(school.book_one(ann, school.make.session(price=500)), Booked)
    later = school.make.session(price=1, on=MONDAY + timedelta(days=1))
    assert isinstance(school.book_one(ann, later), Held)
    assert school.make.balance(ann.parent_id) == -500


def test_limit_of_one_family_is_not_anothers(school: School) -> None:
    ann, ben = school.make.family(), school.make.family()
    school.limit(ann, 500)
    swim = school.make.session(price=500)
    assert isinstance(school.book_one(ben, swim), Held)
    assert isinstance(school.book_one(ann, swim), Booked)


def test_no_credit_for_one_family_though_the_school_gives_it(school: School) -> None:
    school.policy = replace(school.policy, credit_limit_minor=1000)
    ann = school.make.family()
    assert school.limit(ann, 0) == CreditLimitSet(0, ())
    assert isinstance(school.book_one(ann, school.make.session(price=500)), Held)
    assert school.limit(ann, None).limit_minor == 1000


def test_held_places_that_are_covered_now_are_confirmed_and_told(school: School) -> None:
    ann = school.make.family()
    dear, cheap = school.make.session(price=900), school.make.session(price=400)
    held = [school.make.booking(each, ann, status="pending") for each in (dear, cheap)]
    assert school.limit(ann, 500) == CreditLimitSet(500, (held[1],))
    assert [row.status for row in school.make.rows(booking)] == ["pending", "confirmed"]
    assert school.told(ann.parent_id) == [f"place_confirmed:b{held[1]}"]
    assert school.account(ann) == [("charge", -400, held[1])]


def test_limit_that_is_lowered_takes_no_place_away(school: School) -> None:
    ann = school.make.family()
    school.limit(ann, 500)
    school.book_one(ann, school.make.session(price=500))
    assert school.limit(ann, None) == CreditLimitSet(0, ())
    assert [row.status for row in school.make.rows(booking)] == ["confirmed"]


def test_family_that_owes_more_than_its_limit_cannot_pay_from_the_account(school: School) -> None:
    ann = school.make.family(balance=-500)
    swim = school.make.session(price=200)
    held = school.make.booking(swim, ann, status="pending")
    school.limit(ann, 600)
    assert school.confirm(ann, held) == NotCovered(swim, 100)


def test_limit_leaves_a_trail_once(school: School) -> None:
    ann = school.make.family()
    for limit in (500, 500, None, None):
        school.limit(ann, limit)
    who = f"admin {OFFICE.id}"
    assert school.trail() == [
        (who, "credit_limit_set", ann.parent_id, "500"),
        (who, "credit_limit_set", ann.parent_id, "as the school's"),
    ]
    assert [row.credit_limit_minor for row in school.make.rows(parent)] == [None]


def test_limit_covers_a_promotion_and_a_preview(school: School) -> None:
    ann = school.make.family()
    school.limit(ann, 500)
    full = school.make.session(capacity=1, price=500)
    school.make.booking(full, school.make.family())
    school.make.waiting(full, ann)
    [preview] = school.preview(school.make.request(ann, school.make.session(price=500)))
    assert isinstance(preview, Booked)
    school.change_capacity(full, 2)
    assert school.make.balance(ann.parent_id) == -500


@pytest.mark.parametrize("role", [Role.PARENT, Role.SYSTEM])
def test_only_the_office_sets_a_limit(school: School, role: Role) -> None:
    ann: Family = school.make.family()
    with pytest.raises(NotAllowedError):
        school.limit(ann, 500, actor=Actor(role, ann.parent_id))
    assert school.trail() == []


def test_invoice_is_less_what_the_family_has_of_credit_and_can_be_paid(school: School) -> None:
    ann = school.make.family()
    held = school.book_one(ann, school.make.session(price=800))
    assert isinstance(held, Held)
    assert held.booking_id
    school.limit(ann, 300)
    asked = billed(school, ann, held.booking_id)
    assert (asked.invoice.amount_minor, asked.available_minor) == (500, 300)
    assert check_out(school, ann, asked) == Approved()
    taken = take(school, paid(asked), ann)
    assert (len(taken.confirmed), taken.balance_minor) == (1, -300)


def test_invoice_is_declined_once_the_limit_has_changed(school: School) -> None:
    ann = school.make.family()
    held = school.book_one(ann, school.make.session(price=800))
    assert isinstance(held, Held)
    assert held.booking_id
    asked = billed(school, ann, held.booking_id)
    school.limit(ann, 300)
    assert check_out(school, ann, asked) is Declined.CHANGED

"""The school's money: weeks on the school's clock, what stands now, and every entry."""

from datetime import UTC, date, datetime, timedelta

from domain.model import MoneyKind, PaymentMethod, Role
from domain.periods import Period
from storage.money_queries import Money, find_money, find_term, list_entries
from storage.tables import account_entry
from tests.domain.school import School
from tests.factory import LONDON, MONDAY, NOW, Factory

WEEKS = Period(date(2026, 9, 7), date(2026, 9, 20))
SUNDAY_NIGHT = datetime(2026, 9, 13, 22, 59, tzinfo=UTC)
"""A minute to midnight in London."""


def money(make: Factory) -> Money:
    return make.database.look(find_money, WEEKS, LONDON, currency="GBP")


def test_empty_school_has_weeks_of_nothing(make: Factory) -> None:
    found = money(make)
    assert [each.week.first.day for each in found.weeks] == [7, 14]
    assert {each.taken_minor for each in found.weeks} == {0}
    assert (found.due_minor, found.credit_minor, found.owed_minor, found.refunds_minor) == (
        *(0, 0, 0, 0),
    )


def test_what_moves_is_added_up_by_week_and_kind(make: Factory) -> None:
    school = School(make, now=SUNDAY_NIGHT)
    ann, ben = make.family(), make.family()
    swim = make.session(price=500, on=MONDAY + timedelta(days=7))
    school.pay(ann, 2000, "pay-1")
    school.book(ann, swim)
    school.wait(minutes=1)
    school.pay(ann, 300, "pay-2")
    school.adjust(ben, -70)
    [mine] = [row.booking_id for row in make.rows(account_entry, kind="charge")]
    school.cancel(ann, mine)
    make.booking(make.session(price=900), ben, status="pending")
    found = money(make)
    first, second = found.weeks
    assert (first.taken_minor, first.used_minor, first.corrected_minor) == (2000, 500, 0)
    assert (second.taken_minor, second.used_minor, second.corrected_minor) == (300, -500, -70)
    assert (found.due_minor, found.credit_minor, found.owed_minor) == (900, 2300, 70)


def test_entries_are_listed_with_all_that_is_known_of_them(make: Factory) -> None:
    school = School(make)
    ann = make.family()
    swim = make.session(name="Swimming", price=500)
    school.pay(ann, 500, "pay-1", reference="R 7")
    school.book(ann, swim)
    make.insert(
        account_entry, parent_id=ann.parent_id, kind="adjustment", amount_minor=1, note="",
        actor_role="system", made_at=NOW - timedelta(days=2),
    )  # fmt: skip
    payment, charge = make.database.look(list_entries, WEEKS, LONDON)
    assert (payment.kind, payment.method, payment.note) == (
        *(MoneyKind.PAYMENT, PaymentMethod.CASH, "R 7"),
    )
    assert (payment.actor_role, payment.actor_id, payment.charge_id) == (Role.ADMIN, 42, "pay-1")
    assert (charge.amount_minor, charge.activity_name, charge.on) == (-500, "Swimming", MONDAY)
    assert (charge.actor_role, charge.actor_id) == (Role.PARENT, ann.parent_id)


def test_term_is_from_the_first_to_the_last_day_of_what_is_not_over(make: Factory) -> None:
    today = date(2026, 9, 10)
    assert make.database.look(find_term, today) is None
    make.activity(first_on=date(2026, 1, 1), last_on=date(2026, 9, 9))
    make.activity(first_on=date(2026, 1, 1), last_on=date(2027, 9, 9), archived_at=NOW)
    assert make.database.look(find_term, today) is None
    make.activity(first_on=date(2026, 9, 7), last_on=date(2026, 12, 14))
    make.activity(first_on=date(2026, 9, 2), last_on=date(2026, 11, 14))
    assert make.database.look(find_term, today) == Period(date(2026, 9, 2), date(2026, 12, 14))
    assert make.database.look(find_term, date(2025, 12, 31)) is None, "it has not begun"

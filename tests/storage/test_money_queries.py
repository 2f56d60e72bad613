"""The school's money: weeks on the school's clock, what stands now, and every entry."""

from datetime import UTC, date, datetime, timedelta

from domain.model import Funds, MoneyKind, PaymentMethod, Role
from domain.payments import OnlinePayment, take_payment
from domain.periods import Period
from domain.repayments import ask_back, keep_credit
from storage.account_queries import find_account
from storage.money_queries import Money, find_money, find_term, list_entries
from storage.payout_queries import list_due_back
from storage.standing_queries import Standing
from storage.tables import account_entry, booking, repayment, repayment_change
from tests.domain.school import School
from tests.domain.test_merging import Two
from tests.domain.test_payouts import pay_out
from tests.factory import LONDON, MONDAY, NOW, POLICY, Factory, Family
from tests.statements import statements

WEEKS = Period(date(2026, 9, 7), date(2026, 9, 20))
SUNDAY_NIGHT = datetime(2026, 9, 13, 22, 59, tzinfo=UTC)
"""A minute to midnight in London."""


def money(make: Factory, *, now: datetime = NOW) -> Money:
    return make.database.look(find_money, WEEKS, POLICY, currency="GBP", now=now)


def test_empty_school_has_weeks_of_nothing(make: Factory) -> None:
    found = money(make)
    assert [each.week.first.day for each in found.weeks] == [7, 14]
    assert {each.taken_minor for each in found.weeks} == {0}
    assert found.now == Standing(0, 0, 0, 0)
    assert [each.standing for each in found.weeks] == [found.now, None], "one has not begun"


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
    found = money(make, now=school.now)
    first, second = found.weeks
    assert (first.taken_minor, first.used_minor, first.corrected_minor) == (2000, 500, 0)
    assert (second.taken_minor, second.used_minor, second.corrected_minor) == (300, -500, -70)
    # Ben's held place was made before: it was due then as it is now, with what he owes.
    assert first.standing == Standing(900, 1500, 0, 0)
    assert found.now == second.standing == Standing(970, 2300, 70, 0)


def test_what_was_due_at_the_end_of_a_week_is_what_was_held_and_not_covered(make: Factory) -> None:
    school = School(make, now=SUNDAY_NIGHT)
    chess = make.session(price=900, on=MONDAY + timedelta(days=7))
    paying, late, short = make.family(), make.family(), make.family(balance=250)
    for each in (paying, late, short):
        school.book_one(each, chess)
    school.wait(minutes=1)
    school.pay(paying, 900)
    school.wait(days=3)
    expired = [each for each in make.rows(booking) if each.status == "pending"]
    assert all(school.expire(each.id) for each in expired)
    # Held and paid within one week, it was never due at the end of any.
    school.book_one(late, chess)
    school.pay(late, 900, "pay-2")
    first, second = money(make, now=school.now).weeks
    assert first.standing == Standing(900 + 900 + 650, 250, 0, 0)
    assert second.standing == Standing(0, 250, 0, 0)


def test_limits_of_credit_count_from_when_they_were_given(make: Factory) -> None:
    school = School(make, now=SUNDAY_NIGHT)
    eve = make.family()
    school.limit(eve, 300)
    make.booking(make.session(price=900), eve, status="pending")
    school.wait(minutes=1)
    school.limit(eve, 500)
    due = [each.standing.due_minor for each in money(make, now=school.now).weeks if each.standing]
    assert due == [600, 400]
    school.limit(eve, None)
    assert money(make, now=school.now).now.due_minor == 900


def test_what_was_to_be_paid_out_is_dated_with_each_change(make: Factory) -> None:
    school = School(make, now=SUNDAY_NIGHT)
    ann, ben = make.family(balance=1000), make.family()
    school.run(ask_back, ann.parent_id, 1000, office=[], now=school.now)
    for currency, charge_id in (("GBP", "t1"), ("USD", "t2")):
        stray = OnlinePayment("nothing", 70, currency, charge_id, None)
        school.run(take_payment, None, stray, "GBP", POLICY, office=[], now=school.now)
    school.pay(ben, 200)
    school.run(ask_back, ben.parent_id, 200, office=[], now=school.now)
    school.wait(minutes=1)
    pay_out(school, ann, 400)
    school.run(keep_credit, ben.parent_id, now=school.now)
    first, second = money(make, now=school.now).weeks
    assert first.standing == Standing(0, 1200, 0, 1000 + 70 + 200)
    assert second.standing == Standing(0, 800, 0, 600 + 70)
    # What the parent uses meanwhile cannot be paid out, as on the office's list.
    school.book_one(ann, make.session(price=500, on=MONDAY + timedelta(days=7)))
    listed = make.database.look(list_due_back)
    assert sum(each.amount_minor for each in listed if each.currency != "USD") == 170
    assert money(make, now=school.now).now.refunds_minor == 170
    changes = make.rows(repayment_change)
    for row in make.rows(repayment):
        own = [each.amount_minor for each in changes if each.repayment_id == row.id]
        assert sum(own) == row.open_minor


def test_two_rows_of_one_person_are_one_account_in_what_is_due(make: Factory) -> None:
    school = School(make, now=SUNDAY_NIGHT)
    two = Two(school)
    kept, other = Family(two.kept, make.child(two.kept)), Family(two.other, make.child(two.other))
    school.limit(other, 100)
    school.adjust(other, 300)
    make.booking(make.session(price=900), kept, status="pending")
    school.run(ask_back, other.parent_id, 300, office=[], now=school.now)
    school.wait(minutes=1)
    two.merge()
    first, second = money(make, now=school.now).weeks
    assert first.standing == Standing(600, 300, 0, 0)
    assert second.standing == Standing(500, 300, 0, 0), "the limit has moved too"
    assert make.database.look(find_account, kept.parent_id, most=1).funds == Funds(300, 100)


def test_money_is_found_with_few_statements(make: Factory) -> None:
    make.family(balance=100)
    with statements() as executed:
        money(make)
    assert len(executed) <= 4


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

"""Statements of a month."""

from datetime import UTC, date, datetime, timedelta

from domain.model import MoneyKind, PaymentMethod
from domain.money import record_payment
from storage.account_queries import find_statement, list_months
from storage.tables import account_entry
from tests.domain.school import OFFICE
from tests.factory import LONDON, MONDAY, NOW, POLICY, Factory, Family

LAST_OF_AUGUST = datetime(2026, 8, 31, 22, 59, tzinfo=UTC)
"""A minute to midnight in London."""
FIRST_OF_SEPTEMBER = LAST_OF_AUGUST + timedelta(minutes=1)
SEPTEMBER = date(2026, 9, 1)


def adjust(make: Factory, parent_id: int, amount: int, at: datetime) -> None:
    make.insert(
        account_entry,
        parent_id=parent_id,
        kind="adjustment",
        amount_minor=amount,
        note="",
        made_at=at,
        actor_role="system",
    )


def pay(make: Factory, parent_id: int, amount: int, charge_id: str, now: datetime = NOW) -> None:
    make.database.transact(
        record_payment,
        parent_id,
        amount,
        charge_id,
        POLICY,
        method=PaymentMethod.VOUCHER,
        reference="V 1",
        actor=OFFICE,
        now=now,
    )


def test_months_are_those_of_the_schools_clock_the_newest_first(make: Factory) -> None:
    ann, ben = make.parent(), make.parent()
    for at in (LAST_OF_AUGUST, FIRST_OF_SEPTEMBER, NOW, NOW - timedelta(days=365)):
        adjust(make, ann, 1, at)
    adjust(make, ben, 1, NOW + timedelta(days=60))
    months = make.database.look(list_months, ann, LONDON)
    assert months == [SEPTEMBER, date(2026, 8, 1), date(2025, 9, 1)]


def test_statement_has_the_months_entries_and_what_was_there_before(make: Factory) -> None:
    ann, ben = make.parent(), make.parent()
    adjust(make, ann, 700, LAST_OF_AUGUST)
    adjust(make, ann, 2, NOW)
    adjust(make, ann, 1, FIRST_OF_SEPTEMBER)
    adjust(make, ann, 5, datetime(2026, 9, 30, 23, 0, tzinfo=UTC))
    adjust(make, ben, 9, NOW)
    found = make.database.look(find_statement, ann, SEPTEMBER, LONDON)
    assert (found.month, found.opening_minor) == (SEPTEMBER, 700)
    assert [line.amount_minor for line in found.lines] == [1, 2]


def test_statement_says_what_each_entry_was_for(make: Factory) -> None:
    ann = make.parent()
    family = Family(ann, make.child(ann, name="Emma"))
    make.booking(make.session(name="Swimming", price=800), family)
    pay(make, ann, 500, "pay-1")
    charge, payment = make.database.look(find_statement, ann, SEPTEMBER, LONDON).lines
    assert (charge.activity_name, charge.on, charge.child_name) == ("Swimming", MONDAY, "Emma")
    assert (payment.kind, payment.method) == (MoneyKind.PAYMENT, PaymentMethod.VOUCHER)
    assert payment.note == "V 1"

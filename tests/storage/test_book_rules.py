"""The check of the books: each rule is broken on purpose, behind the database's back, and found."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, text, update

from domain.faults import Fault, Rule
from storage.book_rules import NAMED, OVERDUE, find_faults
from storage.connection import Connection
from storage.database import Database
from storage.tables import account_entry, booking, invoice, metadata, session
from storage.transaction import Transaction
from tests.domain.school import School
from tests.factory import MONDAY, NOW, Factory
from tests.storage.one_of_each import rows

Break = Callable[["Stage"], int]
"""Breaks a rule, and returns the id that the check should name."""


class Stage:
    """A school whose books are right, in a transaction that keeps no rules and never commits."""

    def __init__(self, tx: Transaction, ids: dict[str, int]) -> None:
        self.tx = tx
        self.ids = ids

    def entry(self, kind: str, amount_minor: int, **given: Any) -> int:
        values = {
            "parent_id": self.ids["parent"],
            "kind": kind,
            "amount_minor": amount_minor,
            "note": "",
            "made_at": NOW,
            "actor_role": "system",
        }
        row = self.tx.connection.execute(insert(account_entry).values(**(values | given)))
        return int(row.inserted_primary_key[0])  # type: ignore[index]  # an insert has one

    def change(self, table: Any, row_id: int, **values: Any) -> int:
        self.tx.connection.execute(update(table).where(table.c.id == row_id).values(**values))
        return row_id


def confirmed(stage: Stage) -> int:
    return stage.ids["confirmed"]


def charge_is_gone(stage: Stage) -> int:
    entry = account_entry.delete().where(account_entry.c.booking_id == confirmed(stage))
    stage.tx.connection.execute(entry)
    return confirmed(stage)


def charge_is_another(stage: Stage) -> int:
    stage.change(booking, confirmed(stage), price_minor=501)
    return confirmed(stage)


def charged_twice(stage: Stage) -> int:
    stage.entry("charge", -500, booking_id=confirmed(stage))
    return confirmed(stage)


def charge_for_a_hold(stage: Stage) -> int:
    return stage.entry("charge", -500, booking_id=stage.ids["held"])


def charge_for_nothing(stage: Stage) -> int:
    return stage.entry("charge", -500, booking_id=999)


def refund_of_a_place_one_has(stage: Stage) -> int:
    return stage.entry("refund", 1, booking_id=confirmed(stage))


def refund_for_nothing(stage: Stage) -> int:
    return stage.entry("refund", 1, booking_id=999)


def refund_of_what_was_free(stage: Stage) -> int:
    free = {"status": "cancelled", "hold_expires_at": None, "ended_at": NOW}
    stage.change(booking, stage.ids["held"], **free)
    return stage.entry("refund", 1, booking_id=stage.ids["held"])


def refund_to_somebody_else(stage: Stage) -> int:
    cancelled = stage.ids["cancelled"]
    return stage.entry("refund", 1, booking_id=cancelled, parent_id=stage.ids["other"])


def refund_above_its_charge(stage: Stage) -> int:
    stage.entry("refund", 1, booking_id=stage.ids["cancelled"])
    return stage.ids["cancelled"]


def payment_without_charge_id(stage: Stage) -> int:
    return stage.entry("payment", 5, method="cash")


def payment_with_an_empty_one(stage: Stage) -> int:
    return stage.entry("payment", 5, method="cash", charge_id="")


def payment_without_method(stage: Stage) -> int:
    return stage.entry("payment", 5, charge_id="pay-9")


def payout_above_its_payment(stage: Stage) -> int:
    for number in (1, 2):
        paid_back(stage, -1500, stage.ids["payment"], f"out-{number}")
    return stage.ids["payment"]


def payout_to_somebody_else(stage: Stage) -> int:
    paid_back(stage, -1, stage.ids["payment"], "out-1", parent_id=stage.ids["other"])
    return stage.ids["payment"]


def payout_of_no_payment(stage: Stage) -> int:
    correction = stage.entry("adjustment", 500)
    paid_back(stage, -1, correction, "out-1")
    return correction


def paid_back(stage: Stage, amount: int, payment_id: int, name: str, **given: Any) -> None:
    values = {"method": "online", "charge_id": name, "payment_id": payment_id}
    stage.entry("payout", amount, **(values | given))


def wrong_sign(stage: Stage) -> int:
    stage.entry("payment", -5, method="cash", charge_id="pay-9")
    return stage.ids["parent"]


def entry_of_nobody(stage: Stage) -> int:
    stage.entry("adjustment", 5, parent_id=999)
    return 999


def invoice_that_nobody_paid(stage: Stage) -> int:
    values = rows(1)["invoice"] | {"parent_id": stage.ids["parent"]}
    values |= {"status": "paid", "closed_at": NOW}
    stage.tx.connection.execute(insert(invoice).values(values))
    return int(values["id"])


def session_over_its_capacity(stage: Stage) -> int:
    stage.change(session, stage.ids["session"], capacity=1)
    return stage.ids["session"]


def place_given_twice(stage: Stage) -> int:
    twin = {"child_id": stage.ids["child"], "session_id": stage.ids["session"]}
    stage.change(booking, stage.ids["held"], **twin)
    return max(stage.ids["held"], confirmed(stage))


def hold_without_deadline(stage: Stage) -> int:
    return stage.change(booking, stage.ids["held"], hold_expires_at=None)


def hold_that_nobody_ends(stage: Stage) -> int:
    long_ago = NOW - OVERDUE - timedelta(seconds=1)
    return stage.change(booking, stage.ids["held"], hold_expires_at=long_ago)


def place_in_a_session_called_off(stage: Stage) -> int:
    stage.change(session, stage.ids["cancelled_session"], status="cancelled")
    return stage.change(booking, stage.ids["held"], session_id=stage.ids["cancelled_session"])


WAYS: list[tuple[Rule, Break]] = [
    (Rule.CHARGED, charge_is_gone),
    (Rule.CHARGED, charge_is_another),
    (Rule.CHARGED, charged_twice),
    (Rule.CHARGE_HAS_PLACE, charge_for_a_hold),
    (Rule.CHARGE_HAS_PLACE, charge_for_nothing),
    (Rule.REFUND_HAS_PLACE, refund_of_a_place_one_has),
    (Rule.REFUND_HAS_PLACE, refund_for_nothing),
    (Rule.REFUND_HAS_PLACE, refund_of_what_was_free),
    (Rule.REFUND_HAS_PLACE, refund_to_somebody_else),
    (Rule.REFUND_WITHIN_CHARGE, refund_above_its_charge),
    (Rule.PAYMENT_NAMED, payment_without_charge_id),
    (Rule.PAYMENT_NAMED, payment_with_an_empty_one),
    (Rule.PAYMENT_NAMED, payment_without_method),
    (Rule.PAYOUT_WITHIN_PAYMENT, payout_above_its_payment),
    (Rule.PAYOUT_WITHIN_PAYMENT, payout_to_somebody_else),
    (Rule.PAYOUT_WITHIN_PAYMENT, payout_of_no_payment),
    (Rule.BALANCES, wrong_sign),
    (Rule.BALANCES, entry_of_nobody),
    (Rule.INVOICE_PAID, invoice_that_nobody_paid),
    (Rule.CAPACITY, session_over_its_capacity),
    (Rule.PLACE_ONCE, place_given_twice),
    (Rule.HOLD_HAS_DEADLINE, hold_without_deadline),
    (Rule.HOLD_ENDS, hold_that_nobody_ends),
    (Rule.CALLED_OFF, place_in_a_session_called_off),
]


@pytest.fixture
def ids(make: Factory) -> dict[str, int]:
    """Make a school with a confirmed, a held and a cancelled place, and all money in order."""
    school = School(make)
    ann, ben = make.family(), make.family()
    swim = make.session(price=500)
    other = make.session(price=500, on=MONDAY + timedelta(days=1))
    school.pay(ann, 2000, "pay-1")
    school.book(ann, swim)
    school.book(ben, swim)
    school.pay(ben, 500, "pay-2")
    school.book(ann, other)
    mine = {row.session_id: row.id for row in make.rows(booking, parent_id=ann.parent_id)}
    school.cancel(ann, mine[other.id])
    held = make.booking(make.session(price=500), ben, status="pending")
    payment = make.rows(account_entry, charge_id="pay-1")[0].id
    return {
        "parent": ann.parent_id,
        "other": ben.parent_id,
        "child": ann.child_id,
        "session": swim.id,
        "cancelled_session": other.id,
        "confirmed": mine[swim.id],
        "cancelled": mine[other.id],
        "held": held,
        "payment": payment,
    }


@pytest.fixture
def stage(database: Database, ids: dict[str, int]) -> Iterator[Stage]:
    """A transaction in which the database keeps none of its rules; it is undone in the end."""
    is_sqlite = database.engine.dialect.name == "sqlite"
    connection = Connection(database.engine)
    with connection:
        if is_sqlite:
            # Pragmas are without effect inside a transaction.
            raw = connection.connection.dbapi_connection
            assert raw is not None
            for pragma in ("foreign_keys = OFF", "ignore_check_constraints = ON"):
                raw.execute(f"PRAGMA {pragma}")
        with connection.begin() as transaction:
            (drop_rules_of_sqlite if is_sqlite else drop_rules_of_postgresql)(connection)
            yield Stage(Transaction(connection), ids)
            transaction.rollback()
        connection.invalidate()


def drop_rules_of_sqlite(connection: Any) -> None:
    for what in ("changes", "goes"):
        connection.execute(text(f"DROP TRIGGER account_entry_never_{what}"))
    drop_unique_indexes(connection)


def drop_rules_of_postgresql(connection: Any) -> None:
    connection.execute(text("SET LOCAL session_replication_role = replica"))
    for name in ("account_entry", "booking"):
        checks = "SELECT conname FROM pg_constraint WHERE contype = 'c' AND conrelid = :t::regclass"
        for rule in connection.scalars(text(checks.replace(":t", f"'{name}'"))).all():
            connection.execute(text(f"ALTER TABLE {name} DROP CONSTRAINT {rule}"))
    drop_unique_indexes(connection)


def drop_unique_indexes(connection: Any) -> None:
    for name in ("account_entry", "booking"):
        for index in metadata.tables[name].indexes:
            if index.unique:
                connection.execute(text(f"DROP INDEX {index.name}"))


def test_books_of_a_school_at_work_are_right(make: Factory, ids: dict[str, int]) -> None:
    assert make.database.look(find_faults, now=NOW) == []


def test_every_rule_is_broken_in_some_way() -> None:
    assert {rule for rule, _ in WAYS} == set(Rule)


@pytest.mark.parametrize(("rule", "break_it"), WAYS, ids=[way.__name__ for _, way in WAYS])
def test_broken_rule_is_found_with_its_row(stage: Stage, rule: Rule, break_it: Break) -> None:
    named = break_it(stage)
    found = {fault.rule: fault for fault in find_faults(stage.tx, now=NOW)}
    assert found[rule] == Fault(rule, 1, (named,))


def test_many_faults_are_counted_and_a_few_named(stage: Stage) -> None:
    ids = [stage.entry("payment", 5, method="cash") for _ in range(NAMED + 2)]
    [fault] = find_faults(stage.tx, now=NOW)
    assert fault == Fault(Rule.PAYMENT_NAMED, NAMED + 2, tuple(ids[:NAMED]))


def test_capacity_may_be_lowered_below_the_places_that_are_taken(make: Factory) -> None:
    school = School(make)
    swim = make.session(capacity=2)
    for family in (make.family(), make.family()):
        school.book(family, swim)
    school.wait(hours=1)
    school.change_capacity(swim, 1)
    assert make.database.look(find_faults, now=school.now) == []
    make.booking(swim, make.family(), made_at=school.now + timedelta(seconds=1))
    assert [each.rule for each in make.database.look(find_faults, now=school.now)] == [
        Rule.CAPACITY
    ]


def test_hold_whose_end_is_near_is_no_fault(make: Factory) -> None:
    make.booking(make.session(), make.family(), status="pending", hold_expires_at=NOW - OVERDUE)
    assert make.database.look(find_faults, now=NOW) == []

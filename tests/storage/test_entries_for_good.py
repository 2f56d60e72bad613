"""Entries of accounts are written once, and each says who wrote it, from the first release on."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import MetaData, insert, text

from storage import schema
from storage.database import Database
from storage.errors import ConflictError
from storage.tables import account_entry, parent
from storage.transaction import Transaction
from tests.factory import NOW, Factory
from tests.storage.conftest import NewDatabase
from tests.storage.one_of_each import Values, rows

EARLIER, LONG_AGO = NOW - timedelta(days=1), NOW - timedelta(days=2)
PAYMENT: Values = {
    "kind": "payment",
    "amount_minor": 900,
    "booking_id": None,
    "charge_id": "pay-1",
    "method": "cash",
}
CORRECTION: Values = {"kind": "adjustment", "amount_minor": 100, "booking_id": None}


def by(role: str, actor_id: int | None, **values: Any) -> Values:
    """Make an event of the trail."""
    return {"actor_role": role, "actor_id": actor_id, "at": NOW} | values


@pytest.mark.parametrize(
    "statement",
    [
        account_entry.update().values(amount_minor=1),
        account_entry.update().values(note="changed"),
        account_entry.delete(),
        text("UPDATE account_entry SET parent_id = parent_id"),
        text("DELETE FROM account_entry WHERE id > 0"),
    ],
    ids=["amount", "note", "gone", "touched", "gone by id"],
)
def test_database_lets_nobody_change_or_delete_an_entry(
    database: Database, make: Factory, statement: Any
) -> None:
    make.family(balance=500)
    before = make.rows(account_entry)
    with pytest.raises(ConflictError) as refused:
        database.transact(lambda tx: tx.connection.execute(statement))
    assert refused.value.constraint == "ck_account_entry_never_changes"
    assert make.rows(account_entry) == before


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_postgresql_does_not_empty_the_entries_either(database: Database, make: Factory) -> None:
    make.family(balance=500)
    with pytest.raises(ConflictError):
        database.transact(lambda tx: tx.connection.execute(text("TRUNCATE account_entry CASCADE")))
    assert make.count(account_entry) == 1


def test_parent_is_made_anonymous_without_touching_their_entries(make: Factory) -> None:
    family = make.family(balance=500)
    make.change(parent, family.parent_id, name="", phone=None, email=None, telegram_id=None)
    assert make.balance(family.parent_id) == 500


FROM_THE_TRAIL: list[tuple[Values, tuple[str, int | None]]] = [
    (PAYMENT | {"made_at": NOW}, ("admin", 9001)),
    (CORRECTION | {"made_at": EARLIER}, ("admin", 9002)),
    (CORRECTION | {"made_at": LONG_AGO}, ("system", None)),
    ({"made_at": EARLIER}, ("parent", 1)),
    ({"kind": "refund", "amount_minor": 500, "made_at": NOW}, ("system", None)),
]
"""Entries of parent 1 and booking 7, and who made each by the events below."""
EVENTS: list[Values] = [
    by("admin", 9001, action="payment_recorded", subject_id=1),
    by("admin", 9002, action="balance_adjusted", subject_id=1, at=EARLIER),
    by("parent", 1, action="booked", subject_id=7, at=EARLIER),
    by("system", None, action="cancelled", subject_id=7),
    # Of a booking that has the parent's number, and of a parent that has the booking's.
    by("parent", 44, action="booked", subject_id=1),
    by("admin", 44, action="payment_recorded", subject_id=7),
]


def test_entries_of_the_first_release_learn_from_the_trail_who_made_them(
    new_database: NewDatabase,
) -> None:
    database = new_database()
    schema.upgrade(database, "0001")
    database.transact(write_first_release)

    schema.upgrade(database)

    found = Factory(database).rows(account_entry)
    assert [(row.actor_role, row.actor_id) for row in found] == [who for _, who in FROM_THE_TRAIL]
    assert [row.amount_minor for row in found] == [900, 100, 100, -500, 500]


def write_first_release(tx: Transaction) -> None:
    old = MetaData()
    old.reflect(tx.connection)

    def write(name: str, **changes: Any) -> None:
        table, values = old.tables[name], rows(1)[name] | changes
        known = {column: values[column] for column in values if column in table.c}
        tx.connection.execute(insert(table).values(known))

    for name in ("parent", "child", "tutor", "activity", "session"):
        write(name)
    write("booking", id=7)
    for number, (values, _) in enumerate(FROM_THE_TRAIL, 1):
        write("account_entry", **({"id": number, "booking_id": 7} | values))
    for number, values in enumerate(EVENTS, 1):
        write("audit_event", **({"id": number} | values))

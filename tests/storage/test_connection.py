"""The short way to the database does what SQLAlchemy would have done, in fewer round trips."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any
from unittest.mock import patch

import pytest
from sqlalchemy import Select, bindparam, func, insert, literal_column, select, text
from sqlalchemy.exc import DataError, DBAPIError

from domain.audit import Action, AuditEvent
from domain.booking import book_places, cancel_booking
from domain.model import SYSTEM, Actor, Reminders, Role
from domain.outcomes import Booked
from domain.ports.transaction import LookAgainError
from storage import pipeline, words
from storage.connection import Ask
from storage.database import Database
from storage.errors import BusyError, ConflictError
from storage.sessions import LOCK_SESSIONS
from storage.tables import audit_event, booking, parent, session
from storage.transaction import Transaction
from tests.factory import NOW, POLICY, Factory
from tests.storage.parents import add_parent, count_parents
from tests.storage.turns import in_turn

on_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)

NAMED = select(parent.c.id, parent.c.name).where(
    parent.c.id.in_(bindparam("parent_ids", expanding=True))
)
LOCK = LOCK_SESSIONS.where(session.c.id == bindparam("session_id"))
ACTIVE = select(func.count().label("active")).where(booking.c.session_id == bindparam("session_id"))

EVENTS = select(func.count().label("events")).select_from(audit_event)
EVENT = AuditEvent(NOW, SYSTEM, Action.BOOKED, 1)
ADD = insert(parent).returning(parent.c.id)
PARENT = {"language": "en", "reminders": Reminders.BOTH, "joined_at": NOW}
TOO_LARGE: Select[Any] = select(literal_column("abs(-9223372036854775807 - 1)").label("large"))
"""More than either database counts."""


def test_each_statement_has_its_rows_by_name(make: Factory) -> None:
    ann, ben = make.parent(name="Ann"), make.parent(name="Ben")

    def work(tx: Transaction) -> list[list[str]]:
        asks = [Ask(NAMED, {"parent_ids": ids}) for ids in ([ben], [], [ann, ben])]
        return [[row.name for row in rows] for rows in tx.connection.ask(*asks)]

    assert make.database.transact(work) == [["Ben"], [], ["Ann", "Ben"]]


def test_what_comes_after_a_lock_sees_what_the_lock_waited_for(make: Factory) -> None:
    swim, family = make.session(), make.family()

    request = make.request(family, swim)

    def book(tx: Transaction) -> int:
        return len(book_places(tx, request, POLICY, now=NOW))

    def count(tx: Transaction) -> int:
        known = {"session_id": swim.id}
        _, [row] = tx.connection.ask(Ask(LOCK, known), Ask(ACTIVE, known))
        return int(row.active)

    assert in_turn(make.database, book, count) == (1, 1)


def test_a_fault_undoes_all_and_the_connection_goes_on(make: Factory) -> None:
    def work(tx: Transaction) -> None:
        add_parent(tx)
        tx.connection.ask(Ask(NAMED, {"parent_ids": [1]}), Ask(TOO_LARGE, {}))

    for _ in range(2):
        with pytest.raises((DBAPIError, OverflowError)):
            make.database.transact(work)
    assert make.database.look(count_parents) == 0


def test_what_is_written_is_seen_by_all_that_is_asked_next(make: Factory) -> None:
    def work(tx: Transaction) -> list[int]:
        tx.audit.add(EVENT)
        [[row]] = tx.connection.ask(Ask(EVENTS, {}))
        tx.audit.add(EVENT, EVENT)
        return [row.events, tx.connection.execute(EVENTS).scalar_one()]

    assert make.database.transact(work) == [1, 3]
    assert make.count(audit_event) == 3


def test_row_that_a_rule_refuses_is_a_conflict_by_its_name(make: Factory) -> None:
    nobody = replace(EVENT, actor=Actor(Role.PARENT, None))
    with pytest.raises(ConflictError, match="ck_audit_event_actor"):
        make.database.transact(lambda tx: tx.audit.add(EVENT, nobody))
    assert make.count(audit_event) == 0


@on_postgresql
def test_value_that_no_database_takes_is_not_tried_again_and_the_connection_goes_on(
    database: Database,
) -> None:
    def work(tx: Transaction) -> None:
        tx.audit.add(EVENT, replace(EVENT, detail="\0"))

    def which(tx: Transaction) -> object:
        return tx.connection.connection.driver_connection

    before = database.transact(which)
    with pytest.raises(DataError, match="NUL"):
        database.transact(work)
    assert database.transact(which) is before


@on_postgresql
def test_booking_takes_two_round_trips(make: Factory) -> None:
    """All that is locked and read, and an id; the booking, its charge, its trail and the commit."""
    request = make.request(make.family(balance=500), make.session(price=500))
    with patch.object(pipeline, "send", wraps=pipeline.send) as send:
        [outcome] = make.database.transact(book_places, request, POLICY, now=NOW)
    assert isinstance(outcome, Booked)
    assert send.call_count == 2


@on_postgresql
def test_cancelling_and_promoting_takes_six_round_trips(make: Factory) -> None:
    swim, ann = make.session(capacity=1), make.family()
    place = make.booking(swim, ann)
    make.waiting(swim, make.family())
    with patch.object(pipeline, "send", wraps=pipeline.send) as send:
        make.database.transact(
            cancel_booking, ann.parent_id, place, POLICY, shown_refund_minor=0, now=NOW
        )
    assert make.count(booking, status="confirmed") == 1
    assert send.call_count <= 6


def test_rows_have_ids_in_their_order_given_ahead_or_not(make: Factory) -> None:
    def work(tx: Transaction) -> list[int]:
        tx.connection.ask(Ask(EVENTS, {}), numbering=(parent, 2))
        one, more, last = (
            [{**PARENT, "name": name} for name in names] for names in ("a", "bc", "d")
        )
        return [id_ for rows in (one, more, last) for id_ in tx.connection.add(ADD, *rows)]

    ids = make.database.transact(work)
    assert ids == sorted(ids)
    assert [(row.id, row.name) for row in make.rows(parent)] == list(zip(ids, "abcd", strict=True))


def test_rows_with_as_many_columns_but_others_have_words_of_their_own(make: Factory) -> None:
    rows = [{**PARENT, "name": "a", "phone": "+447009"}, {**PARENT, "name": "b", "email": "b@x"}]
    make.database.transact(lambda tx: [tx.connection.add(ADD, row) for row in rows])
    found = [(row.name, row.phone, row.email) for row in make.rows(parent)]
    assert found == [("a", "+447009", None), ("b", None, "b@x")]


def test_words_for_lists_of_ever_other_lengths_do_not_add_up(make: Factory) -> None:
    def prepared(tx: Transaction) -> int:
        if make.database.engine.dialect.name == "sqlite":
            return 0
        return int(tx.connection.scalar(text("SELECT count(*) FROM pg_prepared_statements")) or 0)

    def work(tx: Transaction) -> tuple[int, int]:
        for length in range(100):
            tx.connection.ask(Ask(NAMED, {"parent_ids": list(range(length))}))
        return len(words._kept), prepared(tx)

    kept, statements = len(words._kept), make.database.transact(prepared)
    kept_then, statements_then = make.database.transact(work)
    assert kept_then - kept <= words.LONGEST_KEPT + 1
    begin_and_commit = 2
    assert statements_then - statements <= words.LONGEST_KEPT + 1 + begin_and_commit


def write_often(database: Database) -> None:
    """Write, and read through SQLAlchemy, until psycopg has prepared that too."""
    for _ in range(7):
        database.transact(lambda tx: tx.audit.add(EVENT))
        database.transact(count_parents)


def drop_something(tx: Transaction) -> None:
    tx.connection.execute(text("CREATE TEMPORARY TABLE gone (id int)"))
    tx.connection.execute(text("DROP TABLE gone"))


def lose(tx: Transaction) -> None:
    count_parents(tx)
    raise LookAgainError


@on_postgresql
@pytest.mark.parametrize("work", [drop_something, lose])
def test_what_was_prepared_and_is_gone_is_prepared_anew(
    database: Database, work: Callable[[Transaction], None]
) -> None:
    """psycopg lets go of all that is prepared when it rolls back or something is dropped."""
    write_often(database)
    with suppress(BusyError):
        database.transact(work)
    write_often(database)
    assert Factory(database).count(audit_event) == 14


@on_postgresql
def test_who_reads_what_a_migration_widens_reads_on(database: Database) -> None:
    def run(statement: str) -> None:
        database.transact(lambda tx: tx.connection.execute(text(statement)) and None)

    def read(tx: Transaction) -> list[Any]:
        return [*tx.connection.scalars(text("SELECT amount FROM widened"))]

    run("CREATE TABLE widened AS SELECT 7 AS amount")
    try:
        before = [database.look(read) for _ in range(7)]  # until psycopg has prepared it
        run("ALTER TABLE widened ALTER amount TYPE bigint")
        assert [*before, database.look(read)] == [[7]] * 8
    finally:
        run("DROP TABLE widened")


@on_postgresql
def test_connection_that_breaks_is_tried_again_on_another(database: Database) -> None:
    die = select(func.pg_terminate_backend(func.pg_backend_pid()).label("dies"))
    attempts: list[int] = []

    def work(tx: Transaction) -> None:
        attempts.append(1)
        if len(attempts) == 1:
            tx.connection.ask(Ask(die, {}))
        add_parent(tx)

    database.transact(work)
    assert (len(attempts), database.look(count_parents)) == (2, 1)
    with pytest.raises(BusyError):
        database.transact(lambda tx: tx.connection.ask(Ask(die, {})))

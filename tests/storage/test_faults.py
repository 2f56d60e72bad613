"""The faults of both databases: lost races, broken connections, refused rows, long waits."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from threading import Barrier, Event, Thread
from time import monotonic
from traceback import format_exception

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError

import storage.database
from domain.joining import Joined, join_school
from domain.ports.families import NewParent
from storage import faults
from storage.accounts import LOCK_ACCOUNTS
from storage.database import Database
from storage.errors import BusyError, ConflictError
from storage.tables import parent
from storage.transaction import Transaction
from tests.factory import NOW, Factory
from tests.storage.parents import add_parent, count_parents
from tests.storage.turns import in_turn

on_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@on_postgresql
def test_deadlock_is_tried_again_until_both_have_had_their_turn(make: Factory) -> None:
    ann, ben = make.parent(), make.parent()
    both_hold_one, one_has_both, attempts = Barrier(2), Event(), list[int]()

    def work(tx: Transaction, first: int, second: int) -> None:
        attempts.append(first)
        is_first_attempt = attempts.count(first) == 1
        if not is_first_attempt:
            # Who lost could else be so quick as to lock its row again before the winner wakes.
            assert one_has_both.wait(5)
        tx.connection.execute(text("SET LOCAL deadlock_timeout = '20ms'"))
        tx.connection.execute(LOCK_ACCOUNTS, {"parent_ids": [first]})
        if is_first_attempt:
            both_hold_one.wait(5)
        tx.connection.execute(LOCK_ACCOUNTS, {"parent_ids": [second]})
        one_has_both.set()
        add_parent(tx)

    with ThreadPoolExecutor(2) as pool:
        one = pool.submit(make.database.transact, work, ann, ben)
        other = pool.submit(make.database.transact, work, ben, ann)
        one.result(10)
        other.result(10)
    assert make.database.look(count_parents) == 4  # Ann and Ben, and what each has added
    assert len(attempts) == 3


def test_who_loses_a_race_for_a_unique_row_finds_the_winners(database: Database) -> None:
    ann = NewParent(telegram_id=77, name="Ann", phone="+447700900077", email=None, language="en")

    def join(tx: Transaction) -> object:
        return join_school(tx, ann, None, by_invitation_only=False, now=NOW)

    one, other = in_turn(database, join, join)
    [row] = Factory(database).rows(parent)
    assert one == other == Joined(row.id)


def test_row_that_a_rule_refuses_is_a_conflict_by_its_name(database: Database) -> None:
    database.transact(add_parent, telegram_id=5)
    with pytest.raises(ConflictError) as refused:
        database.transact(add_parent, telegram_id=5)
    assert refused.value.constraint == str(refused.value) == "uq_parent_telegram_id"


def test_no_error_quotes_the_names_that_were_to_be_written(database: Database) -> None:
    database.transact(add_parent, telegram_id=5)
    name = "Tiger Lily"
    lose = text("INSERT INTO no_such_table VALUES (:name)")
    for work in (
        lambda tx: add_parent(tx, name, 5),
        lambda tx: tx.connection.execute(lose, {"name": name}),
    ):
        with pytest.raises((ConflictError, DBAPIError)) as raised:
            database.transact(work)
        assert name not in "".join(format_exception(raised.value))


def test_fault_that_nobody_expects_stays_what_it_is(database: Database) -> None:
    for way in (database.transact, database.look):
        with pytest.raises((OperationalError, ProgrammingError), match="no_such_table"):
            way(lambda tx: tx.connection.execute(text("SELECT * FROM no_such_table")))


@contextmanager
def held_up(database: Database, session_id: int) -> Iterator[None]:
    """Hold a session's lock in another transaction."""
    locked, let_go = Event(), Event()

    def hold(tx: Transaction) -> None:
        tx.sessions.lock([session_id])
        locked.set()
        assert let_go.wait(5)

    thread = Thread(target=database.transact, args=(hold,))
    thread.start()
    assert locked.wait(5)
    try:
        yield
    finally:
        let_go.set()
        thread.join()


def test_lock_that_is_not_to_be_had_in_time_says_try_again(
    make: Factory, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    swim = make.session()
    monkeypatch.setattr(storage.database, "LOCK_TIMEOUT_SECONDS", 0.1)
    attempts = []

    def work(tx: Transaction) -> None:
        attempts.append(1)
        tx.sessions.lock([swim.id])

    with closing(Database(database_url)) as impatient, held_up(make.database, swim.id):
        before = monotonic()
        with pytest.raises(BusyError):
            impatient.transact(work)
        assert monotonic() - before < 3  # and not the five seconds it would have been
    assert len(attempts) <= 1  # who has waited in vain is not made to wait again
    make.database.transact(work)


@on_postgresql
def test_pool_without_a_free_connection_says_try_again(
    make: Factory, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    swim, _ = make.session(), make.parent()
    monkeypatch.setattr(storage.database, "POSTGRESQL_CONNECTIONS", 1)
    with closing(Database(database_url)) as small:
        monkeypatch.setattr(small.engine.pool, "_timeout", 0.05)
        with held_up(small, swim.id):
            with pytest.raises(BusyError):
                small.transact(count_parents)
            assert small.look(count_parents) == 1  # a rush of bookings does not stall the screens
        assert small.transact(count_parents) == 1


@on_postgresql
def test_work_whose_connection_breaks_is_tried_again(database: Database) -> None:
    attempts = []

    def work(tx: Transaction) -> None:
        attempts.append(1)
        add_parent(tx)
        if len(attempts) == 1:
            tx.connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    database.transact(work)
    assert len(attempts) == 2
    assert database.look(count_parents) == 1


@on_postgresql
def test_reading_whose_connection_breaks_says_try_again(database: Database) -> None:
    die = text("SELECT pg_terminate_backend(pg_backend_pid())")
    with pytest.raises(BusyError):
        database.look(lambda tx: tx.connection.execute(die))


@pytest.mark.parametrize("code", [sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE])
def test_disk_that_is_full_or_failing_may_be_seen_to(code: int) -> None:
    cause = sqlite3.OperationalError("database or disk is full")
    cause.sqlite_errorcode = code
    assert isinstance(faults.translated(OperationalError("INSERT", {}, cause)), BusyError)


@pytest.mark.parametrize("code", [sqlite3.SQLITE_BUSY, sqlite3.SQLITE_BUSY_RECOVERY])
def test_every_kind_of_busy_says_try_again(code: int) -> None:
    """Another process recovering after kill -9 makes SQLite busy in a way of its own."""
    cause = sqlite3.OperationalError("database is locked")
    cause.sqlite_errorcode = code
    assert isinstance(faults.translated(OperationalError("BEGIN", {}, cause)), BusyError)

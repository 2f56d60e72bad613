"""One transaction is one function: committed, undone, tried again, or given up in plain words."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier, Event, Thread
from time import monotonic

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError

import storage.database
from domain.families import Joined, join_school
from domain.model import SessionStatus
from domain.notices import Notice, NoticeKind
from domain.ports import LookAgainError, NewParent
from storage import faults
from storage.accounts import LOCK_ACCOUNTS
from storage.database import ATTEMPTS, Database
from storage.errors import BusyError, ConflictError
from storage.tables import closure, notice, parent, tutor
from storage.transaction import Transaction
from tests.factory import LONDON, MONDAY, NOW, Factory
from tests.storage.turns import in_turn

on_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def add_tutor(tx: Transaction, name: str = "Tim", telegram_id: int | None = None) -> None:
    tx.connection.execute(tutor.insert().values(name=name, telegram_id=telegram_id))


def count_tutors(tx: Transaction) -> int:
    return tx.connection.execute(select(func.count()).select_from(tutor)).scalar_one()


def test_work_is_committed_and_its_answer_given_back(database: Database) -> None:
    def work(tx: Transaction, *, name: str) -> str:
        add_tutor(tx, name)
        return name

    assert database.transact(work, name="Tim") == "Tim"
    assert database.look(count_tutors) == 1


@pytest.mark.parametrize("surprise", [ValueError, KeyboardInterrupt])
def test_exception_undoes_all_and_goes_on(
    database: Database, surprise: type[BaseException]
) -> None:
    def work(tx: Transaction) -> None:
        add_tutor(tx)
        raise surprise

    with pytest.raises(surprise):
        database.transact(work)
    assert database.look(count_tutors) == 0


def test_work_that_must_look_again_starts_over(database: Database) -> None:
    seen = []

    def work(tx: Transaction) -> int:
        seen.append(count_tutors(tx))
        add_tutor(tx)
        if len(seen) < ATTEMPTS:
            raise LookAgainError
        return len(seen)

    assert database.transact(work) == ATTEMPTS
    assert seen == [0] * ATTEMPTS  # what the earlier attempts wrote was undone
    assert database.look(count_tutors) == 1


def test_work_that_loses_every_time_gives_up_in_plain_words(database: Database) -> None:
    attempts = []

    def work(tx: Transaction) -> None:
        attempts.append(1)
        add_tutor(tx)
        raise LookAgainError

    with pytest.raises(BusyError):
        database.transact(work)
    assert len(attempts) == ATTEMPTS
    assert database.look(count_tutors) == 0


@on_postgresql
def test_deadlock_is_tried_again_until_both_have_had_their_turn(make: Factory) -> None:
    ids = [make.parent(), make.parent()]
    both_hold_one, attempts = Barrier(2), []

    def work(tx: Transaction, first: int, second: int) -> None:
        attempts.append(first)
        tx.connection.execute(text("SET LOCAL deadlock_timeout = '20ms'"))
        tx.connection.execute(LOCK_ACCOUNTS, {"parent_ids": [first]})
        if len(attempts) <= 2:
            both_hold_one.wait(5)
        tx.connection.execute(LOCK_ACCOUNTS, {"parent_ids": [second]})
        add_tutor(tx)

    threads = [
        Thread(target=make.database.transact, args=(work, *pair)) for pair in (ids, ids[::-1])
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(5)
    assert make.database.look(count_tutors) == 2
    assert len(attempts) == 3


def test_who_loses_a_race_for_a_unique_row_finds_the_winners(database: Database) -> None:
    ann = NewParent(telegram_id=77, name="Ann", phone="+447700900077", email=None, language="en")

    def join(tx: Transaction) -> object:
        return join_school(tx, ann, None, by_invitation_only=False, now=NOW)

    one, other = in_turn(database, join, join)
    [row] = Factory(database).rows(parent)
    assert one == other == Joined(row.id)


def test_row_that_a_rule_refuses_is_a_conflict_by_its_name(database: Database) -> None:
    add = lambda tx: add_tutor(tx, telegram_id=5)  # noqa: E731
    database.transact(add)
    with pytest.raises(ConflictError) as refused:
        database.transact(add)
    assert refused.value.constraint == str(refused.value) == "uq_tutor_telegram_id"
    assert isinstance(refused.value.__cause__, DBAPIError)


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
        assert monotonic() - before < 1
    assert len(attempts) <= 1  # who has waited in vain is not made to wait again
    make.database.transact(work)


@on_postgresql
def test_pool_without_a_free_connection_says_try_again(
    make: Factory, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    swim = make.session()
    monkeypatch.setattr(storage.database, "POSTGRESQL_CONNECTIONS", 1)
    with closing(Database(database_url)) as small:
        monkeypatch.setattr(small.engine.pool, "_timeout", 0.05)
        with held_up(small, swim.id):
            for way in (small.transact, small.look):
                with pytest.raises(BusyError):
                    way(count_tutors)
        assert small.transact(count_tutors) == 1  # that of the session


@on_postgresql
def test_work_whose_connection_breaks_is_tried_again(database: Database) -> None:
    attempts = []

    def work(tx: Transaction) -> None:
        attempts.append(1)
        add_tutor(tx)
        if len(attempts) == 1:
            tx.connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    database.transact(work)
    assert len(attempts) == 2
    assert database.look(count_tutors) == 1


@on_postgresql
def test_reading_whose_connection_breaks_says_try_again(database: Database) -> None:
    die = text("SELECT pg_terminate_backend(pg_backend_pid())")
    with pytest.raises(BusyError):
        database.look(lambda tx: tx.connection.execute(die))


@pytest.mark.parametrize("code", [sqlite3.SQLITE_BUSY, sqlite3.SQLITE_BUSY_RECOVERY])
def test_every_kind_of_busy_says_try_again(code: int) -> None:
    """Another process recovering after kill -9 makes SQLite busy in a way of its own."""
    cause = sqlite3.OperationalError("database is locked")
    cause.sqlite_errorcode = code
    assert isinstance(faults.translated(OperationalError("BEGIN", {}, cause)), BusyError)


def test_what_reads_cannot_write(database: Database) -> None:
    with pytest.raises(DBAPIError, match=r"readonly database|read-only transaction"):
        database.look(add_tutor)
    assert database.look(count_tutors) == 0


def test_what_reads_sees_one_state_from_beginning_to_end(database: Database) -> None:
    def twice(tx: Transaction) -> tuple[int, int]:
        before = count_tutors(tx)
        thread = Thread(target=database.transact, args=(add_tutor,))
        thread.start()
        thread.join(5)
        return before, count_tutors(tx)

    assert database.look(twice) == (0, 0)
    assert database.look(count_tutors) == 1


async def test_run_and_read_are_one_hop_to_a_thread_of_ours(database: Database) -> None:
    def where(tx: Transaction, *, prefix: str) -> str:
        assert count_tutors(tx) == 0
        return prefix + threading.current_thread().name

    wrote, looked = await database.run(where, prefix="in "), await database.read(where, prefix="")
    if database.engine.dialect.name == "sqlite":
        assert (wrote, looked) == ("in writer_0", "reader_0")
    else:
        assert wrote.startswith("in database_")
        assert looked.startswith("database_")


async def test_run_commits_and_raises_as_transact_does(database: Database) -> None:
    await database.run(add_tutor, telegram_id=5)
    with pytest.raises(ConflictError, match="uq_tutor_telegram_id"):
        await database.run(add_tutor, telegram_id=5)
    assert await database.read(count_tutors) == 1


def test_notices_are_announced_after_their_commit_and_only_then(make: Factory) -> None:
    database, seen = make.database, list[int]()
    ann = make.family()
    of_booking = make.booking(make.session(), ann)
    tell = Notice(ann.parent_id, NoticeKind.PROMOTED, NOW, booking_id=of_booking)
    count_notices = select(func.count()).select_from(notice)
    database.on_notices = lambda: seen.append(
        database.look(lambda tx: tx.connection.execute(count_notices).scalar_one())
    )

    def fails(tx: Transaction) -> None:
        tx.outbox.add(tell)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        database.transact(fails)
    database.transact(add_tutor)
    database.transact(lambda tx: tx.outbox.add())
    assert seen == []
    database.transact(lambda tx: tx.outbox.add(tell))
    assert seen == [1]  # the row was there to be seen


def test_instants_come_back_aware_and_in_utc(make: Factory) -> None:
    summer = datetime(2026, 7, 1, 9, 30, 15, 123456, tzinfo=LONDON)
    make.parent(joined_at=summer)
    [row] = make.rows(parent)
    assert row.joined_at == summer
    assert row.joined_at.utcoffset() == timedelta()
    assert row.joined_at.isoformat() == "2026-07-01T08:30:15.123456+00:00"


def test_instants_are_compared_as_instants(make: Factory) -> None:
    make.parent(joined_at=datetime(2026, 7, 1, 9, 30, tzinfo=LONDON))
    earlier = select(parent.c.id).where(parent.c.joined_at < datetime(2026, 7, 1, 9, 0, tzinfo=UTC))
    assert len(make.database.look(lambda tx: tx.connection.execute(earlier).all())) == 1


def test_days_come_back_as_they_went(make: Factory) -> None:
    make.closure(MONDAY)
    assert [row.date for row in make.rows(closure)] == [MONDAY]
    assert make.session().status is SessionStatus.SCHEDULED


@on_sqlite
def test_sqlite_is_set_up_to_survive_and_to_keep_its_rules(database: Database) -> None:
    names = ("journal_mode", "synchronous", "foreign_keys", "query_only", "busy_timeout")

    def pragmas(tx: Transaction) -> list[object]:
        return [tx.connection.execute(text(f"PRAGMA {name}")).scalar() for name in names]

    assert database.transact(pragmas) == ["wal", 2, 1, 0, 5000]
    assert database.look(pragmas) == ["wal", 2, 1, 1, 5000]


def test_sqlite_makes_the_folder_of_its_file(tmp_path: Path) -> None:
    path = tmp_path / "data" / "school" / "afterbell.db"
    database = Database(f"sqlite:///{path}")
    database.transact(lambda tx: tx.connection.execute(text("SELECT 1")))
    database.close()
    assert path.exists()

"""One transaction is one function: committed, undone, tried again, or given up in plain words."""

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from domain.model import SessionStatus
from domain.notices import Notice, NoticeKind
from domain.ports.transaction import LookAgainError
from storage.database import ATTEMPTS, Database
from storage.errors import BusyError, ConflictError
from storage.tables import closure, notice, parent
from storage.transaction import Transaction
from tests.factory import LONDON, MONDAY, NOW, Factory
from tests.power import AS_THE_BOT
from tests.storage.parents import add_parent, count_parents

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_work_is_committed_and_its_answer_given_back(database: Database) -> None:
    def work(tx: Transaction, *, name: str) -> str:
        add_parent(tx, name)
        return name

    assert database.transact(work, name="Tim") == "Tim"
    assert database.look(count_parents) == 1


@pytest.mark.parametrize("surprise", [ValueError, KeyboardInterrupt])
def test_exception_undoes_all_and_goes_on(
    database: Database, surprise: type[BaseException]
) -> None:
    def work(tx: Transaction) -> None:
        add_parent(tx)
        raise surprise

    with pytest.raises(surprise):
        database.transact(work)
    assert database.look(count_parents) == 0


def test_work_that_must_look_again_starts_over(database: Database) -> None:
    seen = []

    def work(tx: Transaction) -> int:
        seen.append(count_parents(tx))
        add_parent(tx)
        if len(seen) < ATTEMPTS:
            raise LookAgainError
        return len(seen)

    assert database.transact(work) == ATTEMPTS
    assert seen == [0] * ATTEMPTS  # what the earlier attempts wrote was undone
    assert database.look(count_parents) == 1


def test_work_that_loses_every_time_gives_up_in_plain_words(database: Database) -> None:
    attempts = []

    def work(tx: Transaction) -> None:
        attempts.append(1)
        add_parent(tx)
        raise LookAgainError

    with pytest.raises(BusyError):
        database.transact(work)
    assert len(attempts) == ATTEMPTS
    assert database.look(count_parents) == 0


def test_what_reads_cannot_write(database: Database) -> None:
    with pytest.raises(DBAPIError, match=r"readonly database|read-only transaction"):
        database.look(add_parent)
    assert database.look(count_parents) == 0


def test_what_reads_sees_one_state_from_beginning_to_end(database: Database) -> None:
    def twice(tx: Transaction) -> tuple[int, int]:
        before = count_parents(tx)
        thread = Thread(target=database.transact, args=(add_parent,))
        thread.start()
        thread.join(5)
        return before, count_parents(tx)

    assert database.look(twice) == (0, 0)
    assert database.look(count_parents) == 1


async def test_run_and_read_are_one_hop_to_a_thread_of_ours(database: Database) -> None:
    def where(tx: Transaction, *, prefix: str) -> str:
        assert count_parents(tx) == 0
        return prefix + threading.current_thread().name

    wrote, looked = await database.run(where, prefix="in "), await database.read(where, prefix="")
    assert (wrote, looked) == ("in writer_0", "reader_0")


async def test_run_commits_and_raises_as_transact_does(database: Database) -> None:
    await database.run(add_parent, telegram_id=5)
    with pytest.raises(ConflictError, match="uq_parent_telegram_id"):
        await database.run(add_parent, telegram_id=5)
    assert await database.read(count_parents) == 1


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
    database.transact(add_parent)
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
def test_sqlite_is_set_up_to_survive_and_to_keep_its_rules(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.database.SQLITE_SYNCHRONOUS", AS_THE_BOT)
    database = Database(database_url)
    names = ("journal_mode", "synchronous", "foreign_keys", "query_only", "busy_timeout")

    def pragmas(tx: Transaction) -> list[object]:
        return [tx.connection.execute(text(f"PRAGMA {name}")).scalar() for name in names]

    assert database.transact(pragmas) == ["wal", 2, 1, 0, 5000]
    assert database.look(pragmas) == ["wal", 2, 1, 1, 5000]
    database.close()


def test_sqlite_makes_the_folder_of_its_file(tmp_path: Path) -> None:
    path = tmp_path / "data" / "school" / "afterbell.db"
    database = Database(f"sqlite:///{path}")
    database.transact(lambda tx: tx.connection.execute(text("SELECT 1")))
    database.close()
    assert path.exists()

"""Many contenders at one instant, each on a connection of its own, with the locks on or off."""

import re
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from copy import copy
from random import uniform
from time import sleep
from typing import Any, TypeVar
from unittest.mock import patch

from sqlalchemy import Connection, Engine, Index, UniqueConstraint, event
from sqlalchemy.schema import (
    AddConstraint,
    CreateIndex,
    DropConstraint,
    DropIndex,
    ExecutableDDLElement,
)

from storage import words
from storage.database import POSTGRESQL_CONNECTIONS, Database
from storage.errors import BusyError
from storage.tables import account_entry, booking, repayment, waitlist_entry
from tests.factory import clean

Answer = TypeVar("Answer")
Work = Callable[[Database], Answer]

REPLICAS = {"postgresql": 6, "sqlite": 4}
POOLED = {"postgresql": POSTGRESQL_CONNECTIONS, "sqlite": 5}
"""Connections that a replica keeps; SQLAlchemy would give more, and open and close each anew."""
TRIES = {"postgresql": 1, "sqlite": 10}
"""SQLite's lock is not fair: who waited five seconds is told to try again, and does so."""
TURN_SECONDS, MOMENT_SECONDS = 0.0001, 0.002
LOCKS = re.compile(
    r"^BEGIN IMMEDIATE$|^LOCK TABLE .*|\bFOR (NO KEY )?UPDATE( OF \w+)?( SKIP LOCKED)?"
)
UNIQUE = [
    rule
    for table in (booking, waitlist_entry, account_entry, repayment)
    for rule in (*table.indexes, *table.constraints)
    if isinstance(rule, UniqueConstraint) or (isinstance(rule, Index) and rule.unique)
]


class Crowd:
    """Replicas of the bot on one database, and people who tap at the same moment.

    A contender has a thread of its own and takes a connection of one of the replicas; on SQLite
    too, past the one writer thread, so that they meet at the lock of the file and not before it.
    """

    def __init__(self, url: str) -> None:
        self.kind = "sqlite" if url.startswith("sqlite") else "postgresql"
        self.databases = [Database(url) for _ in range(REPLICAS[self.kind])]
        self._free = [threading.Semaphore(POOLED[self.kind]) for _ in self.databases]
        self._opened = 0

    def at_once(self, works: Sequence[Work[Answer]]) -> list[Answer]:
        """Do all the work at the same moment; who gets no answer fails the test."""
        self._let_in(len(works))
        _pauses.now = not _pauses.now
        barrier = threading.Barrier(len(works))
        answers: dict[int, Answer] = {}
        faults: list[Exception] = []

        def contend(number: int) -> None:
            barrier.wait()
            try:
                answers[number] = self._insist(works[number], number % len(self.databases))
            except Exception as fault:
                faults.append(fault)

        threads = [threading.Thread(target=contend, args=[n]) for n in range(len(works))]
        with _taking_turns_often():
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        assert not faults, faults
        return [answers[number] for number in range(len(works))]

    def _let_in(self, contenders: int) -> None:
        """Open their connections before they begin, or they would not meet."""
        if contenders <= self._opened:
            return
        self._opened = contenders
        for number, database in enumerate(self.databases):
            own = len(range(number, contenders, len(self.databases)))
            _open_connections(database, min(own, POOLED[self.kind]))

    def _insist(self, work: Work[Answer], replica: int) -> Answer:
        with self._free[replica]:
            for _ in range(TRIES[self.kind] - 1):
                with suppress(BusyError):
                    return work(self.databases[replica])
            return work(self.databases[replica])

    @contextmanager
    def without_locks(self) -> Iterator[None]:
        """Run the very same statements, but without what locks.

        On PostgreSQL no table is locked and nothing selected FOR UPDATE. On SQLite nothing begins,
        so that each statement is a transaction: merely beginning later would not do, for SQLite
        refuses to write by what was read before another's commit, and that would be a lock again.
        """
        with ExitStack() as unlocked:
            for database in self.databases:
                change = (database.engine, "before_cursor_execute", _without_lock)
                event.listen(*change, retval=True)
                unlocked.callback(event.remove, *change)
            # What is asked by the short way goes to the driver past SQLAlchemy's events.
            unlocked.enter_context(patch.object(words, "words_of", _words_without_lock))
            yield

    @contextmanager
    def without_unique_rules(self) -> Iterator[None]:
        """Take from the database its last word on what there must not be twice."""
        engine = self.databases[0].engine
        if self.kind == "sqlite":
            # It can only drop an index; and nobody else will use this file.
            _execute(engine, [DropIndex(rule) for rule in UNIQUE if isinstance(rule, Index)])
            yield
            return
        _execute(engine, [_dropped(rule) for rule in UNIQUE])
        try:
            yield
        finally:
            clean(self.databases[0])
            _execute(engine, [_created(rule) for rule in UNIQUE])

    def close(self) -> None:
        for database in self.databases:
            database.close()


def _execute(engine: Engine, statements: list[ExecutableDDLElement]) -> None:
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(statement)


def _dropped(rule: Index | UniqueConstraint) -> ExecutableDDLElement:
    if isinstance(rule, Index):
        return DropIndex(rule)
    return DropConstraint(rule)


def _created(rule: Index | UniqueConstraint) -> ExecutableDDLElement:
    if isinstance(rule, Index):
        return CreateIndex(rule)
    # Isolated, the table itself would lose it, which other tests compare with the migrations.
    return AddConstraint(rule, isolate_from_table=False)


@contextmanager
def _taking_turns_often() -> Iterator[None]:
    """Let no thread of Python go on for as long as a whole transaction takes."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(TURN_SECONDS)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)


def _open_connections(database: Database, many: int) -> None:
    with ExitStack() as opened:
        for _ in range(many):
            opened.enter_context(database.engine.connect())


class _Pauses:
    """Moments between statements, of every other crowd: what nothing locks goes wrong in them.

    Some races are lost by whoever has more to do, and others by whoever begins a little later.
    """

    def __init__(self) -> None:
        self.now = False

    def pause(self) -> None:
        if self.now:
            sleep(uniform(0, MOMENT_SECONDS))  # noqa: S311  nothing secret


_pauses = _Pauses()
_words_of = words.words_of


def _words_without_lock(*asked: Any) -> words.Words:
    _pauses.pause()
    said = copy(_words_of(*asked))
    said.sql = LOCKS.sub("", said.sql)
    return said


def _without_lock(
    connection: Connection, cursor: Any, statement: str, parameters: Any, *rest: Any
) -> tuple[str, Any]:
    _pauses.pause()
    return LOCKS.sub("", statement), parameters

"""The least that selling a place can cost: bare drivers, three statements, one durable commit.

Nothing is checked but the number of places; nobody is charged, told or written down.
"""

import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from queue import SimpleQueue
from time import perf_counter

import psycopg

TABLES = (
    "DROP TABLE IF EXISTS floor_session",
    "DROP TABLE IF EXISTS floor_booking",
    "CREATE TABLE floor_session (id integer PRIMARY KEY, capacity integer, taken integer)",
    "CREATE TABLE floor_booking (session_id integer, child_id integer,"
    " UNIQUE (session_id, child_id))",
)
READ = "SELECT capacity, taken FROM floor_session WHERE id = %s"
INSERT = "INSERT INTO floor_booking (session_id, child_id) VALUES (%s, %s)"
UPDATE = "UPDATE floor_session SET taken = taken + 1 WHERE id = %s"
SESSION = "INSERT INTO floor_session VALUES (%s, %s, 0)"
CAPACITY = 1_000_000

Sell = Callable[[int, int], None]
"""Sell a place of a session to a child."""


@contextmanager
def on_sqlite(url: str, clients: int) -> Iterator[list[Sell]]:
    """Open one connection for all, as a line of writers before one door is fastest."""
    path = Path(url.removeprefix("sqlite:///")).with_suffix(".floor")
    read, add, count = (each.replace("%s", "?") for each in (READ, INSERT, UPDATE))
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as bare:
        bare.execute("PRAGMA journal_mode = WAL")
        bare.execute("PRAGMA synchronous = FULL")
        door = threading.Lock()

        def sell(session_id: int, child_id: int) -> None:
            with door:
                bare.execute("BEGIN IMMEDIATE")
                capacity, taken = bare.execute(read, (session_id,)).fetchone()
                assert taken < capacity
                bare.execute(add, (session_id, child_id))
                bare.execute(count, (session_id,))
                bare.execute("COMMIT")

        for statement in TABLES:
            bare.execute(statement)
        bare.executemany(
            SESSION.replace("%s", "?"), [(number, CAPACITY) for number in range(clients)]
        )
        yield [sell] * clients


@contextmanager
def on_postgresql(url: str, clients: int) -> Iterator[list[Sell]]:
    """Open a connection for each client."""

    def seller(connection: psycopg.Connection) -> Sell:
        def sell(session_id: int, child_id: int) -> None:
            with connection.transaction():
                found = connection.execute(f"{READ} FOR UPDATE", (session_id,)).fetchone()
                assert found is not None
                assert found[1] < found[0]
                connection.execute(INSERT, (session_id, child_id))
                connection.execute(UPDATE, (session_id,))

        return sell

    with ExitStack() as stack:
        bare = [stack.enter_context(psycopg.connect(url, autocommit=True)) for _ in range(clients)]
        for statement in TABLES:
            bare[0].execute(statement)
        with bare[0].cursor() as cursor:
            cursor.executemany(SESSION, [(number, CAPACITY) for number in range(clients)])
        yield [seller(each) for each in bare]


FLOORS = {"sqlite": on_sqlite, "postgresql": on_postgresql}


def sell_all(sellers: Sequence[Sell], children: range, *, on_one: bool) -> float:
    """Let each seller take the next child until all have a place; return the seconds."""
    waiting: SimpleQueue[int | None] = SimpleQueue()
    for child_id in children:
        waiting.put(child_id)
    for _ in sellers:
        waiting.put(None)

    def work(number: int) -> None:
        while (child_id := waiting.get()) is not None:
            sellers[number](0 if on_one else number, child_id)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(len(sellers))]
    began = perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return perf_counter() - began

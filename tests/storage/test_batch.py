"""Several statements at once are answered as they would have been singly."""

import pytest
from sqlalchemy import ColumnElement, bindparam, func, literal_column, select
from sqlalchemy.exc import DBAPIError

from domain.booking import book_places
from storage.batch import Ask, together
from storage.database import Database
from storage.errors import BusyError
from storage.sessions import LOCK_SESSIONS
from storage.tables import booking, parent, session
from storage.transaction import Transaction
from tests.factory import NOW, POLICY, Factory
from tests.storage.parents import add_parent, count_parents
from tests.storage.turns import in_turn

NAMED = select(parent.c.id, parent.c.name).where(
    parent.c.id.in_(bindparam("parent_ids", expanding=True))
)
LOCK = LOCK_SESSIONS.where(session.c.id == bindparam("session_id"))
ACTIVE = select(func.count().label("active")).where(booking.c.session_id == bindparam("session_id"))

TOO_LARGE: ColumnElement[int] = literal_column("abs(-9223372036854775807 - 1)")
"""More than either database counts."""


def test_each_statement_has_its_rows_by_name(make: Factory) -> None:
    ann, ben = make.parent(name="Ann"), make.parent(name="Ben")

    def work(tx: Transaction) -> list[list[str]]:
        asks = [Ask(NAMED, {"parent_ids": ids}) for ids in ([ben], [], [ann, ben])]
        return [[row.name for row in rows] for rows in together(tx.connection, *asks)]

    assert make.database.transact(work) == [["Ben"], [], ["Ann", "Ben"]]


def test_what_comes_after_a_lock_sees_what_the_lock_waited_for(make: Factory) -> None:
    swim, family = make.session(), make.family()

    request = make.request(family, swim)

    def book(tx: Transaction) -> int:
        return len(book_places(tx, request, POLICY, now=NOW))

    def count(tx: Transaction) -> int:
        known = {"session_id": swim.id}
        _, [row] = together(tx.connection, Ask(LOCK, known), Ask(ACTIVE, known))
        return int(row.active)

    assert in_turn(make.database, book, count) == (1, 1)


def test_a_fault_undoes_all_and_the_connection_goes_on(make: Factory) -> None:
    def work(tx: Transaction) -> None:
        add_parent(tx)
        together(tx.connection, Ask(NAMED, {"parent_ids": [1]}), Ask(select(TOO_LARGE), {}))

    for _ in range(2):
        with pytest.raises((DBAPIError, OverflowError)):
            make.database.transact(work)
    assert make.database.look(count_parents) == 0


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_connection_that_breaks_is_tried_again_on_another(database: Database) -> None:
    die = select(func.pg_terminate_backend(func.pg_backend_pid()))
    attempts: list[int] = []

    def work(tx: Transaction) -> None:
        attempts.append(1)
        if len(attempts) == 1:
            together(tx.connection, Ask(die, {}))
        add_parent(tx)

    database.transact(work)
    assert (len(attempts), database.look(count_parents)) == (2, 1)
    with pytest.raises(BusyError):
        database.transact(lambda tx: together(tx.connection, Ask(die, {})))

"""How much waits in the database, for whoever watches the bot."""

from datetime import timedelta

import pytest

from domain.books import record_check
from domain.faults import Fault, Rule
from storage.database import Database
from storage.figures import Figures, answers, find_figures
from storage.tables import NoticeState, notice
from tests.factory import MONDAY, NOW, Factory

HOUR = timedelta(hours=1)


def figures(database: Database) -> Figures:
    return database.look(find_figures, now=NOW)


def a_notice(make: Factory, **values: object) -> None:
    family = make.family()
    booking_id = make.booking(make.session(), family)
    row: dict[str, object] = {
        "parent_id": family.parent_id,
        "kind": "promoted",
        "dedupe_key": f"promoted:{booking_id}",
        "booking_id": booking_id,
        "due_at": NOW,
        "state": NoticeState.WAITING,
        "attempts": 0,
    }
    row |= values
    make.insert(notice, **({"first_due_at": row["due_at"]} | row))


def test_empty_database_has_figures_too(database: Database) -> None:
    assert figures(database) == Figures(0, timedelta(), 0, 0)


@pytest.mark.parametrize(
    ("due", "age"),
    [
        ([-HOUR, -2 * HOUR, HOUR], 2 * HOUR),
        ([HOUR], timedelta()),
        ([timedelta()], timedelta()),
    ],
)
def test_outbox_is_as_old_as_what_has_been_due_longest(
    make: Factory, database: Database, due: list[timedelta], age: timedelta
) -> None:
    for after in due:
        a_notice(make, due_at=NOW + after)

    found = figures(database)
    assert (found.notices, found.outbox_age) == (len(due), age)


def test_outbox_ages_while_its_notices_are_claimed_and_tried_again(
    make: Factory, database: Database
) -> None:
    a_notice(make, due_at=NOW - HOUR)
    [tried] = database.transact(
        lambda tx: tx.outbox.claim(now=NOW, again_at=NOW + timedelta(minutes=2), most=1)
    )
    assert figures(database).outbox_age == HOUR
    database.transact(lambda tx: tx.outbox.postpone(tried.id, NOW + HOUR))
    assert figures(database).outbox_age == HOUR


def test_what_waits_for_a_better_time_does_not_make_the_outbox_old(
    make: Factory, database: Database
) -> None:
    a_notice(make, due_at=NOW - HOUR)
    [early] = make.rows(notice)
    database.transact(lambda tx: tx.outbox.put_off(early.id, NOW + HOUR))
    assert figures(database).outbox_age == timedelta()


def test_settled_notices_are_no_longer_in_the_outbox(make: Factory, database: Database) -> None:
    a_notice(make, due_at=NOW - HOUR, state=NoticeState.SENT, settled_at=NOW)

    assert figures(database) == Figures(0, timedelta(), 0, 0)


def test_waiting_lists_are_counted_by_children_and_by_sessions(
    make: Factory, database: Database
) -> None:
    swimming = make.session()
    chess = make.session(on=MONDAY + timedelta(days=1))
    for _ in range(2):
        make.waiting(swimming, make.family())
    make.waiting(chess, make.family())
    make.waiting(chess, make.family(), status="left", ended_at=NOW)

    found = figures(database)
    assert (found.entries, found.queues) == (3, 2)


def test_database_that_lives_answers(database: Database) -> None:
    assert database.look(answers)


def test_books_are_told_of_as_the_last_check_found_them(database: Database, make: Factory) -> None:
    for days, faults in ((2, (Fault(Rule.CAPACITY, 9, ()),)), (1, (Fault(Rule.CHARGED, 2, ()),))):
        at = NOW - timedelta(days=days)
        database.transact(record_check, at.date(), faults, (), now=at)
    found = figures(database)
    assert (found.books_age, found.faults) == (timedelta(days=1), {"charged": 2})
    database.transact(record_check, NOW.date(), (), (), now=NOW)
    found = figures(database)
    assert (found.books_age, found.faults) == (timedelta(), {})

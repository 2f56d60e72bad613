"""Positions by stretches of a queue are those that counting everybody ahead would give."""

import random

import pytest
from sqlalchemy import select, update

from domain.model import Session
from storage.queue_blocks import ENTRIES_A_BLOCK
from storage.rows import count_waiting, position_of
from storage.tables import queue_block, waitlist_entry
from storage.transaction import Transaction
from tests.factory import MONDAY, NOW, Factory

MANY = 40


def positions(make: Factory, of: Session) -> dict[int, int]:
    """Return the position of each who waits, as a screen would show it."""
    asked = select(waitlist_entry.c.id, position_of(waitlist_entry)).where(
        waitlist_entry.c.session_id == of.id, waitlist_entry.c.status == "waiting"
    )

    def work(tx: Transaction) -> dict[int, int]:
        return {row[0]: row[1] for row in tx.connection.execute(asked)}

    return make.database.transact(work)


def waiting(make: Factory, of: Session) -> int:
    asked = select(count_waiting(of.id))  # type: ignore[arg-type]  # a value will do for a column
    return make.database.transact(lambda tx: tx.connection.execute(asked).scalar_one())


def end(make: Factory, *entry_ids: int) -> None:
    gone = (
        update(waitlist_entry)
        .where(waitlist_entry.c.id.in_(entry_ids))
        .values(status="left", ended_at=NOW)
    )
    make.database.transact(lambda tx: tx.connection.execute(gone))


@pytest.fixture
def queues(make: Factory) -> list[tuple[Session, list[int]]]:
    """Two queues whose entries came in turns, over several blocks."""
    sessions = [make.session(capacity=1, on=MONDAY), make.session(capacity=1, on=MONDAY)]
    entries: list[list[int]] = [[], []]
    families = make.families(2 * MANY)
    with make.at_once():
        for number, family in enumerate(families):
            entry_id = ENTRIES_A_BLOCK - 7 + number * 29
            make.waiting(sessions[number % 2], family, id=entry_id)
            entries[number % 2].append(entry_id)
    return list(zip(sessions, entries, strict=True))


def test_position_counts_who_came_before_in_the_same_queue(
    make: Factory, queues: list[tuple[Session, list[int]]]
) -> None:
    for session, entries in queues:
        assert positions(make, session) == {each: n for n, each in enumerate(entries, 1)}
        assert waiting(make, session) == MANY


def test_who_ends_moves_all_behind_up_and_nobody_before(
    make: Factory, queues: list[tuple[Session, list[int]]]
) -> None:
    (session, entries), (other, _) = queues
    chosen = random.Random(7).sample(entries, 25)  # noqa: S311  no secret
    end(make, *chosen[:20])
    for each in chosen[20:]:
        make.delete(waitlist_entry, id=each)
    left = [each for each in entries if each not in chosen]
    assert positions(make, session) == {each: n for n, each in enumerate(left, 1)}
    assert waiting(make, session) == len(left)
    assert waiting(make, other) == MANY


def test_an_entry_that_ends_twice_is_counted_once(
    make: Factory, queues: list[tuple[Session, list[int]]]
) -> None:
    session, entries = queues[0]
    end(make, entries[0])
    end(make, entries[0])
    assert waiting(make, session) == MANY - 1
    make.change(waitlist_entry, entries[0], status="waiting", ended_at=None)
    assert waiting(make, session) == MANY
    assert sum(row.waiting for row in make.rows(queue_block, session_id=session.id)) == MANY

"""Two transactions at once, with the order of what they do laid down."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from threading import Event
from typing import TypeVar

from storage.database import Database
from storage.transaction import Transaction

First = TypeVar("First")
Second = TypeVar("Second")


def in_turn(
    database: Database,
    first: Callable[[Transaction], First],
    second: Callable[[Transaction], Second],
) -> tuple[First, Second]:
    """Run the second while the first has done all but commit; it must wait, then look again."""
    done, commit = Event(), Event()

    def slowly(tx: Transaction) -> First:
        answer = first(tx)
        done.set()
        assert commit.wait(5)
        return answer

    with ThreadPoolExecutor(2) as pool:
        slow = pool.submit(database.transact, slowly)
        assert done.wait(5)
        quick = pool.submit(database.transact, second)
        overtook = wait([quick], timeout=0.1).done
        commit.set()
        assert not overtook
        return slow.result(), quick.result()

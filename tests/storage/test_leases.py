"""A lease has one holder, until it runs out, is released, or its holder is known to be gone."""

from datetime import timedelta
from functools import partial

from storage.database import Database
from storage.leases import release_lease, take_lease
from storage.transaction import Transaction
from tests.factory import NOW
from tests.storage.turns import in_turn

LASTS = 10
ANN, BOB = "here/1/a", "there/2/b"


def take(tx: Transaction, holder: str, *, after: float = 0, instead_of: str | None = None) -> str:
    now = NOW + timedelta(seconds=after)
    until = now + timedelta(seconds=LASTS)
    return take_lease(tx, "polling", holder, instead_of or holder, now=now, until=until)


def test_first_to_ask_holds_it(database: Database) -> None:
    assert database.transact(take, ANN) == ANN
    assert database.transact(take, BOB, after=1) == ANN


def test_of_two_who_ask_at_once_one_holds_it(database: Database) -> None:
    first, second = in_turn(database, partial(take, holder=ANN), partial(take, holder=BOB))
    assert (first, second) == (ANN, ANN)


def test_of_two_who_find_it_run_out_one_holds_it(database: Database) -> None:
    database.transact(take, "gone/3/c")
    late = LASTS + 1
    first, second = in_turn(
        database, partial(take, holder=ANN, after=late), partial(take, holder=BOB, after=late)
    )
    assert (first, second) == (ANN, ANN)


def test_renewed_it_lasts_on(database: Database) -> None:
    database.transact(take, ANN)
    database.transact(take, ANN, after=LASTS - 1)
    assert database.transact(take, BOB, after=LASTS) == ANN


def test_at_the_moment_it_runs_out_another_may_take_it(database: Database) -> None:
    database.transact(take, ANN)
    assert database.transact(take, BOB, after=LASTS - 0.001) == ANN
    assert database.transact(take, BOB, after=LASTS) == BOB
    assert database.transact(take, ANN, after=LASTS + 1) == BOB


def test_holder_that_is_known_to_be_gone_is_followed_at_once(database: Database) -> None:
    database.transact(take, ANN)
    assert database.transact(take, BOB, after=1, instead_of=ANN) == BOB
    assert database.transact(take, ANN, after=2) == BOB


def test_released_it_is_free(database: Database) -> None:
    database.transact(take, ANN)
    database.transact(release_lease, "polling", ANN)
    assert database.transact(take, BOB, after=1) == BOB


def test_only_its_holder_releases_it(database: Database) -> None:
    database.transact(take, ANN)
    database.transact(release_lease, "polling", BOB)
    assert database.transact(take, BOB, after=1) == ANN

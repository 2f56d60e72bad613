"""The rush: many more families than places, all in the same second."""

from collections import Counter
from concurrent.futures import ProcessPoolExecutor

import pytest

from domain.model import EntryStatus, Session
from domain.outcomes import Booked, PlaceOutcome, Queued
from storage.tables import booking, waitlist_entry
from tests.factory import Factory
from tests.forked import forkserver
from tests.races.acts import books, children_in
from tests.races.crowd import Crowd
from tests.races.replica import book_all, get_ready
from tests.repeats import times

pytestmark = pytest.mark.race

CONTENDERS = 200
PLACES = 15
TIMES = times(20, 1_000)
REQUESTS = times(CONTENDERS, 10_000)
PROCESSES = 4
JOINS = 1000


def _rush(crowd: Crowd, make: Factory) -> tuple[Session, list[PlaceOutcome]]:
    session = make.session(capacity=PLACES)
    requests = [make.request(family, session) for family in make.families(CONTENDERS)]
    return session, crowd.at_once([books(request) for request in requests])


def _check(make: Factory, session: Session, outcomes: list[PlaceOutcome]) -> None:
    """Assert that each got a place or a position, and that the rows say the same."""
    booked = {each.booking_id for each in outcomes if isinstance(each, Booked)}
    queued = {each.entry_id: each.position for each in outcomes if isinstance(each, Queued)}
    entries = make.rows(waitlist_entry, session_id=session.id, status=EntryStatus.WAITING)
    assert {each.id for each in make.rows(booking, session_id=session.id)} == booked
    assert len(booked) == PLACES
    assert [queued[each.id] for each in entries] == list(range(1, len(outcomes) - PLACES + 1))


def test_two_hundred_families_get_fifteen_places_and_the_rest_a_position(
    crowd: Crowd, make: Factory
) -> None:
    for _ in range(TIMES):
        _check(make, *_rush(crowd, make))


def test_control_without_the_lock_the_rush_overbooks_and_repeats_positions(
    crowd: Crowd, make: Factory
) -> None:
    """If this fails, the other tests here prove nothing: their contenders do not meet."""
    with crowd.without_locks():
        for _ in range(20):
            session, outcomes = _rush(crowd, make)
            told = Counter(each.position for each in outcomes if isinstance(each, Queued))
            if len(children_in(make, session)) > PLACES and max(told.values(), default=0) > 1:
                return
    pytest.fail("the rush was orderly without a lock")


def test_replicas_in_processes_of_their_own_share_the_places(
    database_url: str, make: Factory
) -> None:
    """Each process goes the bot's way, through `Database.run`."""
    session = make.session(capacity=PLACES)
    requests = [make.request(family, session) for family in make.families(REQUESTS)]
    starting = forkserver.Barrier(PROCESSES)
    with ProcessPoolExecutor(
        PROCESSES, mp_context=forkserver, initializer=get_ready, initargs=(starting,)
    ) as replicas:
        shares = [requests[number::PROCESSES] for number in range(PROCESSES)]
        answers = replicas.map(book_all, [database_url] * PROCESSES, shares)
        outcomes = [outcome for answer in answers for outcome in answer]
    assert len(outcomes) == REQUESTS
    _check(make, session, outcomes)


def test_a_thousand_joins_keep_one_strict_order(crowd: Crowd, make: Factory) -> None:
    session = make.session(capacity=1)
    make.booking(session, make.family())
    requests = [make.request(family, session) for family in make.families(JOINS)]
    outcomes = crowd.at_once([books(request) for request in requests])
    told = {each.entry_id: each.position for each in outcomes if isinstance(each, Queued)}
    entries = make.rows(waitlist_entry, session_id=session.id)
    assert [told[each.id] for each in entries] == list(range(1, JOINS + 1))

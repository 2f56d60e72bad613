"""A place that comes free while people wait is theirs: newcomers never see it free."""

from dataclasses import replace
from datetime import datetime
from threading import Barrier

import pytest

from domain import validator
from domain.booking import give_back
from domain.model import SYSTEM, Policy, Session
from domain.validator import Facts, Refusals
from domain.waiting_list import promote
from storage.database import Database
from storage.transaction import Transaction
from tests.factory import NOW, POLICY, Factory, Family
from tests.races.acts import MANY_TIMES, TIMES, books, cancels, children_in, children_waiting
from tests.races.crowd import Crowd, Work

pytestmark = pytest.mark.race

CONTENDERS = 18


def rush_for_freed_places(
    crowd: Crowd, make: Factory, *, gap: Barrier | None = None
) -> tuple[Session, list[Family], list[Family]]:
    """Cancel both places of a session against 16 newcomers; two families have been waiting.

    With a gap, the newcomers come when the places are free and before anybody is promoted.
    """
    session = make.session(capacity=2)
    leaving, hoping, newcomers = make.families(2), make.families(2), make.families(16)
    bookings = [make.booking(session, each) for each in leaving]
    for each in hoping:
        make.waiting(session, each)
    requests = [make.request(each, session) for each in newcomers]
    if gap:
        works = [cancels_then_promotes(session, booking_id, gap) for booking_id in bookings]
        works += [comes_in(gap, books(request)) for request in requests]
    else:
        works = [cancels(leaving[n].parent_id, booking_id) for n, booking_id in enumerate(bookings)]
        works += [books(request) for request in requests]
    crowd.at_once(works)
    return session, hoping, newcomers


def test_freed_places_go_to_those_who_wait_and_never_to_newcomers(
    crowd: Crowd, make: Factory
) -> None:
    for _ in range(TIMES):
        session, hoping, newcomers = rush_for_freed_places(crowd, make)
        assert children_in(make, session) == [each.child_id for each in hoping]
        assert sorted(children_waiting(make, session)) == [each.child_id for each in newcomers]


def test_control_promoting_later_and_forgetting_the_queue_lets_newcomers_in(
    crowd: Crowd, make: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The naive way: cancel, commit, promote; and a place is free when nobody sits on it."""
    forgetful = [
        forgetful_capacity if layer is validator.capacity else layer for layer in validator.LAYERS
    ]
    monkeypatch.setattr(validator, "LAYERS", forgetful)
    for _ in range(MANY_TIMES):
        session, hoping, _ = rush_for_freed_places(crowd, make, gap=Barrier(CONTENDERS))
        if children_in(make, session) != [each.child_id for each in hoping]:
            return
    pytest.fail("no newcomer got in")


def forgetful_capacity(facts: Facts, policy: Policy, now: datetime) -> Refusals:
    return validator.capacity(replace(facts, ahead=0), policy, now)


def comes_in(gap: Barrier, work: Work[object]) -> Work[object]:
    def come(database: Database) -> object:
        gap.wait()
        return work(database)

    return come


def cancels_then_promotes(session: Session, booking_id: int, gap: Barrier) -> Work[object]:
    def cancel(tx: Transaction) -> None:
        found = tx.bookings.lock(booking_id)
        assert found
        give_back(tx, [found[0]], {booking_id: 0}, actor=SYSTEM, now=NOW)

    def promote_next(tx: Transaction) -> None:
        [locked] = tx.sessions.lock([session.id])
        promote(tx, locked, POLICY, now=NOW)

    def naively(database: Database) -> None:
        database.transact(cancel)
        gap.wait()
        database.transact(promote_next)

    return naively

"""The office changes a session while parents book it."""

from datetime import timedelta

import pytest

from domain.model import EntryStatus
from domain.outcomes import CapacityChanged, SessionCancelled
from domain.sessions import acknowledge, cancel_session, change_capacity
from storage.tables import acknowledgement, audit_event, booking, notice, waitlist_entry
from tests.domain.school import OFFICE
from tests.factory import NOW, POLICY, Factory
from tests.races.acts import Race, books, cancels, children_in, does, goes_wrong, race
from tests.races.crowd import Crowd, Work

pytestmark = pytest.mark.race

LATER = NOW + timedelta(hours=1)


@race
def test_session_cancelled_while_parents_book_keeps_nobody_and_tells_each_once(
    crowd: Crowd, make: Factory
) -> None:
    session = make.session(capacity=3, price=500)
    families = [make.family(balance=500) for _ in range(6)]
    leaving = make.family(balance=500)
    held = make.booking(session, leaving)
    calls_off = does(cancel_session, session.id, actor=OFFICE, now=LATER)
    works: list[Work[object]] = [
        *[books(make.request(each, session)) for each in families],
        cancels(leaving.parent_id, held),
        calls_off,
        calls_off,
    ]
    crowd.at_once(works)
    assert children_in(make, session) == []
    assert make.count(waitlist_entry, session_id=session.id, status=EntryStatus.WAITING) == 0
    for each in (*families, leaving):
        assert make.balance(each.parent_id) == 500
        told = make.count(notice, parent_id=each.parent_id, session_id=session.id)
        gone = make.rows(booking, parent_id=each.parent_id, ended_at=LATER)
        gone += make.rows(waitlist_entry, parent_id=each.parent_id, ended_at=LATER)
        assert told == len(gone)
    assert make.count(audit_event, action="session_cancelled", subject_id=session.id) == 1


@race
def test_capacity_lowered_while_parents_book_stops_them_there(crowd: Crowd, make: Factory) -> None:
    session = make.session(capacity=24)
    lowers = does(change_capacity, session.id, 1, POLICY, actor=OFFICE, now=NOW)
    booking_now = [books(make.request(each, session)) for each in make.families(24)]
    works: list[Work[object]] = [*booking_now[:6], lowers, *booking_now[6:]]
    changed = crowd.at_once(works)[6]
    assert isinstance(changed, CapacityChanged)
    places = max(changed.taken, 1)
    assert len(children_in(make, session)) == places
    waiting = make.count(waitlist_entry, session_id=session.id, status=EntryStatus.WAITING)
    assert waiting == 24 - places


@race
def test_two_admins_who_add_a_place_at_once_add_one(crowd: Crowd, make: Factory) -> None:
    """Each has seen one place and wants two: that is one wish, and one promotion."""
    session = make.session(capacity=1)
    make.booking(session, make.family())
    for _ in range(3):
        make.waiting(session, make.family())
    raises = does(change_capacity, session.id, 2, POLICY, shown=1, actor=OFFICE, now=NOW)
    crowd.at_once([raises] * 4)
    assert len(children_in(make, session)) == 2
    assert make.count(audit_event, action="capacity_changed", subject_id=session.id) == 1


@race
def test_got_it_tapped_five_times_at_once_is_noted_once(crowd: Crowd, make: Factory) -> None:
    session = make.session()
    family = make.family()
    make.booking(session, family)
    cancelled = make.database.transact(cancel_session, session.id, actor=OFFICE, now=NOW)
    assert isinstance(cancelled, SessionCancelled)
    [told] = make.rows(notice, session_id=session.id)
    seen = crowd.at_once([does(acknowledge, family.parent_id, told.id, now=NOW)] * 5)
    assert seen == [True] * 5
    assert make.count(acknowledgement, notice_id=told.id) == 1
    assert make.count(audit_event, action="acknowledged", subject_id=session.id) == 1


@pytest.mark.parametrize(
    "scene",
    [
        test_session_cancelled_while_parents_book_keeps_nobody_and_tells_each_once,
        test_capacity_lowered_while_parents_book_stops_them_there,
        test_two_admins_who_add_a_place_at_once_add_one,
    ],
)
def test_control_unguarded_it_goes_wrong(crowd: Crowd, make: Factory, scene: Race) -> None:
    assert goes_wrong(scene, crowd, make)

"""Who gets a place when several people act on one session at the same moment."""

from datetime import timedelta

import pytest

from domain.booking import expire_hold
from domain.model import Actor, BookingStatus, EntryStatus, Role
from domain.money import confirm_from_balance
from domain.notices import NoticeKind
from domain.outcomes import AlreadyEnded, Booked, Cancelled
from domain.sessions import change_capacity
from storage.tables import account_entry, booking, notice, waitlist_entry
from tests.domain.school import OFFICE
from tests.factory import NOW, POLICY, Factory
from tests.races.acts import (
    Race,
    cancels,
    children_in,
    children_waiting,
    does,
    goes_wrong,
    race,
)
from tests.races.crowd import Crowd, Work

pytestmark = pytest.mark.race


@race
def test_five_cancellations_with_five_waiting_leave_no_place_empty(
    crowd: Crowd, make: Factory
) -> None:
    session = make.session(capacity=5)
    leaving, hoping = make.families(5), make.families(5)
    bookings = [make.booking(session, each) for each in leaving]
    entries = [make.waiting(session, each) for each in hoping]
    crowd.at_once(
        [
            cancels(family.parent_id, booking_id)
            for family, booking_id in zip(leaving, bookings, strict=True)
        ]
    )
    assert children_in(make, session) == [each.child_id for each in hoping]
    assert make.count(booking, session_id=session.id) == 10
    for entry_id in entries:
        [entry] = make.rows(waitlist_entry, id=entry_id)
        assert entry.status == EntryStatus.PROMOTED
        assert make.count(notice, booking_id=entry.booking_id, kind=NoticeKind.PROMOTED) == 1


@race
def test_booking_cancelled_five_times_frees_one_place(crowd: Crowd, make: Factory) -> None:
    session = make.session(capacity=1, price=500)
    leaving = make.family(balance=500)
    booking_id = make.booking(session, leaving)
    hoping = [make.family(balance=500) for _ in range(3)]
    for each in hoping:
        make.waiting(session, each)
    outcomes = crowd.at_once([cancels(leaving.parent_id, booking_id)] * 5)
    assert all(isinstance(each, Cancelled) and each.refund_minor == 500 for each in outcomes)
    assert children_in(make, session) == [hoping[0].child_id]
    assert children_waiting(make, session) == [each.child_id for each in hoping[1:]]
    assert make.balance(leaving.parent_id) == 500


@race
def test_hold_either_ends_or_is_paid_for(crowd: Crowd, make: Factory) -> None:
    session = make.session(capacity=1, price=500)
    family, hoping = make.family(balance=500), make.family(balance=500)
    deadline = NOW + timedelta(hours=1)
    held = make.booking(session, family, status=BookingStatus.PENDING, hold_expires_at=deadline)
    make.waiting(session, hoping)
    works: list[Work[object]] = [
        does(expire_hold, held, POLICY, now=deadline),
        does(
            confirm_from_balance,
            family.parent_id,
            held,
            POLICY,
            actor=Actor(Role.PARENT, family.parent_id),
            now=deadline - timedelta(seconds=1),
        ),
    ]
    ended, paid = crowd.at_once(works)
    charges = make.count(account_entry, booking_id=held)
    if ended:
        assert isinstance(paid, AlreadyEnded)
        assert (children_in(make, session), charges) == ([hoping.child_id], 0)
    else:
        assert isinstance(paid, Booked)
        assert (children_in(make, session), charges) == ([family.child_id], 1)


@race
def test_capacity_raised_while_a_place_is_given_back_fills_every_place_once(
    crowd: Crowd, make: Factory
) -> None:
    sessions = [make.session(capacity=1) for _ in range(4)]
    queues = [make.families(4) for _ in sessions]
    works: list[Work[object]] = []
    for session, queue in zip(sessions, queues, strict=True):
        leaving = make.family()
        works.append(cancels(leaving.parent_id, make.booking(session, leaving)))
        works.append(does(change_capacity, session.id, 3, POLICY, actor=OFFICE, now=NOW))
        for each in queue:
            make.waiting(session, each)
    crowd.at_once(works)
    for session, queue in zip(sessions, queues, strict=True):
        assert children_in(make, session) == [each.child_id for each in queue[:3]]
        assert children_waiting(make, session) == [queue[3].child_id]


@pytest.mark.parametrize(
    "scene",
    [
        test_five_cancellations_with_five_waiting_leave_no_place_empty,
        test_booking_cancelled_five_times_frees_one_place,
        test_hold_either_ends_or_is_paid_for,
        test_capacity_raised_while_a_place_is_given_back_fills_every_place_once,
    ],
)
def test_control_unguarded_it_goes_wrong(crowd: Crowd, make: Factory, scene: Race) -> None:
    assert goes_wrong(scene, crowd, make)

"""One child, several devices, one or two parents."""

import pytest

from domain.families import ChildRemoved, NotYourChild, RemovalChanged, remove_child
from domain.model import BookingStatus
from domain.outcomes import Booked, Queued, Reason, Refused
from storage.tables import booking, child, guardianship, waitlist_entry
from tests.factory import NOW, POLICY, Factory, Family
from tests.races.acts import (
    Race,
    books,
    cancels,
    children_in,
    children_waiting,
    does,
    goes_wrong,
    race,
)
from tests.races.crowd import Crowd, Work

pytestmark = pytest.mark.race


def two_parents(make: Factory) -> tuple[Family, Family]:
    """Return one child as either of its two parents sees it."""
    first, second = make.parent(), make.parent()
    child_id = make.child(first, second)
    return Family(first, child_id), Family(second, child_id)


def removes(
    family: Family, *, places: int = 1, refund_minor: int = 0
) -> Work[ChildRemoved | RemovalChanged | NotYourChild]:
    """Remove a child, having been shown what would go with it and what would come back."""
    shown = (places, refund_minor)
    return does(remove_child, family.parent_id, family.child_id, POLICY, shown=shown, now=NOW)


@race
def test_child_gets_one_place_however_many_devices_book_it(crowd: Crowd, make: Factory) -> None:
    session = make.session()
    parents = two_parents(make)
    requests = [make.request(parents[device % 2], session) for device in range(5)]
    outcomes = crowd.at_once([books(request) for request in requests])
    assert sum(isinstance(each, Booked) for each in outcomes) == 1
    refused = [each.refusals[0].reason for each in outcomes if isinstance(each, Refused)]
    assert refused == [Reason.ALREADY_BOOKED] * 4
    assert make.count(booking, session_id=session.id) == 1


@race
def test_child_waits_once_however_many_devices_queue_it(crowd: Crowd, make: Factory) -> None:
    session = make.session(capacity=1)
    make.booking(session, make.family())
    parents = two_parents(make)
    requests = [make.request(parents[device % 2], session) for device in range(5)]
    outcomes = crowd.at_once([books(request) for request in requests])
    assert sum(isinstance(each, Queued) for each in outcomes) == 1
    assert len(children_waiting(make, session)) == 1


@race
def test_confirmation_told_five_times_at_once_has_one_effect(crowd: Crowd, make: Factory) -> None:
    session = make.session(price=500)
    family = make.family(balance=1500)
    request = make.request(family, session)
    outcomes = crowd.at_once([books(request)] * 5)
    [row] = make.rows(booking, session_id=session.id)
    assert [(type(each), each.booking_id) for each in outcomes if isinstance(each, Booked)] == [
        (Booked, row.id)
    ] * 5
    assert make.balance(family.parent_id) == 1000


@race
def test_wish_to_wait_told_five_times_at_once_has_one_effect(crowd: Crowd, make: Factory) -> None:
    session = make.session(capacity=1)
    make.booking(session, make.family())
    outcomes = crowd.at_once([books(make.request(make.family(), session))] * 5)
    [row] = make.rows(waitlist_entry, session_id=session.id)
    told = [(each.entry_id, each.position) for each in outcomes if isinstance(each, Queued)]
    assert told == [(row.id, 1)] * 5


@race
def test_child_is_not_booked_in_two_sessions_at_the_same_time_of_day(
    crowd: Crowd, make: Factory
) -> None:
    parents = two_parents(make)
    requests = [make.request(parent, make.session()) for parent in parents]
    outcomes = crowd.at_once([books(request) for request in requests])
    assert sum(isinstance(each, Booked) for each in outcomes) == 1
    [refused] = [each for each in outcomes if isinstance(each, Refused)]
    assert refused.refusals[0].reason is Reason.CLASH


@race
def test_child_is_not_promoted_into_the_time_of_a_new_booking(crowd: Crowd, make: Factory) -> None:
    full, other = make.session(capacity=1), make.session()
    leaving = make.family()
    booking_id = make.booking(full, leaving)
    waiting, booking_now = two_parents(make)
    make.waiting(full, waiting)
    works: list[Work[object]] = [
        cancels(leaving.parent_id, booking_id),
        books(make.request(booking_now, other)),
    ]
    crowd.at_once(works)
    assert len(children_in(make, full) + children_in(make, other)) == 1


@race
def test_child_removed_while_it_is_being_booked_keeps_no_place(crowd: Crowd, make: Factory) -> None:
    session = make.session()
    family = make.family()
    works: list[Work[object]] = [removes(family), books(make.request(family, session))]
    removed, _ = crowd.at_once(works)
    assert isinstance(removed, ChildRemoved)
    assert children_in(make, session) == []


@race
def test_child_removed_while_it_is_being_promoted_keeps_no_place(
    crowd: Crowd, make: Factory
) -> None:
    session = make.session(capacity=1)
    leaving, family, behind = make.families(3)
    booking_id = make.booking(session, leaving)
    make.waiting(session, family)
    make.waiting(session, behind)
    works: list[Work[object]] = [removes(family), cancels(leaving.parent_id, booking_id)]
    crowd.at_once(works)
    assert children_in(make, session) == [behind.child_id]


@race
def test_of_two_parents_who_remove_their_child_one_is_the_last(crowd: Crowd, make: Factory) -> None:
    session = make.session(capacity=1)
    parents = two_parents(make)
    make.booking(session, parents[0])
    next_in_queue = make.family()
    make.waiting(session, next_in_queue)
    outcomes = crowd.at_once([removes(parent) for parent in parents])
    assert all(isinstance(each, ChildRemoved) for each in outcomes)
    assert children_in(make, session) == [next_in_queue.child_id]
    [row] = make.rows(child, id=parents[0].child_id)
    assert row.removed_at == NOW
    assert make.count(guardianship, child_id=row.id) == 0


@race
def test_of_two_parents_who_were_shown_no_loss_one_keeps_child_and_place(
    crowd: Crowd, make: Factory
) -> None:
    """Each saw the other remain: the second is asked again, and the place passes to them."""
    session = make.session()
    parents = two_parents(make)
    make.booking(session, parents[0])
    outcomes = crowd.at_once([removes(parent, places=0) for parent in parents])
    assert {type(each) for each in outcomes} == {ChildRemoved, RemovalChanged}
    [link] = make.rows(guardianship, child_id=parents[0].child_id)
    [row] = make.rows(booking, session_id=session.id)
    assert (row.status, row.parent_id) == (BookingStatus.CONFIRMED, link.parent_id)


@race
def test_child_is_removed_once_however_often_it_is_tapped(crowd: Crowd, make: Factory) -> None:
    session = make.session(price=500)
    family = make.family(balance=500)
    make.booking(session, family)
    outcomes = crowd.at_once([removes(family, refund_minor=500)] * 5)
    assert isinstance(outcomes[0], ChildRemoved)
    assert set(outcomes) == {ChildRemoved(outcomes[0].name, places=1, refunded_minor=500)}
    assert make.balance(family.parent_id) == 500


@race
def test_removals_that_promote_each_others_families_both_end(crowd: Crowd, make: Factory) -> None:
    """Each holds its own parent locked and then wants the other's: one of them starts over."""
    sessions = [make.session(capacity=1), make.session(capacity=1)]
    families = [make.family(), make.family()]
    siblings = [Family(each.parent_id, make.child(each.parent_id)) for each in families]
    for number, session in enumerate(sessions):
        make.booking(session, families[number])
        make.waiting(session, siblings[1 - number])
    outcomes = crowd.at_once([removes(family) for family in families])
    assert all(isinstance(each, ChildRemoved) for each in outcomes)
    promoted = [children_in(make, session) for session in sessions]
    assert promoted == [[siblings[1].child_id], [siblings[0].child_id]]


GUARDED_BY_IDS = (
    test_confirmation_told_five_times_at_once_has_one_effect,
    test_wish_to_wait_told_five_times_at_once_has_one_effect,
)
"""Without a lock two are given one id on SQLite, and whoever comes second looks again."""


@pytest.mark.parametrize(
    "scene",
    [
        test_child_gets_one_place_however_many_devices_book_it,
        test_child_waits_once_however_many_devices_queue_it,
        test_confirmation_told_five_times_at_once_has_one_effect,
        test_wish_to_wait_told_five_times_at_once_has_one_effect,
        test_child_is_not_booked_in_two_sessions_at_the_same_time_of_day,
        test_child_is_not_promoted_into_the_time_of_a_new_booking,
        test_child_removed_while_it_is_being_booked_keeps_no_place,
        test_child_removed_while_it_is_being_promoted_keeps_no_place,
        test_of_two_parents_who_were_shown_no_loss_one_keeps_child_and_place,
        test_child_is_removed_once_however_often_it_is_tapped,
    ],
)
def test_control_unguarded_it_goes_wrong(
    crowd: Crowd, make: Factory, scene: Race, monkeypatch: pytest.MonkeyPatch
) -> None:
    if crowd.kind == "sqlite" and scene in GUARDED_BY_IDS:
        monkeypatch.setattr("storage.database.ATTEMPTS", 1)
    assert goes_wrong(scene, crowd, make)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_control_without_another_try_crossed_removals_do_not_both_end(
    crowd: Crowd, make: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.database.ATTEMPTS", 1)
    with pytest.raises(AssertionError, match="BusyError"):
        test_removals_that_promote_each_others_families_both_end(crowd, make)


# On SQLite each statement sees all before it: whoever unlinks the child last is told so.
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_control_unguarded_both_parents_think_the_other_remains(
    crowd: Crowd, make: Factory
) -> None:
    assert goes_wrong(test_of_two_parents_who_remove_their_child_one_is_the_last, crowd, make)

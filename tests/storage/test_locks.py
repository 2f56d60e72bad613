"""Who waits for whom: two transactions on one child, one family, one account."""

from domain.activity_changes import change_activity
from domain.booking import book_places, cancel_booking
from domain.consequences import Change
from domain.families import add_child, remove_child
from domain.model import Field
from domain.outcomes import Booked, Cancelled, Held, Queued, Reason, Refused
from domain.ports.families import NewChild
from storage.tables import booking, child
from tests.domain.school import OFFICE
from tests.domain.values import plan
from tests.factory import MONDAY, NOW, POLICY, Factory, Family
from tests.storage.turns import in_turn


def two_parents(make: Factory) -> tuple[Family, Family]:
    """One child, seen from either parent."""
    first, second = make.parent(), make.parent()
    child_id = make.child(first, second)
    return Family(first, child_id), Family(second, child_id)


def test_two_parents_cannot_book_one_child_in_two_places_at_one_time(make: Factory) -> None:
    mother, father = two_parents(make)
    swim, chess = make.session(), make.session()
    [one], [other] = in_turn(
        make.database,
        lambda tx: book_places(tx, make.request(mother, swim), POLICY, now=NOW),
        lambda tx: book_places(tx, make.request(father, chess), POLICY, now=NOW),
    )
    assert isinstance(one, Booked)
    assert isinstance(other, Refused)
    assert [refusal.reason for refusal in other.refusals] == [Reason.CLASH]
    assert make.count(booking) == 1


def test_child_is_not_booked_elsewhere_while_it_is_promoted(make: Factory) -> None:
    mother, father = two_parents(make)
    swim, chess, gone = make.session(capacity=1), make.session(), make.family()
    taken = make.booking(swim, gone)
    make.waiting(swim, mother)
    cancelled, [refused] = in_turn(
        make.database,
        lambda tx: cancel_booking(tx, gone.parent_id, taken, POLICY, shown_refund_minor=0, now=NOW),
        lambda tx: book_places(tx, make.request(father, chess), POLICY, now=NOW),
    )
    assert isinstance(cancelled, Cancelled)
    assert isinstance(refused, Refused)
    assert make.count(booking, child_id=mother.child_id) == 1


def siblings(make: Factory) -> tuple[Family, Family]:
    """Two children of one parent, who has money for one place."""
    ann = make.family(balance=500)
    return ann, Family(ann.parent_id, make.child(ann.parent_id))


def test_one_balance_is_not_spent_on_two_children_at_once(make: Factory) -> None:
    ann, ben = siblings(make)
    swim, chess = make.session(price=500), make.session(price=500)
    [one], [other] = in_turn(
        make.database,
        lambda tx: book_places(tx, make.request(ann, swim), POLICY, now=NOW),
        lambda tx: book_places(tx, make.request(ben, chess), POLICY, now=NOW),
    )
    assert isinstance(one, Booked)
    assert isinstance(other, Held)
    assert make.balance(ann.parent_id) == 0


def test_one_balance_is_not_spent_on_a_booking_while_a_sibling_is_promoted(make: Factory) -> None:
    ann, ben = siblings(make)
    swim, chess, gone = make.session(capacity=1, price=500), make.session(price=500), make.family()
    taken = make.booking(swim, gone, status="pending")
    make.waiting(swim, ann)
    _, [held] = in_turn(
        make.database,
        lambda tx: cancel_booking(tx, gone.parent_id, taken, POLICY, shown_refund_minor=0, now=NOW),
        lambda tx: book_places(tx, make.request(ben, chess), POLICY, now=NOW),
    )
    assert isinstance(held, Held)
    assert [row.status for row in make.rows(booking, child_id=ann.child_id)] == ["confirmed"]
    assert make.balance(ann.parent_id) == 0


def test_nothing_is_booked_for_a_child_that_is_being_removed(make: Factory) -> None:
    ann = make.family()
    swim = make.session()
    _, [refused] = in_turn(
        make.database,
        lambda tx: remove_child(tx, ann.parent_id, ann.child_id, POLICY, shown=(9, 0), now=NOW),
        lambda tx: book_places(tx, make.request(ann, swim), POLICY, now=NOW),
    )
    assert isinstance(refused, Refused)
    assert [refusal.reason for refusal in refused.refusals] == [Reason.NOT_YOUR_CHILD]
    assert make.count(booking) == 0


def test_of_two_parents_who_both_remove_a_child_one_is_the_last(make: Factory) -> None:
    mother, father = two_parents(make)
    in_turn(
        make.database,
        lambda tx: remove_child(
            tx, mother.parent_id, mother.child_id, POLICY, shown=(9, 0), now=NOW
        ),
        lambda tx: remove_child(
            tx, father.parent_id, father.child_id, POLICY, shown=(9, 0), now=NOW
        ),
    )
    assert make.rows(child)[0].removed_at == NOW


def test_child_added_on_two_devices_is_one_child(make: Factory) -> None:
    parent_id = make.parent()
    new = NewChild("Bob", MONDAY.replace(year=2018), 3)
    one, other = in_turn(
        make.database,
        lambda tx: add_child(tx, parent_id, new, now=NOW),
        lambda tx: add_child(tx, parent_id, new, now=NOW),
    )
    assert one == other
    assert make.count(child) == 1


def test_booking_that_waited_sees_the_activity_as_it_has_become(make: Factory) -> None:
    """What holds for all dates stands in another row than the one that is locked."""
    swim, ann = make.session(capacity=2, price=500), make.family(balance=1000)
    make.booking(swim, make.family())
    change = Change(Field.CAPACITY, plan(capacity=1))
    _, [outcome] = in_turn(
        make.database,
        lambda tx: change_activity(
            tx,
            swim.activity.id,
            change,
            POLICY,
            shown_places=0,
            key="key",
            actor=OFFICE,
            now=NOW,
        ),
        lambda tx: book_places(tx, make.request(ann, swim), POLICY, now=NOW),
    )
    assert isinstance(outcome, Queued)
    assert make.count(booking) == 1

"""Who was told that a session is cancelled: what each reads, and who has not seen it yet."""

from datetime import datetime, timedelta

import pytest

from domain.booking import cancel_booking
from domain.model import Actor, Role, Session
from domain.sessions import acknowledge, cancel_session
from storage.notices.cancellations import AboutCancellation
from storage.reachability import mark_unreachable
from storage.tables import NoticeState, notice
from storage.told_queries import Told, find_told
from tests.factory import NOW, POLICY, Factory, Family

OFFICE = Actor(Role.ADMIN, 42)
LATER = NOW + timedelta(minutes=1)


def call_off(make: Factory, session: Session, reason: str = "") -> None:
    make.database.transact(cancel_session, session.id, reason=reason, actor=OFFICE, now=LATER)


def told(make: Factory, session: Session) -> Told:
    found = make.database.look(find_told, session.id)
    assert found is not None
    return found


def read(make: Factory, now: datetime = LATER) -> dict[int | None, AboutCancellation]:
    """Claim what is due: what each parent is going to read."""
    claimed = make.database.transact(
        lambda tx: tx.outbox.claim(now=now, again_at=now + timedelta(hours=1), most=99)
    )
    return {
        each.parent_id: each.about for each in claimed if isinstance(each.about, AboutCancellation)
    }


def sees(make: Factory, parent_id: int) -> None:
    [row] = make.rows(notice, parent_id=parent_id)
    assert make.database.transact(acknowledge, parent_id, row.id, now=LATER)


def unseen(make: Factory, session: Session) -> list[tuple[str, ...]]:
    return [each.children for each in told(make, session).families if not each.has_seen]


def test_each_parent_reads_of_their_own_children_and_their_own_refund(make: Factory) -> None:
    swim = make.session(price=500, capacity=2)
    ann, other, ben = make.parent(), make.parent(), make.parent()
    emma = Family(ann, make.child(ann, other, name="Emma"))
    sibling = Family(other, make.child(ann, other, name="Ada"))
    make.booking(swim, emma)
    make.waiting(swim, sibling)
    make.booking(swim, Family(ben, make.child(ben, name="Leo")))
    make.booking(swim, make.family(name="Gone"), status="cancelled", ended_at=NOW)
    call_off(make, swim, "The pool is shut.")
    found = read(make)
    assert {each.reason for each in found.values()} == {"The pool is shut."}
    assert {whom: (each.children, each.refund_minor) for whom, each in found.items()} == {
        ann: (("Ada", "Emma"), 500),
        other: (("Ada", "Emma"), 0),
        ben: (("Leo",), 500),
    }
    assert found[ann].session.id == swim.id


def test_who_had_cancelled_late_reads_of_the_rest_of_their_money(make: Factory) -> None:
    swim = make.session(price=500)
    family = make.family(balance=500)
    taken = make.booking(swim, family)
    late = NOW + timedelta(days=7)
    make.database.transact(
        cancel_booking, family.parent_id, taken, POLICY, shown_refund_minor=250, now=late
    )
    make.database.transact(cancel_session, swim.id, actor=OFFICE, now=late + timedelta(minutes=1))
    [about] = read(make, late + timedelta(minutes=2)).values()
    assert (about.children, about.refund_minor) == ((), 250)
    assert told(make, swim).families == ()


def test_session_that_is_not_cancelled_has_told_nobody(make: Factory) -> None:
    swim = make.session()
    make.booking(swim, make.family())
    assert make.database.look(find_told, swim.id) is None


def test_family_has_seen_it_once_a_parent_of_each_child_has(make: Factory) -> None:
    swim = make.session()
    ann, other = make.parent(name="Ann"), make.parent(name="Abe")
    make.booking(swim, Family(ann, make.child(ann, other, name="Emma")))
    make.booking(swim, Family(ann, make.child(ann, name="Ada")))
    ben = make.family(name="Leo")
    make.waiting(swim, ben)
    make.booking(swim, make.family(name="Gone"), status="cancelled", ended_at=NOW)
    call_off(make, swim, "Ill")
    assert told(make, swim).reason == "Ill"
    assert unseen(make, swim) == [("Emma", "Ada"), ("Leo",)]
    sees(make, other)
    assert unseen(make, swim) == [("Emma", "Ada"), ("Leo",)]
    sees(make, ann)
    assert unseen(make, swim) == [("Leo",)]
    sees(make, ben.parent_id)
    assert unseen(make, swim) == []
    [first, _] = told(make, swim).families
    assert [each.name for each in first.contacts] == ["Ann", "Abe"]


@pytest.mark.parametrize("why", ["no telegram", "blocked", "given up"])
def test_who_cannot_be_written_to_is_to_be_called(make: Factory, why: str) -> None:
    swim = make.session()
    parent_id = make.parent(telegram_id=None if why == "no telegram" else 77)
    make.booking(swim, Family(parent_id, make.child(parent_id)))
    make.booking(swim, make.family())
    call_off(make, swim)
    if why == "blocked":
        make.database.transact(mark_unreachable, parent_id, now=LATER)
    if why == "given up":
        [row] = make.rows(notice, parent_id=parent_id)
        make.change(notice, row.id, state=NoticeState.FAILED, settled_at=LATER)
    assert [each.is_reachable for each in told(make, swim).families] == [False, True]


def test_family_is_reached_through_the_other_parent(make: Factory) -> None:
    swim = make.session()
    offline, online = make.parent(telegram_id=None), make.parent()
    make.booking(swim, Family(offline, make.child(offline, online)))
    call_off(make, swim)
    [family] = told(make, swim).families
    assert family.is_reachable
    assert len(family.contacts) == 2
    sees(make, online)
    assert unseen(make, swim) == []

"""Who cannot be reached: what they are to be told waits, and the office sees it."""

from datetime import timedelta
from typing import Any

import pytest

from domain.notices import Notice, NoticeKind
from storage.conversations import find_visitor
from storage.database import Database
from storage.reachability import mark_reachable, mark_unreachable, resume_paused
from storage.tables import NoticeState, notice, parent
from storage.undelivered import GivenUp, Unreachable, list_undelivered
from tests.factory import MONDAY, NOW, Factory, Family

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def ann(make: Factory) -> Family:
    parent_id = make.parent(telegram_id=77, name="Ann")
    return Family(parent_id, make.child(parent_id, name="Emma"))


def tell(make: Factory, family: Family, **values: Any) -> int:
    """Write a notice to a parent about a booking of theirs; return its id."""
    on = MONDAY + make.count(notice) * timedelta(weeks=1)
    booking_id = make.booking(make.session(name="Swimming", on=on), family)
    row: dict[str, Any] = {
        "parent_id": family.parent_id,
        "kind": "promoted",
        "dedupe_key": f"promoted:b{booking_id}",
        "booking_id": booking_id,
        "due_at": NOW,
        "state": NoticeState.WAITING,
        "attempts": 3,
    }
    row |= values
    return make.insert(notice, **({"first_due_at": row["due_at"]} | row))


def states(make: Factory) -> list[str]:
    return [row.state for row in make.rows(notice)]


def is_unreachable(database: Database) -> bool:
    return database.look(find_visitor, 77).is_unreachable


def test_notices_of_who_cannot_be_reached_wait_and_nobody_elses(make: Factory, ann: Family) -> None:
    for family in (ann, ann, make.family()):
        tell(make, family)
    tell(make, ann, state=NoticeState.SENT, settled_at=NOW)
    make.database.transact(mark_unreachable, ann.parent_id, now=NOW)
    assert states(make) == ["paused", "paused", "waiting", "sent"]
    assert is_unreachable(make.database)


def test_since_when_is_since_it_was_first_noticed(make: Factory, ann: Family) -> None:
    for now in (NOW, NOW + DAY):
        make.database.transact(mark_unreachable, ann.parent_id, now=now)
    assert [row.unreachable_since for row in make.rows(parent)] == [NOW]


def test_what_waited_is_due_once_they_are_back_and_begins_anew(make: Factory, ann: Family) -> None:
    tell(make, ann)
    bob = make.family()
    tell(make, bob)
    for parent_id in (ann.parent_id, bob.parent_id):
        make.database.transact(mark_unreachable, parent_id, now=NOW)
    make.database.transact(mark_reachable, ann.parent_id, now=NOW + HOUR)
    assert states(make) == ["waiting", "paused"]
    [back, _] = make.rows(notice)
    assert (back.due_at, back.first_due_at, back.attempts) == (NOW + HOUR, NOW + HOUR, 0)
    assert not is_unreachable(make.database)


@pytest.mark.parametrize("has_waiting", [False, True])
def test_delivery_is_woken_if_something_has_waited(
    make: Factory, ann: Family, has_waiting: bool
) -> None:
    if has_waiting:
        tell(make, ann)
    make.database.transact(mark_unreachable, ann.parent_id, now=NOW)
    woken: list[bool] = []
    make.database.on_notices = lambda: woken.append(True)
    make.database.transact(mark_reachable, ann.parent_id, now=NOW)
    assert bool(woken) is has_waiting


def test_what_was_put_by_as_its_parent_came_back_is_found_by_the_sweep(
    make: Factory, ann: Family
) -> None:
    tell(make, ann, state=NoticeState.PAUSED)
    bob = make.family()
    make.change(parent, bob.parent_id, unreachable_since=NOW)
    tell(make, bob, state=NoticeState.PAUSED)
    woken: list[bool] = []
    make.database.on_notices = lambda: woken.append(True)
    assert make.database.transact(resume_paused, now=NOW) == 1
    assert states(make) == ["waiting", "paused"]
    assert make.database.transact(resume_paused, now=NOW) == 0
    assert woken == [True]


# The list of the office


def undelivered(make: Factory) -> list[Unreachable | GivenUp]:
    return make.database.look(list_undelivered, since=NOW - 30 * DAY, today=NOW.date())


def test_nothing_is_listed_while_all_goes_well(make: Factory, ann: Family) -> None:
    tell(make, ann)
    tell(make, ann, state=NoticeState.SENT, settled_at=NOW)
    tell(make, ann, state=NoticeState.DROPPED, settled_at=NOW)
    assert undelivered(make) == []


def test_parents_out_of_reach_are_listed_by_name_with_what_waits(
    make: Factory, ann: Family
) -> None:
    zoe = make.parent(name="zoe")
    for parent_id in (zoe, ann.parent_id):
        make.change(parent, parent_id, unreachable_since=NOW)
    for _ in range(2):
        tell(make, ann, state=NoticeState.PAUSED)
    assert undelivered(make) == [Unreachable("Ann", NOW, 2), Unreachable("zoe", NOW, 0)]


def test_what_was_given_up_is_listed_the_latest_first(make: Factory, ann: Family) -> None:
    failed = {"state": NoticeState.FAILED}
    tell(make, ann, **failed, settled_at=NOW - 30 * DAY)
    tell(make, ann, **failed, settled_at=NOW)
    tell(make, ann, **failed, settled_at=NOW - 30 * DAY - HOUR)
    week = timedelta(weeks=1)
    assert undelivered(make) == [
        GivenUp("Ann", NOW, NoticeKind.PROMOTED, "Swimming", MONDAY + week),
        GivenUp("Ann", NOW - 30 * DAY, NoticeKind.PROMOTED, "Swimming", MONDAY),
    ]


def test_what_a_newer_version_has_written_is_listed_too(make: Factory, ann: Family) -> None:
    tell(make, ann, kind="not_yet_known", state=NoticeState.FAILED, settled_at=NOW)
    assert undelivered(make) == [GivenUp("Ann", NOW, None, "Swimming", MONDAY)]


def test_whatever_it_was_about_is_named(make: Factory, ann: Family) -> None:
    tutor_id = make.tutor(telegram_id=99, name="Ms Wood")
    swim = make.session(name="Swimming", tutor_id=tutor_id)
    entry_id = make.waiting(swim, ann)
    passed_over, register = NoticeKind.PASSED_OVER, NoticeKind.REGISTER
    notices = [
        Notice(ann.parent_id, passed_over, NOW, entry_id=entry_id),
        Notice(ann.parent_id, NoticeKind.REMINDER_SOON, NOW, on_date=MONDAY),
        Notice(None, register, NOW, session_id=swim.id, staff_telegram_id=99),
        Notice(None, register, NOW, session_id=swim.id, staff_telegram_id=98),
    ]
    make.database.transact(lambda tx: tx.outbox.add(*notices))
    for row in make.rows(notice):
        make.change(notice, row.id, state=NoticeState.FAILED, settled_at=NOW)
    listed = undelivered(make)
    assert len(listed) == len(notices)
    assert set(listed) == {
        GivenUp("Ann", NOW, passed_over, "Swimming", MONDAY),
        GivenUp("Ann", NOW, NoticeKind.REMINDER_SOON, None, MONDAY),
        GivenUp("Ms Wood", NOW, register, "Swimming", MONDAY),
        GivenUp(None, NOW, register, "Swimming", MONDAY),
    }

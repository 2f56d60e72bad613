"""What is due: the reads with which periodic jobs find their rows."""

from datetime import timedelta

from storage.sweeps import list_due_holds, list_queues, list_sessions
from tests.factory import MONDAY, NOW, Factory


def held(make: Factory, hours: int) -> int:
    deadline = NOW + timedelta(hours=hours)
    return make.booking(make.session(), make.family(), status="pending", hold_expires_at=deadline)


def test_holds_are_due_at_their_deadline_the_longest_overdue_first(make: Factory) -> None:
    late, now, overdue, _ = (held(make, hours) for hours in (-1, 0, -5, 1))
    found = make.database.look(list_due_holds, now=NOW, most=10)
    assert found == [overdue, late, now]
    assert make.database.look(list_due_holds, now=NOW, most=1) == [overdue]


def test_what_is_not_held_is_never_due(make: Factory) -> None:
    for status in ("confirmed", "cancelled", "expired"):
        make.booking(make.session(), make.family(), status=status)
    assert make.database.look(list_due_holds, now=NOW + timedelta(days=365), most=10) == []


def test_queue_is_a_session_that_somebody_waits_for(make: Factory) -> None:
    queued, left, empty = (make.session() for _ in range(3))
    for _ in range(2):
        make.waiting(queued, make.family())
    make.waiting(left, make.family(), status="left", ended_at=NOW)
    make.booking(empty, make.family())
    assert make.database.look(list_queues) == [queued]


def test_sessions_of_some_days_are_those_that_take_place(make: Factory) -> None:
    before, first, last, after = (
        make.session(on=MONDAY + timedelta(days=days)) for days in (-1, 0, 2, 3)
    )
    make.session(on=MONDAY, status="cancelled")
    found = make.database.look(list_sessions, MONDAY, MONDAY + timedelta(days=2))
    assert {each.id for each in found} == {first.id, last.id}
    assert not {before.id, after.id} & {each.id for each in found}

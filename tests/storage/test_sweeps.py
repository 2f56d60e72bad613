"""What is due: the reads with which periodic jobs find their rows."""

from datetime import timedelta

from domain.notices import Notice, NoticeKind
from storage.sweeps import list_due_holds, list_queues
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


def test_registers_are_still_to_be_sent_of_sessions_of_those_days_whose_tutor_has_telegram(
    make: Factory,
) -> None:
    tutor_id = make.tutor(telegram_id=77)
    before, first, last, after = (
        make.session(on=MONDAY + timedelta(days=days), tutor_id=tutor_id) for days in (-1, 0, 2, 3)
    )
    make.session(status="cancelled", tutor_id=tutor_id)
    make.session()
    sent, told_of_otherwise = (make.session(tutor_id=tutor_id) for _ in range(2))
    register = Notice(None, NoticeKind.REGISTER, NOW, session_id=sent.id, staff_telegram_id=66)
    other = Notice(
        None, NoticeKind.PROMOTED, NOW, session_id=told_of_otherwise.id, staff_telegram_id=77
    )
    make.database.transact(lambda tx: tx.outbox.add(register, other))
    found = make.database.look(
        lambda tx: tx.sessions.list_without_register(MONDAY, MONDAY + timedelta(days=2))
    )
    assert found == [(first, 77), (last, 77), (told_of_otherwise, 77)]
    assert not {before.id, after.id} & {each.id for each, _ in found}

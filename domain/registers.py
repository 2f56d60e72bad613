"""The register of a session, sent to its tutor before it starts; and once more if untouched."""

from datetime import datetime, timedelta

from domain.model import Policy
from domain.notices import Notice, NoticeKind
from domain.ports.transaction import Transaction
from domain.timetable import local_date, starts_at

CHASED_AFTER = timedelta(minutes=15)
"""How long after its start an untouched register is sent once more."""
CHASED_FOR = timedelta(hours=1)
"""If it could not be sent for so long after that, it is not sent any more."""


def queue_registers(tx: Transaction, policy: Policy, *, now: datetime) -> int:
    """Write the notice of each session that starts soon to its tutor; return how many.

    Once a session: who books later is not told of again. Nothing is locked, for what is on the
    register, and whether the session takes place, is looked at when it is sent.
    """
    until = now + policy.register_before
    sessions = tx.sessions.list_without_register(
        local_date(now, policy.zone), local_date(until, policy.zone)
    )
    notices = [
        Notice(None, NoticeKind.REGISTER, now, session_id=each.id, staff_telegram_id=telegram_id)
        for each, telegram_id in sessions
        if now < starts_at(each, policy.zone) <= until
    ]
    tx.outbox.add(*notices)
    return len(notices)


def queue_chases(tx: Transaction, policy: Policy, *, now: datetime) -> int:
    """Write a notice of each register that is untouched to its tutor, once; return how many.

    A school that wants no registers wants none chased. Whether it is still untouched is looked at
    when it is sent.
    """
    if not policy.register_before:
        return 0
    sessions = tx.attendance.list_untouched(
        local_date(now - CHASED_AFTER - CHASED_FOR, policy.zone), local_date(now, policy.zone)
    )
    kind = NoticeKind.REGISTER_UNTOUCHED
    notices = [
        Notice(None, kind, now, session_id=each.id, staff_telegram_id=telegram_id)
        for each, telegram_id in sessions
        if CHASED_AFTER <= now - starts_at(each, policy.zone) < CHASED_AFTER + CHASED_FOR
    ]
    tx.outbox.add(*notices)
    return len(notices)

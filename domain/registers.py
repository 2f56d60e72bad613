"""The register of a session, for its tutor before it starts."""

from datetime import datetime

from domain.model import Policy
from domain.notices import Notice, NoticeKind
from domain.ports import Transaction
from domain.timetable import local_date, starts_at


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

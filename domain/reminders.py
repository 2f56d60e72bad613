"""Which reminder is due when: the evening before, and two hours before the start."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.model import Policy, Session, SessionStatus
from domain.notices import Notice, NoticeKind
from domain.ports import Transaction
from domain.timetable import instant, starts_at

EVENING = time(18)
SOON = timedelta(hours=2)


def remind_at(session: Session, zone: ZoneInfo) -> dict[NoticeKind, datetime]:
    """Return the instant of each reminder of a session."""
    evening_before = instant(session.on - timedelta(days=1), EVENING, zone)
    return {
        NoticeKind.REMINDER_EVENING: evening_before,
        NoticeKind.REMINDER_SOON: starts_at(session, zone) - SOON,
    }


def due_reminders(
    session: Session, confirmed_at: datetime, zone: ZoneInfo, *, now: datetime
) -> list[NoticeKind]:
    """Return which reminders of a confirmed booking should go out by now.

    None once the session has started, and none whose moment was before the booking was
    confirmed: who has just booked knows. If both are due, as after a standstill, the later
    one says it all.
    """
    if now >= starts_at(session, zone):
        return []
    due = [kind for kind, at in remind_at(session, zone).items() if confirmed_at < at <= now]
    return due[-1:]


def queue_reminders(tx: Transaction, session_id: int, policy: Policy, *, now: datetime) -> int:
    """Write the reminders of a session that are due; return how many."""
    # Locked, so that a cancellation of the session is either seen here or sees the reminders.
    [session] = tx.sessions.lock([session_id])
    if session.status is SessionStatus.CANCELLED:
        return 0
    notices = [
        Notice(each.parent_id, kind, now, booking_id=each.booking_id)
        for each in tx.bookings.list_to_remind(session_id)
        for kind in due_reminders(session, each.confirmed_at, policy.zone, now=now)
        if kind not in each.reminded
    ]
    tx.outbox.add(*notices)
    return len(notices)

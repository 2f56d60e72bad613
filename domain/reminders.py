"""Which reminder is due when: the evening before, and two hours before the start."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.model import Session
from domain.notices import NoticeKind
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

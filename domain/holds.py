"""Use cases of the office on held places: promise to keep one until a voucher comes."""

from datetime import date, datetime, time

from domain.audit import Action, AuditEvent
from domain.model import Actor, Policy, Session
from domain.notices import Notice, NoticeKind
from domain.outcomes import HoldEnded, HoldKept, KeepOutcome
from domain.ports.transaction import Transaction
from domain.roles import check_office
from domain.timetable import instant, starts_at

END_OF_DAY = time(23, 59)


def kept_until(session: Session, on: date, policy: Policy) -> datetime:
    """Return the deadline of a place that is kept until a day: the day's end, or the start."""
    if on >= session.on:
        return starts_at(session, policy.zone)
    return instant(on, END_OF_DAY, policy.zone)


def keep_hold(
    tx: Transaction, booking_id: int, on: date, policy: Policy, *, actor: Actor, now: datetime
) -> KeepOutcome | None:
    """Promise to keep a held place until a day, waiting for a voucher, and tell its parent.

    A deadline is never made earlier, and a promise is made once for each.

    None: there is no such booking. What has ended is not revived.

    Raises:
        NotAllowedError: it is not the office.

    """
    check_office(actor)
    # The sweep may be ending the hold, or the parent paying, at this very moment.
    found = tx.bookings.lock(booking_id)
    if found is None:
        return None
    booking, session = found
    if booking.hold_expires_at is None or booking.hold_expires_at <= now:
        return HoldEnded(session, booking.status)
    until = max(kept_until(session, on, policy), booking.hold_expires_at)
    if booking.is_promised and until == booking.hold_expires_at:
        return HoldKept(session, until)
    tx.bookings.promise(booking.id, until, now)
    detail = until.isoformat(timespec="minutes")
    tx.audit.add(AuditEvent(now, actor, Action.HOLD_EXTENDED, booking.id, detail=detail))
    occasion = f"@{until.timestamp():.0f}"
    notice = Notice(
        booking.parent_id,
        NoticeKind.HOLD_EXTENDED,
        now,
        booking_id=booking.id,
        occasion=occasion,
    )
    tx.outbox.add(notice)
    return HoldKept(session, until)

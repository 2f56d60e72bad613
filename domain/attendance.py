"""Use cases on a register: mark who came, note something of a child, tell that one stays away."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.audit import Action, AuditEvent
from domain.model import (
    Actor,
    AttendanceStatus,
    Booking,
    BookingStatus,
    Mark,
    Policy,
    Role,
    Session,
    SessionStatus,
)
from domain.notices import Notice, NoticeKind
from domain.outcomes import (
    AlreadyEnded,
    AwayOutcome,
    NotBooked,
    NotYours,
    RegisterOutcome,
    Saved,
    TooEarly,
    TooLate,
)
from domain.ports.transaction import Transaction
from domain.roles import check_staff, check_teaches
from domain.timetable import ends_at, instant, starts_at

OPENS_BEFORE = timedelta(minutes=30)
"""How long before the start a register can be marked; or from when it is sent, if earlier."""
LONGEST_NOTE = 100


class NoSuchBookingError(Exception):
    """What a tap was about was never there."""


def opens_at(session: Session, policy: Policy) -> datetime:
    """Return from when on a register can be marked."""
    return starts_at(session, policy.zone) - max(OPENS_BEFORE, policy.register_before)


def day_ends_at(session: Session, zone: ZoneInfo) -> datetime:
    """Return until when a tutor can mark."""
    return instant(session.on + timedelta(days=1), time(), zone)


def mark_child(
    tx: Transaction,
    booking_id: int,
    status: AttendanceStatus | None,
    policy: Policy,
    *,
    is_undo: bool = False,
    actor: Actor,
    now: datetime,
) -> RegisterOutcome:
    """Note that a child came, came late or did not come; None takes that back.

    Who says what is so already changes nothing. An undo leaves nothing that could be undone.

    Raises:
        NotAllowedError: it is neither the office nor the tutor.
        NoSuchBookingError: there is no such booking.

    """
    booking, refusal = _look_up(tx, booking_id, policy, actor, now)
    if not isinstance(refusal, Saved):
        return refusal
    mark = tx.attendance.find_mark(booking.id)
    before = mark.status if mark else None
    if before is not status:
        undone = status if is_undo else before
        tx.attendance.mark(booking.id, Mark(status, undone, now, actor.id))
        detail = status or "unmarked"
        tx.audit.add(AuditEvent(now, actor, Action.MARKED, booking.id, detail=detail))
    return refusal


def note_child(
    tx: Transaction, booking_id: int, text: str, policy: Policy, *, actor: Actor, now: datetime
) -> RegisterOutcome:
    """Note something of a child for one session; an empty text deletes it.

    Raises as `mark_child`.
    """
    booking, outcome = _look_up(tx, booking_id, policy, actor, now)
    if isinstance(outcome, Saved) and tx.attendance.find_note(booking.id) != text:
        tx.attendance.write_note(booking.id, text, actor.id or 0, now)
        detail = "" if text else "deleted"
        tx.audit.add(AuditEvent(now, actor, Action.NOTED, booking.id, detail=detail))
    return outcome


def _look_up(
    tx: Transaction, booking_id: int, policy: Policy, actor: Actor, now: datetime
) -> tuple[Booking, RegisterOutcome]:
    """Lock a booking's session and say whether its register can be marked now."""
    check_staff(actor)
    # Another tutor may be marking the same child, and its parent may be cancelling.
    found = tx.bookings.lock(booking_id)
    if found is None:
        raise NoSuchBookingError
    booking, session = found
    check_teaches(tx, actor, session.activity.id)
    if not booking.is_active or session.status is SessionStatus.CANCELLED:
        return booking, AlreadyEnded(session)
    if now < (opens := opens_at(session, policy)):
        return booking, TooEarly(session, opens)
    # The office may put it right later.
    if actor.role is Role.TUTOR and now >= day_ends_at(session, policy.zone):
        return booking, TooLate(session)
    return booking, Saved(session)


def tell_away(
    tx: Transaction,
    parent_id: int,
    booking_id: int,
    policy: Policy,
    *,
    is_away: bool,
    now: datetime,
) -> AwayOutcome:
    """Note that a child does not come although the place is kept and paid, or take that back.

    Any of the child's parents may, of a place that is booked, until the session is over. The
    tutor is told if they have the register already and have not marked the child.
    """
    # The office may be cancelling the place, and the tutor marking the child.
    found = tx.bookings.lock(booking_id)
    if found is None or not tx.families.is_guardian(parent_id, found[0].child_id):
        return NotYours()
    booking, session = found
    if not booking.is_active or session.status is SessionStatus.CANCELLED:
        return AlreadyEnded(session)
    if now >= ends_at(session, policy.zone):
        return TooLate(session)
    if is_away and booking.status is BookingStatus.PENDING:
        return NotBooked(session)
    if tx.attendance.is_away(booking_id) is not is_away:
        _note_away(tx, parent_id, booking_id, is_away, now)
        _tell_tutor(tx, booking, is_away, now)
    return Saved(session)


def _note_away(
    tx: Transaction, parent_id: int, booking_id: int, is_away: bool, now: datetime
) -> None:
    action = Action.AWAY_TOLD if is_away else Action.AWAY_TAKEN_BACK
    if is_away:
        tx.attendance.tell_away(booking_id, parent_id, now)
    else:
        tx.attendance.take_away_back(booking_id)
    tx.audit.add(AuditEvent(now, Actor(Role.PARENT, parent_id), action, booking_id))


def _tell_tutor(tx: Transaction, booking: Booking, is_away: bool, now: datetime) -> None:
    tutor = tx.attendance.find_reader(booking.session_id)
    mark = tx.attendance.find_mark(booking.id)
    if tutor is None or (mark and mark.status):
        return
    kind = NoticeKind.AWAY if is_away else NoticeKind.COMES
    occasion = f"-{int(now.timestamp())}"
    tx.outbox.add(
        Notice(None, kind, now, booking_id=booking.id, staff_telegram_id=tutor, occasion=occasion)
    )

"""What the school did: ended what was due, told people, called sessions off, marked registers."""

from datetime import datetime, timedelta
from operator import attrgetter
from random import Random

from sqlalchemy import insert, select

from domain.booking import expire_hold
from domain.model import AttendanceStatus, BookingStatus, Policy, Session
from domain.reminders import queue_reminders
from domain.sessions import cancel_session, change_capacity
from domain.timetable import booking_closes_at, local_date, starts_at
from domain.waiting_list import close_waiting_list
from storage.sample_data.people import OFFICE
from storage.sweeps import list_due_holds, list_queues
from storage.tables import NoticeState, attendance, booking
from storage.transaction import Transaction

ATTENDANCE = {
    AttendanceStatus.PRESENT: 90,
    AttendanceStatus.LATE: 4,
    AttendanceStatus.ABSENT: 6,
}
"""Of a hundred children who are expected."""
MARKED_AFTER = timedelta(minutes=10)
ALL = 10_000


def sweep(tx: Transaction, policy: Policy, *, now: datetime) -> None:
    """End and write what is due, as the bot's own sweeps would have, and tell people."""
    for booking_id in list_due_holds(tx, now=now, most=ALL):
        expire_hold(tx, booking_id, policy, now=now)
    for session in _queues(tx):
        if booking_closes_at(session, policy) <= now:
            close_waiting_list(tx, session.id, policy, now=now)
    today = local_date(now, policy.zone)
    for on in (today, today + timedelta(days=1)):
        queue_reminders(tx, on, policy, now=now)
    _deliver(tx, now)


def _queues(tx: Transaction) -> list[Session]:
    return sorted(list_queues(tx), key=attrgetter("id"))


def _deliver(tx: Transaction, now: datetime) -> None:
    """Settle what is due as sent: whom it concerned heard of it then, not today."""
    for notice in tx.outbox.claim(now=now, again_at=now, most=ALL):
        tx.outbox.settle(notice.id, NoticeState.SENT, now=now)


def call_off(tx: Transaction, session: Session, *, now: datetime) -> None:
    cancel_session(tx, session.id, actor=OFFICE, now=now)


def make_room(tx: Transaction, policy: Policy, *, now: datetime) -> None:
    """Add a place to the first session that somebody waits for and that is still open."""
    for session in _queues(tx):
        if now < booking_closes_at(session, policy):
            more = session.capacity + 1
            change_capacity(tx, session.id, more, policy, actor=OFFICE, now=now)
            return


def mark_registers(
    tx: Transaction, sessions: list[Session], policy: Policy, rng: Random, *, now: datetime
) -> None:
    """Say who came to the sessions that have begun."""
    marked_at = {each.id: starts_at(each, policy.zone) + MARKED_AFTER for each in sessions}
    begun = [session_id for session_id, at in marked_at.items() if at <= now]
    expected = select(booking.c.id, booking.c.session_id).where(
        booking.c.status == BookingStatus.CONFIRMED, booking.c.session_id.in_(begun)
    )
    rows = tx.connection.execute(expected.order_by(booking.c.id)).all()
    marks = rng.choices(list(ATTENDANCE), list(ATTENDANCE.values()), k=len(rows))
    tx.connection.execute(
        insert(attendance),
        [
            {
                "booking_id": row.id,
                "status": mark,
                "status_before": mark,
                "marked_at": marked_at[row.session_id],
            }
            for row, mark in zip(rows, marks, strict=True)
        ],
    )

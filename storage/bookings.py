"""Bookings: every read that decides is made after the session's lock."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import (
    BigInteger,
    Date,
    bindparam,
    func,
    insert,
    literal_column,
    select,
    update,
)

from domain.model import Booking, BookingStatus, Reminders, Session, SessionStatus
from domain.ports.bookings import BookPlaces, NewBooking, RequestFacts, ToRemind
from storage.connection import Ask, Connection
from storage.request_facts import gather
from storage.rows import (
    BOOKING_COLUMNS,
    IS_ACTIVE,
    IS_PENDING,
    SESSION_COLUMNS,
    booking_of,
    count_active,
    session_of,
)
from storage.sessions import LOCK_SESSIONS
from storage.tables import Instant, account_entry, activity, booking, parent, session

_BOOKING_ID = bindparam("booking_id", type_=BigInteger)
# The session of a booking never changes, so it may be looked up before it is locked.
_LOCK_SESSION = LOCK_SESSIONS.where(
    session.c.id
    == select(booking.c.session_id).where(booking.c.id == _BOOKING_ID).scalar_subquery()
)
_FIND = (
    select(*BOOKING_COLUMNS, *SESSION_COLUMNS)
    .join_from(booking, session)
    .join(activity)
    .where(booking.c.id == _BOOKING_ID)
)
_COUNT_ACTIVE = select(count_active(bindparam("session_id")).label("active"))
_LIST_ACTIVE = (
    select(*BOOKING_COLUMNS)
    .where(booking.c.session_id == bindparam("session_id"), booking.c.status.in_(IS_ACTIVE))
    .order_by(booking.c.id)
)
_LIST_PART_REFUNDED = (
    select(*BOOKING_COLUMNS, (-func.sum(account_entry.c.amount_minor)).label("kept_minor"))
    .join_from(booking, account_entry, account_entry.c.booking_id == booking.c.id)
    .where(
        booking.c.session_id == bindparam("session_id"),
        booking.c.status == BookingStatus.CANCELLED,
    )
    .group_by(booking.c.id)
    .having(func.sum(account_entry.c.amount_minor) < 0)
    .order_by(booking.c.id)
)
_LIST_ACTIVE_OF = (
    select(*BOOKING_COLUMNS, *SESSION_COLUMNS)
    .join_from(booking, session)
    .join(activity)
    .where(
        booking.c.child_id == bindparam("child_id"),
        booking.c.status.in_(IS_ACTIVE),
        session.c.date >= bindparam("from_on"),
    )
    .order_by(booking.c.session_id)
)
_LIST_HELD_BY = (
    select(*BOOKING_COLUMNS)
    .where(booking.c.parent_id == bindparam("parent_id"), booking.c.status == IS_PENDING)
    .order_by(booking.c.hold_expires_at, booking.c.id)
)
_told = booking.alias()
_LIST_HELD_BESIDE = _LIST_HELD_BY.where(
    booking.c.request_key
    == select(_told.c.request_key).where(_told.c.id == _BOOKING_ID).scalar_subquery()
)
_LIST_TO_REMIND = (
    select(booking.c.parent_id, parent.c.reminders, activity.c.start_time, booking.c.confirmed_at)
    .join_from(booking, session)
    .join(activity)
    .join(parent, parent.c.id == booking.c.parent_id)
    .where(
        session.c.date == bindparam("on", type_=Date),
        session.c.status == SessionStatus.SCHEDULED,
        booking.c.status == literal_column(f"'{BookingStatus.CONFIRMED}'"),
        parent.c.reminders != Reminders.OFF,
        parent.c.telegram_id.is_not(None),
    )
    .order_by(booking.c.parent_id)
)
_CONFIRM = (
    update(booking)
    .where(booking.c.id == _BOOKING_ID)
    .values(status=BookingStatus.CONFIRMED, confirmed_at=bindparam("now"), hold_expires_at=None)
)
_EXTEND_HOLD = (
    update(booking)
    .where(booking.c.id == _BOOKING_ID)
    .values(hold_expires_at=bindparam("until", type_=Instant))
)
_PROMISE = _EXTEND_HOLD.values(promised_at=bindparam("now", type_=Instant))
_END = (
    update(booking)
    .where(booking.c.id.in_(bindparam("booking_ids", expanding=True)))
    .values(status=bindparam("new_status"), ended_at=bindparam("now"), hold_expires_at=None)
)
_ADD = insert(booking).returning(booking.c.id)


class Bookings:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def lock_request(self, request: BookPlaces, *, with_rest: bool) -> RequestFacts:
        return gather(self._connection, request, lock=True, with_rest=with_rest)

    def read_request(self, request: BookPlaces, *, with_rest: bool) -> RequestFacts:
        return gather(self._connection, request, lock=False, with_rest=with_rest)

    def lock(self, booking_id: int) -> tuple[Booking, Session] | None:
        known = {"booking_id": booking_id}
        _, found = self._connection.ask(
            Ask(_LOCK_SESSION, known, only_locks=True), Ask(_FIND, known)
        )
        return next(((booking_of(row), session_of(row)) for row in found), None)

    def add(self, bookings: Sequence[NewBooking]) -> list[int]:
        rows = [
            {
                "session_id": new.session_id,
                "child_id": new.child_id,
                "parent_id": new.parent_id,
                "status": new.status,
                "price_minor": new.price_minor,
                "discount": new.discount.kind if new.discount else None,
                "discount_minor": new.discount.amount_minor if new.discount else None,
                "free_cancellation_minutes": new.terms.free_until // timedelta(minutes=1),
                "late_refund_percent": new.terms.late_refund_percent,
                "request_key": new.request_key,
                "made_at": new.made_at,
                "confirmed_at": None if new.hold_expires_at else new.made_at,
                "hold_expires_at": new.hold_expires_at,
            }
            for new in bookings
        ]
        return self._connection.add(_ADD, *rows)

    def confirm(self, booking_id: int, now: datetime) -> None:
        self._connection.write(_CONFIRM, {"booking_id": booking_id, "now": now})

    def extend_hold(self, booking_id: int, until: datetime) -> None:
        self._connection.execute(_EXTEND_HOLD, {"booking_id": booking_id, "until": until})

    def promise(self, booking_id: int, until: datetime, now: datetime) -> None:
        known = {"booking_id": booking_id, "until": until, "now": now}
        self._connection.execute(_PROMISE, known)

    def end(self, booking_ids: Collection[int], status: BookingStatus, now: datetime) -> None:
        if booking_ids:
            self._connection.write(
                _END, {"booking_ids": list(booking_ids), "new_status": status, "now": now}
            )

    def count_active(self, session_id: int) -> int:
        [[row]] = self._connection.ask(Ask(_COUNT_ACTIVE, {"session_id": session_id}))
        return int(row.active)

    def list_active(self, session_id: int) -> list[Booking]:
        rows = self._connection.execute(_LIST_ACTIVE, {"session_id": session_id})
        return [booking_of(row) for row in rows]

    def list_part_refunded(self, session_id: int) -> list[tuple[Booking, int]]:
        rows = self._connection.execute(_LIST_PART_REFUNDED, {"session_id": session_id})
        return [(booking_of(row), int(row.kept_minor)) for row in rows]

    def list_active_of(self, child_id: int, from_on: date) -> list[tuple[Booking, Session]]:
        known = {"child_id": child_id, "from_on": from_on}
        rows = self._connection.execute(_LIST_ACTIVE_OF, known)
        return [(booking_of(row), session_of(row)) for row in rows]

    def list_to_remind(self, on: date) -> list[ToRemind]:
        rows = self._connection.execute(_LIST_TO_REMIND, {"on": on})
        return [
            ToRemind(row.parent_id, Reminders(row.reminders), row.start_time, row.confirmed_at)
            for row in rows
        ]

    def list_held_by(self, parent_id: int) -> list[Booking]:
        rows = self._connection.execute(_LIST_HELD_BY, {"parent_id": parent_id})
        return [booking_of(row) for row in rows]

    def list_held_beside(self, parent_id: int, booking_id: int) -> list[Booking]:
        known = {"parent_id": parent_id, "booking_id": booking_id}
        rows = self._connection.execute(_LIST_HELD_BESIDE, known)
        return [booking_of(row) for row in rows]

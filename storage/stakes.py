"""What families have in sessions: places, and turns in queues."""

from collections.abc import Collection
from datetime import time
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Connection,
    Time,
    bindparam,
    case,
    func,
    literal_column,
    select,
    union_all,
)

from domain.model import BookingStatus
from domain.ports.sessions import Stake, Stakes, StakesInAll
from storage.rows import IS_ACTIVE, IS_WAITING, AnyRow, nothing
from storage.tables import account_entry, activity, booking, child, session, waitlist_entry

_IDS: BindParameter[int] = bindparam("session_ids", expanding=True)
_BOOKED = (
    booking.c.session_id,
    booking.c.parent_id,
    booking.c.child_id,
    child.c.grade,
    booking.c.status,
    booking.c.price_minor,
    booking.c.id,
    booking.c.hold_expires_at,
)
_LIST: CompoundSelect[Any] = union_all(
    select(*_BOOKED)
    .join_from(booking, child, child.c.id == booking.c.child_id)
    .where(booking.c.session_id.in_(_IDS), booking.c.status.in_(IS_ACTIVE)),
    select(
        waitlist_entry.c.session_id,
        waitlist_entry.c.parent_id,
        waitlist_entry.c.child_id,
        child.c.grade,
        *nothing([booking.c.status]),
        waitlist_entry.c.price_minor,
        *nothing([booking.c.id, booking.c.hold_expires_at]),
    )
    .join_from(waitlist_entry, child, child.c.id == waitlist_entry.c.child_id)
    .where(waitlist_entry.c.session_id.in_(_IDS), waitlist_entry.c.status == IS_WAITING),
    # A row for each session of which late cancellations have cost something.
    select(
        booking.c.session_id,
        *nothing([booking.c.parent_id, booking.c.child_id, child.c.grade]),
        booking.c.status,
        -func.sum(account_entry.c.amount_minor),
        *nothing([booking.c.id, booking.c.hold_expires_at]),
    )
    .join_from(booking, account_entry, account_entry.c.booking_id == booking.c.id)
    .where(booking.c.session_id.in_(_IDS), booking.c.status == BookingStatus.CANCELLED)
    .group_by(booking.c.session_id, booking.c.status),
)
_ONE: ColumnElement[int] = literal_column("1")
_NONE: ColumnElement[int] = literal_column("0")
_paid = case((booking.c.status == BookingStatus.CONFIRMED, booking.c.price_minor), else_=_NONE)
_each = union_all(
    select(
        booking.c.parent_id,
        _ONE.label("places"),
        _NONE.label("waiting"),
        _paid.label("refund_minor"),
    ).where(booking.c.session_id.in_(_IDS), booking.c.status.in_(IS_ACTIVE)),
    select(waitlist_entry.c.parent_id, _NONE, _ONE, _NONE).where(
        waitlist_entry.c.session_id.in_(_IDS), waitlist_entry.c.status == IS_WAITING
    ),
    select(*nothing([booking.c.parent_id]), _NONE, _NONE, -account_entry.c.amount_minor)
    .join_from(booking, account_entry, account_entry.c.booking_id == booking.c.id)
    .where(booking.c.session_id.in_(_IDS), booking.c.status == BookingStatus.CANCELLED),
).subquery()
_ADD_UP = select(
    func.count(_each.c.parent_id.distinct()),
    *[
        func.coalesce(func.sum(each), 0)
        for each in (_each.c.places, _each.c.waiting, _each.c.refund_minor)
    ],
)
_mine, _its_session = booking.alias("mine"), session.alias("its_session")
_COUNT_CLASHES = (
    select(func.count(_mine.c.child_id.distinct()))
    .join_from(_mine, _its_session, _its_session.c.id == _mine.c.session_id)
    .join(
        booking,
        (booking.c.child_id == _mine.c.child_id) & (booking.c.session_id != _mine.c.session_id),
    )
    .join(
        session,
        (session.c.id == booking.c.session_id) & (session.c.date == _its_session.c.date),
    )
    .join(activity, activity.c.id == session.c.activity_id)
    .where(
        _mine.c.session_id.in_(_IDS),
        _mine.c.status.in_(IS_ACTIVE),
        booking.c.status.in_(IS_ACTIVE),
        activity.c.start_time < bindparam("new_end", type_=Time),
        activity.c.end_time > bindparam("new_start", type_=Time),
    )
)


def stakes_of(connection: Connection, session_ids: Collection[int]) -> Stakes:
    """Read the active bookings and the waiting entries of some sessions, and what was kept."""
    if not session_ids:
        return Stakes((), {})
    rows = connection.execute(_LIST, {"session_ids": list(session_ids)}).all()
    places = [row for row in rows if row.status != BookingStatus.CANCELLED]
    kept = [row for row in rows if row.status == BookingStatus.CANCELLED]
    return Stakes(
        tuple(_stake_of(row) for row in places),
        {row.session_id: int(row.price_minor) for row in kept},
    )


def add_up_stakes(connection: Connection, session_ids: Collection[int]) -> StakesInAll:
    """Add up what families have in some sessions, and what would come back of it."""
    if not session_ids:
        return StakesInAll()
    row = connection.execute(_ADD_UP, {"session_ids": list(session_ids)}).one()
    return StakesInAll(*map(int, row))


def _stake_of(row: AnyRow) -> Stake:
    return Stake(
        session_id=row.session_id,
        parent_id=row.parent_id,
        child_id=row.child_id,
        grade=row.grade,
        status=BookingStatus(row.status) if row.status else None,
        price_minor=row.price_minor,
        booking_id=row.id,
        hold_expires_at=row.hold_expires_at,
    )


def count_clashes(
    connection: Connection, session_ids: Collection[int], start: time, end: time
) -> int:
    """Count the children booked in some sessions and elsewhere at a time of the same day."""
    if not session_ids:
        return 0
    known = {"session_ids": list(session_ids), "new_start": start, "new_end": end}
    return int(connection.execute(_COUNT_CLASHES, known).scalar_one())

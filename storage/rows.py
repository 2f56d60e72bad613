"""From rows to the values of the domain, and the parts of queries that many share."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Label,
    Row,
    ScalarSelect,
    Select,
    func,
    literal_column,
    null,
    select,
)

from domain.model import (
    ACTIVE,
    Activity,
    Booking,
    BookingStatus,
    Busy,
    CancellationTerms,
    Child,
    Discount,
    DiscountKind,
    EntryStatus,
    Session,
    SessionStatus,
    WaitlistEntry,
)
from storage.queue_blocks import ENTRIES_A_BLOCK
from storage.tables import activity, booking, child, queue_block, session, waitlist_entry

AnyRow = Row[*tuple[Any, ...]]

# Written into the statements rather than bound to them: a planner that does not see the values
# cannot use the partial indexes.
IS_ACTIVE: tuple[ColumnElement[str], ...] = tuple(
    literal_column(f"'{status}'") for status in ACTIVE
)
IS_WAITING: ColumnElement[str] = literal_column(f"'{EntryStatus.WAITING}'")
IS_PENDING: ColumnElement[str] = literal_column(f"'{BookingStatus.PENDING}'")


def count_active(session_id: ColumnElement[int]) -> ScalarSelect[int]:
    """Count the places taken of a session."""
    return (
        select(func.count())
        .select_from(booking)
        .where(booking.c.session_id == session_id, booking.c.status.in_(IS_ACTIVE))
        .scalar_subquery()
    )


def count_waiting(session_id: ColumnElement[int]) -> ScalarSelect[int]:
    """Count who waits for a session."""
    return (
        select(func.coalesce(func.sum(queue_block.c.waiting), 0))
        .where(queue_block.c.session_id == session_id)
        .scalar_subquery()
    )


def position_of(entries: FromClause) -> ColumnElement[int]:
    """Count who waits up to and including an entry of the same queue: see `queue_blocks`."""
    block = entries.c.id // ENTRIES_A_BLOCK
    before, ahead = queue_block.alias(), waitlist_entry.alias()
    in_earlier_blocks = (
        select(func.coalesce(func.sum(before.c.waiting), 0))
        .where(before.c.session_id == entries.c.session_id, before.c.block < block)
        .scalar_subquery()
    )
    in_its_block = (
        select(func.count())
        .select_from(ahead)
        .where(
            ahead.c.session_id == entries.c.session_id,
            ahead.c.status == IS_WAITING,
            ahead.c.id.between(block * ENTRIES_A_BLOCK, entries.c.id),
        )
        .scalar_subquery()
    )
    return in_earlier_blocks + in_its_block


def nothing(columns: Iterable[ColumnElement[Any]]) -> list[Label[Any]]:
    """Select nothing in place of columns: for a part of a union that has not got them."""
    return [null().cast(each.type).label(each.name) for each in columns]


ACTIVITY_COLUMNS = (
    activity.c.id.label("activity_id"),
    activity.c.name.label("activity_name"),
    activity.c.weekday,
    activity.c.start_time,
    activity.c.end_time,
    activity.c.first_on,
    activity.c.last_on,
    activity.c.grade_from,
    activity.c.grade_to,
    activity.c.price_minor,
    activity.c.archived_at,
    activity.c.booking_cutoff_minutes,
    activity.c.free_cancellation_minutes,
)

SESSION_COLUMNS = (
    session.c.id.label("session_id"),
    session.c.date.label("session_date"),
    func.coalesce(session.c.capacity, activity.c.max_capacity).label("session_capacity"),
    session.c.status.label("session_status"),
    session.c.capacity.is_not(None).label("has_own_capacity"),
    *ACTIVITY_COLUMNS,
)

SESSIONS: Select[Any] = select(*SESSION_COLUMNS).join_from(session, activity)

CHILD_COLUMNS = (
    child.c.id.label("child_id"),
    child.c.name.label("child_name"),
    child.c.born_on,
    child.c.grade,
    child.c.notes.label("child_notes"),
)

BUSY: Select[Any] = (
    select(
        booking.c.child_id,
        session.c.id.label("session_id"),
        session.c.date.label("session_date"),
        activity.c.start_time,
        activity.c.end_time,
        activity.c.name.label("activity_name"),
    )
    .join_from(booking, session)
    .join(activity)
)


def length_of(value: int | None) -> timedelta | None:
    return None if value is None else timedelta(minutes=value)


def activity_of(row: AnyRow) -> Activity:
    return Activity(
        id=row.activity_id,
        name=row.activity_name,
        weekday=row.weekday,
        start_time=row.start_time,
        end_time=row.end_time,
        first_on=row.first_on,
        last_on=row.last_on,
        grade_from=row.grade_from,
        grade_to=row.grade_to,
        price_minor=row.price_minor,
        is_archived=row.archived_at is not None,
        booking_cutoff=length_of(row.booking_cutoff_minutes),
        free_cancellation=length_of(row.free_cancellation_minutes),
    )


def session_of(row: AnyRow) -> Session:
    return Session(
        row.session_id,
        activity_of(row),
        row.session_date,
        row.session_capacity,
        SessionStatus(row.session_status),
        bool(row.has_own_capacity),
    )


def child_of(row: AnyRow) -> Child:
    return Child(row.child_id, row.child_name, row.born_on, row.grade, row.child_notes or "")


def busy_of(row: AnyRow) -> Busy:
    return Busy(row.session_id, row.session_date, row.start_time, row.end_time, row.activity_name)


BOOKING_COLUMNS = tuple(
    booking.c[name].label(f"booking_{name}")
    for name in (
        "id",
        "session_id",
        "child_id",
        "parent_id",
        "status",
        "price_minor",
        "free_cancellation_minutes",
        "late_refund_percent",
        "hold_expires_at",
        "promised_at",
        "discount",
        "discount_minor",
    )
)


def discount_of(kind: str | None, amount_minor: int | None) -> Discount | None:
    return None if kind is None else Discount(DiscountKind(kind), amount_minor or 0)


def booking_of(row: AnyRow) -> Booking:
    return Booking(
        id=row.booking_id,
        session_id=row.booking_session_id,
        child_id=row.booking_child_id,
        parent_id=row.booking_parent_id,
        status=BookingStatus(row.booking_status),
        price_minor=row.booking_price_minor,
        terms=CancellationTerms(
            timedelta(minutes=row.booking_free_cancellation_minutes),
            row.booking_late_refund_percent,
        ),
        hold_expires_at=row.booking_hold_expires_at,
        discount=discount_of(row.booking_discount, row.booking_discount_minor),
        is_promised=row.booking_promised_at is not None,
    )


ENTRY_COLUMNS = tuple(
    waitlist_entry.c[name].label(f"entry_{name}")
    for name in (
        "id",
        "session_id",
        "child_id",
        "parent_id",
        "status",
        "request_key",
        "price_minor",
    )
)


def entry_of(row: AnyRow) -> WaitlistEntry:
    return WaitlistEntry(
        row.entry_id,
        row.entry_session_id,
        row.entry_child_id,
        row.entry_parent_id,
        EntryStatus(row.entry_status),
        row.entry_request_key,
        row.entry_price_minor,
    )

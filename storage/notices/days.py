"""What a parent is reminded of: their places on a day."""

from collections.abc import Sequence

from sqlalchemy import BindParameter, bindparam, literal_column, select

from domain.model import BookingStatus, Reminders, SessionStatus
from domain.ports.bookings import ToRemind
from storage.notices.about import AboutDay, PlaceThen
from storage.rows import SESSION_COLUMNS, AnyRow, session_of
from storage.tables import activity, booking, child, notice, session

_NOTICE_IDS: BindParameter[int] = bindparam("notice_ids", expanding=True)
_PLACE = (
    notice.c.id.label("notice_id"),
    booking.c.id.label("booking_id"),
    booking.c.status.label("booking_status"),
    booking.c.confirmed_at,
    child.c.name.label("child_name"),
    child.c.grade,
    activity.c.location,
    *SESSION_COLUMNS,
)
PLACES_OF_DAYS = (
    select(*_PLACE)
    .join_from(notice, session, session.c.date == notice.c.on_date)
    .join(
        booking,
        (booking.c.session_id == session.c.id) & (booking.c.parent_id == notice.c.parent_id),
    )
    .join(activity, activity.c.id == session.c.activity_id)
    .join(child, child.c.id == booking.c.child_id)
    .where(
        notice.c.id.in_(_NOTICE_IDS),
        session.c.status == SessionStatus.SCHEDULED,
        booking.c.status == literal_column(f"'{BookingStatus.CONFIRMED}'"),
    )
)


def day_of(row: AnyRow, rows: Sequence[AnyRow]) -> AboutDay:
    """Put a notice and the places of its day together."""
    places = [_place_of(each) for each in rows]
    # Here and not in the statement: the databases do not agree on the order of names.
    places.sort(
        key=lambda each: (
            each.session.activity.start_time,
            each.child_name.casefold(),
            each.booking_id,
        )
    )
    wish = Reminders(row.reminders)
    booked = [ToRemind(row.parent_id, wish, each.start_time, each.confirmed_at) for each in rows]
    return AboutDay(row.on_date, wish, tuple(places), tuple(booked), row.has_later)


def _place_of(row: AnyRow) -> PlaceThen:
    return PlaceThen(
        row.booking_id,
        BookingStatus(row.booking_status),
        row.child_name,
        row.grade,
        session_of(row),
        row.location,
    )

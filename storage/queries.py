"""Read-only lists for screens: one statement each, however many rows."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    Date,
    Integer,
    Select,
    Table,
    Text,
    and_,
    bindparam,
    exists,
    literal,
    null,
    select,
    union,
    union_all,
)

from domain.model import Booking, BookingStatus, Child, Reminders, Session
from domain.money import Together
from domain.outcomes import Wanted
from domain.ports.bookings import BookPlaces
from storage.families import CHILDREN
from storage.rows import (
    BOOKING_COLUMNS,
    CHILD_COLUMNS,
    IS_ACTIVE,
    IS_WAITING,
    SESSION_COLUMNS,
    booking_of,
    child_of,
    position_of,
    session_of,
)
from storage.tables import (
    absence,
    activity,
    booking,
    child,
    guardianship,
    parent,
    session,
    tutor,
    waitlist_entry,
)
from storage.together import together_columns, together_of
from storage.transaction import Transaction

_PARENT = bindparam("parent_id", type_=BigInteger)


@dataclass(frozen=True, slots=True)
class Place:
    """A child's booking or waiting-list entry, as a line in a list."""

    booking_id: int | None
    entry_id: int | None
    child_id: int
    child_name: str
    status: BookingStatus | None
    """None for an entry."""
    hold_expires_at: datetime | None
    position: int | None
    session: Session
    is_promised: bool = False
    """The office keeps it until then, waiting for a voucher."""


@dataclass(frozen=True, slots=True)
class BookingDetails:
    booking: Booking
    session: Session
    location: str
    tutor_name: str
    child_name: str
    booked_by: str
    is_away: bool = False
    """A parent has said that the child does not come."""
    together: Together | None = None
    """What is paid together with it, where it is held."""


@dataclass(frozen=True, slots=True)
class EntryDetails:
    entry_id: int
    is_waiting: bool
    booking_id: int | None
    """What the entry was promoted to."""
    position: int
    session: Session
    location: str
    child_name: str


def list_children(tx: Transaction, parent_id: int) -> list[Child]:
    """List a parent's children, the oldest first."""
    rows = tx.connection.execute(CHILDREN, {"the_parent_id": parent_id})
    return [child_of(row) for row in rows]


_FIND_REMINDERS = select(parent.c.reminders).where(parent.c.id == _PARENT)


def find_reminders(tx: Transaction, parent_id: int) -> Reminders:
    """Look up when a parent wants to be reminded."""
    return Reminders(tx.connection.execute(_FIND_REMINDERS, {"parent_id": parent_id}).scalar_one())


_FIND_CHILD = (
    select(*CHILD_COLUMNS)
    .join_from(child, guardianship)
    .where(
        guardianship.c.parent_id == _PARENT,
        child.c.id == bindparam("child", type_=BigInteger),
        child.c.removed_at.is_(None),
    )
)


def find_child(tx: Transaction, parent_id: int, child_id: int) -> Child | None:
    """Find one of a parent's children."""
    row = tx.connection.execute(_FIND_CHILD, {"parent_id": parent_id, "child": child_id}).first()
    return None if row is None else child_of(row)


def _made_by(table: Table) -> Select[int, int, date]:
    return (
        select(table.c.child_id, session.c.activity_id, session.c.date)
        .join_from(table, session, session.c.id == table.c.session_id)
        .where(
            table.c.request_key == bindparam("request_key", type_=Text),
            table.c.parent_id == _PARENT,
        )
    )


_FIND_REQUEST = union(_made_by(booking), _made_by(waitlist_entry)).order_by("date")


def find_request(tx: Transaction, parent_id: int, request_key: str) -> BookPlaces | None:
    """Find what a parent's earlier confirmation has made, as the request it was."""
    known = {"parent_id": parent_id, "request_key": request_key}
    rows = tx.connection.execute(_FIND_REQUEST, known).all()
    if not rows:
        return None
    wanted = tuple(Wanted(row.activity_id, row.date) for row in rows)
    return BookPlaces(parent_id, rows[0].child_id, wanted, request_key)


_mine = (
    select(child.c.id, child.c.name)
    .join_from(child, guardianship)
    .where(guardianship.c.parent_id == _PARENT, child.c.removed_at.is_(None))
    .cte("mine")
)
_from_today = session.c.date >= bindparam("today", type_=Date)
_LIST_PLACES = union_all(
    select(
        booking.c.id.label("booking_id"),
        null().cast(BigInteger).label("entry_id"),
        _mine.c.id.label("child_id"),
        _mine.c.name.label("child_name"),
        booking.c.status.label("status"),
        booking.c.hold_expires_at.label("hold_expires_at"),
        booking.c.promised_at.label("promised_at"),
        null().cast(Integer).label("position"),
        *SESSION_COLUMNS,
    )
    .join_from(booking, _mine, booking.c.child_id == _mine.c.id)
    .join(session, session.c.id == booking.c.session_id)
    .join(activity, activity.c.id == session.c.activity_id)
    .where(booking.c.status.in_(IS_ACTIVE), _from_today),
    select(
        null().cast(BigInteger),
        waitlist_entry.c.id,
        _mine.c.id,
        _mine.c.name,
        literal(None, booking.c.status.type),
        literal(None, booking.c.hold_expires_at.type),
        literal(None, booking.c.promised_at.type),
        position_of(waitlist_entry),
        *SESSION_COLUMNS,
    )
    .join_from(waitlist_entry, _mine, waitlist_entry.c.child_id == _mine.c.id)
    .join(session, session.c.id == waitlist_entry.c.session_id)
    .join(activity, activity.c.id == session.c.activity_id)
    .where(waitlist_entry.c.status == IS_WAITING, _from_today),
).order_by("session_date", "start_time", "child_name")


def list_places(tx: Transaction, parent_id: int, *, from_on: date) -> list[Place]:
    """List what a parent's children have booked or wait for, from a day on, the next first."""
    rows = tx.connection.execute(_LIST_PLACES, {"parent_id": parent_id, "today": from_on})
    return [
        Place(
            row.booking_id,
            row.entry_id,
            row.child_id,
            row.child_name,
            BookingStatus(row.status) if row.status else None,
            row.hold_expires_at,
            row.position,
            session_of(row),
            row.promised_at is not None,
        )
        for row in rows
    ]


_FIND_BOOKING = (
    select(
        *BOOKING_COLUMNS,
        *SESSION_COLUMNS,
        activity.c.location,
        tutor.c.name.label("tutor_name"),
        child.c.name.label("child_name"),
        parent.c.name.label("booked_by"),
        exists().where(absence.c.booking_id == booking.c.id).label("is_away"),
        *together_columns(),
    )
    .join_from(booking, session)
    .join(activity)
    .join(tutor)
    .join(child, child.c.id == booking.c.child_id)
    .join(parent, parent.c.id == booking.c.parent_id)
    .join(
        guardianship,
        and_(guardianship.c.child_id == child.c.id, guardianship.c.parent_id == _PARENT),
    )
    .where(booking.c.id == bindparam("booking", type_=BigInteger))
)


def find_booking(tx: Transaction, parent_id: int, booking_id: int) -> BookingDetails | None:
    """Find a booking of one of the parent's children, with child, parent, activity and tutor."""
    known = {"parent_id": parent_id, "booking": booking_id}
    row = tx.connection.execute(_FIND_BOOKING, known).first()
    if row is None:
        return None
    return BookingDetails(
        booking_of(row),
        session_of(row),
        row.location,
        row.tutor_name,
        row.child_name,
        row.booked_by,
        bool(row.is_away),
        together_of(row),
    )


_FIND_ENTRY = (
    select(
        waitlist_entry.c.id,
        (waitlist_entry.c.status == IS_WAITING).label("is_waiting"),
        waitlist_entry.c.booking_id,
        position_of(waitlist_entry).label("position"),
        *SESSION_COLUMNS,
        activity.c.location,
        child.c.name.label("child_name"),
    )
    .join_from(waitlist_entry, session, session.c.id == waitlist_entry.c.session_id)
    .join(activity)
    .join(child, child.c.id == waitlist_entry.c.child_id)
    .join(
        guardianship,
        and_(guardianship.c.child_id == child.c.id, guardianship.c.parent_id == _PARENT),
    )
    .where(waitlist_entry.c.id == bindparam("entry", type_=BigInteger))
)


def find_entry(tx: Transaction, parent_id: int, entry_id: int) -> EntryDetails | None:
    """Find a waiting-list entry of one of the parent's children, with its position."""
    row = tx.connection.execute(_FIND_ENTRY, {"parent_id": parent_id, "entry": entry_id}).first()
    if row is None:
        return None
    return EntryDetails(
        row.id,
        bool(row.is_waiting),
        row.booking_id,
        row.position,
        session_of(row),
        row.location,
        row.child_name,
    )

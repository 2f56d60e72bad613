"""What staff look at: the sessions of some days, and one with who is expected and who waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import BigInteger, Date, bindparam, select, union_all

from domain.model import Booking, EntryStatus, Session, WaitlistEntry
from storage.listed import Listed
from storage.rows import (
    BOOKING_COLUMNS,
    ENTRY_COLUMNS,
    IS_ACTIVE,
    IS_WAITING,
    SESSION_COLUMNS,
    AnyRow,
    booking_of,
    entry_of,
    nothing,
    session_of,
)
from storage.session_lines import LINES, SessionLine, line_of
from storage.tables import (
    activity,
    booking,
    child,
    closure,
    parent,
    session,
    waitlist_entry,
)
from storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Closure:
    on: date
    reason: str


@dataclass(frozen=True, slots=True)
class Expected:
    """A child that has a place."""

    booking: Booking
    child_name: str
    grade: int
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A child in the queue; position 1 is next."""

    entry: WaitlistEntry
    position: int
    child_name: str
    grade: int


@dataclass(frozen=True, slots=True)
class SessionSheet:
    """A session with its children: who has a place by name, who waits by position."""

    line: SessionLine
    expected: tuple[Expected, ...]
    queue: tuple[Waiting, ...]


@dataclass(frozen=True, slots=True)
class FamilyPlace:
    """A family's booking, or its turn in a queue, and whom to talk to about it."""

    place_id: int
    """Of the booking or the entry."""
    booking: Booking | None
    """None: it is an entry."""
    is_open: bool
    """It has not ended."""
    session: Session
    child_name: str
    parent_name: str
    phone: str | None
    has_telegram: bool


_SESSION_ID = bindparam("session", type_=BigInteger)
_LIST_SESSIONS = LINES.where(
    session.c.date.between(bindparam("first", type_=Date), bindparam("last", type_=Date))
).order_by(session.c.date, activity.c.start_time, activity.c.name, session.c.id)
_LIST_CLOSURES = (
    select(closure.c.date, closure.c.reason)
    .where(closure.c.date.between(bindparam("first", type_=Date), bindparam("last", type_=Date)))
    .order_by(closure.c.date)
)
_FIND_LINE = LINES.where(session.c.id == _SESSION_ID)
# A row for each child, with a booking or with an entry.
_LIST_CHILDREN = union_all(
    select(
        *BOOKING_COLUMNS,
        *nothing(ENTRY_COLUMNS),
        child.c.name.label("child_name"),
        child.c.grade,
        child.c.notes,
    )
    .join_from(booking, child, child.c.id == booking.c.child_id)
    .where(booking.c.session_id == _SESSION_ID, booking.c.status.in_(IS_ACTIVE)),
    select(*nothing(BOOKING_COLUMNS), *ENTRY_COLUMNS, child.c.name, child.c.grade, child.c.notes)
    .join_from(waitlist_entry, child, child.c.id == waitlist_entry.c.child_id)
    .where(waitlist_entry.c.session_id == _SESSION_ID, waitlist_entry.c.status == IS_WAITING),
).order_by("entry_id")


def list_sessions(
    tx: Transaction, first: date, last: date, *, taught_by: int | None
) -> Sequence[SessionLine]:
    """List the sessions of some days, cancelled ones too, the earliest first.

    `taught_by`: only those of the tutor with this Telegram id; None: all.
    """
    known = {"first": first, "last": last, "taught_by": taught_by}
    return Listed(tx.connection.execute(_LIST_SESSIONS, known).all(), line_of)


def list_closures(tx: Transaction, first: date, last: date) -> list[Closure]:
    """List the days on which the school is shut."""
    rows = tx.connection.execute(_LIST_CLOSURES, {"first": first, "last": last})
    return [Closure(row.date, row.reason) for row in rows]


def find_session(tx: Transaction, session_id: int, *, taught_by: int | None) -> SessionLine | None:
    """Find a session; None if there is none, or it is not the tutor's."""
    known = {"session": session_id, "taught_by": taught_by}
    row = tx.connection.execute(_FIND_LINE, known).first()
    return None if row is None else line_of(row)


def find_sheet(tx: Transaction, session_id: int, *, taught_by: int | None) -> SessionSheet | None:
    """Find a session with its children, as `find_session`."""
    line = find_session(tx, session_id, taught_by=taught_by)
    if line is None:
        return None
    rows = tx.connection.execute(_LIST_CHILDREN, {"session": session_id}).all()
    expected = [
        Expected(booking_of(row), row.child_name, row.grade, row.notes or "")
        for row in rows
        if row.booking_id
    ]
    # Here and not in the statement: the databases do not agree on the order of names.
    expected.sort(key=lambda each: (each.child_name.casefold(), each.booking.id))
    queued = [row for row in rows if row.entry_id]
    queue = [
        Waiting(entry_of(row), position, row.child_name, row.grade)
        for position, row in enumerate(queued, start=1)
    ]
    return SessionSheet(line, tuple(expected), tuple(queue))


_WHOSE = (
    *SESSION_COLUMNS,
    child.c.name.label("child_name"),
    parent.c.name.label("parent_name"),
    parent.c.phone,
    parent.c.telegram_id.is_not(None).label("has_telegram"),
)
_FIND_BOOKED = (
    select(*BOOKING_COLUMNS, *_WHOSE)
    .join_from(booking, session)
    .join(activity)
    .join(child, child.c.id == booking.c.child_id)
    .join(parent, parent.c.id == booking.c.parent_id)
    .where(booking.c.id == bindparam("booking", type_=BigInteger))
)
_FIND_QUEUED = (
    select(*ENTRY_COLUMNS, *_WHOSE)
    .join_from(waitlist_entry, session, session.c.id == waitlist_entry.c.session_id)
    .join(activity)
    .join(child, child.c.id == waitlist_entry.c.child_id)
    .join(parent, parent.c.id == waitlist_entry.c.parent_id)
    .where(waitlist_entry.c.id == bindparam("entry", type_=BigInteger))
)


def find_booked(tx: Transaction, booking_id: int) -> FamilyPlace | None:
    """Find a booking with its family."""
    row = tx.connection.execute(_FIND_BOOKED, {"booking": booking_id}).first()
    if row is None:
        return None
    booked = booking_of(row)
    return _place_of(row, booked.id, booked, is_open=booked.is_active)


def find_queued(tx: Transaction, entry_id: int) -> FamilyPlace | None:
    """Find a turn in a queue with its family."""
    row = tx.connection.execute(_FIND_QUEUED, {"entry": entry_id}).first()
    if row is None:
        return None
    entry = entry_of(row)
    return _place_of(row, entry.id, None, is_open=entry.status is EntryStatus.WAITING)


def _place_of(row: AnyRow, place_id: int, booked: Booking | None, *, is_open: bool) -> FamilyPlace:
    return FamilyPlace(
        place_id,
        booked,
        is_open,
        session_of(row),
        row.child_name,
        row.parent_name,
        row.phone,
        bool(row.has_telegram),
    )

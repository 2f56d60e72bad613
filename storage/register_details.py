"""What a register shows: who is expected, what was marked and noted, who stays away."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, Connection, bindparam, func, select

from domain.model import AttendanceStatus, Booking, Mark
from storage.attendance import mark_of
from storage.rows import BOOKING_COLUMNS, IS_ACTIVE, booking_of
from storage.session_lines import FIND_LINE, SessionLine, line_of
from storage.tables import (
    absence,
    attendance,
    booking,
    child,
    register_note,
    staff,
)

CAME = (AttendanceStatus.PRESENT, AttendanceStatus.LATE)


@dataclass(frozen=True, slots=True)
class OnRegister:
    """A child that is expected, and what is noted of it."""

    booking: Booking
    child_name: str
    grade: int
    mark: Mark | None
    marked_by: str | None
    """The name of who marked, if they are of the staff or were."""
    note: str
    is_away: bool
    """A parent has said that the child does not come."""

    @property
    def status(self) -> AttendanceStatus | None:
        return self.mark.status if self.mark else None


@dataclass(frozen=True, slots=True)
class Register:
    """A session and the children with a place in it, by name."""

    line: SessionLine
    children: tuple[OnRegister, ...]

    @property
    def came(self) -> int:
        return sum(each.status in CAME for each in self.children)


_LIST_CHILDREN = (
    select(
        *BOOKING_COLUMNS,
        child.c.name.label("child_name"),
        child.c.grade,
        attendance.c.status,
        attendance.c.status_before,
        attendance.c.marked_at,
        attendance.c.marked_by,
        staff.c.name.label("marker_name"),
        func.coalesce(register_note.c.text, "").label("note"),
        absence.c.announced_at,
    )
    .join_from(booking, child, child.c.id == booking.c.child_id)
    .outerjoin(attendance, attendance.c.booking_id == booking.c.id)
    .outerjoin(staff, staff.c.telegram_id == attendance.c.marked_by)
    .outerjoin(register_note, register_note.c.booking_id == booking.c.id)
    .outerjoin(absence, absence.c.booking_id == booking.c.id)
    .where(
        booking.c.session_id == bindparam("session", type_=BigInteger),
        booking.c.status.in_(IS_ACTIVE),
    )
)


def read_register(
    connection: Connection, session_id: int, *, taught_by: int | None = None
) -> Register | None:
    """Find the same where there is but a connection."""
    known = {"session": session_id, "taught_by": taught_by}
    line = connection.execute(FIND_LINE, known).first()
    if line is None:
        return None
    children = [
        OnRegister(
            booking_of(row),
            row.child_name,
            row.grade,
            mark_of(row) if row.marked_at else None,
            row.marker_name,
            row.note,
            row.announced_at is not None,
        )
        for row in connection.execute(_LIST_CHILDREN, {"session": session_id})
    ]
    # Here and not in the statement: the databases do not agree on the order of names.
    children.sort(key=lambda each: (each.child_name.casefold(), each.booking.id))
    return Register(line_of(line), tuple(children))

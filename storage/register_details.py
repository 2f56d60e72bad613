"""What a register shows: who is expected, what was marked and noted, who stays away."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, func, select

from domain.model import AttendanceStatus, Booking, Mark
from storage.attendance import mark_of
from storage.rows import BOOKING_COLUMNS, IS_ACTIVE, AnyRow, booking_of
from storage.session_lines import LINES, SessionLine, line_of
from storage.tables import (
    absence,
    attendance,
    booking,
    child,
    register_note,
    session,
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
    child_notes: str = ""
    """What stands with the child, whatever the session."""

    @property
    def status(self) -> AttendanceStatus | None:
        return self.mark.status if self.mark else None


@dataclass(frozen=True, slots=True)
class Register:
    """A session and the children with a place in it, by name."""

    line: SessionLine
    children: tuple[OnRegister, ...]

    @property
    def is_touched(self) -> bool:
        """Whether anything was marked or noted, even if it was taken back."""
        return any(each.mark or each.note for each in self.children)

    @property
    def came(self) -> int:
        return sum(each.status in CAME for each in self.children)


_LIST_LINES = LINES.where(session.c.id.in_(bindparam("session_ids", expanding=True)))
_LIST_CHILDREN = (
    select(
        *BOOKING_COLUMNS,
        child.c.name.label("child_name"),
        child.c.grade,
        child.c.notes,
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
        booking.c.session_id.in_(bindparam("session_ids", expanding=True)),
        booking.c.status.in_(IS_ACTIVE),
    )
)


def read_registers(
    connection: Connection, session_ids: Collection[int], *, taught_by: int | None = None
) -> dict[int, Register]:
    """Read registers, by their sessions' ids; `taught_by`: only those of this tutor."""
    known = {"session_ids": list(session_ids), "taught_by": taught_by}
    return with_children(connection, map(line_of, connection.execute(_LIST_LINES, known)))


def with_children(connection: Connection, lines: Iterable[SessionLine]) -> dict[int, Register]:
    """Read the registers of some sessions, by the sessions' ids."""
    found = {each.session.id: each for each in lines}
    children: dict[int, list[OnRegister]] = defaultdict(list)
    for row in connection.execute(_LIST_CHILDREN, {"session_ids": list(found)}):
        children[row.booking_session_id].append(_child_of(row))
    return {id_: Register(line, _by_name(children[id_])) for id_, line in found.items()}


def _child_of(row: AnyRow) -> OnRegister:
    return OnRegister(
        booking_of(row),
        row.child_name,
        row.grade,
        mark_of(row) if row.marked_at else None,
        row.marker_name,
        row.note,
        row.announced_at is not None,
        row.notes or "",
    )


def _by_name(children: list[OnRegister]) -> tuple[OnRegister, ...]:
    # Here and not in the statement: the databases do not agree on the order of names.
    return tuple(sorted(children, key=lambda each: (each.child_name.casefold(), each.booking.id)))

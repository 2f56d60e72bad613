"""Which registers there are, and how one stands, for the staff."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import BigInteger, Date, bindparam, func, select

from domain.model import SessionStatus
from storage.register_details import CAME, Register, read_registers, with_children
from storage.rows import IS_ACTIVE
from storage.session_lines import LINES, SessionLine, line_of
from storage.tables import activity, attendance, booking, session
from storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """A session of today, and how many children have come."""

    line: SessionLine
    came: int


_count_came = (
    select(func.count())
    .join_from(booking, attendance)
    .where(
        booking.c.session_id == session.c.id,
        booking.c.status.in_(IS_ACTIVE),
        attendance.c.status.in_(CAME),
    )
    .scalar_subquery()
)
_LIST_REGISTERS = (
    LINES.add_columns(_count_came.label("came"))
    .where(
        session.c.date == bindparam("on", type_=Date),
        session.c.status == SessionStatus.SCHEDULED,
    )
    .order_by(activity.c.start_time, activity.c.name, session.c.id)
)
_FIND_LINE_OF = LINES.where(
    session.c.id
    == select(booking.c.session_id)
    .where(booking.c.id == bindparam("of_booking", type_=BigInteger))
    .scalar_subquery()
)


def find_register(tx: Transaction, session_id: int, *, taught_by: int | None) -> Register | None:
    """Find a session's register; None if there is none, or it is not the tutor's.

    `taught_by`: the Telegram id of a tutor who asks; None: anybody may see it.
    """
    found = read_registers(tx.connection, [session_id], taught_by=taught_by)
    return found.get(session_id)


def find_register_of(tx: Transaction, booking_id: int, *, taught_by: int | None) -> Register | None:
    """Find the register that a booking is, or was, on, as `find_register`."""
    known = {"of_booking": booking_id, "taught_by": taught_by}
    row = tx.connection.execute(_FIND_LINE_OF, known).first()
    return None if row is None else read_register(tx, line_of(row))


def read_register(tx: Transaction, line: SessionLine) -> Register:
    """Read the register of a session that is known."""
    return with_children(tx.connection, [line])[line.session.id]


def list_registers(tx: Transaction, on: date, *, taught_by: int | None) -> list[RegisterLine]:
    """List the sessions that take place on a day, the earliest first; `taught_by` as above."""
    known = {"on": on, "taught_by": taught_by}
    return [
        RegisterLine(line_of(row), row.came)
        for row in tx.connection.execute(_LIST_REGISTERS, known)
    ]

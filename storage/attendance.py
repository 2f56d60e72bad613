"""What is noted of bookings on a register: who came, notes, announced absences."""

from datetime import datetime

from sqlalchemy import BigInteger, Connection, bindparam, delete, insert, select, update

from domain.model import AttendanceStatus, Mark
from storage.rows import AnyRow
from storage.tables import Instant, attendance, register_note

_BOOKING_ID = bindparam("of_booking", type_=BigInteger)
_FIND_MARK = select(
    attendance.c.status,
    attendance.c.status_before,
    attendance.c.marked_at,
    attendance.c.marked_by,
).where(attendance.c.booking_id == _BOOKING_ID)
_MARK_AGAIN = (
    update(attendance)
    .where(attendance.c.booking_id == _BOOKING_ID)
    .values(
        status=bindparam("new_status", type_=attendance.c.status.type),
        status_before=bindparam("new_before", type_=attendance.c.status_before.type),
        marked_at=bindparam("now", type_=Instant),
        marked_by=bindparam("new_marked_by", type_=BigInteger),
    )
)
_FIND_NOTE = select(register_note.c.text).where(register_note.c.booking_id == _BOOKING_ID)
_DELETE_NOTE = delete(register_note).where(register_note.c.booking_id == _BOOKING_ID)


class Attendance:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find_mark(self, booking_id: int) -> Mark | None:
        row = self._connection.execute(_FIND_MARK, {"of_booking": booking_id}).first()
        return None if row is None else mark_of(row)

    def mark(self, booking_id: int, mark: Mark) -> None:
        known = {
            "of_booking": booking_id,
            "new_status": mark.status,
            "new_before": mark.before,
            "now": mark.marked_at,
            "new_marked_by": mark.marked_by,
        }
        if not self._connection.execute(_MARK_AGAIN, known).rowcount:
            self._connection.execute(
                insert(attendance).values(
                    booking_id=booking_id,
                    status=mark.status,
                    status_before=mark.before,
                    marked_at=mark.marked_at,
                    marked_by=mark.marked_by,
                )
            )

    def find_note(self, booking_id: int) -> str:
        return self._connection.scalar(_FIND_NOTE, {"of_booking": booking_id}) or ""

    def write_note(self, booking_id: int, text: str, written_by: int, now: datetime) -> None:
        self._connection.execute(_DELETE_NOTE, {"of_booking": booking_id})
        if text:
            self._connection.execute(
                insert(register_note).values(
                    booking_id=booking_id, text=text, written_by=written_by, written_at=now
                )
            )


def mark_of(row: AnyRow) -> Mark:
    return Mark(_status_of(row.status), _status_of(row.status_before), row.marked_at, row.marked_by)


def _status_of(value: str | None) -> AttendanceStatus | None:
    return None if value is None else AttendanceStatus(value)

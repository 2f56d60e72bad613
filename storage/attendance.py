"""What is noted of bookings on a register: who came, notes, announced absences."""

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    Connection,
    Date,
    bindparam,
    delete,
    exists,
    insert,
    or_,
    select,
    update,
)

from domain.model import AttendanceStatus, Mark, Session, SessionStatus
from domain.notices import NoticeKind
from storage.rows import IS_ACTIVE, SESSION_COLUMNS, AnyRow, session_of
from storage.tables import (
    Instant,
    absence,
    activity,
    attendance,
    booking,
    notice,
    register_note,
    session,
    tutor,
)

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
_IS_AWAY = select(exists().where(absence.c.booking_id == _BOOKING_ID))
_TAKE_AWAY_BACK = delete(absence).where(absence.c.booking_id == _BOOKING_ID)
_FIND_READER = (
    select(tutor.c.telegram_id)
    .join_from(session, activity)
    .join(tutor)
    .where(
        session.c.id == bindparam("of_session", type_=BigInteger),
        exists().where(notice.c.session_id == session.c.id, notice.c.kind == NoticeKind.REGISTER),
    )
)
_is_touched = exists().where(
    booking.c.session_id == session.c.id,
    booking.c.status.in_(IS_ACTIVE),
    or_(
        exists().where(attendance.c.booking_id == booking.c.id),
        exists().where(register_note.c.booking_id == booking.c.id),
    ),
)
_LIST_UNTOUCHED = (
    select(*SESSION_COLUMNS, tutor.c.telegram_id)
    .join_from(session, activity)
    .join(tutor)
    .where(
        session.c.date.between(bindparam("first", type_=Date), bindparam("last", type_=Date)),
        session.c.status == SessionStatus.SCHEDULED,
        tutor.c.telegram_id.is_not(None),
        exists().where(booking.c.session_id == session.c.id, booking.c.status.in_(IS_ACTIVE)),
        ~_is_touched,
        ~exists().where(
            notice.c.session_id == session.c.id,
            notice.c.kind == NoticeKind.REGISTER_UNTOUCHED,
        ),
    )
    .order_by(session.c.id)
)
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

    def is_away(self, booking_id: int) -> bool:
        return bool(self._connection.scalar(_IS_AWAY, {"of_booking": booking_id}))

    def tell_away(self, booking_id: int, parent_id: int, now: datetime) -> None:
        self._connection.execute(
            insert(absence).values(booking_id=booking_id, parent_id=parent_id, announced_at=now)
        )

    def take_away_back(self, booking_id: int) -> None:
        self._connection.execute(_TAKE_AWAY_BACK, {"of_booking": booking_id})

    def find_reader(self, session_id: int) -> int | None:
        return self._connection.scalar(_FIND_READER, {"of_session": session_id})

    def list_untouched(self, first: date, last: date) -> list[tuple[Session, int]]:
        rows = self._connection.execute(_LIST_UNTOUCHED, {"first": first, "last": last})
        return [(session_of(row), row.telegram_id) for row in rows]


def mark_of(row: AnyRow) -> Mark:
    return Mark(_status_of(row.status), _status_of(row.status_before), row.marked_at, row.marked_by)


def _status_of(value: str | None) -> AttendanceStatus | None:
    return None if value is None else AttendanceStatus(value)

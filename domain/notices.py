"""What is told to whom, and the key that keeps a notice from being told twice.

A notice holds no words: they are built when it is sent, from the rows as they are then.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from domain.model import Field, Session
from domain.timetable import instant, starts_at


class NoticeKind(StrEnum):
    PROMOTED = "promoted"
    """The place is yours."""
    OFFERED = "offered"
    """The place is kept for you until it is paid."""
    PASSED_OVER = "passed_over"
    """A place came free, but the child can no longer take it."""
    QUEUE_CLOSED = "queue_closed"
    """No place came free in time."""
    HOLD_EXPIRED = "hold_expired"
    HOLD_EXTENDED = "hold_extended"
    """The office keeps the place for longer."""
    PAYMENT_RECEIVED = "payment_received"
    PAID_OUT = "paid_out"
    """Money has left the account to the parent."""
    BALANCE_CORRECTED = "balance_corrected"
    """The office has put something right in the account."""
    PLACE_CONFIRMED = "place_confirmed"
    """Money came in and a held place is now confirmed."""
    CANCELLED_FOR_YOU = "cancelled_for_you"
    """Another parent of the child cancelled your booking or left your queue."""
    BOOKED_FOR_YOU = "booked_for_you"
    """The office booked a place, or put the child on a waiting list."""
    CANCELLED_BY_OFFICE = "cancelled_by_office"
    """The office cancelled one booking, or took the child off a waiting list."""
    SESSION_CANCELLED = "session_cancelled"
    """A session does not take place: all that a parent's children had in it."""
    ACTIVITY_CHANGED = "activity_changed"
    """Something about an activity in which the parent's children have places, or wait."""
    ANNOUNCEMENT = "announcement"
    """What the office has written to many families."""
    REMINDER_EVENING = "reminder_evening"
    """Tomorrow's places of all the parent's children."""
    REMINDER_SOON = "reminder_soon"
    """The same two hours before the first of the day."""
    REGISTER = "register"
    """Who is expected at a session, for its tutor."""
    REGISTER_UNTOUCHED = "register_untouched"
    """The same after the start, for nobody is marked yet."""
    AWAY = "away"
    """A parent said that a child does not come, for the tutor who has the register already."""
    COMES = "comes"
    """The parent took that back."""
    REPAYMENT_DUE = "repayment_due"
    """Money to be paid out or looked into, for the office."""
    UPDATE_FAILED = "update_failed"
    """The bot could not handle what somebody wrote or tapped, for the office."""
    APPLICANT_WAITS = "applicant_waits"
    """Somebody asks to join, for the office."""
    APPLICANT_APPROVED = "applicant_approved"
    APPLICANT_DECLINED = "applicant_declined"
    """For somebody who is no parent."""
    STAFF_JOINED = "staff_joined"
    """Somebody has used a link to the staff, for who made it."""
    BOOKS_WRONG = "books_wrong"
    """A day's check has found what was not wrong before, for the office."""


REMINDERS = (NoticeKind.REMINDER_EVENING, NoticeKind.REMINDER_SOON)
"""The kinds of reminders, the earlier first."""
TOLD_BY_PHONE = frozenset(
    {
        NoticeKind.PROMOTED,
        NoticeKind.OFFERED,
        NoticeKind.PASSED_OVER,
        NoticeKind.HOLD_EXPIRED,
        NoticeKind.SESSION_CANCELLED,
        NoticeKind.ACTIVITY_CHANGED,
    }
)
"""The kinds that the office has to call about who is not on Telegram: nobody else tells them."""
OF_REGISTERS = (NoticeKind.REGISTER, NoticeKind.REGISTER_UNTOUCHED)
"""The kinds that are a register."""
SUBJECTS = {
    "booking_id": "b",
    "entry_id": "e",
    "session_id": "s",
    "on_date": "d",
    "failed_update_id": "u",
    "payment_id": "m",
    "repayment_id": "r",
    "activity_id": "a",
    "announcement_id": "n",
    "applicant_id": "j",
    "staff_invitation_id": "i",
}
"""What a notice may be about, and the letter of each in dedupe keys."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One message to one parent, or by Telegram id to somebody who is none, about one subject."""

    parent_id: int | None
    kind: NoticeKind
    due_at: datetime
    booking_id: int | None = None
    entry_id: int | None = None
    session_id: int | None = None
    on_date: date | None = None
    """All of the parent's places on a day."""
    failed_update_id: int | None = None
    payment_id: int | None = None
    repayment_id: int | None = None
    activity_id: int | None = None
    announcement_id: int | None = None
    applicant_id: int | None = None
    staff_invitation_id: int | None = None
    changed: Field | None = None
    """What of the activity."""
    staff_telegram_id: int | None = None
    occasion: str = ""
    """Tells apart what may happen to its subject more than once."""

    @property
    def dedupe_key(self) -> str:
        """Name the occasion: a subject has each kind of notice once for each recipient."""
        [subject] = [
            f"{letter}{value}"
            for name, letter in SUBJECTS.items()
            if (value := getattr(self, name)) is not None
        ]
        if self.parent_id is None:
            return f"{self.kind}:{subject}{self.occasion}:t{self.staff_telegram_id}"
        return f"{self.kind}:{subject}{self.occasion}:p{self.parent_id}"


_OF_USE_UNTIL_THE_START = {
    NoticeKind.PROMOTED,
    NoticeKind.OFFERED,
    NoticeKind.HOLD_EXTENDED,
    NoticeKind.PLACE_CONFIRMED,
    NoticeKind.BOOKED_FOR_YOU,
}
"""They tell of a place that one can still go to, or give up."""


def still_matters(
    kind: NoticeKind, session: Session, *, refund_minor: int, now: datetime, zone: ZoneInfo
) -> bool:
    """Tell whether news of a place is still worth telling, however long it was held up.

    A place that one has is told of until the session starts; one that one does not have, to
    the end of its day, lest a child comes in vain; money that came back always.
    """
    if kind in _OF_USE_UNTIL_THE_START:
        return now < starts_at(session, zone)
    the_day_after = instant(session.on + timedelta(days=1), time(), zone)
    return bool(refund_minor) or now < the_day_after

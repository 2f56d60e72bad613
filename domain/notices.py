"""What is told to whom, and the key that keeps a notice from being told twice.

A notice holds no words: they are built when it is sent, from the rows as they are then.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


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
    PLACE_CONFIRMED = "place_confirmed"
    """Money came in and a held place is now confirmed."""
    CANCELLED_FOR_YOU = "cancelled_for_you"
    """Another parent of the child cancelled your booking or left your queue."""
    SESSION_CANCELLED = "session_cancelled"
    REMINDER_EVENING = "reminder_evening"
    REMINDER_SOON = "reminder_soon"


@dataclass(frozen=True, slots=True)
class Notice:
    """One message to one parent about one booking or one waiting-list entry."""

    parent_id: int
    kind: NoticeKind
    due_at: datetime
    booking_id: int | None = None
    entry_id: int | None = None

    @property
    def dedupe_key(self) -> str:
        """Name the occasion: a booking or an entry has each kind of it once for each parent."""
        subject = f"b{self.booking_id}" if self.booking_id else f"e{self.entry_id}"
        return f"{self.kind}:{subject}:p{self.parent_id}"

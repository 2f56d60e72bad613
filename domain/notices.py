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
    HOLD_EXTENDED = "hold_extended"
    """The office keeps the place for longer."""
    PAYMENT_RECEIVED = "payment_received"
    PLACE_CONFIRMED = "place_confirmed"
    """Money came in and a held place is now confirmed."""
    CANCELLED_FOR_YOU = "cancelled_for_you"
    """Another parent of the child cancelled your booking or left your queue."""
    SESSION_CANCELLED = "session_cancelled"
    REMINDER_EVENING = "reminder_evening"
    REMINDER_SOON = "reminder_soon"


@dataclass(frozen=True, slots=True)
class Notice:
    """One message to one parent about one booking, waiting-list entry or payment."""

    parent_id: int
    kind: NoticeKind
    due_at: datetime
    booking_id: int | None = None
    entry_id: int | None = None
    payment_id: int | None = None
    occasion: str = ""
    """Tells apart what may happen to its subject more than once."""

    @property
    def dedupe_key(self) -> str:
        """Name the occasion: a subject has each kind of it once for each parent."""
        if self.booking_id:
            subject = f"b{self.booking_id}"
        elif self.entry_id:
            subject = f"e{self.entry_id}"
        else:
            subject = f"m{self.payment_id}"
        return f"{self.kind}:{subject}{self.occasion}:p{self.parent_id}"

"""Places, and turns in queues."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum


class BookingStatus(StrEnum):
    PENDING = "pending"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


ACTIVE = (BookingStatus.PENDING, BookingStatus.CONFIRMED)
"""The states of a booking that occupy a place."""


class DiscountKind(StrEnum):
    """Why a place costs less than its activity's price."""

    SIBLING = "sibling"
    """Another child of the parent has a place in the same week."""
    TERM = "term"
    """All dates that were left of the activity were booked at once."""


@dataclass(frozen=True, slots=True)
class Discount:
    """What was taken off the price of one place, kept with its booking."""

    kind: DiscountKind
    amount_minor: int


@dataclass(frozen=True, slots=True)
class CancellationTerms:
    """What a parent was promised for cancelling, kept with the booking from when it was made."""

    free_until: timedelta
    late_refund_percent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    id: int
    session_id: int
    child_id: int
    parent_id: int
    """Who booked, and whose account pays."""
    status: BookingStatus
    price_minor: int
    """What the place costs, with the discount taken off."""
    terms: CancellationTerms
    hold_expires_at: datetime | None
    discount: Discount | None = None
    is_promised: bool = False
    """The office keeps it until then, waiting for a voucher."""

    @property
    def is_active(self) -> bool:
        return self.status in ACTIVE


@dataclass(frozen=True, slots=True)
class Busy:
    """An active booking of a child on a day, as the clash rule sees it."""

    session_id: int
    on: date
    start_time: time
    end_time: time
    activity_name: str


class EntryStatus(StrEnum):
    WAITING = "waiting"
    PROMOTED = "promoted"
    EXPIRED = "expired"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class WaitlistEntry:
    id: int
    session_id: int
    child_id: int
    parent_id: int
    status: EntryStatus
    request_key: str
    price_minor: int
    """What a place cost when the parent joined the queue."""

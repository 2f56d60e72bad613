"""What use cases answer: expected outcomes are values; sentences for people live in `bot/`."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.model import (
    Booking,
    BookingStatus,
    Busy,
    Discount,
    DiscountKind,
    Session,
    WaitlistEntry,
)


class Layer(StrEnum):
    """The five layers of the validator, in the order in which they run."""

    OWNERSHIP = "ownership"
    TEMPORAL = "temporal"
    DUPLICATE = "duplicate"
    CAPACITY = "capacity"
    PAYMENT = "payment"


class Reason(StrEnum):
    """Why a booking is not made."""

    NOT_YOUR_CHILD = "not_your_child"
    UNKNOWN_ACTIVITY = "unknown_activity"
    ACTIVITY_ARCHIVED = "activity_archived"
    WRONG_WEEKDAY = "wrong_weekday"
    OUTSIDE_TERM = "outside_term"
    SCHOOL_CLOSED = "school_closed"
    NO_SESSION = "no_session"
    SESSION_CANCELLED = "session_cancelled"
    SESSION_STARTED = "session_started"
    BOOKING_CLOSED = "booking_closed"
    ALREADY_BOOKED = "already_booked"
    ALREADY_WAITING = "already_waiting"
    CLASH = "clash"
    WRONG_YEAR_GROUP = "wrong_year_group"
    FULL = "full"
    PRICE_CHANGED = "price_changed"
    NOT_COVERED = "not_covered"
    CONFIRMATION_USED = "confirmation_used"


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason why a booking is not made, and the layer that found it."""

    layer: Layer
    reason: Reason
    clash: Busy | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """One place that a parent asks for, with the price they were shown."""

    activity_id: int
    on: date
    shown_price_minor: int | None = None
    promised: DiscountKind | None = None
    """A discount that a place given up by the clock had: it stands when it is given again."""


@dataclass(frozen=True, slots=True)
class Booked:
    """Confirmed. In a preview there is no id; so too below."""

    session: Session
    price_minor: int
    booking_id: int | None = None
    discount: Discount | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """Pending: the place is kept until the deadline, and needs money to be confirmed."""

    session: Session
    price_minor: int
    hold_expires_at: datetime
    booking_id: int | None = None
    discount: Discount | None = None


@dataclass(frozen=True, slots=True)
class Queued:
    """On the waiting list; position 1 is next."""

    session: Session
    position: int
    entry_id: int | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    wanted: Wanted
    refusals: tuple[Refusal, ...]
    session: Session | None = None


PlaceOutcome = Booked | Held | Queued | Refused


@dataclass(frozen=True, slots=True)
class Promotion:
    """A waiting entry that got the freed place: confirmed, or an offer until the deadline."""

    entry: WaitlistEntry
    booking_id: int
    hold_expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class Cancelled:
    booking: Booking
    session: Session
    refund_minor: int


@dataclass(frozen=True, slots=True)
class RefundChanged:
    """Nothing was done: the refund is now less than the parent was shown."""

    booking: Booking
    session: Session
    refund_minor: int


@dataclass(frozen=True, slots=True)
class TooLate:
    """Nothing was done: the session has started, or that day is over."""

    session: Session


@dataclass(frozen=True, slots=True)
class AlreadyEnded:
    """Nothing was done: the booking or entry had ended before, in another way."""

    session: Session


@dataclass(frozen=True, slots=True)
class NotYours:
    """Nothing was done, and nothing is said about what was asked for."""


@dataclass(frozen=True, slots=True)
class Saved:
    """It stands so now, whoever did it."""

    session: Session


@dataclass(frozen=True, slots=True)
class NotBooked:
    """Nothing was done: the place is only held, and lapses if it is not paid."""

    session: Session


@dataclass(frozen=True, slots=True)
class TooEarly:
    """Nothing was done: it can be done from then on."""

    session: Session
    opens_at: datetime


@dataclass(frozen=True, slots=True)
class LeftQueue:
    entry: WaitlistEntry
    session: Session


@dataclass(frozen=True, slots=True)
class NotCovered:
    """Nothing was done: the account lacks this much for the place."""

    session: Session
    short_minor: int


@dataclass(frozen=True, slots=True)
class HoldKept:
    """The place is held until the deadline, which may be what it was before."""

    session: Session
    hold_expires_at: datetime


@dataclass(frozen=True, slots=True)
class HoldEnded:
    """Nothing was done: the place is no longer held; it may have been paid for meanwhile."""

    session: Session
    status: BookingStatus


@dataclass(frozen=True, slots=True)
class CapacityChanged:
    session: Session
    taken: int
    """Places taken before anybody was promoted."""
    promotions: tuple[Promotion, ...]


@dataclass(frozen=True, slots=True)
class CapacityKept:
    """Nothing was done: the session is cancelled, or its capacity is not what was shown."""

    session: Session


@dataclass(frozen=True, slots=True)
class SessionCancelled:
    """What goes with a session; nothing the second time, for then it has gone."""

    session: Session
    families: int
    """Parents who had booked or waited, or get back what a late cancellation cost."""
    bookings: int
    entries: int
    refunded_minor: int


@dataclass(frozen=True, slots=True)
class ActivityChanged:
    """It is now as was wished, by this telling or an earlier one."""

    activity_id: int


@dataclass(frozen=True, slots=True)
class MoreIsLost:
    """Nothing was done: more places would be cancelled than were shown."""


@dataclass(frozen=True, slots=True)
class CancellationChanged:
    """Nothing was done: more would be lost, or refunded, than was shown."""

    session: Session


@dataclass(frozen=True, slots=True)
class PaymentRecorded:
    balance_minor: int
    confirmed: tuple[int, ...]
    """Ids of the bookings that the payment confirmed."""


@dataclass(frozen=True, slots=True)
class CreditLimitSet:
    limit_minor: int
    """What counts for the family now."""
    confirmed: tuple[int, ...]
    """Ids of the held bookings that the account covers now."""


CancelOutcome = Cancelled | RefundChanged | TooLate | AlreadyEnded | NotYours
LeaveOutcome = LeftQueue | AlreadyEnded | NotYours
ConfirmOutcome = Booked | NotCovered | AlreadyEnded | NotYours
KeepOutcome = HoldKept | HoldEnded
RegisterOutcome = Saved | TooEarly | TooLate | AlreadyEnded
AwayOutcome = Saved | NotBooked | TooLate | AlreadyEnded | NotYours
CapacityOutcome = CapacityChanged | CapacityKept
SessionOutcome = SessionCancelled | CancellationChanged

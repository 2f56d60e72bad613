"""Values the rules speak about: frozen, without input or output."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo


class SessionStatus(StrEnum):
    SCHEDULED = "scheduled"
    CANCELLED = "cancelled"


class BookingStatus(StrEnum):
    PENDING = "pending"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


ACTIVE = (BookingStatus.PENDING, BookingStatus.CONFIRMED)
"""The states of a booking that occupy a place."""


class AttendanceStatus(StrEnum):
    PRESENT = "present"
    LATE = "late"
    ABSENT = "absent"


class EntryStatus(StrEnum):
    WAITING = "waiting"
    PROMOTED = "promoted"
    EXPIRED = "expired"
    LEFT = "left"


class MoneyKind(StrEnum):
    CHARGE = "charge"
    REFUND = "refund"
    PAYMENT = "payment"
    ADJUSTMENT = "adjustment"
    PAYOUT = "payout"
    """Money that has left the account to its parent."""


class InvoiceStatus(StrEnum):
    OPEN = "open"
    PAID = "paid"
    VOID = "void"
    """What was due has changed, or was paid in another way."""
    EXPIRED = "expired"
    """The places it was for are no longer held."""


class RepaymentReason(StrEnum):
    """Why money may have to be given back."""

    ASKED = "asked"
    """The parent wants it."""
    UNUSED = "unused"
    """It came in too late for its places, or twice, and is credit."""
    UNKNOWN = "unknown"
    """It came in, but no account was found for it."""


class PaymentMethod(StrEnum):
    CASH = "cash"
    CARD = "card"
    TRANSFER = "transfer"
    VOUCHER = "voucher"
    ONLINE = "online"
    """Through Telegram, by the school's payment provider."""


class DiscountKind(StrEnum):
    """Why a place costs less than its activity's price."""

    SIBLING = "sibling"
    """Another child of the parent has a place in the same week."""
    TERM = "term"
    """All dates that were left of the activity were booked at once."""


class Reminders(StrEnum):
    """When a parent wants to be reminded of the children's sessions of a day."""

    OFF = "off"
    EVENING = "evening"
    """The evening before."""
    SOON = "soon"
    """Two hours before the first of them."""
    BOTH = "both"


class Role(StrEnum):
    PARENT = "parent"
    TUTOR = "tutor"
    ADMIN = "admin"
    SYSTEM = "system"


STAFF = (Role.ADMIN, Role.TUTOR)
"""Who runs the school. An admin may do all that a tutor may."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something: a parent by their id, staff by their Telegram id, or the system."""

    role: Role
    id: int | None = None


SYSTEM = Actor(Role.SYSTEM)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Local times between which nobody is reminded of anything; they may span midnight."""

    begins: time
    ends: time


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What the school has decided for all its activities."""

    zone: ZoneInfo
    hold: timedelta
    """How long a place is kept for a booking that is not covered."""
    offer_hold: timedelta
    """The same for a place that came from the waiting list."""
    booking_cutoff: timedelta
    """How long before its start a session closes for booking."""
    free_cancellation: timedelta
    """How long before the start a cancellation refunds all."""
    late_refund_percent: int
    """What a later cancellation refunds, until the session starts."""
    credit_limit_minor: int
    """How far below zero a balance may go; 0 means pay first."""
    sibling_discount_percent: int = 0
    term_discount_percent: int = 0
    quiet: QuietHours | None = None
    """None: a reminder may come at any time."""
    register_before: timedelta = timedelta(0)
    """How long before a session its tutor gets the register; 0 means never."""


@dataclass(frozen=True, slots=True)
class Funds:
    """What a parent can spend: their balance, and how far below zero it may go."""

    balance_minor: int
    credit_limit_minor: int | None = None
    """None: as the school's policy says."""

    def limit_minor(self, policy: Policy) -> int:
        own = self.credit_limit_minor
        return policy.credit_limit_minor if own is None else own

    def available_minor(self, policy: Policy) -> int:
        return self.balance_minor + self.limit_minor(policy)


@dataclass(frozen=True, slots=True)
class Discount:
    """What was taken off the price of one place, kept with its booking."""

    kind: DiscountKind
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Child:
    id: int
    name: str
    born_on: date
    grade: int

    def age(self, on: date) -> int:
        """Full years on a day; a child of 29 February turns a year older on 1 March."""
        had_no_birthday = (on.month, on.day) < (self.born_on.month, self.born_on.day)
        return on.year - self.born_on.year - had_no_birthday


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    id: int
    name: str
    weekday: int
    """0 is Monday."""
    start_time: time
    end_time: time
    first_on: date
    last_on: date
    grade_from: int
    grade_to: int
    price_minor: int
    is_archived: bool = False
    booking_cutoff: timedelta | None = None
    """None: as the school's policy says; so too the next."""
    free_cancellation: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All that the office decides about an activity."""

    name: str
    tutor: int | str
    """A tutor's id, or the name of one; who is not known by it is new."""
    description: str
    location: str
    weekday: int
    """0 is Monday."""
    start_time: time
    end_time: time
    first_on: date
    last_on: date
    grade_from: int
    grade_to: int
    capacity: int
    price_minor: int
    booking_cutoff: timedelta | None = None
    """None: as the school's policy says; so too the next."""
    free_cancellation: timedelta | None = None


class ApplicantStatus(StrEnum):
    WAITING = "waiting"
    APPROVED = "approved"
    DECLINED = "declined"


class Field(StrEnum):
    """What of a plan is changed at a time."""

    NAME = "name"
    TUTOR = "tutor"
    DESCRIPTION = "description"
    PLACE = "place"
    WEEKDAY = "weekday"
    TIMES = "times"
    TERM = "term"
    YEARS = "years"
    CAPACITY = "capacity"
    PRICE = "price"
    CUTOFF = "cutoff"
    FREE_CANCELLATION = "free"


@dataclass(frozen=True, slots=True)
class Planned:
    """An activity that is there, as the office plans it."""

    id: int
    plan: Plan
    """Its tutor is an id."""
    tutor_name: str
    is_archived: bool


@dataclass(frozen=True, slots=True)
class Session:
    """One dated occurrence of an activity, with the capacity that counts on that date."""

    id: int
    activity: Activity
    on: date
    capacity: int
    status: SessionStatus
    has_own_capacity: bool = False
    """Its capacity stays when the activity's changes."""


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
class Mark:
    """What was last noted of a child on a register."""

    status: AttendanceStatus | None
    """None: it was taken back."""
    before: AttendanceStatus | None
    """What it changed; the same where there is nothing to take back."""
    marked_at: datetime
    marked_by: int | None
    """By Telegram id; None: nobody knows any more."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice:
    """What a parent was asked to pay for places that are held for them."""

    id: int
    parent_id: int
    payload: str
    """Names the invoice on its way through Telegram and back; it means nothing to others."""
    amount_minor: int
    currency: str
    status: InvoiceStatus
    made_at: datetime
    message_id: int | None
    """The message that shows it; None until it is known to be sent."""


@dataclass(frozen=True, slots=True)
class Repayment:
    """Money that the school may have to give back."""

    id: int
    parent_id: int | None
    reason: RepaymentReason
    open_minor: int
    """What has not been paid out yet; 0 when nothing is to be done any more."""
    payment_id: int | None
    """The payment that was not used."""


@dataclass(frozen=True, slots=True)
class Busy:
    """An active booking of a child on a day, as the clash rule sees it."""

    session_id: int
    on: date
    start_time: time
    end_time: time
    activity_name: str

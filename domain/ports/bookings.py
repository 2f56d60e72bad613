"""What use cases ask of storage about bookings."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Protocol

from domain.model import (
    Activity,
    Booking,
    BookingStatus,
    Busy,
    CancellationTerms,
    Child,
    Discount,
    Funds,
    Reminders,
    Session,
    WaitlistEntry,
)
from domain.outcomes import Wanted


@dataclass(frozen=True, slots=True)
class BookPlaces:
    """A parent's confirmation: which dates for which child.

    The request key names the confirmation: the same key again is the same wish, told twice.
    """

    parent_id: int
    child_id: int
    wanted: tuple[Wanted, ...]
    request_key: str


@dataclass(frozen=True, slots=True)
class DateFacts:
    """One wanted date as it stands."""

    activity: Activity | None
    session: Session | None
    is_closed: bool = False
    active: int = 0
    waiting: int = 0
    is_waiting: bool = False


@dataclass(frozen=True, slots=True)
class Made:
    """What an earlier telling of the same request has made of one session, as it stands now."""

    session_id: int
    booking: Booking | None = None
    entry: WaitlistEntry | None = None
    position: int = 0


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """All that `book_places` decides by."""

    child: Child | None
    dates: tuple[DateFacts, ...]
    """One for each wanted date, in the order of the request."""
    busy: tuple[Busy, ...]
    """The child's active bookings in the weeks of the dates."""
    funds: Funds
    made: tuple[Made, ...]
    sibling_weeks: frozenset[date] = frozenset()
    """The Mondays of the weeks in which the parent's other children have a place."""
    rest: tuple[Session, ...] = ()
    """Dates of the activities that were not asked for and that the child neither has nor waits
    for; empty unless they were asked about.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBooking:
    session_id: int
    child_id: int
    parent_id: int
    status: BookingStatus
    price_minor: int
    discount: Discount | None
    terms: CancellationTerms
    request_key: str
    made_at: datetime
    hold_expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class ToRemind:
    """A confirmed booking on a day, and when its parent wants to be reminded of that day."""

    parent_id: int
    wish: Reminders
    start_time: time
    confirmed_at: datetime


class Bookings(Protocol):
    def lock_request(self, request: BookPlaces, *, with_rest: bool) -> RequestFacts:
        """Lock the wanted sessions, then the parent's account and the child, then read."""
        ...

    def read_request(self, request: BookPlaces, *, with_rest: bool) -> RequestFacts:
        """Read the same without any lock, for a preview."""
        ...

    def lock(self, booking_id: int) -> tuple[Booking, Session] | None:
        """Lock the booking's session, then read both."""
        ...

    def add(self, bookings: Sequence[NewBooking]) -> list[int]: ...
    def confirm(self, booking_id: int, now: datetime) -> None: ...
    def extend_hold(self, booking_id: int, until: datetime) -> None: ...
    def promise(self, booking_id: int, until: datetime, now: datetime) -> None:
        """Keep a held place until then, marked as waiting for a voucher."""
        ...

    def end(self, booking_ids: Collection[int], status: BookingStatus, now: datetime) -> None: ...
    def count_active(self, session_id: int) -> int: ...
    def list_active(self, session_id: int) -> list[Booking]: ...
    def list_part_refunded(self, session_id: int) -> list[tuple[Booking, int]]:
        """List the session's cancelled bookings that cost something, and how much each did."""
        ...

    def list_active_of(self, child_id: int, from_on: date) -> list[tuple[Booking, Session]]:
        """List what a child has from a day on, with the sessions."""
        ...

    def list_to_remind(self, on: date) -> list[ToRemind]:
        """List a day's confirmed bookings of parents who want reminders, parent by parent."""
        ...

    def list_held_by(self, parent_id: int) -> list[Booking]:
        """List the parent's pending bookings, the earliest deadline first."""
        ...

    def list_held_beside(self, parent_id: int, booking_id: int) -> list[Booking]:
        """List the same, but only what was held by the same confirmation as a booking."""
        ...

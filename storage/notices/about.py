"""What there is to tell, and to whom."""

from dataclasses import dataclass
from datetime import date, datetime

from domain.faults import Rule
from domain.model import BookingStatus, Discount, EntryStatus, PaymentMethod, Reminders, Session
from domain.money import Together
from domain.notices import NoticeKind
from domain.outcomes import Reason
from domain.ports.bookings import ToRemind
from storage.applicants import ApplicantSeen
from storage.due_back import DueBack
from storage.notices.activities import AboutActivity
from storage.notices.announcements import AboutAnnouncement
from storage.notices.cancellations import AboutCancellation
from storage.notices.newcomers import AboutNewcomer
from storage.register_details import Register


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutPlace:
    """One booking, or one entry of a waiting list."""

    child_name: str
    session: Session
    booking_id: int | None
    booking_status: BookingStatus | None
    price_minor: int
    discount: Discount | None
    hold_expires_at: datetime | None
    refund_minor: int
    entry_id: int | None
    entry_status: EntryStatus | None
    reason: Reason | None
    is_away: bool = False
    """A parent has said that the child does not come."""
    together: Together | None = None
    """What is paid together with it, where it is held."""


@dataclass(frozen=True, slots=True)
class PlaceThen:
    """A place of a day."""

    booking_id: int
    status: BookingStatus
    child_name: str
    grade: int
    session: Session
    location: str


@dataclass(frozen=True, slots=True)
class AboutDay:
    """A parent's confirmed places on a day in sessions that take place, the earliest first."""

    on: date
    wish: Reminders
    places: tuple[PlaceThen, ...]
    booked: tuple[ToRemind, ...]
    """The same places, as the rules of reminders see them."""
    has_later: bool
    """The later reminder of the day has been written."""


@dataclass(frozen=True, slots=True)
class AboutRegister:
    """A session's register as it stands now, for one of the staff."""

    register: Register


@dataclass(frozen=True, slots=True)
class AboutFailure:
    """An update that was passed over, and the reference to it in the log."""

    reference: str
    failed_at: datetime


@dataclass(frozen=True, slots=True)
class AboutPayment:
    """Money that came in or was paid out, and what is on the account now."""

    payment_id: int
    amount_minor: int
    """Negative when it was paid out."""
    method: PaymentMethod
    reference: str
    balance_minor: int


@dataclass(frozen=True, slots=True)
class AboutCorrection:
    """What the office has added to an account or taken off it, and what is on it now."""

    amount_minor: int
    reason: str
    balance_minor: int


@dataclass(frozen=True, slots=True)
class AboutRepayment:
    """Money to be given back, as it stands now."""

    due: DueBack


@dataclass(frozen=True, slots=True)
class AboutApplicant:
    """Somebody who has asked to join, as it stands now."""

    applicant: ApplicantSeen


@dataclass(frozen=True, slots=True)
class AboutBooks:
    """The rules that a day's check has found broken, and how often each."""

    faults: dict[Rule, int]


About = (
    AboutPlace
    | AboutDay
    | AboutRegister
    | AboutCancellation
    | AboutFailure
    | AboutPayment
    | AboutCorrection
    | AboutRepayment
    | AboutApplicant
    | AboutNewcomer
    | AboutActivity
    | AboutAnnouncement
    | AboutBooks
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedNotice:
    """A notice that is to be sent now."""

    id: int
    kind: NoticeKind
    attempts: int
    """Including the one that now begins."""
    unanswered: int
    """How many of them ended without an answer: it may have arrived."""
    parent_id: int | None
    """None: it is for one of the staff."""
    telegram_id: int | None
    language: str | None
    is_unreachable: bool
    about: About
    together: "tuple[ClaimedNotice, ...]" = ()
    """Further ones that are told in the same message."""

    @property
    def ids(self) -> list[int]:
        """Of all that is told in the message."""
        return [self.id, *[each.id for each in self.together]]

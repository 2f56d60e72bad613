"""What use cases ask of storage inside one transaction.

A use case takes a `Transaction` first. It never begins, commits or rolls back: who calls it
does, and an exception that leaves it undoes all it wrote.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Protocol
from zoneinfo import ZoneInfo

from domain.activity_lists import ActivitiesPlan, KnownActivities
from domain.audiences import Audience, Reach
from domain.audit import AuditEvent
from domain.family_lists import FamiliesPlan, KnownPeople
from domain.faults import Fault
from domain.imports import Imported
from domain.model import (
    Activity,
    Actor,
    ApplicantStatus,
    Booking,
    BookingStatus,
    Busy,
    CancellationTerms,
    Child,
    Discount,
    EntryStatus,
    Funds,
    Invoice,
    InvoiceStatus,
    Mark,
    MoneyKind,
    PaymentMethod,
    Plan,
    Planned,
    Reminders,
    Repayment,
    RepaymentReason,
    Role,
    Session,
    WaitlistEntry,
)
from domain.notices import Notice, NoticeKind
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


@dataclass(frozen=True, slots=True)
class NewEntry:
    session_id: int
    child_id: int
    parent_id: int
    request_key: str
    price_minor: int
    joined_at: datetime


@dataclass(frozen=True, slots=True)
class Candidate:
    """A waiting entry at the front of a queue, with what the validator needs to look again."""

    entry: WaitlistEntry
    child: Child | None
    is_closed: bool
    busy: tuple[Busy, ...]
    funds: Funds
    has_sibling: bool
    """Another child of the parent has a place in the session's week."""


@dataclass(frozen=True, slots=True)
class NewMoney:
    parent_id: int
    kind: MoneyKind
    amount_minor: int
    """Signed: a charge is negative."""
    made_at: datetime
    actor: Actor
    """Who moved the money; the kind, the booking and the note say why."""
    booking_id: int | None = None
    charge_id: str | None = None
    """Names a payment or payout once and for all; the same one again is not a second one."""
    method: PaymentMethod | None = None
    """How a payment or payout was made; nothing else has one."""
    provider_charge_id: str | None = None
    """What the payment provider calls it."""
    invoice_id: int | None = None
    payment_id: int | None = None
    """The payment that a payout gives back at its provider."""
    note: str = ""
    """Why a balance was corrected, or the reference of a payment or payout."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewInvoice:
    parent_id: int
    payload: str
    amount_minor: int
    currency: str
    booking_ids: tuple[int, ...]
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Stake:
    """What a family has in a session: a child's active booking, or its waiting entry."""

    session_id: int
    parent_id: int
    child_id: int
    grade: int
    status: BookingStatus | None
    """None: the child waits."""
    price_minor: int = 0
    booking_id: int | None = None
    hold_expires_at: datetime | None = None


class Activities(Protocol):
    def find_made(self, request_key: str) -> int | None:
        """Find the activity that a confirmation has made."""
        ...

    def add(self, plan: Plan, tutor_id: int, request_key: str) -> int: ...
    def find(self, activity_id: int) -> Planned | None: ...
    def lock(self, activity_id: int) -> Planned | None:
        """Lock the row, before any session of it, then read it."""
        ...

    def change(self, activity_id: int, plan: Plan, tutor_id: int) -> None: ...
    def archive(self, activity_id: int, now: datetime) -> None: ...
    def list_without_session(self, on: date) -> list[tuple[int, time]]:
        """List what is on on a day, by its plan, and has no session then; with its start."""
        ...

    def find_tutor(self, name: str) -> int | None:
        """Find the tutor with a name, the one known for the longest if there are several."""
        ...

    def add_tutor(self, name: str) -> int: ...


class Closures(Protocol):
    def list_dates(self, first: date, last: date) -> set[date]:
        """List on which days the school is shut, both ends included."""
        ...

    def add(self, dates: Collection[date], reason: str) -> None: ...
    def remove(self, on: date) -> bool:
        """Open a day again; return whether it was closed."""
        ...


@dataclass(frozen=True, slots=True)
class NewRepayment:
    reason: RepaymentReason
    parent_id: int | None
    amount_minor: int
    made_at: datetime
    payment_id: int | None = None
    """The payment that was not used."""
    charge_id: str | None = None
    """What names money that is on no account; so too the next two."""
    provider_charge_id: str | None = None
    currency: str | None = None


class Sessions(Protocol):
    def add(self, activity_id: int, dates: Collection[date]) -> None: ...
    def count(self, activity_id: int) -> int: ...
    def remove_unused(self, session_ids: Collection[int]) -> None:
        """Delete those of the sessions that nothing has ever referred to."""
        ...

    def list_of(self, activity_id: int, from_on: date) -> list[Session]:
        """List an activity's sessions from a day on, the next first."""
        ...

    def list_between(self, first: date, last: date) -> list[Session]:
        """List the sessions of some days, both ends included."""
        ...

    def list_stakes(self, session_ids: Collection[int]) -> list[Stake]: ...
    def kept_of(self, session_ids: Collection[int]) -> int:
        """Add up what late cancellations cost, which comes back if the session is cancelled."""
        ...

    def count_clashes(self, session_ids: Collection[int], start: time, end: time) -> int:
        """Count the children booked in the sessions and elsewhere at a time of the same day."""
        ...

    def lock(self, session_ids: Collection[int]) -> list[Session]:
        """Lock the rows in the order of their ids, then read them."""
        ...

    def read(self, session_ids: Collection[int]) -> list[Session]:
        """Read the same without any lock, for a preview."""
        ...

    def list_without_register(self, first: date, last: date) -> list[tuple[Session, int]]:
        """List sessions of some days with the Telegram id of the tutor who is still to be told."""
        ...

    def change_capacity(self, session_id: int, capacity: int) -> None: ...
    def cancel(self, session_id: int, reason: str, now: datetime) -> None:
        """Mark a session as cancelled, and why in words that parents read."""
        ...


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

    def list_active_of(self, child_id: int, from_on: date) -> list[Booking]: ...
    def list_to_remind(self, on: date) -> list[ToRemind]:
        """List a day's confirmed bookings of parents who want reminders, parent by parent."""
        ...

    def list_held_by(self, parent_id: int) -> list[Booking]:
        """List the parent's pending bookings, the earliest deadline first."""
        ...

    def list_held_beside(self, parent_id: int, booking_id: int) -> list[Booking]:
        """List the same, but only what was held by the same confirmation as a booking."""
        ...


class Attendance(Protocol):
    """What is noted of bookings; whoever changes it has locked their session."""

    def find_mark(self, booking_id: int) -> Mark | None: ...
    def mark(self, booking_id: int, mark: Mark) -> None: ...
    def find_note(self, booking_id: int) -> str:
        """Return what was noted of a child, nothing if nothing was."""
        ...

    def write_note(self, booking_id: int, text: str, written_by: int, now: datetime) -> None:
        """Note something of a child in place of what was noted; nothing deletes it."""
        ...

    def is_away(self, booking_id: int) -> bool:
        """Tell whether a parent has said that the child does not come."""
        ...

    def tell_away(self, booking_id: int, parent_id: int, now: datetime) -> None: ...
    def take_away_back(self, booking_id: int) -> None: ...
    def find_reader(self, session_id: int) -> int | None:
        """Return the Telegram id of the session's tutor, if its register was sent."""
        ...

    def list_untouched(self, first: date, last: date) -> list[tuple[Session, int]]:
        """List sessions of some days whose register is untouched, with the tutor to be told.

        Without those that nobody is booked for, and those whose tutor was told already.
        """
        ...


class Invoices(Protocol):
    """Invoices; whoever changes one has locked its parent's account."""

    def find(self, payload: str) -> Invoice | None: ...
    def read(self, invoice_id: int) -> Invoice: ...
    def add(self, new: NewInvoice) -> int: ...
    def add_booking(self, invoice_id: int, booking_id: int) -> None:
        """Note a place that was given anew for one that the invoice was for."""
        ...

    def close(self, invoice_id: int, status: InvoiceStatus, now: datetime) -> None: ...
    def list_bookings(self, invoice_id: int) -> list[Booking]:
        """List what an invoice is for, in the order of the bookings' ids."""
        ...

    def list_open(self, parent_id: int, booking_ids: Collection[int]) -> list[Invoice]:
        """List the parent's open invoices for any of the bookings, the newest last."""
        ...


class Repayments(Protocol):
    """Money to be given back; whoever changes a parent's has locked their account."""

    def add(self, new: NewRepayment) -> int: ...
    def lock(self, repayment_id: int) -> Repayment | None: ...
    def find_request(self, parent_id: int) -> Repayment | None:
        """Find what a parent has asked for and has not got yet."""
        ...

    def list_open(self, parent_id: int) -> list[Repayment]:
        """List what is open for a parent, the oldest first."""
        ...

    def is_noted(self, charge_id: str) -> bool:
        """Tell whether money that is on no account is known by its charge id."""
        ...

    def leave_open(self, repayment_id: int, open_minor: int, now: datetime) -> None:
        """Leave so much to be paid out; with nothing left it is closed."""
        ...


class WaitingList(Protocol):
    def add(self, entries: Sequence[NewEntry]) -> list[int]: ...
    def lock(self, entry_id: int) -> tuple[WaitlistEntry, Session] | None:
        """Lock the entry's session, then read both."""
        ...

    def lock_front(self, session: Session, limit: int) -> list[Candidate]:
        """Read the first entries of a locked session, their parents and children locked."""
        ...

    def close(
        self,
        entry_ids: Collection[int],
        status: EntryStatus,
        now: datetime,
        *,
        reason: str | None = None,
        booking_id: int | None = None,
    ) -> None: ...
    def list_waiting(self, session_id: int) -> list[WaitlistEntry]: ...
    def list_waiting_of(self, child_id: int) -> list[WaitlistEntry]: ...


class Accounts(Protocol):
    def lock(self, parent_id: int) -> Funds:
        """Lock the parent's account, then read it."""
        ...

    def lock_balance(self, parent_id: int) -> int:
        """Do the same where only the balance is wanted."""
        ...

    def set_credit_limit(self, parent_id: int, limit_minor: int | None) -> None: ...

    def add(self, *entries: NewMoney) -> None: ...
    def add_payment(self, payment: NewMoney) -> int:
        """Add a payment or payout and return its id."""
        ...

    def payer_of(self, booking_id: int) -> int:
        """Return the parent whose account was charged for the booking."""
        ...

    def find_payment(self, charge_id: str) -> int | None:
        """Return the parent whose payment or payout bears the charge id."""
        ...

    def refundable(self, parent_id: int, payment_id: int) -> int | None:
        """Return what has not been given back of a parent's payment through the provider.

        None: it is no such payment.
        """
        ...

    def is_paid_in(self, charge_id: str, provider_charge_id: str | None) -> bool:
        """Tell whether a payment is known by either of its charge ids."""
        ...

    def paid_by(self, invoice_id: int) -> str | None:
        """Return the charge id of the first payment of an invoice."""
        ...

    def refund_of(self, booking_id: int) -> int:
        """Return what was refunded for the booking, 0 when nothing was."""
        ...


class Families(Protocol):
    def is_guardian(self, parent_id: int, child_id: int) -> bool: ...
    def find_parent(self, telegram_id: int | None) -> int | None: ...
    def choose_reminders(self, parent_id: int, wish: Reminders) -> None: ...
    def find_by_phone(self, name: str, phone: str) -> int | None:
        """Find the parent of that name and phone number."""
        ...

    def add_parent(self, parent: "NewParent", now: datetime) -> int: ...
    def survivor(self, parent_id: int) -> int:
        """Return the parent into whom one was merged, or the same."""
        ...

    def lock_parents(self, parent_ids: Iterable[int]) -> None:
        """Lock the rows in the order of their ids."""
        ...

    def list_by_phone(self, phone: str) -> list[int]:
        """List the parents with a phone number."""
        ...

    def claim(self, parent_id: int, person: "NewParent") -> bool:
        """Give a parent on file who is not on Telegram to who turns out to be them.

        Phone and language are theirs from then on; the name stays, and so does an e-mail address.
        False: they are on Telegram already.
        """
        ...

    def list_children(self, parent_id: int) -> list[Child]: ...
    def lock_children(self, parent_id: int) -> list[Child]:
        """Lock the parent, then read the children."""
        ...

    def add_child(self, parent_id: int, child: "NewChild", now: datetime) -> int: ...
    def edit_child(self, child_id: int, child: "NewChild") -> None: ...
    def list_guardians(self, child_ids: Collection[int]) -> list[tuple[int, int]]:
        """List child and parent, for each parent of each child."""
        ...

    def lock_guardians(self, child_id: int) -> set[int]:
        """Lock the child, then read who its parents are."""
        ...

    def unlink_child(self, parent_id: int, child_id: int) -> None: ...
    def hand_over(
        self, parent_id: int, child_id: int, to_parent_id: int, session_ids: Collection[int]
    ) -> None:
        """Pass a leaving parent's places and entries in locked sessions to another parent."""
        ...

    def remove_child(self, child_id: int, now: datetime) -> None: ...
    def find_removal(self, parent_id: int, child_id: int) -> "Removal | None":
        """Find the last time that the parent took the child out of the family."""
        ...


@dataclass(frozen=True, slots=True)
class ParentInvitation:
    id: int
    for_parent_id: int | None
    """The parent on file whom it is for; None: whoever comes with it is new."""
    expires_at: datetime
    used_by: int | None


@dataclass(frozen=True, slots=True)
class Applicant:
    """Somebody who has asked to join."""

    id: int
    person: "NewParent"
    status: ApplicantStatus


class Applicants(Protocol):
    """Who asks to join where the school lets parents in by invitation."""

    def lock_by(self, telegram_id: int | None) -> Applicant | None:
        """Lock what somebody has asked, by their Telegram id."""
        ...

    def lock(self, applicant_id: int) -> Applicant | None: ...
    def add(self, person: "NewParent", now: datetime) -> int: ...
    def ask_again(self, applicant_id: int, person: "NewParent", now: datetime) -> None: ...
    def decide(self, applicant_id: int, parent_id: int | None, actor: Actor, now: datetime) -> None:
        """Note that somebody was let in as a parent, or was not."""
        ...


@dataclass(frozen=True, slots=True)
class MergingParent:
    """A parent, as far as a merge asks."""

    id: int
    name: str
    has_telegram: bool
    is_unreachable: bool
    merged_into: int | None


@dataclass(frozen=True, slots=True)
class KnownTwice:
    """Two rows with one name and birth date among the children of some parents."""

    name: str
    kept_id: int
    other_id: int
    clashes: bool
    """Both have places at one time, or in one session."""


class Merging(Protocol):
    """What stands twice, and is put together."""

    def list_sessions(self, parent_ids: Collection[int]) -> set[int]:
        """List where the parents or their children have places, or wait."""
        ...

    def lock(self, parent_ids: Collection[int]) -> dict[int, MergingParent]:
        """Lock the parents and then their children; return the parents."""
        ...

    def read(self, parent_ids: Collection[int]) -> dict[int, MergingParent]:
        """Read the same without any lock, for a preview."""
        ...

    def count_places(self, parent_id: int) -> int:
        """Count the places that a parent has booked, and the queues they wait in."""
        ...

    def balance(self, parent_id: int) -> int: ...
    def list_booked(self, child_ids: Collection[int]) -> set[int]:
        """List the sessions in which any of the children has a place."""
        ...

    def list_twice(self, parent_ids: Collection[int]) -> list[KnownTwice]: ...
    def move(self, from_id: int, to_id: int, now: datetime) -> None:
        """Give one parent all that another has, but for the entries of the account."""
        ...

    def close(self, parent_id: int, into_id: int, *, with_telegram: bool) -> None:
        """Mark a parent as merged; what is needed of them to be reached goes to the other."""
        ...

    def unite(self, child_id: int, into_id: int, now: datetime) -> None:
        """Give one child all that another has, which is then removed."""
        ...

    def find_detail(self, parent_id: int, other_id: int) -> str | None:
        """Find what the trail says of an earlier merge."""
        ...


class Invitations(Protocol):
    """Links with which parents join, each of them once."""

    def lock(self, code: str) -> ParentInvitation | None: ...
    def lock_unused(self, parent_ids: Iterable[int]) -> dict[int, ParentInvitation]:
        """Lock what parents on file have not used, by their ids."""
        ...

    def add(self, code: str, actor: Actor, until: datetime, now: datetime) -> int: ...
    def add_for(
        self, codes: Mapping[int, str], actor: Actor, until: datetime, now: datetime
    ) -> None:
        """Add invitations for parents on file, by their ids."""
        ...

    def prolong(self, invitation_ids: Collection[int], until: datetime) -> None: ...
    def remove(self, invitation_ids: Collection[int]) -> None: ...
    def use(self, invitation_id: int, parent_id: int, now: datetime) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class NewParent:
    telegram_id: int | None
    """None: they do not use Telegram."""
    name: str
    phone: str
    email: str | None
    language: str


@dataclass(frozen=True, slots=True)
class Removal:
    """A child taken out of a family, and the detail that the trail has of it."""

    name: str
    detail: str


@dataclass(frozen=True, slots=True)
class NewChild:
    name: str
    born_on: date
    grade: int


class Staff(Protocol):
    def list_admins(self) -> list[int]:
        """List the Telegram ids of the admins, but for those who are named in the settings."""
        ...

    def teaches(self, telegram_id: int | None, activity_id: int) -> bool:
        """Tell whether somebody is the tutor of an activity."""
        ...

    def find(self, telegram_id: int) -> "StaffMember | None":
        """Find somebody who is of the staff by a row; the settings name others."""
        ...

    def lock_all(self) -> list["StaffMember"]:
        """Lock the rows of all who are of the staff, in the order of their ids."""
        ...

    def put(self, person: "NewStaff", role: Role, now: datetime) -> int:
        """Give somebody a role, in place of the one they have or had, and return the row's id."""
        ...

    def remove(self, member: "StaffMember", now: datetime) -> None:
        """Take the role away; the activities they taught keep their tutor, without Telegram."""
        ...

    def lock_invitation(self, code: str) -> "StaffInvitation | None": ...
    def add_invitation(
        self, new: "NewStaffInvitation", tutor_id: int | None, actor: Actor, now: datetime
    ) -> int: ...
    def use_invitation(self, invitation_id: int, staff_id: int, now: datetime) -> None: ...
    def lock_tutor(self, tutor_id: int) -> int | None:
        """Lock a tutor and return their Telegram id, if they have one."""
        ...

    def is_tutor(self, telegram_id: int) -> bool: ...
    def link_tutor(self, tutor_id: int, telegram_id: int) -> None: ...


@dataclass(frozen=True, slots=True)
class StaffMember:
    id: int
    telegram_id: int
    role: Role


@dataclass(frozen=True, slots=True)
class NewStaff:
    """Somebody as Telegram knows them."""

    telegram_id: int
    name: str
    language: str


@dataclass(frozen=True, slots=True)
class NewStaffInvitation:
    code: str
    role: Role
    tutor: int | str | None
    """Whom a tutor is: one who is known, or a name; an admin is none."""
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class StaffInvitation:
    id: int
    role: Role
    tutor_id: int | None
    invited_by: int
    """By Telegram id, as the next."""
    expires_at: datetime
    used_by: int | None


class Imports(Protocol):
    def find(self, key: str) -> Imported | None:
        """Find what the import of a key has brought."""
        ...

    def begin(self, key: str, now: datetime) -> int:
        """Note that an import is on its way in; another one waits here until it has ended."""
        ...

    def withdraw(self, import_id: int) -> None:
        """Take that back, for nothing was taken in."""
        ...

    def read_people(self) -> KnownPeople:
        """Read everybody as they are at one moment."""
        ...

    def lock_parents(self, parent_ids: Collection[int]) -> None: ...
    def write_families(self, plan: FamiliesPlan, language: str, now: datetime) -> list[int]:
        """Write a plan and return the ids of the new children."""
        ...

    def read_activities(self) -> KnownActivities: ...
    def write_activities(self, plan: ActivitiesPlan) -> list[int]:
        """Write a plan and return the ids of the new activities."""
        ...


class Books(Protocol):
    def last_faults(self) -> set[str]:
        """Return the rules that were broken at the last check."""
        ...

    def add_check(self, on: date, faults: Sequence[Fault], now: datetime) -> bool:
        """Note a day's check; False if there is one already."""
        ...


@dataclass(frozen=True, slots=True)
class Asking:
    """A notice that a session is cancelled."""

    session_id: int
    is_acknowledged: bool


class Outbox(Protocol):
    def add(self, *notices: Notice) -> None:
        """Keep the notices for delivery.

        Dropped are those whose dedupe key is there already, and those to parents without Telegram.
        """
        ...

    def find_asking(self, notice_id: int, parent_id: int) -> Asking | None:
        """Find a notice to a parent that asks them to say that they have seen it."""
        ...

    def acknowledge(self, notice_id: int, now: datetime) -> None: ...

    def list_reminded(self, on: date) -> dict[int, set[NoticeKind]]:
        """List which reminders of a day have been written, by parent."""
        ...

    def drop_for(self, staff_telegram_id: int, now: datetime) -> None:
        """Let go of all that somebody of the staff is still to be told."""
        ...


@dataclass(frozen=True, slots=True)
class NewAnnouncement:
    audience: Audience
    text: str
    key: str
    made_by: int
    """By Telegram id."""
    made_at: datetime


class Announcements(Protocol):
    def find(self, key: str) -> int | None:
        """Find the announcement that a confirmation has made."""
        ...

    def reach(self, audience: Audience, now: datetime, zone: ZoneInfo) -> Reach:
        """Count the parents of an audience."""
        ...

    def add(self, new: NewAnnouncement, zone: ZoneInfo) -> tuple[int, int]:
        """Write an announcement with a notice for each parent; return its id and their number."""
        ...

    def stop(self, announcement_id: int, now: datetime) -> int:
        """Drop the notices that have not been sent; return how many."""
        ...


class AuditTrail(Protocol):
    def add(self, *events: AuditEvent) -> None: ...


class LookAgainError(Exception):
    """What was to be locked has changed while waiting for the locks: the work must start over."""


class Transaction(Protocol):
    """One transaction, already begun."""

    @property
    def activities(self) -> Activities: ...
    @property
    def closures(self) -> Closures: ...
    @property
    def sessions(self) -> Sessions: ...
    @property
    def bookings(self) -> Bookings: ...
    @property
    def waiting_list(self) -> WaitingList: ...
    @property
    def accounts(self) -> Accounts: ...
    @property
    def attendance(self) -> Attendance: ...
    @property
    def invoices(self) -> Invoices: ...
    @property
    def repayments(self) -> Repayments: ...
    @property
    def families(self) -> Families: ...
    @property
    def applicants(self) -> Applicants: ...
    @property
    def merging(self) -> Merging: ...
    @property
    def invitations(self) -> Invitations: ...
    @property
    def staff(self) -> Staff: ...
    @property
    def imports(self) -> Imports: ...
    @property
    def books(self) -> Books: ...
    @property
    def announcements(self) -> Announcements: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def audit(self) -> AuditTrail: ...

"""All that the words of claimed notices may need, as the rows are when they are sent."""

import logging
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import (
    BindParameter,
    Connection,
    bindparam,
    exists,
    func,
    literal_column,
    select,
)

from domain.faults import Rule
from domain.model import (
    BookingStatus,
    Discount,
    EntryStatus,
    MoneyKind,
    PaymentMethod,
    Reminders,
    Session,
    SessionStatus,
)
from domain.notices import OF_REGISTERS, NoticeKind
from domain.outcomes import Reason
from domain.ports.bookings import ToRemind
from storage.activity_notices import AboutActivity, read_changes
from storage.announcement_notices import AboutAnnouncement, read_announcements
from storage.applicants import ApplicantSeen, read_applicants
from storage.cancellation_details import AboutCancellation, calls_off, read_cancellations
from storage.due_back import DueBack, read_due_back
from storage.register_details import Register, read_registers
from storage.rows import SESSION_COLUMNS, AnyRow, discount_of, session_of
from storage.tables import (
    absence,
    account_entry,
    activity,
    booking,
    books_fault,
    child,
    failed_update,
    notice,
    parent,
    session,
    staff,
    waitlist_entry,
)

log = logging.getLogger(__name__)

_payment = account_entry.alias("payment")
_all_entries = account_entry.alias("entry")
_NOTICE_IDS: BindParameter[int] = bindparam("notice_ids", expanding=True)
_later = notice.alias("later")
_has_later = exists().where(
    _later.c.parent_id == notice.c.parent_id,
    _later.c.on_date == notice.c.on_date,
    _later.c.kind == NoticeKind.REMINDER_SOON,
)
# The latest, for what a late cancellation kept is refunded when the session is called off.
_refund = (
    select(account_entry.c.amount_minor)
    .where(account_entry.c.booking_id == booking.c.id, account_entry.c.kind == MoneyKind.REFUND)
    .order_by(account_entry.c.id.desc())
    .limit(1)
    .scalar_subquery()
)
_DETAILS = (
    select(
        notice.c.id,
        notice.c.kind,
        notice.c.attempts,
        notice.c.unanswered,
        notice.c.parent_id,
        notice.c.booking_id,
        notice.c.entry_id,
        notice.c.on_date,
        notice.c.payment_id,
        notice.c.repayment_id,
        notice.c.applicant_id,
        notice.c.activity_id.label("changed_activity"),
        notice.c.announcement_id,
        func.coalesce(notice.c.staff_telegram_id, parent.c.telegram_id).label("telegram_id"),
        func.coalesce(parent.c.language, staff.c.language).label("language"),
        parent.c.reminders,
        parent.c.unreachable_since,
        child.c.name.label("child_name"),
        booking.c.status.label("booking_status"),
        booking.c.price_minor.label("booking_price_minor"),
        booking.c.discount,
        booking.c.discount_minor,
        booking.c.hold_expires_at,
        exists().where(absence.c.booking_id == booking.c.id).label("is_away"),
        waitlist_entry.c.status.label("entry_status"),
        waitlist_entry.c.reason,
        failed_update.c.reference,
        failed_update.c.failed_at,
        _payment.c.amount_minor.label("paid_minor"),
        _payment.c.method,
        _payment.c.note,
        select(func.sum(_all_entries.c.amount_minor))
        .where(_all_entries.c.parent_id == _payment.c.parent_id)
        .scalar_subquery()
        .label("balance_minor"),
        func.coalesce(_refund, 0).label("refund_minor"),
        activity.c.location,
        _has_later.label("has_later"),
        *SESSION_COLUMNS,
    )
    .outerjoin_from(notice, parent, parent.c.id == notice.c.parent_id)
    .outerjoin(staff, staff.c.telegram_id == notice.c.staff_telegram_id)
    .outerjoin(booking, booking.c.id == notice.c.booking_id)
    .outerjoin(waitlist_entry, waitlist_entry.c.id == notice.c.entry_id)
    .outerjoin(child, child.c.id == func.coalesce(booking.c.child_id, waitlist_entry.c.child_id))
    .outerjoin(
        session,
        session.c.id
        == func.coalesce(notice.c.session_id, booking.c.session_id, waitlist_entry.c.session_id),
    )
    .outerjoin(activity, activity.c.id == session.c.activity_id)
    .outerjoin(failed_update, failed_update.c.id == notice.c.failed_update_id)
    .outerjoin(_payment, _payment.c.id == notice.c.payment_id)
    .where(notice.c.id.in_(_NOTICE_IDS))
    .order_by(notice.c.id)
)
_PLACE = (
    notice.c.id.label("notice_id"),
    booking.c.id.label("booking_id"),
    booking.c.status.label("booking_status"),
    booking.c.confirmed_at,
    child.c.name.label("child_name"),
    child.c.grade,
    activity.c.location,
    *SESSION_COLUMNS,
)
_PLACES = (
    select(*_PLACE)
    .join_from(notice, session, session.c.date == notice.c.on_date)
    .join(
        booking,
        (booking.c.session_id == session.c.id) & (booking.c.parent_id == notice.c.parent_id),
    )
    .join(activity, activity.c.id == session.c.activity_id)
    .join(child, child.c.id == booking.c.child_id)
    .where(
        notice.c.id.in_(_NOTICE_IDS),
        session.c.status == SessionStatus.SCHEDULED,
        booking.c.status == literal_column(f"'{BookingStatus.CONFIRMED}'"),
    )
)


_BOOKS = (
    select(notice.c.id.label("notice_id"), books_fault.c.rule, books_fault.c.faults)
    .join_from(notice, books_fault, books_fault.c.on_date == notice.c.on_date)
    .where(notice.c.id.in_(_NOTICE_IDS), notice.c.kind == NoticeKind.BOOKS_WRONG)
    .order_by(books_fault.c.rule)
)


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
    | AboutRepayment
    | AboutApplicant
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


def read_details(connection: Connection, notice_ids: Sequence[int]) -> list[ClaimedNotice]:
    """Read the notices, the first written first, without those that cannot be read."""
    known = {"notice_ids": notice_ids}
    rows = connection.execute(_DETAILS, known).all()
    places: dict[int, list[AnyRow]] = defaultdict(list)
    if any(row.on_date is not None for row in rows):
        for place in connection.execute(_PLACES, known):
            places[place.notice_id].append(place)
    if any(row.kind == NoticeKind.BOOKS_WRONG for row in rows):
        for row in connection.execute(_BOOKS, known):
            places[row.notice_id].append(row)
    told = _read_at_once(connection, rows)
    found = [_read(row, places[row.id], told.get(row.id)) for row in rows]
    return [each for each in found if each is not None]


def _read_at_once(connection: Connection, rows: Sequence[AnyRow]) -> dict[int, About]:
    """Read what has statements of its own, by the notice's id."""
    told: dict[int, About] = {}
    cancellations = [row for row in rows if calls_off(row)]
    if cancellations:
        told |= read_cancellations(connection, cancellations)
    changes = [row.id for row in rows if row.changed_activity is not None]
    if changes:
        told |= read_changes(connection, changes)
    register_ids = {row.id: row.session_id for row in rows if row.kind in OF_REGISTERS}
    if register_ids:
        registers = read_registers(connection, {*register_ids.values()})
        told |= {
            notice_id: AboutRegister(registers[session_id])
            for notice_id, session_id in register_ids.items()
        }
    announced = {row.id: row.announcement_id for row in rows if row.announcement_id is not None}
    if announced:
        found = read_announcements(connection, set(announced.values()))
        told |= {
            notice_id: found[announcement_id] for notice_id, announcement_id in announced.items()
        }
    repayment_ids = {row.id: row.repayment_id for row in rows if row.repayment_id is not None}
    if repayment_ids:
        due = read_due_back(connection, list(repayment_ids.values()))
        told |= {
            notice_id: AboutRepayment(due[repayment_id])
            for notice_id, repayment_id in repayment_ids.items()
            if repayment_id in due
        }
    applicants = {row.id: row.applicant_id for row in rows if row.applicant_id is not None}
    if applicants:
        seen = read_applicants(connection, set(applicants.values()))
        told |= {notice_id: AboutApplicant(seen[each]) for notice_id, each in applicants.items()}
    return told


def _read(row: AnyRow, places: Sequence[AnyRow], told: About | None) -> ClaimedNotice | None:
    """Read one notice, which a newer version that was taken back may have written."""
    try:
        return _claimed_of(row, told or _about(row, places))
    except Exception as error:
        # Neither the row nor what was wrong with it, lest there is a name in it.
        log.error("notice %d cannot be read (%s)", row.id, type(error).__name__)
        return None


def _place_of(row: AnyRow) -> PlaceThen:
    return PlaceThen(
        row.booking_id,
        BookingStatus(row.booking_status),
        row.child_name,
        row.grade,
        session_of(row),
        row.location,
    )


def _claimed_of(row: AnyRow, about: About) -> ClaimedNotice:
    return ClaimedNotice(
        id=row.id,
        kind=NoticeKind(row.kind),
        attempts=row.attempts,
        unanswered=row.unanswered,
        parent_id=row.parent_id,
        telegram_id=row.telegram_id,
        language=row.language,
        is_unreachable=row.unreachable_since is not None,
        about=about,
    )


def _about(row: AnyRow, rows: Sequence[AnyRow]) -> About:
    if row.kind == NoticeKind.BOOKS_WRONG:
        return AboutBooks({Rule(each.rule): each.faults for each in rows})
    places = [_place_of(each) for each in rows]
    # Here and not in the statement: the databases do not agree on the order of names.
    places.sort(key=lambda each: (each.child_name.casefold(), each.booking_id))
    if row.on_date is not None:
        places.sort(key=lambda each: each.session.activity.start_time)
        wish = Reminders(row.reminders)
        booked = [
            ToRemind(row.parent_id, wish, each.start_time, each.confirmed_at) for each in rows
        ]
        return AboutDay(row.on_date, wish, tuple(places), tuple(booked), row.has_later)
    if row.reference is not None:
        return AboutFailure(row.reference, row.failed_at)
    if row.paid_minor is not None:
        return AboutPayment(
            row.payment_id,
            row.paid_minor,
            PaymentMethod(row.method),
            row.note,
            int(row.balance_minor),
        )
    return AboutPlace(
        child_name=row.child_name,
        session=session_of(row),
        booking_id=row.booking_id,
        booking_status=BookingStatus(row.booking_status) if row.booking_status else None,
        price_minor=row.booking_price_minor or 0,
        discount=discount_of(row.discount, row.discount_minor),
        hold_expires_at=row.hold_expires_at,
        refund_minor=row.refund_minor,
        entry_id=row.entry_id,
        entry_status=EntryStatus(row.entry_status) if row.entry_status else None,
        reason=Reason(row.reason) if row.reason else None,
        is_away=bool(row.is_away),
    )

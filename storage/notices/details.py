"""All that the words of claimed notices may need, as the rows are when they are sent."""

import logging
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import BindParameter, Connection, bindparam, exists, func, select

from domain.faults import Rule
from domain.model import BookingStatus, EntryStatus, MoneyKind, PaymentMethod
from domain.notices import NoticeKind
from domain.outcomes import Reason
from storage.notices.about import (
    About,
    AboutBooks,
    AboutCorrection,
    AboutFailure,
    AboutPayment,
    AboutPlace,
    ClaimedNotice,
)
from storage.notices.cancellations import AboutCancellation
from storage.notices.days import PLACES_OF_DAYS, day_of
from storage.notices.readers import read_at_once
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
from storage.together import together_columns, together_of

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
        notice.c.first_due_at,
        notice.c.parent_id,
        notice.c.booking_id,
        notice.c.entry_id,
        notice.c.on_date,
        notice.c.payment_id,
        notice.c.repayment_id,
        notice.c.applicant_id,
        notice.c.staff_invitation_id,
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
        *together_columns(),
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
_BOOKS = (
    select(notice.c.id.label("notice_id"), books_fault.c.rule, books_fault.c.faults)
    .join_from(notice, books_fault, books_fault.c.on_date == notice.c.on_date)
    .where(notice.c.id.in_(_NOTICE_IDS), notice.c.kind == NoticeKind.BOOKS_WRONG)
    .order_by(books_fault.c.rule)
)


def read_details(connection: Connection, notice_ids: Sequence[int]) -> list[ClaimedNotice]:
    """Read the notices, the first written first, without those that cannot be read.

    What was cancelled for a parent at one instant goes into one message.
    """
    known = {"notice_ids": notice_ids}
    rows = connection.execute(_DETAILS, known).all()
    more: dict[int, list[AnyRow]] = defaultdict(list)
    if any(row.on_date is not None for row in rows):
        for place in connection.execute(PLACES_OF_DAYS, known):
            more[place.notice_id].append(place)
    if any(row.kind == NoticeKind.BOOKS_WRONG for row in rows):
        for fault in connection.execute(_BOOKS, known):
            more[fault.notice_id].append(fault)
    told = read_at_once(connection, rows)
    messages: dict[object, list[ClaimedNotice]] = defaultdict(list)
    for row in rows:
        if (found := _read(row, more[row.id], told.get(row.id))) is not None:
            at_once = (
                (row.parent_id, row.first_due_at)
                if isinstance(found.about, AboutCancellation)
                else row.id
            )
            messages[at_once].append(found)
    return [replace(first, together=tuple(rest)) for first, *rest in messages.values()]


def _read(row: AnyRow, more: Sequence[AnyRow], told: About | None) -> ClaimedNotice | None:
    """Read one notice, which a newer version that was taken back may have written."""
    try:
        return _claimed_of(row, told or _about(row, more))
    except Exception as error:
        # Neither the row nor what was wrong with it, lest there is a name in it.
        log.error("notice %d cannot be read (%s)", row.id, type(error).__name__)
        return None


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
    if row.on_date is not None:
        return day_of(row, rows)
    if row.reference is not None:
        return AboutFailure(row.reference, row.failed_at)
    return _place_of(row) if row.paid_minor is None else _payment_of(row)


def _payment_of(row: AnyRow) -> AboutPayment | AboutCorrection:
    if row.method is None:
        return AboutCorrection(row.paid_minor, row.note, int(row.balance_minor))
    return AboutPayment(
        row.payment_id,
        row.paid_minor,
        PaymentMethod(row.method),
        row.note,
        int(row.balance_minor),
    )


def _place_of(row: AnyRow) -> AboutPlace:
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
        together=together_of(row),
    )

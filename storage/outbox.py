"""Notices waiting to be delivered: written with their cause, claimed, tried, settled."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    Connection,
    bindparam,
    exists,
    func,
    insert,
    literal,
    literal_column,
    select,
    update,
)

from domain.model import BookingStatus, EntryStatus, MoneyKind, PaymentMethod, Session
from domain.notices import Notice, NoticeKind
from domain.outcomes import Reason
from storage.rows import SESSION_COLUMNS, AnyRow, session_of
from storage.tables import (
    NoticeState,
    account_entry,
    activity,
    booking,
    child,
    notice,
    parent,
    session,
    waitlist_entry,
)

_NEW = ("parent_id", "kind", "dedupe_key", "booking_id", "entry_id", "payment_id", "due_at")
_ADD = insert(notice).from_select(
    [*_NEW, "state", "attempts"],
    select(
        *[bindparam(f"new_{name}", type_=notice.c[name].type) for name in _NEW],
        literal(NoticeState.WAITING),
        literal(0),
    ).where(~exists().where(notice.c.dedupe_key == bindparam("new_dedupe_key"))),
)
_IS_UNSETTLED = notice.c.state == literal_column(f"'{NoticeState.WAITING}'")
# A part of its own, run once: planned into the update, its limit may be applied again and again.
_due = (
    select(notice.c.id)
    .where(_IS_UNSETTLED, notice.c.due_at <= bindparam("now"))
    .order_by(notice.c.due_at, notice.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
    .cte("due")
)
_CLAIM = (
    update(notice)
    .where(notice.c.id.in_(select(_due.c.id)))
    .values(due_at=bindparam("again_at"), attempts=notice.c.attempts + 1)
    .returning(notice.c.id)
)
_DETAILS = (
    select(
        notice.c.id,
        notice.c.kind,
        notice.c.attempts,
        notice.c.booking_id,
        notice.c.entry_id,
        parent.c.telegram_id,
        parent.c.language,
        child.c.name.label("child_name"),
        booking.c.status.label("booking_status"),
        booking.c.price_minor.label("booking_price_minor"),
        booking.c.hold_expires_at,
        waitlist_entry.c.status.label("entry_status"),
        waitlist_entry.c.reason,
        func.coalesce(account_entry.c.amount_minor, 0).label("refund_minor"),
        activity.c.location,
        *SESSION_COLUMNS,
    )
    .join_from(notice, parent)
    .outerjoin(booking, booking.c.id == notice.c.booking_id)
    .outerjoin(waitlist_entry, waitlist_entry.c.id == notice.c.entry_id)
    .outerjoin(
        account_entry,
        (account_entry.c.booking_id == booking.c.id) & (account_entry.c.kind == MoneyKind.REFUND),
    )
    .join(child, child.c.id == func.coalesce(booking.c.child_id, waitlist_entry.c.child_id))
    .join(session, session.c.id == func.coalesce(booking.c.session_id, waitlist_entry.c.session_id))
    .join(activity, activity.c.id == session.c.activity_id)
    .where(notice.c.id.in_(bindparam("notice_ids", expanding=True)))
    .order_by(notice.c.id)
)
_balance = account_entry.alias()
_PAYMENTS = (
    select(
        notice.c.id,
        notice.c.kind,
        notice.c.attempts,
        parent.c.telegram_id,
        parent.c.language,
        account_entry.c.amount_minor,
        account_entry.c.method,
        account_entry.c.note,
        select(func.sum(_balance.c.amount_minor))
        .where(_balance.c.parent_id == notice.c.parent_id)
        .scalar_subquery()
        .label("balance_minor"),
    )
    .join_from(notice, parent)
    .join(account_entry, account_entry.c.id == notice.c.payment_id)
    .where(notice.c.id.in_(bindparam("notice_ids", expanding=True)))
    .order_by(notice.c.id)
)
_SETTLE = (
    update(notice)
    .where(notice.c.id == bindparam("notice_id"))
    .values(state=bindparam("new_state"), settled_at=bindparam("now"))
)
_POSTPONE = (
    update(notice).where(notice.c.id == bindparam("notice_id")).values(due_at=bindparam("until"))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedPlace:
    """A notice about a place with all that its words may need, as the rows are now."""

    id: int
    kind: NoticeKind
    attempts: int
    """Including the one that now begins."""
    telegram_id: int | None
    language: str
    child_name: str
    session: Session
    location: str
    booking_id: int | None
    booking_status: BookingStatus | None
    price_minor: int
    hold_expires_at: datetime | None
    refund_minor: int
    entry_id: int | None
    entry_status: EntryStatus | None
    reason: Reason | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedPayment:
    """The same about money that came in."""

    id: int
    kind: NoticeKind
    attempts: int
    telegram_id: int | None
    language: str
    amount_minor: int
    method: PaymentMethod
    reference: str
    balance_minor: int


ClaimedNotice = ClaimedPlace | ClaimedPayment


def _payment_of(row: AnyRow) -> ClaimedPayment:
    return ClaimedPayment(
        id=row.id,
        kind=NoticeKind(row.kind),
        attempts=row.attempts,
        telegram_id=row.telegram_id,
        language=row.language,
        amount_minor=row.amount_minor,
        method=PaymentMethod(row.method),
        reference=row.note,
        balance_minor=row.balance_minor,
    )


def _place_of(row: AnyRow) -> ClaimedPlace:
    return ClaimedPlace(
        id=row.id,
        kind=NoticeKind(row.kind),
        attempts=row.attempts,
        telegram_id=row.telegram_id,
        language=row.language,
        child_name=row.child_name,
        session=session_of(row),
        location=row.location,
        booking_id=row.booking_id,
        booking_status=BookingStatus(row.booking_status) if row.booking_status else None,
        price_minor=row.booking_price_minor or 0,
        hold_expires_at=row.hold_expires_at,
        refund_minor=row.refund_minor,
        entry_id=row.entry_id,
        entry_status=EntryStatus(row.entry_status) if row.entry_status else None,
        reason=Reason(row.reason) if row.reason else None,
    )


class Outbox:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.has_new = False

    def add(self, *notices: Notice) -> None:
        if not notices:
            return
        self.has_new = True
        self._connection.execute(
            _ADD,
            [
                {
                    "new_parent_id": new.parent_id,
                    "new_kind": new.kind,
                    "new_dedupe_key": new.dedupe_key,
                    "new_booking_id": new.booking_id,
                    "new_entry_id": new.entry_id,
                    "new_payment_id": new.payment_id,
                    "new_due_at": new.due_at,
                }
                for new in notices
            ],
        )

    def claim(self, *, now: datetime, again_at: datetime, most: int) -> list[ClaimedNotice]:
        """Take the due notices that nobody else is sending.

        One that is not settled, because its sender died, is due again at `again_at`.
        """
        claimed = self._connection.scalars(
            _CLAIM, {"now": now, "again_at": again_at, "most": most}
        ).all()
        if not claimed:
            return []
        known = {"notice_ids": claimed}
        places = [_place_of(row) for row in self._connection.execute(_DETAILS, known)]
        payments = [_payment_of(row) for row in self._connection.execute(_PAYMENTS, known)]
        return [*payments, *places]

    def settle(self, notice_id: int, state: NoticeState, *, now: datetime) -> None:
        """Mark a notice as done with, one way or the other."""
        self._connection.execute(_SETTLE, {"notice_id": notice_id, "new_state": state, "now": now})

    def postpone(self, notice_id: int, until: datetime) -> None:
        self._connection.execute(_POSTPONE, {"notice_id": notice_id, "until": until})

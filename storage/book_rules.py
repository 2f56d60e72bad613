"""The books: for each rule one statement that finds what breaks it."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    or_,
    select,
)

from domain.audit import Action
from domain.faults import Fault, Rule
from domain.model import BookingStatus, InvoiceStatus, MoneyKind, SessionStatus
from storage.rows import IS_ACTIVE
from storage.tables import (
    Instant,
    account_entry,
    activity,
    audit_event,
    booking,
    invoice,
    parent,
    session,
)
from storage.transaction import Transaction

NAMED = 5
"""So many of the rows that break a rule are named."""
OVERDUE = timedelta(hours=1)

_entry = account_entry.c


def _owner_of(parent_id: Any) -> Any:
    """Select whose account it is by now: parents may have been put together."""
    rows = parent.alias()
    return (
        select(func.coalesce(rows.c.merged_into, rows.c.id))
        .where(rows.c.id == parent_id)
        .scalar_subquery()
    )


def _sums(kind: MoneyKind) -> Any:
    """Sum the entries of a kind by booking."""
    return (
        select(
            _entry.booking_id,
            func.min(_entry.parent_id).label("parent_id"),
            func.count().label("n"),
            func.sum(_entry.amount_minor).label("total"),
        )
        .where(_entry.kind == kind)
        .group_by(_entry.booking_id)
        .subquery()
    )


_charge, _refund = _sums(MoneyKind.CHARGE), _sums(MoneyKind.REFUND)
_CHARGED = (
    select(booking.c.id)
    .outerjoin(_charge, _charge.c.booking_id == booking.c.id)
    .where(
        booking.c.status == BookingStatus.CONFIRMED,
        booking.c.price_minor > 0,
        or_(
            func.coalesce(_charge.c.n, 0) != 1,
            func.coalesce(_charge.c.total, 0) != -booking.c.price_minor,
        ),
    )
)
_CHARGE_HAS_PLACE = (
    select(_entry.id)
    .outerjoin(booking, booking.c.id == _entry.booking_id)
    .where(_entry.kind == MoneyKind.CHARGE, booking.c.confirmed_at.is_(None))
)
_REFUND_HAS_PLACE = (
    select(_entry.id)
    .outerjoin(booking, booking.c.id == _entry.booking_id)
    .outerjoin(_charge, _charge.c.booking_id == _entry.booking_id)
    .where(
        _entry.kind == MoneyKind.REFUND,
        or_(
            booking.c.ended_at.is_(None),
            _charge.c.parent_id.is_(None),
            _owner_of(_charge.c.parent_id) != _owner_of(_entry.parent_id),
        ),
    )
)
_REFUND_WITHIN_CHARGE = select(_refund.c.booking_id).join(
    _charge,
    and_(_charge.c.booking_id == _refund.c.booking_id, _refund.c.total > -_charge.c.total),
)
_has_twin = account_entry.alias()
_PAYMENT_NAMED = select(_entry.id).where(
    _entry.kind.in_((MoneyKind.PAYMENT, MoneyKind.PAYOUT)),
    or_(
        func.coalesce(_entry.charge_id, "") == "",
        _entry.method.is_(None),
        exists().where(_has_twin.c.charge_id == _entry.charge_id, _has_twin.c.id != _entry.id),
    ),
)
_payment = account_entry.alias()
_PAYOUT_WITHIN_PAYMENT = (
    select(_payment.c.id)
    .join_from(account_entry, _payment, _payment.c.id == _entry.payment_id)
    .where(_entry.kind == MoneyKind.PAYOUT)
    .group_by(_payment.c.id, _payment.c.kind, _payment.c.amount_minor, _payment.c.parent_id)
    .having(
        or_(
            func.sum(-_entry.amount_minor) > _payment.c.amount_minor,
            _payment.c.kind != MoneyKind.PAYMENT,
            func.min(_owner_of(_entry.parent_id)) != _owner_of(_payment.c.parent_id),
            func.max(_owner_of(_entry.parent_id)) != _owner_of(_payment.c.parent_id),
        )
    )
)
_TAKES = (MoneyKind.CHARGE, MoneyKind.PAYOUT)
_by_kind = (
    select(
        _entry.parent_id,
        func.sum(_entry.amount_minor).label("balance"),
        func.sum(
            case(
                (_entry.kind.in_(_TAKES), -func.abs(_entry.amount_minor)),
                (_entry.kind == MoneyKind.ADJUSTMENT, _entry.amount_minor),
                else_=func.abs(_entry.amount_minor),
            )
        ).label("in_less_out"),
    )
    .group_by(_entry.parent_id)
    .subquery()
)
_BALANCES = (
    select(_by_kind.c.parent_id)
    .outerjoin(parent, parent.c.id == _by_kind.c.parent_id)
    .where(or_(_by_kind.c.in_less_out != _by_kind.c.balance, parent.c.id.is_(None)))
)
_INVOICE_PAID = select(invoice.c.id).where(
    invoice.c.status == InvoiceStatus.PAID,
    ~exists().where(_entry.invoice_id == invoice.c.id),
)
_event = audit_event.c
_set_at = (
    select(func.max(_event.at))
    .where(
        or_(
            and_(_event.subject_id == session.c.id, _event.action == Action.CAPACITY_CHANGED),
            and_(_event.subject_id == activity.c.id, _event.action == Action.ACTIVITY_CHANGED),
            _event.action == Action.ACTIVITIES_IMPORTED,
        )
    )
    .correlate(session, activity)
    .scalar_subquery()
)
# A capacity may be lowered below the places that are taken; but then nobody else gets in.
_CAPACITY = (
    select(session.c.id)
    .join(booking, booking.c.session_id == session.c.id)
    .join(activity, activity.c.id == session.c.activity_id)
    .where(booking.c.status.in_(IS_ACTIVE))
    .group_by(session.c.id, session.c.capacity, activity.c.id, activity.c.max_capacity)
    .having(
        func.count() > func.coalesce(session.c.capacity, activity.c.max_capacity),
        or_(_set_at.is_(None), func.max(booking.c.made_at) > _set_at),
    )
)
_PLACE_ONCE = (
    select(func.max(booking.c.id))
    .where(booking.c.status.in_(IS_ACTIVE))
    .group_by(booking.c.child_id, booking.c.session_id)
    .having(func.count() > 1)
)
_PENDING = booking.c.status == BookingStatus.PENDING
_HOLD_HAS_DEADLINE = select(booking.c.id).where(_PENDING, booking.c.hold_expires_at.is_(None))
_HOLD_ENDS = select(booking.c.id).where(
    _PENDING, booking.c.hold_expires_at < bindparam("overdue", type_=Instant)
)
_CALLED_OFF = (
    select(booking.c.id)
    .join(session, session.c.id == booking.c.session_id)
    .where(booking.c.status.in_(IS_ACTIVE), session.c.status == SessionStatus.CANCELLED)
)
BREAKING: dict[Rule, Select[Any]] = {
    Rule.CHARGED: _CHARGED,
    Rule.CHARGE_HAS_PLACE: _CHARGE_HAS_PLACE,
    Rule.REFUND_HAS_PLACE: _REFUND_HAS_PLACE,
    Rule.REFUND_WITHIN_CHARGE: _REFUND_WITHIN_CHARGE,
    Rule.PAYMENT_NAMED: _PAYMENT_NAMED,
    Rule.PAYOUT_WITHIN_PAYMENT: _PAYOUT_WITHIN_PAYMENT,
    Rule.BALANCES: _BALANCES,
    Rule.INVOICE_PAID: _INVOICE_PAID,
    Rule.CAPACITY: _CAPACITY,
    Rule.PLACE_ONCE: _PLACE_ONCE,
    Rule.HOLD_HAS_DEADLINE: _HOLD_HAS_DEADLINE,
    Rule.HOLD_ENDS: _HOLD_ENDS,
    Rule.CALLED_OFF: _CALLED_OFF,
}


def find_faults(tx: Transaction, *, now: datetime) -> list[Fault]:
    """Look for rows that break a rule; none is what is hoped for."""
    known = {"overdue": now - OVERDUE}
    found = []
    for rule, breaking in BREAKING.items():
        if ids := sorted(tx.connection.scalars(breaking, known)):
            found.append(Fault(rule, len(ids), tuple(ids[:NAMED])))
    return found

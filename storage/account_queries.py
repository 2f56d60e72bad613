"""A parent's account, for reading: the latest entries, and a month's."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import BigInteger, Integer, Select, and_, bindparam, func, select

from domain.model import Discount, Funds, MoneyKind, PaymentMethod, RepaymentReason
from domain.timetable import local_date, month_bounds
from storage.accounts import BALANCE
from storage.rows import IS_PENDING, AnyRow, discount_of
from storage.tables import (
    Instant,
    account_entry,
    activity,
    booking,
    child,
    parent,
    repayment,
    session,
)
from storage.transaction import Transaction

_PARENT = bindparam("parent_id", type_=BigInteger)


@dataclass(frozen=True, slots=True)
class AccountLine:
    made_at: datetime
    kind: MoneyKind
    amount_minor: int
    activity_name: str | None = None
    on: date | None = None
    child_name: str | None = None
    method: PaymentMethod | None = None
    note: str = ""
    discount: Discount | None = None
    """What the place of a charge was cheaper by."""


@dataclass(frozen=True, slots=True)
class Account:
    funds: Funds
    held_minor: int
    """What the parent's held places cost."""
    due_until: datetime | None
    """The earliest deadline among them."""
    lines: tuple[AccountLine, ...]
    """The latest entries, the newest first."""
    asked_minor: int = 0
    """What the parent has asked to have paid back."""


@dataclass(frozen=True, slots=True)
class Statement:
    """The entries of a month, the oldest first, and the balance before them."""

    month: date
    """Its first day."""
    opening_minor: int
    lines: tuple[AccountLine, ...]


_held = booking.alias()
_is_held = and_(_held.c.parent_id == parent.c.id, _held.c.status == IS_PENDING)
_latest = (
    select(account_entry)
    .where(account_entry.c.parent_id == _PARENT)
    .order_by(account_entry.c.id.desc())
    .limit(bindparam("most", type_=Integer))
    .subquery()
)


def _line_columns(entries: Any) -> tuple[Any, ...]:
    return (
        entries.c.id,
        entries.c.made_at,
        entries.c.kind,
        entries.c.amount_minor,
        entries.c.method,
        entries.c.note,
        activity.c.name.label("activity_name"),
        session.c.date,
        child.c.name.label("child_name"),
        booking.c.discount,
        booking.c.discount_minor,
    )


def _with_places(entries: Select[Any], booking_id: Any) -> Select[Any]:
    return (
        entries.outerjoin(booking, booking.c.id == booking_id)
        .outerjoin(session, session.c.id == booking.c.session_id)
        .outerjoin(activity, activity.c.id == session.c.activity_id)
        .outerjoin(child, child.c.id == booking.c.child_id)
    )


def due_columns() -> tuple[Any, ...]:
    """Select what the held places of the `parent` of a statement cost, and until when."""
    return (
        select(func.coalesce(func.sum(_held.c.price_minor), 0))
        .where(_is_held)
        .scalar_subquery()
        .label("held_minor"),
        select(func.min(_held.c.hold_expires_at))
        .where(_is_held)
        .scalar_subquery()
        .label("due_until"),
    )


_FIND_ACCOUNT = _with_places(
    select(
        BALANCE.label("balance_minor"),
        parent.c.credit_limit_minor,
        *due_columns(),
        select(func.coalesce(func.sum(repayment.c.open_minor), 0))
        .where(
            repayment.c.parent_id == parent.c.id,
            repayment.c.reason == RepaymentReason.ASKED,
            repayment.c.closed_at.is_(None),
        )
        .scalar_subquery()
        .label("asked_minor"),
        *_line_columns(_latest),
    )
    .select_from(parent)
    .outerjoin(_latest, _latest.c.parent_id == parent.c.id)
    .where(parent.c.id == _PARENT)
    .order_by(_latest.c.id.desc()),
    _latest.c.booking_id,
)


def _line_of(row: AnyRow) -> AccountLine:
    return AccountLine(
        row.made_at,
        MoneyKind(row.kind),
        row.amount_minor,
        row.activity_name,
        row.date,
        row.child_name,
        PaymentMethod(row.method) if row.method else None,
        row.note,
        discount_of(row.discount, row.discount_minor),
    )


def find_account(tx: Transaction, parent_id: int, *, most: int) -> Account:
    """Read a parent's balance, what is due, and at most so many of the latest entries."""
    rows = tx.connection.execute(_FIND_ACCOUNT, {"parent_id": parent_id, "most": most}).all()
    lines = tuple(_line_of(row) for row in rows if row.id is not None)
    first = rows[0]
    funds = Funds(int(first.balance_minor), first.credit_limit_minor)
    return Account(funds, first.held_minor, first.due_until, lines, int(first.asked_minor))


_LIST_INSTANTS = select(account_entry.c.made_at).where(account_entry.c.parent_id == _PARENT)


def list_months(tx: Transaction, parent_id: int, zone: ZoneInfo) -> list[date]:
    """List the first days of the months in which there are entries, the newest first."""
    instants = tx.connection.scalars(_LIST_INSTANTS, {"parent_id": parent_id})
    # In the school's zone, of which the databases know nothing.
    return sorted({local_date(at, zone).replace(day=1) for at in instants}, reverse=True)


_FIRST = bindparam("first", type_=Instant)
_OPENING = select(func.coalesce(func.sum(account_entry.c.amount_minor), 0)).where(
    account_entry.c.parent_id == _PARENT, account_entry.c.made_at < _FIRST
)
_LIST_ENTRIES = _with_places(
    select(*_line_columns(account_entry))
    .select_from(account_entry)
    .where(
        account_entry.c.parent_id == _PARENT,
        account_entry.c.made_at >= _FIRST,
        account_entry.c.made_at < bindparam("after", type_=Instant),
    )
    .order_by(account_entry.c.made_at, account_entry.c.id),
    account_entry.c.booking_id,
)


def find_statement(tx: Transaction, parent_id: int, month: date, zone: ZoneInfo) -> Statement:
    """Read a parent's entries of a month, which is named by its first day."""
    first, after = month_bounds(month, zone)
    known = {"parent_id": parent_id, "first": first, "after": after}
    opening = int(tx.connection.execute(_OPENING, known).scalar_one())
    rows = tx.connection.execute(_LIST_ENTRIES, known)
    return Statement(month, opening, tuple(_line_of(row) for row in rows))

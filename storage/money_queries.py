"""The school's money as a whole, for the office: week by week, as it stands now, and each entry."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    Date,
    Select,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    select,
)

from domain.model import MoneyKind, PaymentMethod, Role
from domain.periods import DAY, Period
from domain.timetable import instant
from storage.payout_queries import list_due_back
from storage.rows import IS_PENDING
from storage.tables import Instant, account_entry, activity, booking, child, parent, session
from storage.transaction import Transaction

_entry = account_entry.c


@dataclass(frozen=True, slots=True)
class WeekOfMoney:
    """What has moved in a week, all of it positive but for corrections."""

    week: Period
    taken_minor: int
    """Payments."""
    paid_out_minor: int
    used_minor: int
    """For places, less refunds."""
    corrected_minor: int


@dataclass(frozen=True, slots=True)
class Money:
    weeks: tuple[WeekOfMoney, ...]
    due_minor: int
    """What held places cost, now."""
    credit_minor: int
    """What is on the accounts that have something on them, now."""
    owed_minor: int
    """What lacks on the others."""
    refunds_minor: int
    """What the office's list says is to be paid out, now."""


_NOW = select(
    select(func.coalesce(func.sum(booking.c.price_minor), 0))
    .where(booking.c.status == IS_PENDING)
    .scalar_subquery()
    .label("due_minor"),
)
_balances = (
    select(func.sum(_entry.amount_minor).label("balance")).group_by(_entry.parent_id).subquery()
)
_BALANCES = select(
    func.coalesce(func.sum(case((_balances.c.balance > 0, _balances.c.balance), else_=0)), 0),
    func.coalesce(func.sum(case((_balances.c.balance < 0, -_balances.c.balance), else_=0)), 0),
)


def find_money(tx: Transaction, period: Period, zone: ZoneInfo, *, currency: str) -> Money:
    """Add up what moved in each week of a period, and how things stand now."""
    due = tx.connection.scalar(_NOW) or 0
    credit, owed = tx.connection.execute(_BALANCES).one()
    refunds = sum(
        each.amount_minor for each in list_due_back(tx) if each.currency in (None, currency)
    )
    return Money(
        sum_weeks(tx, period, zone),
        int(due),
        int(credit),
        int(owed),
        refunds,
    )


def sum_weeks(tx: Transaction, period: Period, zone: ZoneInfo) -> tuple[WeekOfMoney, ...]:
    """Add up what moved in each week of a period."""
    weeks = period.weeks()
    sums: Counter[tuple[int, str]] = Counter()
    for row in tx.connection.execute(_sums_by_week(weeks, zone)):
        sums[row.number, row.kind] = int(row.total)
    return tuple(_week_of(week, number, sums) for number, week in enumerate(weeks))


def _sums_by_week(weeks: list[Period], zone: ZoneInfo) -> Select[Any]:
    """Return the statement; the databases know nothing of the school's zone, or of its weeks."""
    ends = [instant(week.last + DAY, time(), zone) for week in weeks]
    number = case(
        *[(_entry.made_at < end, literal_column(str(number))) for number, end in enumerate(ends)]
    )
    return (
        select(number.label("number"), _entry.kind, func.sum(_entry.amount_minor).label("total"))
        .where(_entry.made_at >= instant(weeks[0].first, time(), zone), _entry.made_at < ends[-1])
        .group_by("number", _entry.kind)
    )


def _week_of(week: Period, number: int, sums: Counter[tuple[int, str]]) -> WeekOfMoney:
    return WeekOfMoney(
        week,
        taken_minor=sums[number, MoneyKind.PAYMENT],
        paid_out_minor=-sums[number, MoneyKind.PAYOUT],
        used_minor=-sums[number, MoneyKind.CHARGE] - sums[number, MoneyKind.REFUND],
        corrected_minor=sums[number, MoneyKind.ADJUSTMENT],
    )


_TERM = select(func.min(activity.c.first_on), func.max(activity.c.last_on)).where(
    activity.c.archived_at.is_(None), activity.c.last_on >= bindparam("today", type_=Date)
)


def find_term(tx: Transaction, today: date) -> Period | None:
    """Find the days from the first to the last of the activities that are not over."""
    first, last = tx.connection.execute(_TERM, {"today": today}).one()
    return Period(first, last) if first is not None and first <= today else None


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """An entry, with all that is known of it."""

    id: int
    made_at: datetime
    kind: MoneyKind
    amount_minor: int
    parent_id: int
    parent_name: str
    child_name: str | None
    activity_name: str | None
    on: date | None
    method: PaymentMethod | None
    note: str
    charge_id: str | None
    provider_charge_id: str | None
    actor_role: Role
    actor_id: int | None


_LIST_ENTRIES = (
    select(
        account_entry,
        parent.c.name.label("parent_name"),
        child.c.name.label("child_name"),
        activity.c.name.label("activity_name"),
        session.c.date.label("on"),
    )
    .join_from(account_entry, parent, parent.c.id == _entry.parent_id)
    .outerjoin(booking, booking.c.id == _entry.booking_id)
    .outerjoin(child, child.c.id == booking.c.child_id)
    .outerjoin(session, session.c.id == booking.c.session_id)
    .outerjoin(activity, activity.c.id == session.c.activity_id)
    .where(
        and_(
            _entry.made_at >= bindparam("since", type_=Instant),
            _entry.made_at < bindparam("until", type_=Instant),
        )
    )
    .order_by(_entry.id)
)


def list_entries(tx: Transaction, period: Period, zone: ZoneInfo) -> list[MoneyLine]:
    """List every entry of a period, the oldest first."""
    known = {
        "since": instant(period.first, time(), zone),
        "until": instant(period.last + DAY, time(), zone),
    }
    return [
        MoneyLine(
            id=row.id,
            made_at=row.made_at,
            kind=MoneyKind(row.kind),
            amount_minor=row.amount_minor,
            parent_id=row.parent_id,
            parent_name=row.parent_name,
            child_name=row.child_name,
            activity_name=row.activity_name,
            on=row.on,
            method=PaymentMethod(row.method) if row.method else None,
            note=row.note,
            charge_id=row.charge_id,
            provider_charge_id=row.provider_charge_id,
            actor_role=Role(row.actor_role),
            actor_id=row.actor_id,
        )
        for row in tx.connection.execute(_LIST_ENTRIES, known)
    ]

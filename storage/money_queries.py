"""The school's money as a whole, for the office: week by week, and each entry."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from itertools import zip_longest
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    Date,
    Select,
    and_,
    bindparam,
    func,
    select,
)

from domain.model import MoneyKind, PaymentMethod, Policy, Role
from domain.periods import DAY, Period
from domain.timetable import instant, local_date
from storage.standing_queries import Standing, find_standings, week_number
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
    standing: Standing | None = None
    """How things stood at its end, or stand now; None: it has not begun, or nobody asked."""


@dataclass(frozen=True, slots=True)
class Money:
    weeks: tuple[WeekOfMoney, ...]
    now: Standing


def find_money(
    tx: Transaction, period: Period, policy: Policy, *, currency: str, now: datetime
) -> Money:
    """Add up what moved in each week of a period that has begun, and how things stood then."""
    weeks = sum_weeks(tx, period, policy.zone)
    today = local_date(now, policy.zone)
    ends = [_end_of(each.week, policy.zone) for each in weeks if each.week.first <= today]
    standings = find_standings(tx, ends, policy, currency=currency)
    with_standings = tuple(
        replace(week, standing=standing) for week, standing in zip_longest(weeks, standings)
    )
    return Money(with_standings, standings[-1])


def _end_of(week: Period, zone: ZoneInfo) -> datetime:
    return instant(week.last + DAY, time(), zone)


def sum_weeks(tx: Transaction, period: Period, zone: ZoneInfo) -> tuple[WeekOfMoney, ...]:
    """Add up what moved in each week of a period."""
    weeks = period.weeks()
    sums: Counter[tuple[int, str]] = Counter()
    for row in tx.connection.execute(_sums_by_week(weeks, zone)):
        sums[row.number, row.kind] = int(row.total)
    return tuple(_week_of(week, number, sums) for number, week in enumerate(weeks))


def _sums_by_week(weeks: list[Period], zone: ZoneInfo) -> Select[Any]:
    """Return the statement; the databases know nothing of the school's zone, or of its weeks."""
    ends = [_end_of(week, zone) for week in weeks]
    number = week_number(_entry.made_at, ends)
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

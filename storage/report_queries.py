"""The numbers of a report, each by activity, over the sessions of some days.

Occupancy: active bookings of the sessions that took place or will, of all their places; cancelled
sessions are counted apart. Demand: entries that joined the waiting lists of the sessions, whatever
became of them. Attendance: who came, late or not, of those who are marked; expected is who has a
confirmed place in a session that has had its day. Money: what the places cost less what was
refunded for them, whenever it moved; by week, what moved in the week, whatever for.
"""

from dataclasses import dataclass
from datetime import date, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Boolean, ColumnElement, Date, Select, bindparam, case, func, select

from domain.model import AttendanceStatus, BookingStatus, EntryStatus, MoneyKind, SessionStatus
from domain.periods import Period
from domain.reports import percent
from storage.money_queries import WeekOfMoney, sum_weeks
from storage.rows import IS_ACTIVE
from storage.tables import account_entry, activity, attendance, booking, session, waitlist_entry
from storage.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityFigures:
    """An activity in the report; without a name, the sum of all."""

    name: str = ""
    weekday: int = 0
    start_time: time = time()
    sessions: int = 0
    cancelled: int = 0
    places: int = 0
    taken: int = 0
    joined: int = 0
    promoted: int = 0
    waiting: int = 0
    expected: int = 0
    present: int = 0
    late: int = 0
    absent: int = 0
    income_minor: int = 0

    @property
    def occupancy(self) -> int | None:
        """In percent; None without any places."""
        return percent(self.taken, self.places)

    @property
    def came(self) -> int:
        return self.present + self.late

    @property
    def marked(self) -> int:
        return self.came + self.absent

    @property
    def show_rate(self) -> int | None:
        """In percent; None if nobody is marked."""
        return percent(self.came, self.marked)


NUMBERS = (
    *("sessions", "cancelled", "places", "taken", "joined", "promoted", "waiting"),
    *("expected", "present", "late", "absent", "income_minor"),
)


@dataclass(frozen=True, slots=True)
class Report:
    period: Period
    activities: tuple[ActivityFigures, ...]
    """Those that have sessions in it, by day of the week and time."""
    weeks: tuple[WeekOfMoney, ...]

    @property
    def total(self) -> ActivityFigures:
        return ActivityFigures(
            **{name: sum(getattr(each, name) for each in self.activities) for name in NUMBERS}
        )


_FIRST, _LAST = bindparam("first", type_=Date), bindparam("last", type_=Date)
_ON = bindparam("on", type_=Date)
_IN_PERIOD = session.c.date.between(_FIRST, _LAST)
_IS_SCHEDULED = session.c.status == SessionStatus.SCHEDULED


def _count(which: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((which, 1), else_=0)), 0)


_of_sessions = (
    select(
        session.c.id,
        session.c.activity_id,
        case((_IS_SCHEDULED, 1), else_=0).label("sessions"),
        case((_IS_SCHEDULED, 0), else_=1).label("cancelled"),
        case(
            (_IS_SCHEDULED, func.coalesce(session.c.capacity, activity.c.max_capacity)), else_=0
        ).label("places"),
        func.count(booking.c.id).label("taken"),
        _count(
            (booking.c.status == BookingStatus.CONFIRMED)
            & (session.c.date <= bindparam("today", type_=Date))
        ).label("expected"),
        *[
            _count(attendance.c.status == status).label(str(status.value))
            for status in AttendanceStatus
        ],
    )
    .join_from(session, activity)
    .outerjoin(
        booking,
        (booking.c.session_id == session.c.id) & booking.c.status.in_(IS_ACTIVE) & _IS_SCHEDULED,
    )
    .outerjoin(attendance, attendance.c.booking_id == booking.c.id)
    .where(_IN_PERIOD)
    .group_by(session.c.id, activity.c.id)
    .subquery()
)
_COUNTED = ("sessions", "cancelled", "places", "taken", "expected", "present", "late", "absent")
_demand = (
    select(
        session.c.activity_id,
        func.count().label("joined"),
        _count(waitlist_entry.c.status == EntryStatus.PROMOTED).label("promoted"),
        _count(waitlist_entry.c.status == EntryStatus.WAITING).label("waiting"),
    )
    .join_from(session, waitlist_entry, waitlist_entry.c.session_id == session.c.id)
    .where(_IN_PERIOD)
    .group_by(session.c.activity_id)
    .subquery()
)
_income = (
    select(session.c.activity_id, func.sum(-account_entry.c.amount_minor).label("income_minor"))
    .join_from(session, booking, booking.c.session_id == session.c.id)
    .join(account_entry, account_entry.c.booking_id == booking.c.id)
    .where(_IN_PERIOD, account_entry.c.kind.in_([MoneyKind.CHARGE, MoneyKind.REFUND]))
    .group_by(session.c.activity_id)
    .subquery()
)
_PER_ACTIVITY = (_demand.c.joined, _demand.c.promoted, _demand.c.waiting, _income.c.income_minor)
_NUMBERS = (*_COUNTED, *[each.name for each in _PER_ACTIVITY])
_ACTIVITIES = (
    select(
        activity.c.id,
        activity.c.name,
        activity.c.weekday,
        activity.c.start_time,
        *[func.sum(_of_sessions.c[name]).label(name) for name in _COUNTED],
        *[func.coalesce(func.min(each), 0).label(each.name) for each in _PER_ACTIVITY],
    )
    .join_from(_of_sessions, activity, activity.c.id == _of_sessions.c.activity_id)
    .outerjoin(_demand, _demand.c.activity_id == activity.c.id)
    .outerjoin(_income, _income.c.activity_id == activity.c.id)
    .group_by(activity.c.id)
    .order_by(activity.c.weekday, activity.c.start_time, activity.c.name, activity.c.id)
)
_plan = activity.alias("plan")


def _day(which: ColumnElement[date], condition: ColumnElement[bool]) -> Any:
    return select(which).where(condition).scalar_subquery()


_then = func.coalesce(
    _day(func.max(_ON), (_plan.c.first_on <= _ON) & (_plan.c.last_on >= _ON)),
    case(
        (
            bindparam("ahead", type_=Boolean),
            _day(func.min(_plan.c.first_on), _plan.c.first_on > _ON),
        ),
        else_=_day(func.max(_plan.c.last_on), _plan.c.last_on < _ON),
    ),
)
_TERM: Select[Any] = select(func.min(activity.c.first_on), func.max(activity.c.last_on)).where(
    activity.c.first_on <= _then, activity.c.last_on >= _then
)


def find_term_around(tx: Transaction, on: date, *, ahead: bool) -> Period | None:
    """Find the days of the activities that are on then; if none is, of the next or last ones."""
    first, last = tx.connection.execute(_TERM, {"on": on, "ahead": ahead}).one()
    return None if first is None else Period(first, last)


def find_report(tx: Transaction, period: Period, zone: ZoneInfo, *, today: date) -> Report:
    known = {"first": period.first, "last": period.last, "today": today}
    activities = [
        ActivityFigures(
            name=row.name,
            weekday=row.weekday,
            start_time=row.start_time,
            **{name: int(getattr(row, name)) for name in _NUMBERS},
        )
        for row in tx.connection.execute(_ACTIVITIES, known)
    ]
    return Report(period, tuple(activities), sum_weeks(tx, period, zone))

"""Pure values for rules that need no database: swimming on Mondays, and a child who may."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from domain.model import (
    Activity,
    Booking,
    BookingStatus,
    Busy,
    CancellationTerms,
    Child,
    Plan,
    Policy,
    QuietHours,
    Reminders,
    Session,
    SessionStatus,
)
from domain.ports.bookings import ToRemind
from domain.validator import Facts
from tests.factory import MONDAY, POLICY

SWIMMING = Activity(
    id=1,
    name="Swimming",
    weekday=0,
    start_time=time(15, 30),
    end_time=time(16, 30),
    first_on=date(2026, 9, 7),
    last_on=date(2026, 12, 14),
    grade_from=2,
    grade_to=4,
    price_minor=0,
)
PLAN = Plan(
    name="Chess",
    tutor="Theo Tutor",
    description="For beginners.",
    location="Library",
    weekday=0,
    start_time=time(15, 30),
    end_time=time(16, 30),
    first_on=date(2026, 9, 14),
    last_on=date(2026, 12, 14),
    grade_from=2,
    grade_to=4,
    capacity=12,
    price_minor=650,
    free_cancellation=timedelta(hours=48),
)
CHILD = Child(5, "Ann", date(2018, 5, 31), grade=3)
SESSION_ID = 7
LONG_AGO = datetime(2026, 1, 1, 8, tzinfo=UTC)


def swimming(**changes: Any) -> Activity:
    return replace(SWIMMING, **changes)


def plan(**changes: Any) -> Plan:
    return replace(PLAN, **changes)


def session(
    activity: Activity = SWIMMING,
    on: date = MONDAY,
    *,
    capacity: int = 10,
    status: SessionStatus = SessionStatus.SCHEDULED,
) -> Session:
    return Session(SESSION_ID, activity, on, capacity, status)


def facts(
    *,
    on: date = MONDAY,
    activity: Activity | None = SWIMMING,
    capacity: int = 10,
    status: SessionStatus = SessionStatus.SCHEDULED,
    **others: Any,
) -> Facts:
    """What the validator sees; unless a test says otherwise, nothing is in the way."""
    defaults: dict[str, Any] = {
        "child": CHILD,
        "activity": activity,
        "session": session(activity or SWIMMING, on, capacity=capacity, status=status),
        "is_closed": False,
        "busy": (),
        "is_waiting": False,
        "active": 0,
        "ahead": 0,
        "price_minor": (activity or SWIMMING).price_minor,
        "available_minor": 0,
    }
    return Facts(on=on, **(defaults | others))


def busy(start: str, end: str, *, on: date = MONDAY, session_id: int = 99) -> Busy:
    """Another booking of the child, between two times of day."""
    return Busy(session_id, on, time.fromisoformat(start), time.fromisoformat(end), "Chess")


def booking(**changes: Any) -> Booking:
    defaults: dict[str, Any] = {
        "id": 11,
        "session_id": SESSION_ID,
        "child_id": CHILD.id,
        "parent_id": 3,
        "status": BookingStatus.CONFIRMED,
        "price_minor": 500,
        "terms": CancellationTerms(timedelta(hours=24), 50),
        "hold_expires_at": None,
    }
    return Booking(**(defaults | changes))


def policy(zone: str = "Europe/London", **changes: Any) -> Policy:
    return replace(POLICY, zone=ZoneInfo(zone), **changes)


def utc(text: str) -> datetime:
    """An instant written as in `2026-09-14 13:30`, with seconds if they matter."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def booked(
    start: str = "15:30",
    *,
    confirmed_at: datetime = LONG_AGO,
    wish: Reminders = Reminders.BOTH,
) -> ToRemind:
    return ToRemind(3, wish, time.fromisoformat(start), confirmed_at)


def quiet(begins: str = "21:00", ends: str = "07:00") -> Policy:
    return replace(POLICY, quiet=QuietHours(time.fromisoformat(begins), time.fromisoformat(ends)))

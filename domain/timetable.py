"""Session dates, starts and cut-offs: local dates and times of the school, instants in UTC."""

from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.model import Activity, CancellationTerms, Plan, Policy, Session

LONGEST_BOOKING_CUTOFF = timedelta(days=14)


def instant(on: date, at: time, zone: ZoneInfo) -> datetime:
    """Return the UTC instant of a wall-clock time.

    A time that the clocks skip is read as if they had not gone forward yet; of a time that
    comes twice, the first is meant.
    """
    return datetime.combine(on, at, tzinfo=zone).astimezone(UTC)


def local_date(now: datetime, zone: ZoneInfo) -> date:
    return now.astimezone(zone).date()


def month_bounds(month: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return the instants at which a month, named by its first day, begins and has ended."""
    after = (month + timedelta(days=31)).replace(day=1)
    return instant(month, time(), zone), instant(after, time(), zone)


def starts_at(session: Session, zone: ZoneInfo) -> datetime:
    return instant(session.on, session.activity.start_time, zone)


def ends_at(session: Session, zone: ZoneInfo) -> datetime:
    return instant(session.on, session.activity.end_time, zone)


def booking_cutoff(activity: Activity, policy: Policy) -> timedelta:
    """Return how long before its start a session of the activity closes."""
    own = activity.booking_cutoff
    return policy.booking_cutoff if own is None else own


def booking_closes_at(session: Session, policy: Policy) -> datetime:
    """Return when booking ends, and with it the session's waiting list."""
    return starts_at(session, policy.zone) - booking_cutoff(session.activity, policy)


def cancellation_terms(activity: Activity, policy: Policy) -> CancellationTerms:
    own = activity.free_cancellation
    return CancellationTerms(
        policy.free_cancellation if own is None else own, policy.late_refund_percent
    )


def session_dates(activity: Activity | Plan, closures: Collection[date] = ()) -> Iterator[date]:
    """Yield the activity's dates, week by week, without the days the school is shut."""
    on = activity.first_on + timedelta(days=(activity.weekday - activity.first_on.weekday()) % 7)
    while on <= activity.last_on:
        if on not in closures:
            yield on
        on += timedelta(weeks=1)

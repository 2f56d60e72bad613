"""What can be booked for a child: activities and their dates, with the places left."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    Date,
    ScalarSelect,
    bindparam,
    exists,
    select,
    tuple_,
)

from domain.model import BookingStatus, Policy, Session, SessionStatus
from domain.timetable import booking_closes_at, instant, local_date
from storage.rows import (
    IS_ACTIVE,
    IS_WAITING,
    SESSION_COLUMNS,
    AnyRow,
    count_active,
    count_waiting,
    length_of,
    session_of,
)
from storage.tables import activity, booking, child, closure, guardianship, session, waitlist_entry
from storage.transaction import Transaction

DATES_LOOKED_AT = 4
"""Of each activity, which come weekly: one is open, for the longest cut-off is two weeks."""


@dataclass(frozen=True, slots=True)
class OpenActivity:
    """An activity that a child can be booked for, and its next date that is open."""

    activity_id: int
    name: str
    on: date


@dataclass(frozen=True, slots=True)
class DateOffer:
    """One date of an activity, as a child finds it."""

    session: Session
    location: str
    active: int
    waiting: int
    booked: BookingStatus | None
    """The state of the child's own active booking."""
    is_waiting: bool

    @property
    def is_had(self) -> bool:
        """The child has the date already, or waits for it."""
        return self.booked is not None or self.is_waiting

    @property
    def places_left(self) -> int:
        """Places open to a newcomer: none while others wait."""
        return 0 if self.waiting else max(0, self.session.capacity - self.active)


_CHILD = bindparam("child", type_=BigInteger)
_OFFERS = select(
    *SESSION_COLUMNS,
    activity.c.location,
    count_active(session.c.id).label("active"),
    count_waiting(session.c.id).label("waiting"),
    select(booking.c.status)
    .where(
        booking.c.session_id == session.c.id,
        booking.c.child_id == _CHILD,
        booking.c.status.in_(IS_ACTIVE),
    )
    .scalar_subquery()
    .label("booked"),
    exists()
    .where(
        waitlist_entry.c.session_id == session.c.id,
        waitlist_entry.c.child_id == _CHILD,
        waitlist_entry.c.status == IS_WAITING,
    )
    .label("is_waiting"),
).join_from(session, activity)
_TODAY = bindparam("today", type_=Date)
_COMING = (
    session.c.status == SessionStatus.SCHEDULED,
    session.c.date >= _TODAY,
    ~exists().where(closure.c.date == session.c.date),
    activity.c.archived_at.is_(None),
)

_coming = session.alias("coming")


def _date(number: int) -> ScalarSelect[date]:
    """Select one of the next dates of an activity."""
    return (
        select(_coming.c.date)
        .where(
            _coming.c.activity_id == activity.c.id,
            _coming.c.status == SessionStatus.SCHEDULED,
            _coming.c.date >= _TODAY,
            ~exists().where(closure.c.date == _coming.c.date),
        )
        .order_by(_coming.c.date)
        .limit(1)
        .offset(number)
        .scalar_subquery()
    )


_LIST_ACTIVITIES = (
    select(
        activity.c.id,
        activity.c.name,
        activity.c.start_time,
        activity.c.booking_cutoff_minutes,
        *[_date(number).label(f"date_{number}") for number in range(DATES_LOOKED_AT)],
    )
    .join_from(activity, child, child.c.grade.between(activity.c.grade_from, activity.c.grade_to))
    .join(guardianship, guardianship.c.child_id == child.c.id)
    .where(
        activity.c.archived_at.is_(None),
        activity.c.last_on >= _TODAY,
        child.c.id == _CHILD,
        child.c.removed_at.is_(None),
        guardianship.c.parent_id == bindparam("parent", type_=BigInteger),
    )
    .order_by(activity.c.weekday, activity.c.start_time, activity.c.name, activity.c.id)
)
_LIST_NEXT = _OFFERS.where(
    tuple_(session.c.activity_id, session.c.date).in_(bindparam("wanted", expanding=True))
)
_LIST_DATES = _OFFERS.where(
    *_COMING, session.c.activity_id == bindparam("activity", type_=BigInteger)
).order_by(session.c.date)


def _offer_of(row: AnyRow) -> DateOffer:
    return DateOffer(
        session_of(row),
        row.location,
        row.active,
        row.waiting,
        BookingStatus(row.booked) if row.booked else None,
        bool(row.is_waiting),
    )


def list_activities(
    tx: Transaction, parent_id: int, child_id: int, policy: Policy, *, now: datetime
) -> list[OpenActivity]:
    """List the activities that fit the child and have dates left, each by its next open date.

    Nothing is listed for a child that is not this parent's.
    """
    known = {"parent": parent_id, "child": child_id, "today": local_date(now, policy.zone)}
    found = (_open_of(row, policy, now) for row in tx.connection.execute(_LIST_ACTIVITIES, known))
    return [each for each in found if each]


def _open_of(row: AnyRow, policy: Policy, now: datetime) -> OpenActivity | None:
    own = length_of(row.booking_cutoff_minutes)
    cutoff = policy.booking_cutoff if own is None else own
    for number in range(DATES_LOOKED_AT):
        on = getattr(row, f"date_{number}")
        if on and now < instant(on, row.start_time, policy.zone) - cutoff:
            return OpenActivity(row.id, row.name, on)
    return None


def list_next(
    tx: Transaction, child_id: int, activities: Sequence[OpenActivity]
) -> list[DateOffer]:
    """List the next dates of some activities, in their order."""
    wanted = [(each.activity_id, each.on) for each in activities]
    rows = tx.connection.execute(_LIST_NEXT, {"child": child_id, "wanted": wanted})
    offers = {offer.session.activity.id: offer for offer in map(_offer_of, rows)}
    return [offers[each.activity_id] for each in activities]


def list_dates(
    tx: Transaction, child_id: int, activity_id: int, policy: Policy, *, now: datetime
) -> list[DateOffer]:
    """List the activity's dates that are open for booking, the next first."""
    known = {
        "child": child_id,
        "activity": activity_id,
        "today": local_date(now, policy.zone),
    }
    offers = [_offer_of(row) for row in tx.connection.execute(_LIST_DATES, known)]
    return [offer for offer in offers if now < booking_closes_at(offer.session, policy)]

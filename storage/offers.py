"""What can be booked for a child: activities and their dates, with the places left."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, Date, Integer, bindparam, exists, func, select

from domain.model import BookingStatus, Policy, Session, SessionStatus
from domain.timetable import booking_closes_at, local_date
from storage.rows import (
    IS_ACTIVE,
    IS_WAITING,
    SESSION_COLUMNS,
    AnyRow,
    count_active,
    count_waiting,
    session_of,
)
from storage.tables import activity, booking, child, closure, guardianship, session, waitlist_entry
from storage.transaction import Transaction

DATES_LOOKED_AT = 4
"""Of each activity, which come weekly: one is open, for the longest cut-off is two weeks."""


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
_COMING = (
    session.c.status == SessionStatus.SCHEDULED,
    session.c.date >= bindparam("today", type_=Date),
    ~exists().where(closure.c.date == session.c.date),
    activity.c.archived_at.is_(None),
)
_first_dates = (
    select(
        session.c.id,
        func.row_number()
        .over(partition_by=session.c.activity_id, order_by=session.c.date)
        .label("nth"),
    )
    .join_from(session, activity)
    .join(child, child.c.grade.between(activity.c.grade_from, activity.c.grade_to))
    .join(guardianship, guardianship.c.child_id == child.c.id)
    .where(
        *_COMING,
        child.c.id == _CHILD,
        child.c.removed_at.is_(None),
        guardianship.c.parent_id == bindparam("parent", type_=BigInteger),
    )
    .subquery()
)
_LIST_ACTIVITIES = (
    _OFFERS.join(_first_dates, _first_dates.c.id == session.c.id)
    .where(_first_dates.c.nth <= bindparam("dates", type_=Integer))
    .order_by(
        activity.c.weekday, activity.c.start_time, activity.c.name, activity.c.id, session.c.date
    )
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
) -> list[DateOffer]:
    """List the activities that fit the child and have dates left, each by its next open date.

    Nothing is listed for a child that is not this parent's.
    """
    known = {
        "parent": parent_id,
        "child": child_id,
        "today": local_date(now, policy.zone),
        "dates": DATES_LOOKED_AT,
    }
    next_open: dict[int, DateOffer] = {}
    for row in tx.connection.execute(_LIST_ACTIVITIES, known):
        offer = _offer_of(row)
        if now < booking_closes_at(offer.session, policy):
            next_open.setdefault(offer.session.activity.id, offer)
    return list(next_open.values())


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

"""The five layers that decide whether a child gets a place.

Each layer is a pure function from facts to refusals. They run in order and the first that
refuses ends the check, so a stranger learns nothing about a child, and a full session is
noticed only where everything else is in order.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from domain.model import Activity, Busy, Child, Policy, Session, SessionStatus
from domain.outcomes import Layer, Reason, Refusal
from domain.timetable import booking_closes_at, starts_at

Refusals = tuple[Refusal, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the layers look at: one child, one date of one activity, one moment."""

    child: Child | None
    """None unless the child is this parent's."""
    activity: Activity | None
    on: date
    session: Session | None
    is_closed: bool
    """The school is shut on that day."""
    busy: tuple[Busy, ...]
    """The child's active bookings about that day, this session's included."""
    is_waiting: bool
    """The child is already on this session's waiting list."""
    active: int
    """Active bookings of the session."""
    ahead: int
    """Who waits before this child: all for a newcomer, nobody for the first in the queue."""
    price_minor: int
    """What the place costs this child now, with the discount taken off."""
    available_minor: int
    """The parent's balance plus the credit limit."""
    shown_price_minor: int | None = None


def ownership(facts: Facts, policy: Policy, now: datetime) -> Refusals:
    """Refuse unless the child is this parent's."""
    if facts.child is None:
        return (Refusal(Layer.OWNERSHIP, Reason.NOT_YOUR_CHILD),)
    return ()


def temporal(facts: Facts, policy: Policy, now: datetime) -> Refusals:
    """Refuse unless the activity has an open session on that date."""
    reason = _no_such_session(facts) or _not_open(facts.session, policy, now)
    return (Refusal(Layer.TEMPORAL, reason),) if reason else ()


def _no_such_session(facts: Facts) -> Reason | None:
    activity = facts.activity
    if activity is None:
        return Reason.UNKNOWN_ACTIVITY
    if activity.is_archived:
        return Reason.ACTIVITY_ARCHIVED
    if facts.on.weekday() != activity.weekday:
        return Reason.WRONG_WEEKDAY
    if not activity.first_on <= facts.on <= activity.last_on:
        return Reason.OUTSIDE_TERM
    if facts.is_closed:
        return Reason.SCHOOL_CLOSED
    return None


def _not_open(session: Session | None, policy: Policy, now: datetime) -> Reason | None:
    if session is None:
        return Reason.NO_SESSION
    if session.status is SessionStatus.CANCELLED:
        return Reason.SESSION_CANCELLED
    if now >= starts_at(session, policy.zone):
        return Reason.SESSION_STARTED
    if now >= booking_closes_at(session, policy):
        return Reason.BOOKING_CLOSED
    return None


def duplicate(facts: Facts, policy: Policy, now: datetime) -> Refusals:
    """Refuse a second place, a clash in time, and a child of another year group."""
    session, child = _known(facts)
    refusals = []
    if any(busy.session_id == session.id for busy in facts.busy):
        refusals.append(Refusal(Layer.DUPLICATE, Reason.ALREADY_BOOKED))
    elif facts.is_waiting:
        refusals.append(Refusal(Layer.DUPLICATE, Reason.ALREADY_WAITING))
    elif clash := next((busy for busy in facts.busy if _overlap(busy, session)), None):
        refusals.append(Refusal(Layer.DUPLICATE, Reason.CLASH, clash))
    if not session.activity.grade_from <= child.grade <= session.activity.grade_to:
        refusals.append(Refusal(Layer.DUPLICATE, Reason.WRONG_YEAR_GROUP))
    return tuple(refusals)


def _overlap(busy: Busy, session: Session) -> bool:
    activity = session.activity
    return (
        busy.on == session.on
        and busy.start_time < activity.end_time
        and activity.start_time < busy.end_time
    )


def capacity(facts: Facts, policy: Policy, now: datetime) -> Refusals:
    """Refuse while the session is full, or while others wait for it."""
    session, _ = _known(facts)
    if facts.ahead or facts.active >= session.capacity:
        return (Refusal(Layer.CAPACITY, Reason.FULL),)
    return ()


def payment(facts: Facts, policy: Policy, now: datetime) -> Refusals:
    """Refuse a price above the one shown, and one that the account does not cover."""
    price = facts.price_minor
    if facts.shown_price_minor is not None and price > facts.shown_price_minor:
        return (Refusal(Layer.PAYMENT, Reason.PRICE_CHANGED),)
    if price and facts.available_minor < price:
        return (Refusal(Layer.PAYMENT, Reason.NOT_COVERED),)
    return ()


def _known(facts: Facts) -> tuple[Session, Child]:
    """Return what the first two layers have made sure of."""
    if facts.session is None or facts.child is None:
        raise LayerOrderError
    return facts.session, facts.child


class LayerOrderError(Exception):
    """A layer ran before ownership and temporal had passed."""


LAYERS: tuple[Callable[[Facts, Policy, datetime], Refusals], ...] = (
    ownership,
    temporal,
    duplicate,
    capacity,
    payment,
)


def check(facts: Facts, policy: Policy, *, now: datetime) -> Refusals:
    """Run the layers in order and return the refusals of the first that has any."""
    for layer in LAYERS:
        if refusals := layer(facts, policy, now):
            return refusals
    return ()


def is_possible(facts: Facts, policy: Policy, *, now: datetime) -> bool:
    """Tell whether nothing but room and money can keep the child from the date."""
    return not any(layer(facts, policy, now) for layer in LAYERS[: LAYERS.index(capacity)])

"""What a change of an activity does to families with places, or in a queue, to come."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from domain.activities import PlanRefused, Problem, coming_dates, problems_of
from domain.model import (
    BookingStatus,
    Field,
    Plan,
    Planned,
    Policy,
    Session,
    SessionStatus,
)
from domain.ports.sessions import Stake, Stakes
from domain.ports.transaction import Transaction
from domain.timetable import booking_closes_at, instant, local_date, starts_at

PARTS: dict[Field, tuple[str, ...]] = {
    Field.NAME: ("name",),
    Field.TUTOR: ("tutor",),
    Field.DESCRIPTION: ("description",),
    Field.PLACE: ("location",),
    Field.WEEKDAY: ("weekday",),
    Field.TIMES: ("start_time", "end_time"),
    Field.TERM: ("first_on", "last_on"),
    Field.YEARS: ("grade_from", "grade_to"),
    Field.CAPACITY: ("capacity",),
    Field.PRICE: ("price_minor",),
    Field.CUTOFF: ("booking_cutoff",),
    Field.FREE_CANCELLATION: ("free_cancellation",),
}
"""What of a plan is changed together."""
MOVES_DATES = (Field.WEEKDAY, Field.TERM)
TELLS_ALL = (
    Field.NAME,
    Field.TUTOR,
    Field.PLACE,
    Field.TIMES,
    Field.TERM,
    Field.CAPACITY,
)
"""What all families with places, or in a queue, are told of."""
TELLS_WAITING = (*TELLS_ALL, Field.PRICE, Field.YEARS)
"""What those are told of who wait: a place they get is a new one, with what then holds."""


@dataclass(frozen=True, slots=True)
class Change:
    """One field of an activity, to become as in a plan; the rest of that does not count."""

    field: Field
    wish: Plan

    def of(self, plan: Plan) -> Plan:
        """Return a plan with the field as wished."""
        return replace(plan, **{part: getattr(self.wish, part) for part in PARTS[self.field]})


@dataclass(frozen=True, slots=True)
class Loss:
    """What goes with sessions to come; families are the parents who booked, or wait."""

    sessions: int = 0
    families: int = 0
    places: int = 0
    waiting: int = 0
    refund_minor: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequences:
    """What a change of an activity does."""

    planned: Planned
    """As it is now."""
    plan: Plan
    """As it would be."""
    touched: Loss
    """What families have in all sessions to come, of which only `lost` goes."""
    told: int = 0
    """How many of these families are told."""
    gone: tuple[Session, ...] = ()
    lost: Loss = Loss()
    """What families have in those that go."""
    new_dates: tuple[date, ...] = ()
    promoted: int = 0
    """How many of those who wait can get a place, if each of them still may."""
    over: int = 0
    """Places taken above the capacity, on all dates."""
    own_capacity: int = 0
    """Dates with a capacity of their own, which stays."""
    outside_years: int = 0
    """Places of children of other year groups, which stay."""
    clashes: int = 0
    """Children who are booked elsewhere at the new time."""


@dataclass(frozen=True, slots=True)
class WeekdayBooked:
    """The day of the week stays: there are places to come on it."""

    touched: Loss


def coming_of(sessions: Sequence[Session], policy: Policy, now: datetime) -> list[Session]:
    """Return the sessions that are still to take place."""
    return [
        each
        for each in sessions
        if each.status is SessionStatus.SCHEDULED and now < starts_at(each, policy.zone)
    ]


def losing(tx: Transaction, sessions: Collection[Session]) -> Loss:
    """Say what is lost, and what comes back, if some sessions are cancelled."""
    lost = tx.sessions.add_up_stakes([each.id for each in sessions])
    return Loss(len(sessions), lost.families, lost.places, lost.waiting, lost.refund_minor)


def loss_of(sessions: Collection[Session], stakes: Stakes) -> Loss:
    """Add up what families have in some sessions, and what would come back of it."""
    ids = {each.id for each in sessions}
    theirs = [each for each in stakes.places if each.session_id in ids]
    paid = sum(each.price_minor for each in theirs if each.status is BookingStatus.CONFIRMED)
    return Loss(
        len(ids),
        len({each.parent_id for each in theirs}),
        sum(each.status is not None for each in theirs),
        sum(each.status is None for each in theirs),
        paid + sum(kept for id_, kept in stakes.kept_minor.items() if id_ in ids),
    )


def consequences_of(
    tx: Transaction,
    planned: Planned,
    change: Change,
    sessions: Sequence[Session],
    policy: Policy,
    *,
    now: datetime,
) -> Consequences | PlanRefused | WeekdayBooked:
    """Say what a change does, given the activity's sessions from today on."""
    field, plan = change.field, change.of(planned.plan)
    if problems := _problems(plan, field, local_date(now, policy.zone)):
        return PlanRefused(problems)
    coming = coming_of(sessions, policy, now)
    stakes = tx.sessions.stakes_of([each.id for each in coming])
    places = stakes.places
    seen = Consequences(planned=planned, plan=plan, touched=loss_of(coming, stakes))
    if field is Field.WEEKDAY and places and plan != planned.plan:
        return WeekdayBooked(seen.touched)
    if field in MOVES_DATES:
        moved = _with_dates(tx, seen, sessions, stakes, policy, now=now)
        if isinstance(moved, PlanRefused):
            return moved
        seen = moved
    if field is Field.CAPACITY:
        seen = _with_capacity(seen, coming, places, policy, now)
    if field is Field.YEARS:
        seen = replace(seen, outside_years=_outside(plan, places))
    if field is Field.TIMES:
        clashes = tx.sessions.count_clashes(
            [each.id for each in coming], plan.start_time, plan.end_time
        )
        seen = replace(seen, clashes=clashes)
    return replace(seen, told=_told(field, seen.gone, places))


def _problems(plan: Plan, field: Field, today: date) -> tuple[Problem, ...]:
    """List what is wrong with a change; that a term is over keeps nobody from mending a name."""
    found = problems_of(plan, today=today)
    return tuple(each for each in found if each is not Problem.TERM_OVER or field is Field.TERM)


def _with_dates(
    tx: Transaction,
    seen: Consequences,
    sessions: Sequence[Session],
    stakes: Stakes,
    policy: Policy,
    *,
    now: datetime,
) -> Consequences | PlanRefused:
    wanted = [
        on
        for on in coming_dates(tx, seen.plan, today=local_date(now, policy.zone))
        if now < instant(on, seen.plan.start_time, policy.zone)
    ]
    if not wanted:
        return PlanRefused((Problem.NO_DATES,))
    gone = tuple(each for each in coming_of(sessions, policy, now) if each.on not in wanted)
    there = {each.on for each in sessions}
    return replace(
        seen,
        gone=gone,
        lost=loss_of(gone, stakes),
        new_dates=tuple(on for on in wanted if on not in there),
    )


def _with_capacity(
    seen: Consequences,
    coming: Sequence[Session],
    stakes: Sequence[Stake],
    policy: Policy,
    now: datetime,
) -> Consequences:
    taken = Counter(each.session_id for each in stakes if each.status is not None)
    waiting = Counter(each.session_id for each in stakes if each.status is None)
    capacity = seen.plan.capacity
    follow = [each for each in coming if not each.has_own_capacity]
    return replace(
        seen,
        promoted=sum(
            min(waiting[each.id], max(0, capacity - taken[each.id]))
            for each in follow
            if now < booking_closes_at(each, policy)
        ),
        over=sum(max(0, taken[each.id] - capacity) for each in follow),
        own_capacity=len(coming) - len(follow),
    )


def _outside(plan: Plan, stakes: Sequence[Stake]) -> int:
    return sum(
        each.status is not None and not plan.grade_from <= each.grade <= plan.grade_to
        for each in stakes
    )


def _told(field: Field, gone: Sequence[Session], stakes: Sequence[Stake]) -> int:
    """Count who is told of a change; whose session is cancelled is told of that instead."""
    ids = {each.id for each in gone}
    cancelled = {each.parent_id for each in stakes if each.session_id in ids}
    concerned = {each.parent_id for each in stakes if concerns(field, each)}
    return len(concerned - cancelled)


def concerns(field: Field, stake: Stake) -> bool:
    """Tell whether a change of a field matters to who has a place, or waits."""
    return field in (TELLS_WAITING if stake.status is None else TELLS_ALL)

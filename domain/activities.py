"""Use cases of the office on activities: plan a new one, with its dates."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from domain.audit import Action, AuditEvent
from domain.model import Actor, Plan, Policy
from domain.ports.transaction import Transaction
from domain.roles import check_office
from domain.timetable import LONGEST_BOOKING_CUTOFF, local_date, session_dates

LONGEST_TERM = timedelta(days=366)


class Problem(StrEnum):
    """What is wrong with a plan."""

    ENDS_BEFORE_START = "ends_before_start"
    TERM_BACKWARDS = "term_backwards"
    TERM_TOO_LONG = "term_too_long"
    TERM_OVER = "term_over"
    NO_DATES = "no_dates"
    """The weekday does not come in the term, or the school is shut on it each time."""
    YEARS_BACKWARDS = "years_backwards"
    NO_PLACES = "no_places"
    CUTOFF_TOO_LONG = "cutoff_too_long"


@dataclass(frozen=True, slots=True)
class ActivityCreated:
    activity_id: int
    sessions: int


@dataclass(frozen=True, slots=True)
class PlanRefused:
    """Nothing was done."""

    problems: tuple[Problem, ...]


def problems_of(plan: Plan, *, today: date) -> tuple[Problem, ...]:
    """List all that is wrong with a plan in itself, whenever the school is shut."""
    length = plan.last_on - plan.first_on
    problems = {
        Problem.ENDS_BEFORE_START: plan.end_time <= plan.start_time,
        Problem.TERM_BACKWARDS: length < timedelta(0),
        Problem.TERM_TOO_LONG: length > LONGEST_TERM,
        Problem.TERM_OVER: plan.last_on < today,
        Problem.YEARS_BACKWARDS: plan.grade_to < plan.grade_from,
        Problem.NO_PLACES: plan.capacity < 1,
        Problem.CUTOFF_TOO_LONG: (plan.booking_cutoff or timedelta(0)) > LONGEST_BOOKING_CUTOFF,
    }
    return tuple(problem for problem, is_there in problems.items() if is_there)


def coming_dates(tx: Transaction, plan: Plan, *, today: date) -> list[date]:
    """List the dates of a plan from today on, without the days the school is shut."""
    closures = tx.closures.list_dates(plan.first_on, plan.last_on)
    return [on for on in session_dates(plan, closures) if on >= today]


def preview_activity(
    tx: Transaction, plan: Plan, policy: Policy, *, now: datetime
) -> list[date] | PlanRefused:
    """Say which dates `create_activity` would make at this moment, or what is wrong."""
    today = local_date(now, policy.zone)
    if problems := problems_of(plan, today=today):
        return PlanRefused(problems)
    return coming_dates(tx, plan, today=today) or PlanRefused((Problem.NO_DATES,))


def create_activity(
    tx: Transaction, plan: Plan, request_key: str, policy: Policy, *, actor: Actor, now: datetime
) -> ActivityCreated | PlanRefused:
    """Make an activity with all its dates from today on.

    The same key again is the same wish, told twice, and answers with what it has made.

    Raises:
        NotAllowedError: it is not the office.

    """
    check_office(actor)
    # A day may be closed at this very moment: then it gets no session, or loses it again.
    tx.closures.lock()
    made = tx.activities.find_made(request_key)
    if made is not None:
        return ActivityCreated(made, tx.sessions.count(made))
    dates = preview_activity(tx, plan, policy, now=now)
    if isinstance(dates, PlanRefused):
        return dates
    activity_id = tx.activities.add(plan, tutor_of(tx, plan), request_key)
    tx.sessions.add(activity_id, dates)
    event = AuditEvent(now, actor, Action.ACTIVITY_CREATED, activity_id, detail=str(len(dates)))
    tx.audit.add(event)
    return ActivityCreated(activity_id, len(dates))


def tutor_of(tx: Transaction, plan: Plan) -> int:
    """Return the id of a plan's tutor, who is added if nobody has the name."""
    if isinstance(plan.tutor, int):
        return plan.tutor
    known = tx.activities.find_tutor(plan.tutor)
    return tx.activities.add_tutor(plan.tutor) if known is None else known

"""Deciding what a confirmation makes of each date: pure, from facts to outcomes."""

from dataclasses import replace
from datetime import datetime

from domain.discounts import TERM_DATES, Price, price_of, week_of, whole_terms
from domain.model import Busy, DiscountKind, Policy, Session
from domain.outcomes import Booked, Held, PlaceOutcome, Queued, Reason, Refused, Wanted
from domain.placing import held_until
from domain.ports.bookings import BookPlaces, DateFacts, RequestFacts
from domain.validator import Facts, check, is_possible


def may_be_term(request: BookPlaces, policy: Policy) -> bool:
    """Tell whether the other dates of the activity matter to what is asked for."""
    return bool(policy.term_discount_percent) and len(request.wanted) >= TERM_DATES


def decide(
    request: BookPlaces, facts: RequestFacts, policy: Policy, now: datetime
) -> list[PlaceOutcome]:
    """Decide date by date; each place given takes time, and money, from the next."""
    cases = [_case(*each, facts) for each in zip(request.wanted, facts.dates, strict=True)]
    terms = _terms(cases, facts, policy, now) if may_be_term(request, policy) else set()
    busy, available, queued = facts.busy, facts.funds.available_minor(policy), set[int]()
    outcomes: list[PlaceOutcome] = []
    for wanted, case in zip(request.wanted, cases, strict=True):
        price = _price(wanted, case.session, facts, terms, policy)
        case_now = replace(
            case,
            busy=busy,
            is_waiting=case.is_waiting or (case.session is not None and case.session.id in queued),
            price_minor=price.minor,
            available_minor=available,
        )
        outcome = _outcome(case_now, price, wanted, policy, now)
        if isinstance(outcome, Booked | Held):
            busy += (_busy(outcome.session),)
        if isinstance(outcome, Booked):
            available -= outcome.price_minor
        if isinstance(outcome, Queued):
            queued.add(outcome.session.id)
        outcomes.append(outcome)
    return outcomes


def _case(wanted: Wanted, date: DateFacts, facts: RequestFacts) -> Facts:
    """Say what is known of a date before any other has taken time or money from it."""
    return Facts(
        child=facts.child,
        activity=date.activity,
        on=wanted.on,
        session=date.session,
        is_closed=date.is_closed,
        busy=facts.busy,
        is_waiting=date.is_waiting,
        active=date.active,
        ahead=date.waiting,
        price_minor=0,
        available_minor=0,
        shown_price_minor=wanted.shown_price_minor,
    )


def _terms(cases: list[Facts], facts: RequestFacts, policy: Policy, now: datetime) -> set[int]:
    possible = {
        case.session.id: case.session
        for case in cases
        if is_possible(case, policy, now=now) and case.session is not None
    }
    return whole_terms(possible.values(), facts.rest, policy, now)


def _price(
    wanted: Wanted, session: Session | None, facts: RequestFacts, terms: set[int], policy: Policy
) -> Price:
    if session is None:
        return Price(0)
    applies = {
        DiscountKind.SIBLING: week_of(session.on) in facts.sibling_weeks,
        DiscountKind.TERM: session.activity.id in terms,
    }
    kinds = {kind for kind in applies if applies[kind] or kind is wanted.promised}
    return price_of(session.activity.price_minor, kinds, policy)


def _outcome(
    case: Facts, price: Price, wanted: Wanted, policy: Policy, now: datetime
) -> PlaceOutcome:
    refusals = check(case, policy, now=now)
    session = case.session
    if session is None:
        return Refused(wanted, refusals)
    match [refusal.reason for refusal in refusals]:
        case []:
            return Booked(session, price.minor, discount=price.discount)
        case [Reason.NOT_COVERED]:
            deadline = held_until(session, policy.hold, policy, now)
            return Held(session, price.minor, deadline, discount=price.discount)
        case [Reason.FULL]:
            return Queued(session, case.ahead + 1)
        case _:
            return Refused(wanted, refusals, session)


def _busy(session: Session) -> Busy:
    activity = session.activity
    return Busy(session.id, session.on, activity.start_time, activity.end_time, activity.name)

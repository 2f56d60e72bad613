"""The five layers as a table: each row is a rule, and its id says it."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from _pytest.mark import ParameterSet

from domain.model import Policy, SessionStatus
from domain.outcomes import Layer, Reason
from domain.validator import LAYERS, Facts, LayerOrderError, capacity, check, duplicate
from tests.domain.values import CHILD, SESSION_ID, busy, facts, policy, swimming, utc
from tests.factory import MONDAY, NOW, POLICY

CANCELLED = SessionStatus.CANCELLED
PAID = swimming(price_minor=500)
LATE_CLOSING = swimming(booking_cutoff=timedelta())
"""Open for booking until the very start."""
EARLY_CLOSING = swimming(booking_cutoff=timedelta(days=1))


def row(
    rule: str,
    *expected: Reason,
    now: str | None = None,
    policy: Policy = POLICY,
    **given: Any,
) -> ParameterSet:
    at = NOW if now is None else utc(now)
    return pytest.param(facts(**given), policy, at, expected, id=rule)


OWNERSHIP = [
    row("one's own child may book", child=CHILD),
    row("a child that is not this parent's may not", Reason.NOT_YOUR_CHILD, child=None),
    row(
        "of a stranger's child nothing is said, not even that there is no such activity",
        Reason.NOT_YOUR_CHILD,
        child=None,
        activity=None,
        session=None,
    ),
    row(
        "of a stranger's child nothing is said, not even that it is booked or waits",
        Reason.NOT_YOUR_CHILD,
        child=None,
        busy=(busy("15:30", "16:30", session_id=SESSION_ID),),
        is_waiting=True,
        active=10,
    ),
]
TEMPORAL = [
    row("an activity must exist", Reason.UNKNOWN_ACTIVITY, activity=None, session=None),
    row("an archived one is over", Reason.ACTIVITY_ARCHIVED, activity=swimming(is_archived=True)),
    row("the term's first day is in it", activity=swimming(first_on=MONDAY)),
    row("the term's last day is in it", activity=swimming(last_on=MONDAY)),
    row("the term may be one day", activity=swimming(first_on=MONDAY, last_on=MONDAY)),
    row(
        "the day before the term is outside it",
        Reason.OUTSIDE_TERM,
        activity=swimming(first_on=date(2026, 9, 15)),
    ),
    row(
        "the day after the term is outside it",
        Reason.OUTSIDE_TERM,
        activity=swimming(last_on=date(2026, 9, 13)),
    ),
    row("a Monday activity is not on Sunday", Reason.WRONG_WEEKDAY, on=date(2026, 9, 13)),
    row("a Monday activity is not on Tuesday", Reason.WRONG_WEEKDAY, on=date(2026, 9, 15)),
    row("a Monday activity is not on Wednesday", Reason.WRONG_WEEKDAY, on=date(2026, 9, 16)),
    row("a Sunday activity is on Sunday", activity=swimming(weekday=6), on=date(2026, 9, 13)),
    row("on a closure the school is shut", Reason.SCHOOL_CLOSED, is_closed=True),
    row("a right date without a session has none", Reason.NO_SESSION, session=None),
    row(
        "a closure explains why a date has no session",
        Reason.SCHOOL_CLOSED,
        is_closed=True,
        session=None,
    ),
    row("a cancelled session is not open", Reason.SESSION_CANCELLED, status=CANCELLED),
    row(
        "a session of the past stays cancelled",
        Reason.SESSION_CANCELLED,
        status=CANCELLED,
        now="2026-09-20 12:00",
    ),
    row("one second before the cut-off it is open", now="2026-09-14 13:29:59"),
    row("at the cut-off booking is closed", Reason.BOOKING_CLOSED, now="2026-09-14 13:30"),
    row(
        "one second before the start booking has long been closed",
        Reason.BOOKING_CLOSED,
        now="2026-09-14 14:29:59",
    ),
    row("at the start it has started", Reason.SESSION_STARTED, now="2026-09-14 14:30"),
    row("the day after it has started", Reason.SESSION_STARTED, now="2026-09-15 08:00"),
    row(
        "an activity's own cut-off counts, not the school's",
        Reason.BOOKING_CLOSED,
        activity=EARLY_CLOSING,
        now="2026-09-13 14:30",
    ),
    row("before an activity's own cut-off", activity=EARLY_CLOSING, now="2026-09-13 14:29:59"),
    row(
        "with no cut-off it is open until it starts",
        activity=LATE_CLOSING,
        now="2026-09-14 14:29:59",
    ),
    row(
        "with no cut-off the start closes it",
        Reason.SESSION_STARTED,
        activity=LATE_CLOSING,
        now="2026-09-14 14:30",
    ),
]
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)
"""The Sundays on which London's clocks go forward, and back."""
SUNDAYS = swimming(weekday=6, first_on=date(2026, 1, 4), last_on=date(2026, 12, 27))
LONG_DAY = replace(SUNDAYS, booking_cutoff=timedelta(hours=24))
AUCKLAND, HONOLULU = policy("Pacific/Auckland"), policy("Pacific/Honolulu")
CLOCKS = [
    row("in spring it starts by summer time", activity=SUNDAYS, on=SPRING, now="2026-03-29 13:29"),
    row(
        "in spring the cut-off is by summer time",
        Reason.BOOKING_CLOSED,
        activity=SUNDAYS,
        on=SPRING,
        now="2026-03-29 13:30",
    ),
    row("in autumn it starts by winter time", activity=SUNDAYS, on=AUTUMN, now="2026-10-25 14:29"),
    row(
        "in autumn the cut-off is by winter time",
        Reason.BOOKING_CLOSED,
        activity=SUNDAYS,
        on=AUTUMN,
        now="2026-10-25 14:30",
    ),
    row(
        "24 hours before are 24 hours though the day has 23",
        activity=LONG_DAY,
        on=SPRING,
        now="2026-03-28 14:29:59",
    ),
    row(
        "24 hours before a start in spring, wall clocks show an hour less",
        Reason.BOOKING_CLOSED,
        activity=LONG_DAY,
        on=SPRING,
        now="2026-03-28 14:30",
    ),
    row(
        "24 hours before are 24 hours though the day has 25",
        activity=LONG_DAY,
        on=AUTUMN,
        now="2026-10-24 15:29:59",
    ),
    row(
        "24 hours before a start in autumn, wall clocks show an hour more",
        Reason.BOOKING_CLOSED,
        activity=LONG_DAY,
        on=AUTUMN,
        now="2026-10-24 15:30",
    ),
    row("in Auckland it is open by its own clocks", policy=AUCKLAND, now="2026-09-14 02:29:59"),
    row(
        "in Auckland booking closes by its own clocks",
        Reason.BOOKING_CLOSED,
        policy=AUCKLAND,
        now="2026-09-14 02:30",
    ),
    row("in Honolulu it is open into the UTC Tuesday", policy=HONOLULU, now="2026-09-15 00:29:59"),
    row(
        "in Honolulu booking closes by its own clocks",
        Reason.BOOKING_CLOSED,
        policy=HONOLULU,
        now="2026-09-15 00:30",
    ),
]
DUPLICATE = [
    row(
        "a child has one place in a session",
        Reason.ALREADY_BOOKED,
        busy=(busy("15:30", "16:30", session_id=SESSION_ID),),
    ),
    row("a child waits once", Reason.ALREADY_WAITING, is_waiting=True),
    row(
        "who is booked is told so, whatever else there is",
        Reason.ALREADY_BOOKED,
        busy=(busy("15:00", "16:00"), busy("15:30", "16:30", session_id=SESSION_ID)),
        is_waiting=True,
    ),
    row("what ends as this begins does not clash", busy=(busy("14:30", "15:30"),)),
    row("what begins as this ends does not clash", busy=(busy("16:30", "17:30"),)),
    row("a minute too long clashes", Reason.CLASH, busy=(busy("14:30", "15:31"),)),
    row("a minute too early clashes", Reason.CLASH, busy=(busy("16:29", "17:30"),)),
    row("the same time clashes", Reason.CLASH, busy=(busy("15:30", "16:30"),)),
    row("what lies within clashes", Reason.CLASH, busy=(busy("15:45", "16:00"),)),
    row("what lies around clashes", Reason.CLASH, busy=(busy("15:00", "17:00"),)),
    row(
        "the second of the day's bookings clashes too",
        Reason.CLASH,
        busy=(busy("09:00", "10:00"), busy("16:00", "17:00")),
    ),
    row(
        "another day does not clash",
        busy=(busy("15:30", "16:30", on=date(2026, 9, 21)), busy("09:00", "10:00")),
    ),
    row("the youngest year group may", child=replace(CHILD, grade=2)),
    row("the oldest year group may", child=replace(CHILD, grade=4)),
    row("younger may not", Reason.WRONG_YEAR_GROUP, child=replace(CHILD, grade=1)),
    row("older may not", Reason.WRONG_YEAR_GROUP, child=replace(CHILD, grade=5)),
    row(
        "Reception is a year group", activity=swimming(grade_from=0), child=replace(CHILD, grade=0)
    ),
    row(
        "a clash and the wrong year group are both said",
        Reason.CLASH,
        Reason.WRONG_YEAR_GROUP,
        busy=(busy("15:30", "16:30"),),
        child=replace(CHILD, grade=5),
    ),
]
CAPACITY = [
    row("one place is left", active=9),
    row("the last place is taken", Reason.FULL, active=10),
    row("a lowered capacity leaves none", Reason.FULL, active=12),
    row("a session may be for one", capacity=1, active=0),
    row("a place is left, but somebody waits for it", Reason.FULL, active=9, ahead=1),
    row("full, and others wait", Reason.FULL, active=10, ahead=3),
]
PAYMENT = [
    row("what is free needs no money", available_minor=0),
    row("what is free is so for who owes", available_minor=-900),
    row("money that just covers", activity=PAID, available_minor=500),
    row("a penny short", Reason.NOT_COVERED, activity=PAID, available_minor=499),
    row("no money", Reason.NOT_COVERED, activity=PAID, available_minor=0),
    row("the price as shown", activity=PAID, shown_price_minor=500, available_minor=500),
    row("dearer than shown", Reason.PRICE_CHANGED, activity=PAID, shown_price_minor=400),
    row("cheaper than shown is welcome", shown_price_minor=400),
    row("free no more", Reason.PRICE_CHANGED, activity=PAID, shown_price_minor=0),
    row("free as shown", shown_price_minor=0),
    row(
        "a changed price is said before the money is looked at",
        Reason.PRICE_CHANGED,
        activity=PAID,
        shown_price_minor=400,
        available_minor=9000,
    ),
]
LAYER_OF = {
    Layer.OWNERSHIP: OWNERSHIP,
    Layer.TEMPORAL: [*TEMPORAL, *CLOCKS],
    Layer.DUPLICATE: DUPLICATE,
    Layer.CAPACITY: CAPACITY,
    Layer.PAYMENT: PAYMENT,
}


@pytest.mark.parametrize(
    ("case", "policy", "now", "expected", "layer"),
    [
        pytest.param(*case.values, layer, id=f"{layer}: {case.id}")
        for layer, cases in LAYER_OF.items()
        for case in cases
    ],
)
def test_rule(case: Facts, policy: Policy, now: Any, expected: tuple[Reason], layer: Layer) -> None:
    found = [(refusal.layer, refusal.reason) for refusal in check(case, policy, now=now)]
    assert found == [(layer, reason) for reason in expected]


WRONG: dict[Layer, dict[str, Any]] = {
    Layer.OWNERSHIP: {"child": None},
    Layer.TEMPORAL: {"is_closed": True},
    Layer.DUPLICATE: {"is_waiting": True},
    Layer.CAPACITY: {"active": 10},
    Layer.PAYMENT: {"activity": PAID},
}


@pytest.mark.parametrize("faulty", list(product((False, True), repeat=5)))
def test_first_layer_that_refuses_is_the_only_one_heard(faulty: tuple[bool, ...]) -> None:
    wrong = [layer for layer, is_wrong in zip(WRONG, faulty, strict=True) if is_wrong]
    given = {name: value for layer in wrong for name, value in WRONG[layer].items()}
    assert [each.layer for each in check(facts(**given), POLICY, now=NOW)] == wrong[:1]


def test_layers_are_five_in_the_order_of_their_names() -> None:
    assert [layer.__name__ for layer in LAYERS] == [*Layer]


def test_clash_names_what_it_clashes_with() -> None:
    chess = busy("16:00", "17:00")
    [refusal] = check(facts(busy=(busy("09:00", "10:00"), chess)), POLICY, now=NOW)
    assert refusal.clash == chess


@pytest.mark.parametrize("layer", [duplicate, capacity])
@pytest.mark.parametrize("missing", ["child", "session"])
def test_later_layer_will_not_run_before_the_first_two(layer: Any, missing: str) -> None:
    lacking: dict[str, Any] = {missing: None}
    with pytest.raises(LayerOrderError):
        layer(facts(**lacking), POLICY, NOW)

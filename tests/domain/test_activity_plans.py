"""What a list of activities comes to."""

from datetime import date, time
from typing import Any

import pytest

from domain.activities import Problem
from domain.activity_lists import ActivitiesPlan, ActivityLine, KnownActivities, KnownActivity
from domain.activity_plans import plan_activities
from domain.imports import ActivitiesImported, Fault
from tests.domain.lists import faults, swimming

TODAY = date(2026, 9, 8)
NOTHING = KnownActivities((), (), frozenset())


def planned(*lines: ActivityLine, on_file: KnownActivities = NOTHING) -> ActivitiesPlan:
    plan = plan_activities(lines, on_file, today=TODAY)
    assert isinstance(plan, ActivitiesPlan), plan
    return plan


def refused(*lines: ActivityLine, on_file: KnownActivities = NOTHING) -> list[tuple[Any, ...]]:
    return faults(plan_activities(lines, on_file, today=TODAY))


def test_dates_are_those_to_come_on_which_the_school_is_not_shut() -> None:
    shut = KnownActivities((), (), frozenset({date(2026, 9, 21)}))
    plan = planned(swimming(last_on=date(2026, 9, 30)), on_file=shut)
    assert plan.dates == ((date(2026, 9, 14), date(2026, 9, 28)),)
    assert plan.found == ActivitiesImported(1, 2, 1)


def test_tutor_is_known_by_name_or_new_once() -> None:
    on_file = KnownActivities((), ((5, "TIM"),), frozenset())
    plan = planned(
        swimming(2), swimming(3, name="A", tutor="Eve"), swimming(4, name="B", tutor="Ann"),
        swimming(5, name="C", tutor="eve "), on_file=on_file,
    )  # fmt: skip
    assert plan.tutors == ("Eve", "Ann")
    assert [each.tutor for each in plan.activities] == [5, -1, -2, -1]


def test_two_tutors_of_one_name_cannot_be_told_apart() -> None:
    on_file = KnownActivities((), ((5, "Tim"), (6, "tim")), frozenset())
    assert refused(swimming(), on_file=on_file) == [("several_tutors", 2, "Tutor", "Tim", 0)]


def test_same_activity_at_the_same_time_is_there_once() -> None:
    again = swimming(3, name="SWIMMING")
    later = swimming(4, first_on=date(2026, 12, 15), last_on=date(2027, 3, 1))
    assert refused(swimming(), again, later) == [("same_activity", 3, "Activity", "SWIMMING", 2)]
    known = KnownActivity("swimming", 0, time(15, 30), date(2026, 12, 14), date(2027, 1, 1))
    on_file = KnownActivities((known,), (), frozenset())
    assert refused(swimming(), on_file=on_file) == [("same_activity", 2, "Activity", "Swimming", 0)]
    assert len(planned(swimming(last_on=date(2026, 12, 13)), on_file=on_file).activities) == 1


@pytest.mark.parametrize(
    ("values", "fault", "column"),
    [
        ({"end_time": time(15, 30)}, "ends_before_start", "End"),
        ({"last_on": date(2026, 9, 6)}, "term_backwards", "Last date"),
        ({"last_on": date(2027, 12, 1)}, "term_too_long", "Last date"),
        ({"first_on": date(2026, 1, 1), "last_on": date(2026, 9, 1)}, "term_over", "Last date"),
        ({"last_on": date(2026, 9, 13)}, "no_dates", "Weekday"),
        ({"grade_from": 4, "grade_to": 3}, "years_backwards", "To year"),
        ({"capacity": 0}, "no_places", "Capacity"),
    ],
)
def test_plan_that_cannot_be_is_refused(values: dict[str, Any], fault: str, column: str) -> None:
    assert (fault, 2, column, "", 0) in refused(swimming(**values))


def test_everything_that_can_be_wrong_with_a_plan_can_be_told_of_a_line() -> None:
    assert {each.value for each in Problem} <= {each.value for each in Fault}

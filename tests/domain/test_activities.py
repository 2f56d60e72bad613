"""The office plans an activity: its dates, its tutor, and what a plan must not be."""

from datetime import date, time, timedelta

import pytest

from domain.activities import ActivityCreated, PlanRefused, Problem, create_activity, problems_of
from domain.model import Actor, Plan, Role
from domain.roles import NotAllowedError
from storage.tables import activity, session, tutor
from tests.domain.school import OFFICE, School
from tests.domain.values import plan

TODAY = date(2026, 9, 7)


def create(
    school: School, new: Plan, key: str = "key-1", *, actor: Actor = OFFICE
) -> ActivityCreated | PlanRefused:
    return school.run(create_activity, new, key, school.policy, actor=actor, now=school.now)


def dates(school: School) -> list[date]:
    return [row.date for row in school.make.rows(session)]


def test_new_activity_has_a_session_on_each_of_its_dates(school: School) -> None:
    made = create(school, plan(last_on=date(2026, 9, 28)))
    [row] = school.make.rows(activity)
    assert made == ActivityCreated(row.id, 3)
    assert dates(school) == [date(2026, 9, day) for day in (14, 21, 28)]
    assert school.trail() == [("admin 42", "activity_created", row.id, "3")]
    kept = (row.name, row.location, row.max_capacity, row.price_minor, row.start_time)
    assert kept == ("Chess", "Library", 12, 650, time(15, 30))
    assert (row.booking_cutoff_minutes, row.free_cancellation_minutes) == (None, 2880)


def test_days_on_which_the_school_is_shut_and_days_gone_by_have_no_session(
    school: School,
) -> None:
    school.make.closure(date(2026, 9, 21))
    create(school, plan(first_on=date(2026, 8, 3), last_on=date(2026, 9, 28), weekday=0))
    assert dates(school) == [date(2026, 9, day) for day in (7, 14, 28)]


def test_the_same_confirmation_again_makes_nothing_more(school: School) -> None:
    made = create(school, plan())
    before = school.size()
    school.wait(days=30)
    assert create(school, plan(name="Another")) == made
    assert school.size() == before
    assert school.make.count(activity) == school.make.count(tutor) == 1


def test_tutor_is_known_by_id_or_by_name_or_is_new(school: School) -> None:
    tina = school.make.tutor(name="Tina Tutor")
    create(school, plan(tutor=tina), "key-1")
    create(school, plan(tutor="Tina Tutor"), "key-2")
    create(school, plan(tutor="Theo Tutor"), "key-3")
    of_each = [row.tutor_id for row in school.make.rows(activity)]
    assert of_each[:2] == [tina, tina]
    assert [row.name for row in school.make.rows(tutor)] == ["Tina Tutor", "Theo Tutor"]


def test_activity_without_any_date_is_not_made(school: School) -> None:
    only = date(2026, 9, 14)
    school.make.closure(only)
    refused = create(school, plan(first_on=only, last_on=only, weekday=0))
    assert refused == PlanRefused((Problem.NO_DATES,))
    assert school.make.count(activity) == 0
    assert school.trail() == []


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"end_time": time(15, 30)}, Problem.ENDS_BEFORE_START),
        ({"last_on": date(2026, 9, 6), "first_on": date(2026, 9, 1)}, Problem.TERM_OVER),
        ({"first_on": date(2026, 9, 15), "last_on": date(2026, 9, 14)}, Problem.TERM_BACKWARDS),
        ({"last_on": date(2027, 9, 16)}, Problem.TERM_TOO_LONG),
        ({"grade_from": 5}, Problem.YEARS_BACKWARDS),
        ({"capacity": 0}, Problem.NO_PLACES),
        ({"booking_cutoff": timedelta(days=14, minutes=1)}, Problem.CUTOFF_TOO_LONG),
    ],
)
def test_plan_that_cannot_be_meant_is_refused(
    school: School, changes: dict[str, object], problem: Problem
) -> None:
    assert problems_of(plan(**changes), today=TODAY) == (problem,)
    assert create(school, plan(**changes)) == PlanRefused((problem,))
    assert school.make.count(activity) == 0


def test_all_that_is_wrong_with_a_plan_is_said_at_once() -> None:
    wrong = plan(end_time=time(15), grade_from=6, capacity=-1)
    assert problems_of(wrong, today=TODAY) == (
        Problem.ENDS_BEFORE_START,
        Problem.YEARS_BACKWARDS,
        Problem.NO_PLACES,
    )


def test_plan_at_its_limits_is_good() -> None:
    longest = plan(
        first_on=date(2026, 9, 14),
        last_on=date(2027, 9, 15),
        grade_from=4,
        grade_to=4,
        capacity=1,
        price_minor=0,
        booking_cutoff=timedelta(days=14),
    )
    assert problems_of(longest, today=date(2027, 9, 15)) == ()


@pytest.mark.parametrize("role", [Role.PARENT, Role.SYSTEM])
def test_nobody_but_the_office_makes_an_activity(school: School, role: Role) -> None:
    with pytest.raises(NotAllowedError):
        create(school, plan(), actor=Actor(role, None if role is Role.SYSTEM else 1))
    assert school.make.count(activity) == 0

"""The office shuts the school on some days, and opens one again."""

from datetime import date, time, timedelta
from typing import Any

import pytest

from domain.closures import DaysClosed, close_days, days_between, open_day, preview_closure
from domain.consequences import Loss
from domain.model import Actor, Role
from domain.outcomes import MoreIsLost
from domain.roles import NotAllowedError
from storage import tables
from tests.domain.school import OFFICE, School, reasons
from tests.domain.values import utc
from tests.factory import MONDAY

TUESDAY = MONDAY + timedelta(days=1)


def close(
    school: School,
    first: date = MONDAY,
    last: date = TUESDAY,
    *,
    shown: int = 99,
    actor: Actor = OFFICE,
) -> Any:
    return school.run(
        close_days,
        first,
        last,
        "Staff training",
        school.policy,
        shown_places=shown,
        actor=actor,
        now=school.now,
    )


def reopen(school: School, on: date = MONDAY, *, actor: Actor = OFFICE) -> bool:
    return school.run(open_day, on, school.policy, actor=actor, now=school.now)


def closures(school: School) -> list[tuple[date, str]]:
    return [(row.date, row.reason) for row in school.make.rows(tables.closure)]


def test_days_are_counted_with_both_ends() -> None:
    assert days_between(MONDAY, TUESDAY) == [MONDAY, TUESDAY]
    assert days_between(MONDAY, MONDAY) == [MONDAY]


def test_closing_days_cancels_what_is_on_them_with_full_refunds(school: School) -> None:
    swim, chess = school.make.session(price=500), school.make.session(on=TUESDAY, capacity=1)
    other = school.make.session(on=TUESDAY + timedelta(days=1))
    ann, ben = school.make.family(balance=500), school.make.family()
    school.make.booking(swim, ann)
    school.make.booking(chess, ann)
    school.make.waiting(chess, ben)
    school.make.booking(other, ben)
    lost = Loss(sessions=2, families=2, places=2, waiting=1, refund_minor=500)
    expected = DaysClosed((MONDAY, TUESDAY), lost)
    seen = school.make.database.look(
        preview_closure, MONDAY, TUESDAY, school.policy, now=school.now
    )
    assert seen == lost
    assert close(school, shown=2) == expected
    assert closures(school) == [(MONDAY, "Staff training"), (TUESDAY, "Staff training")]
    assert [row.status for row in school.make.rows(tables.session)] == [
        "cancelled",
        "cancelled",
        "scheduled",
    ]
    assert school.make.balance(ann.parent_id) == 500
    assert len(school.told(ann.parent_id)) == 2
    assert len(school.told(ben.parent_id)) == 1
    assert school.trail()[-1] == ("admin 42", "day_closed", 0, f"{MONDAY} {TUESDAY}")


def test_closing_the_same_days_again_does_nothing_more(school: School) -> None:
    school.make.booking(school.make.session(), school.make.family())
    close(school)
    before = school.size()
    assert close(school, shown=0) == DaysClosed((), Loss())
    assert school.size() == before
    close(school, MONDAY, TUESDAY + timedelta(days=1))
    assert [on for on, _ in closures(school)] == days_between(MONDAY, MONDAY + timedelta(days=2))


def test_session_found_on_a_closed_day_is_cancelled_when_asked_again(school: School) -> None:
    close(school)
    swim = school.make.session()
    assert close(school).lost.sessions == 1
    assert school.make.read_session(swim.id).status == "cancelled"


def test_more_places_than_were_shown_are_not_cancelled(school: School) -> None:
    school.make.booking(school.make.session(), school.make.family())
    before = school.size()
    assert close(school, shown=0) == MoreIsLost()
    assert closures(school) == []
    assert school.size() == before


def test_what_has_begun_goes_on(school: School) -> None:
    begun = school.make.session()
    later = school.make.session(start_time=time(16), end_time=time(17))
    school.now = utc("2026-09-14 14:30")
    assert close(school).lost.sessions == 1
    assert school.make.read_session(begun.id).status == "scheduled"
    assert school.make.read_session(later.id).status == "cancelled"


def test_nothing_can_be_booked_on_a_closed_day(school: School) -> None:
    swim = school.make.session()
    close(school)
    assert reasons(school.book_one(school.make.family(), swim)) == ["school_closed"]


def test_opened_day_gets_sessions_where_there_are_none(school: School) -> None:
    called_off = school.make.session()
    close(school)
    planned_while_shut = school.make.activity()
    school.make.activity(weekday=1)
    school.make.activity(archived_at=school.now)
    school.make.activity(last_on=MONDAY - timedelta(days=1))
    school.make.activity(first_on=MONDAY + timedelta(days=1))
    assert reopen(school)
    assert closures(school) == [(TUESDAY, "Staff training")]
    assert [(row.activity_id, row.status) for row in school.make.rows(tables.session)] == [
        (called_off.activity.id, "cancelled"),
        (planned_while_shut, "scheduled"),
    ]
    assert school.trail()[-1] == ("admin 42", "day_opened", 0, str(MONDAY))
    before = school.size()
    assert not reopen(school)
    assert school.size() == before


def test_no_session_is_made_that_would_have_begun(school: School) -> None:
    close(school)
    school.make.activity()
    later = school.make.activity(start_time=time(16), end_time=time(17))
    school.now = utc("2026-09-14 14:30")
    reopen(school)
    assert [row.activity_id for row in school.make.rows(tables.session)] == [later]


def test_nobody_but_the_office_closes_or_opens_a_day(school: School) -> None:
    for actor in (Actor(Role.PARENT, 1), Actor(Role.TUTOR, 77)):
        with pytest.raises(NotAllowedError):
            close(school, actor=actor)
        with pytest.raises(NotAllowedError):
            reopen(school, actor=actor)

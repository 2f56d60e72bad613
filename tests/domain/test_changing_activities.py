"""The office changes an activity: its families keep what they have, and are told once."""

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest

from domain.activities import PlanRefused, Problem
from domain.activity_changes import (
    archive_activity,
    change_activity,
    preview_archiving,
    preview_change,
)
from domain.consequences import Change, Consequences, Loss, WeekdayBooked
from domain.model import Actor, Field, Role, Session
from domain.outcomes import ActivityChanged, Booked, MoreIsLost
from domain.roles import NotAllowedError
from storage import tables
from tests.domain.school import OFFICE, School, reasons
from tests.domain.values import plan, utc
from tests.factory import MONDAY

NEXT_MONDAY = MONDAY + timedelta(weeks=1)
LATER = MONDAY + timedelta(weeks=2)


def mondays(school: School, *days: date, **activity: Any) -> list[Session]:
    """An activity with sessions on some days."""
    first = school.make.session(on=days[0], **activity)
    others = [school.make.session(activity_id=first.activity.id, on=on) for on in days[1:]]
    return [first, *others]


def look(school: School, of: Session, field: Field, **wish: Any) -> Any:
    change = Change(field, plan(**wish))
    return school.make.database.look(
        preview_change, of.activity.id, change, school.policy, now=school.now
    )


def change(
    school: School,
    of: Session,
    field: Field,
    *,
    shown: int = 99,
    key: str = "key-1",
    actor: Actor = OFFICE,
    **wish: Any,
) -> Any:
    return school.run(
        change_activity,
        of.activity.id,
        Change(field, plan(**wish)),
        school.policy,
        shown_places=shown,
        key=key,
        actor=actor,
        now=school.now,
    )


def archive(school: School, of: Session, *, shown: int = 99, actor: Actor = OFFICE) -> Any:
    return school.run(
        archive_activity,
        of.activity.id,
        school.policy,
        shown_places=shown,
        actor=actor,
        now=school.now,
    )


def kept(school: School, of: Session) -> Any:
    [row] = school.make.rows(tables.activity, id=of.activity.id)
    return row


def dates(school: School) -> list[tuple[date, str]]:
    return sorted((row.date, row.status) for row in school.make.rows(tables.session))


@pytest.mark.parametrize(
    ("field", "wish", "column", "value", "detail"),
    [
        (Field.NAME, {"name": "Go"}, "name", "Go", "name"),
        (Field.DESCRIPTION, {"description": "Fun."}, "description", "Fun.", "description"),
        (Field.PLACE, {"location": "Gym"}, "location", "Gym", "place"),
        (
            Field.TIMES,
            {"start_time": time(16), "end_time": time(17)},
            "start_time",
            time(16),
            "times 16:00:00 17:00:00",
        ),
        (Field.YEARS, {"grade_from": 1, "grade_to": 2}, "grade_to", 2, "years 1 2"),
        (Field.CAPACITY, {"capacity": 12}, "max_capacity", 12, "capacity 12"),
        (Field.PRICE, {"price_minor": 700}, "price_minor", 700, "price 700"),
        (
            Field.CUTOFF,
            {"booking_cutoff": timedelta(hours=3)},
            "booking_cutoff_minutes",
            180,
            "cutoff 3:00:00",
        ),
        (
            Field.FREE_CANCELLATION,
            {"free_cancellation": None},
            "free_cancellation_minutes",
            None,
            "free None",
        ),
        (Field.WEEKDAY, {"weekday": 2}, "weekday", 2, "weekday 2"),
    ],
)
def test_one_field_is_changed_and_nothing_else(
    school: School,
    *,
    field: Field,
    wish: dict[str, Any],
    column: str,
    value: object,
    detail: str,
) -> None:
    [swim] = mondays(school, MONDAY, price=100, free_cancellation_minutes=60)
    before = kept(school, swim)._asdict()
    assert change(school, swim, field, **wish) == ActivityChanged(swim.activity.id)
    after = kept(school, swim)._asdict()
    assert after[column] == value
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= {column, "end_time", "grade_from"}
    assert school.trail()[-1] == ("admin 42", "activity_changed", swim.activity.id, detail)


def test_tutor_is_changed_to_one_who_is_new(school: School) -> None:
    [swim] = mondays(school, MONDAY)
    change(school, swim, Field.TUTOR, tutor="Theo Tutor")
    [theo] = school.make.rows(tables.tutor, name="Theo Tutor")
    assert kept(school, swim).tutor_id == theo.id
    assert school.trail()[-1][-1] == f"tutor {theo.id}"


def test_families_with_places_or_in_the_queue_are_told_of_a_new_time_once(school: School) -> None:
    first, second = mondays(school, MONDAY, NEXT_MONDAY, capacity=1)
    mother, father = school.make.parent(), school.make.parent()
    ann = replace(school.make.family(), parent_id=mother)
    ann = replace(ann, child_id=school.make.child(mother, father))
    ben, cem = school.make.family(), school.make.family()
    for session in (first, second):
        school.make.booking(session, ann)
    school.make.waiting(second, ben)
    school.make.booking(first, cem, status="cancelled")
    seen = look(school, first, Field.TIMES, start_time=time(16), end_time=time(17))
    assert seen.touched == Loss(sessions=2, families=2, places=2, waiting=1)
    assert (seen.told, seen.lost) == (2, Loss())
    change(school, first, Field.TIMES, start_time=time(16), end_time=time(17))
    told = f"activity_changed:a{first.activity.id}@key-1"
    assert school.told() == [told] * 3
    assert {row.parent_id for row in school.make.rows(tables.notice)} == {
        mother,
        father,
        ben.parent_id,
    }
    assert {row.changed for row in school.make.rows(tables.notice)} == {"times"}
    assert school.places(first)[0] == (ann.child_id, "confirmed")
    assert dates(school) == [(MONDAY, "scheduled"), (NEXT_MONDAY, "scheduled")]


def test_change_told_twice_is_made_once(school: School) -> None:
    [swim] = mondays(school, MONDAY)
    school.make.booking(swim, school.make.family())
    change(school, swim, Field.PLACE, location="Gym")
    before = school.size()
    assert change(school, swim, Field.PLACE, location="Gym") == ActivityChanged(swim.activity.id)
    assert school.size() == before


def test_two_changes_of_one_thing_are_told_each(school: School) -> None:
    [swim] = mondays(school, MONDAY)
    school.make.booking(swim, school.make.family())
    change(school, swim, Field.PLACE, location="Gym")
    change(school, swim, Field.PLACE, location="Hall", key="key-2")
    assert len(school.told()) == 2


def test_what_is_past_touches_nobody(school: School) -> None:
    [swim] = mondays(school, MONDAY)
    school.make.booking(swim, school.make.family())
    school.now = utc("2026-09-14 14:30")
    assert look(school, swim, Field.PLACE, location="Gym").touched == Loss()
    change(school, swim, Field.PLACE, location="Gym")
    assert school.told() == []


@pytest.mark.parametrize(
    ("field", "wish", "booked", "waiting"),
    [
        (Field.NAME, {"name": "Go"}, 1, 1),
        (Field.TUTOR, {"tutor": "Theo"}, 1, 1),
        (Field.PLACE, {"location": "Gym"}, 1, 1),
        (Field.CAPACITY, {"capacity": 1}, 1, 1),
        (Field.PRICE, {"price_minor": 700}, 0, 1),
        (Field.YEARS, {"grade_from": 1, "grade_to": 3}, 0, 1),
        (Field.DESCRIPTION, {"description": "Fun."}, 0, 0),
        (Field.CUTOFF, {"booking_cutoff": timedelta(hours=3)}, 0, 0),
        (Field.FREE_CANCELLATION, {"free_cancellation": timedelta(0)}, 0, 0),
    ],
)
def test_who_is_told_depends_on_what_has_changed(
    school: School, field: Field, wish: dict[str, Any], booked: int, waiting: int
) -> None:
    [swim] = mondays(school, MONDAY, capacity=2)
    ann, ben, cem = (school.make.family() for _ in range(3))
    for family in (ann, ben):
        school.make.booking(swim, family)
    school.make.waiting(swim, cem)
    assert look(school, swim, field, **wish).told == 2 * booked + waiting
    change(school, swim, field, **wish)
    told = [len(school.told(family.parent_id)) for family in (ann, ben, cem)]
    assert told == [booked, booked, waiting]


def test_raised_capacity_promotes_on_every_date_that_follows_it(school: School) -> None:
    first, second, third = mondays(school, MONDAY, NEXT_MONDAY, LATER, capacity=1)
    school.make.change(tables.session, third.id, capacity=1)
    ann, ben, cem = (school.make.family() for _ in range(3))
    for session in (first, second, third):
        school.make.booking(session, ann)
        school.make.waiting(session, ben)
    school.make.waiting(first, cem)
    seen = look(school, first, Field.CAPACITY, capacity=2)
    assert (seen.promoted, seen.own_capacity, seen.over) == (2, 1, 0)
    change(school, first, Field.CAPACITY, capacity=2)
    for session in (first, second):
        assert school.places(session) == [
            (ann.child_id, "confirmed"),
            (ben.child_id, "confirmed"),
        ]
    assert school.queue(first) == [cem.child_id]
    assert school.queue(third) == [ben.child_id]
    # Who got places hears of these; the others of how many there are now.
    assert [each.split(":")[0] for each in school.told(ben.parent_id)] == ["promoted"] * 2
    assert [each.split(":")[0] for each in school.told(cem.parent_id)] == ["activity_changed"]


def test_lowered_capacity_throws_nobody_out(school: School) -> None:
    [swim] = mondays(school, MONDAY, capacity=3)
    families = [school.make.family() for _ in range(3)]
    for family in families:
        school.make.booking(swim, family)
    assert look(school, swim, Field.CAPACITY, capacity=1).over == 2
    change(school, swim, Field.CAPACITY, capacity=1)
    assert school.places(swim) == [(family.child_id, "confirmed") for family in families]
    assert school.make.read_session(swim.id).capacity == 1


def test_nobody_is_promoted_once_booking_has_closed(school: School) -> None:
    [swim] = mondays(school, MONDAY, capacity=1)
    school.make.booking(swim, school.make.family())
    school.make.waiting(swim, school.make.family())
    school.now = utc("2026-09-14 13:30")
    assert look(school, swim, Field.CAPACITY, capacity=5).promoted == 0
    change(school, swim, Field.CAPACITY, capacity=5)
    assert len(school.queue(swim)) == 1


def test_new_price_is_not_that_of_what_is_booked(school: School) -> None:
    [swim] = mondays(school, MONDAY, price=500)
    ann = school.make.family(balance=2000)
    school.make.booking(swim, ann)
    change(school, swim, Field.PRICE, price_minor=800)
    assert school.make.rows(tables.booking)[0].price_minor == 500
    outcome = school.book_one(ben := school.make.family(balance=800), swim)
    assert isinstance(outcome, Booked)
    assert school.make.balance(ben.parent_id) == 0


def test_children_of_other_years_keep_their_places_and_are_counted(school: School) -> None:
    [swim] = mondays(school, MONDAY)
    school.make.booking(swim, school.make.family(grade=1))
    school.make.booking(swim, school.make.family(grade=3))
    school.make.waiting(swim, school.make.family(grade=1))
    seen = look(school, swim, Field.YEARS, grade_from=2, grade_to=6)
    assert seen.outside_years == 1
    change(school, swim, Field.YEARS, grade_from=2, grade_to=6)
    assert [status for _, status in school.places(swim)] == ["confirmed"] * 2
    assert reasons(school.book_one(school.make.family(grade=1), swim)) == ["wrong_year_group"]


def test_clashes_that_a_new_time_makes_are_counted_by_child(school: School) -> None:
    swim, more = mondays(school, MONDAY, NEXT_MONDAY)
    evening: dict[str, Any] = {"start_time": time(17), "end_time": time(18)}
    chess, go = (school.make.session(on=on, **evening) for on in (MONDAY, NEXT_MONDAY))
    ann, ben, cem = (school.make.family() for _ in range(3))
    for session in (swim, more):
        school.make.booking(session, ann)
    school.make.booking(chess, ann)
    school.make.booking(go, ann, status="pending")
    school.make.booking(swim, ben)
    school.make.booking(chess, ben, status="cancelled")
    school.make.booking(chess, cem)

    def clashes(start: time, end: time) -> int:
        seen = look(school, swim, Field.TIMES, start_time=start, end_time=end)
        return int(seen.clashes)

    assert clashes(time(17, 59), time(19)) == 1
    assert clashes(time(16), time(17)) == 0
    assert clashes(time(18), time(19)) == 0


def test_place_is_held_no_longer_than_until_the_new_start(school: School) -> None:
    [swim] = mondays(school, MONDAY, price=500)
    late = utc("2026-09-14 14:30")
    held = school.make.booking(swim, school.make.family(), status="pending", hold_expires_at=late)
    soon = utc("2026-09-08 08:00")
    other = school.make.booking(swim, school.make.family(), status="pending", hold_expires_at=soon)
    change(school, swim, Field.TIMES, start_time=time(9), end_time=time(10))
    deadlines = {row.id: row.hold_expires_at for row in school.make.rows(tables.booking)}
    assert deadlines == {held: utc("2026-09-14 08:00"), other: soon}


def test_longer_term_has_more_sessions(school: School) -> None:
    [swim] = mondays(school, MONDAY, last_on=MONDAY)
    school.make.closure(NEXT_MONDAY)
    ann = school.make.family()
    school.make.booking(swim, ann)
    term: dict[str, Any] = {"first_on": date(2026, 9, 7), "last_on": LATER}
    seen = look(school, swim, Field.TERM, **term)
    assert seen.new_dates == (date(2026, 9, 7), LATER)
    change(school, swim, Field.TERM, **term)
    assert [on for on, _ in dates(school)] == [date(2026, 9, 7), MONDAY, LATER]
    assert len(school.told(ann.parent_id)) == 1


def test_shorter_term_drops_what_nobody_booked_and_cancels_the_rest(school: School) -> None:
    first, second, third = mondays(school, MONDAY, NEXT_MONDAY, LATER, price=500)
    fourth = school.make.session(activity_id=first.activity.id, on=LATER + timedelta(weeks=1))
    ann, ben = school.make.family(balance=1000), school.make.family(balance=1000)
    for session in (first, second):
        school.make.booking(session, ann)
    school.make.booking(first, ben)
    school.make.waiting(second, ben)
    late = school.make.booking(third, ben)
    school.make.change(tables.booking, late, status="cancelled", ended_at=school.now)
    term: dict[str, Any] = {"first_on": MONDAY, "last_on": MONDAY}
    seen = look(school, first, Field.TERM, **term)
    assert {each.id for each in seen.gone} == {second.id, third.id, fourth.id}
    assert seen.lost == Loss(sessions=3, families=2, places=1, waiting=1, refund_minor=1000)
    assert seen.told == 0
    change(school, first, Field.TERM, shown=1, **term)
    assert dates(school) == [
        (MONDAY, "scheduled"),
        (NEXT_MONDAY, "cancelled"),
        (LATER, "cancelled"),
    ]
    assert school.make.balance(ann.parent_id) == school.make.balance(ben.parent_id) == 500
    kinds = [[each.split(":")[0] for each in school.told(one.parent_id)] for one in (ann, ben)]
    assert kinds == [["session_cancelled"], ["session_cancelled"] * 2]


def test_places_that_were_not_shown_are_not_cancelled(school: School) -> None:
    first, second = mondays(school, MONDAY, NEXT_MONDAY)
    school.make.booking(second, school.make.family())
    before = school.size()
    term: dict[str, Any] = {"first_on": MONDAY, "last_on": MONDAY}
    assert change(school, first, Field.TERM, shown=0, **term) == MoreIsLost()
    assert archive(school, first, shown=0) == MoreIsLost()
    assert school.size() == before
    assert kept(school, first).archived_at is None


@pytest.mark.parametrize(
    ("field", "wish", "problem"),
    [
        (Field.TERM, {"first_on": date(2026, 9, 1), "last_on": date(2026, 9, 6)}, "term_over"),
        (Field.TERM, {"first_on": date(2026, 9, 8), "last_on": date(2026, 9, 13)}, "no_dates"),
        (Field.TIMES, {"start_time": time(16), "end_time": time(16)}, "ends_before_start"),
        (Field.CAPACITY, {"capacity": 0}, "no_places"),
    ],
)
def test_change_that_cannot_be_meant_is_refused(
    school: School, field: Field, wish: dict[str, Any], problem: str
) -> None:
    [swim] = mondays(school, MONDAY)
    before = kept(school, swim)
    assert change(school, swim, field, **wish) == PlanRefused((Problem(problem),))
    assert look(school, swim, field, **wish) == PlanRefused((Problem(problem),))
    assert kept(school, swim) == before


def test_today_is_a_date_of_a_term_until_it_has_begun(school: School) -> None:
    today = date(2026, 9, 7)
    [swim] = mondays(school, MONDAY, last_on=MONDAY)
    term: dict[str, Any] = {"first_on": today, "last_on": MONDAY}
    assert look(school, swim, Field.TERM, **term).new_dates == (today,)
    school.now = utc("2026-09-07 14:30")
    assert look(school, swim, Field.TERM, **term).new_dates == ()


def test_name_can_be_mended_when_the_term_is_over(school: School) -> None:
    [swim] = mondays(school, MONDAY)
    school.now = utc("2027-03-01 08:00")
    change(school, swim, Field.NAME, name="Swimming 2026")
    assert kept(school, swim).name == "Swimming 2026"


def test_weekday_moves_while_nobody_has_booked(school: School) -> None:
    [swim] = mondays(school, MONDAY, last_on=date(2026, 9, 21))
    gone = school.make.session(activity_id=swim.activity.id, on=NEXT_MONDAY)
    school.make.booking(gone, school.make.family(), status="cancelled")
    change(school, swim, Field.WEEKDAY, weekday=2)
    assert dates(school) == [
        (date(2026, 9, 9), "scheduled"),
        (date(2026, 9, 16), "scheduled"),
        (NEXT_MONDAY, "cancelled"),
    ]


def test_weekday_stays_where_there_are_places_or_a_queue(school: School) -> None:
    [swim] = mondays(school, MONDAY)
    school.make.waiting(swim, school.make.family())
    refused = WeekdayBooked(Loss(sessions=1, families=1, waiting=1))
    assert look(school, swim, Field.WEEKDAY, weekday=2) == refused
    assert change(school, swim, Field.WEEKDAY, weekday=2) == refused
    assert kept(school, swim).weekday == 0
    assert isinstance(look(school, swim, Field.WEEKDAY, weekday=0), Consequences)


def test_archived_activity_cannot_be_booked_and_what_was_to_come_is_cancelled(
    school: School,
) -> None:
    past, first, _ = mondays(school, MONDAY, NEXT_MONDAY, LATER, price=500)
    ann = school.make.family(balance=1000)
    school.make.booking(past, ann)
    school.make.booking(first, ann)
    school.now = utc("2026-09-15 08:00")
    seen = school.make.database.look(
        preview_archiving, first.activity.id, school.policy, now=school.now
    )
    assert seen is not None
    assert seen[1] == Loss(sessions=2, families=1, places=1, waiting=0, refund_minor=500)
    assert archive(school, first, shown=1) == ActivityChanged(first.activity.id)
    assert dates(school) == [(MONDAY, "scheduled"), (NEXT_MONDAY, "cancelled")]
    assert kept(school, first).archived_at == school.now
    assert school.make.balance(ann.parent_id) == 500
    assert [each.split(":")[0] for each in school.told()] == ["session_cancelled"]
    assert school.trail()[-1] == ("admin 42", "activity_archived", first.activity.id, "500")
    before = school.size()
    assert archive(school, first, shown=0) == ActivityChanged(first.activity.id)
    assert school.size() == before


def test_there_is_nothing_to_change_of_an_activity_that_is_not_there(school: School) -> None:
    [swim] = mondays(school, MONDAY)
    nowhere = replace(swim, activity=replace(swim.activity, id=999))
    assert look(school, nowhere, Field.NAME) is None
    assert change(school, nowhere, Field.NAME) is None
    assert archive(school, nowhere) is None
    assert school.run(preview_archiving, 999, school.policy, now=school.now) is None


def test_nobody_but_the_office_changes_or_archives(school: School) -> None:
    [swim] = mondays(school, MONDAY)
    for actor in (Actor(Role.PARENT, 1), Actor(Role.TUTOR, 77)):
        with pytest.raises(NotAllowedError):
            change(school, swim, Field.NAME, actor=actor)
        with pytest.raises(NotAllowedError):
            archive(school, swim, actor=actor)

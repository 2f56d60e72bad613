"""What the office sees of activities, and of closed days: few statements, the right order."""

from datetime import date, timedelta

from storage.activity_queries import find_activity, list_activities, list_closures, list_tutors
from tests.factory import MONDAY, NOW, Factory
from tests.statements import statements

TODAY = date(2026, 9, 7)


def listed(make: Factory, *, archived: bool = False) -> list[tuple[str, date | None]]:
    found = make.database.look(list_activities, today=TODAY, archived=archived)
    return [(each.planned.plan.name, each.next.session.on if each.next else None) for each in found]


def test_activities_with_dates_to_come_are_listed_first_by_day_and_time(make: Factory) -> None:
    make.activity(name="Over")
    tuesday = make.session(name="Tuesday", on=MONDAY + timedelta(days=1))
    make.session(name="Monday", on=MONDAY + timedelta(weeks=1))
    make.session(activity_id=tuesday.activity.id, on=TODAY - timedelta(days=6))
    make.session(activity_id=tuesday.activity.id, on=MONDAY, status="cancelled")
    make.activity(name="Old", archived_at=NOW)
    assert listed(make) == [
        ("Monday", MONDAY + timedelta(weeks=1)),
        ("Tuesday", MONDAY + timedelta(days=1)),
        ("Over", None),
    ]
    assert listed(make, archived=True) == [("Old", None)]


def test_next_date_says_how_full_it_is(make: Factory) -> None:
    chess = make.session(capacity=4, override=3)
    for status in ("confirmed", "pending", "cancelled"):
        make.booking(chess, make.family(), status=status)
    make.waiting(chess, make.family())
    [line] = make.database.look(list_activities, today=TODAY, archived=False)
    assert line.next is not None
    assert (line.next.active, line.next.session.capacity, line.next.waiting) == (2, 3, 1)


def test_activity_is_found_with_its_next_dates_and_how_many_there_are(make: Factory) -> None:
    tutor = make.tutor(name="Tina")
    first = make.session(tutor_id=tutor, location="Hall", capacity=9)
    for week in range(1, 7):
        make.session(activity_id=first.activity.id, on=MONDAY + timedelta(weeks=week))
    make.session(activity_id=first.activity.id, on=TODAY - timedelta(weeks=1))
    with statements() as asked:
        found = make.database.look(find_activity, first.activity.id, today=TODAY, most=5)
    assert len(asked) == 2
    assert found is not None
    assert (found.planned.tutor_name, found.planned.plan.location) == ("Tina", "Hall")
    assert (found.planned.plan.tutor, found.planned.plan.capacity) == (tutor, 9)
    days = [each.session.on for each in found.dates]
    assert days == [MONDAY + timedelta(weeks=week) for week in range(5)]
    assert found.coming == 7
    assert make.database.look(find_activity, 999, today=TODAY, most=5) is None


def test_activity_without_dates_is_found_all_the_same(make: Factory) -> None:
    found = make.database.look(find_activity, make.activity(), today=TODAY, most=5)
    assert found is not None
    assert (found.dates, found.coming) == ((), 0)


def test_tutors_are_listed_by_name(make: Factory) -> None:
    for name in ("Tom", "Ann"):
        make.tutor(name=name)
    assert [each.name for each in make.database.look(list_tutors)] == ["Ann", "Tom"]


def test_closed_days_are_listed_with_what_is_cancelled_on_them(make: Factory) -> None:
    for on in (MONDAY, TODAY - timedelta(days=1), TODAY):
        make.closure(on)
    make.session(status="cancelled")
    make.session(status="cancelled")
    make.session()
    with statements() as asked:
        found = make.database.look(list_closures, TODAY)
    assert len(asked) == 1
    assert [(each.on, each.cancelled, each.scheduled) for each in found] == [
        (TODAY, 0, 0),
        (MONDAY, 2, 1),
    ]
    assert [each.on for each in make.database.look(list_closures, MONDAY, MONDAY)] == [MONDAY]

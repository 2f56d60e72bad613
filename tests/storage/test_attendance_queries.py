"""How often a child came: by activity for parents, by child for the staff."""

from datetime import timedelta

from domain.model import Session
from storage.attendance_queries import Counts, list_attendance, list_child_attendance
from storage.tables import attendance
from tests.factory import MONDAY, NOW, Factory, Family
from tests.statements import statements

WEEK = timedelta(weeks=1)


def mark(make: Factory, of: Session, family: Family, status: str | None = None) -> None:
    booked = make.booking(of, family)
    if status:
        make.insert(attendance, booking_id=booked, status=status, marked_at=NOW)


def term(make: Factory) -> list[Session]:
    first = make.session(name="Swimming")
    more = [
        make.session(activity_id=first.activity.id, on=MONDAY + week * WEEK) for week in range(1, 5)
    ]
    return [first, *more]


def test_each_child_of_an_activity_is_counted_up_to_today(make: Factory) -> None:
    emma, leo = make.family(name="emma"), make.family(name="Leo", grade=0)
    dates = term(make)
    for of, status in zip(dates, ("present", "late", None, "absent", "present"), strict=True):
        mark(make, of, emma, status)
    mark(make, dates[3], leo)
    make.booking(dates[0], leo, status="cancelled")
    mark(make, make.session(name="Chess"), emma, "present")
    activity_id = dates[0].activity.id
    today = MONDAY + 3 * WEEK
    found = make.database.look(list_attendance, activity_id, today=today)
    assert [(each.child_name, each.grade, each.counts) for each in found] == [
        ("emma", 3, Counts(1, 1, 1, 1)),
    ]
    with statements() as executed:
        found = make.database.look(list_attendance, activity_id, today=today + WEEK)
    assert [(each.child_name, each.counts) for each in found] == [
        ("emma", Counts(2, 1, 1, 1)),
        ("Leo", Counts(0, 0, 0, 1)),
    ]
    assert len(executed) == 1


def test_parent_sees_the_activities_of_their_own_child(make: Factory) -> None:
    emma, other = make.family(), make.family()
    dates = term(make)
    mark(make, dates[0], emma, "late")
    mark(make, dates[0], other, "present")
    mark(make, make.session(name="Chess", status="cancelled"), emma, "present")
    [found] = make.database.look(list_child_attendance, emma.parent_id, emma.child_id, today=MONDAY)
    assert (found.activity, found.counts) == (dates[0].activity, Counts(0, 1, 0, 0))
    strangers = make.database.look(
        list_child_attendance, other.parent_id, emma.child_id, today=MONDAY
    )
    assert strangers == []

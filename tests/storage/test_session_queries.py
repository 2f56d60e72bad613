"""What staff look at: sessions of some days, one with its children, a family's place."""

from datetime import timedelta

from domain.model import BookingStatus
from storage.session_queries import (
    Closure,
    find_booked,
    find_queued,
    find_session,
    find_sheet,
    list_closures,
    list_sessions,
)
from tests.factory import MONDAY, NOW, Factory, Family
from tests.statements import statements

TUESDAY = MONDAY + timedelta(days=1)
SUNDAY = MONDAY + timedelta(days=6)


def names(make: Factory, taught_by: int | None = None) -> list[str]:
    found = make.database.look(list_sessions, MONDAY, SUNDAY, taught_by=taught_by)
    return [each.session.activity.name for each in found]


def test_sessions_of_some_days_are_listed_with_what_is_taken(make: Factory) -> None:
    with make.at_once():
        late = make.session(name="Swimming", capacity=3, location="Pool")
        make.session(name="Art", on=TUESDAY, status="cancelled")
        make.session(name="Chess")
        make.session(name="Before", on=MONDAY - timedelta(days=1))
        make.session(name="After", on=SUNDAY + timedelta(days=1))
        make.booking(late, make.family())
        make.booking(late, make.family(), status="pending")
        make.booking(late, make.family(), status="cancelled")
        make.waiting(late, make.family())
        make.waiting(late, make.family(), status="left", ended_at=NOW)
    assert names(make) == ["Chess", "Swimming", "Art"]
    found = make.database.look(list_sessions, MONDAY, SUNDAY, taught_by=None)[1]
    assert (found.active, found.held, found.waiting) == (2, 1, 1)
    assert (found.location, found.session.capacity) == ("Pool", 3)
    assert found.tutor_name.startswith("Tutor")


def test_tutor_sees_only_what_they_teach(make: Factory) -> None:
    own = make.session(name="Own", tutor_id=make.tutor(telegram_id=77))
    other = make.session(name="Other", tutor_id=make.tutor(telegram_id=78))
    assert names(make, 77) == ["Own"]
    assert names(make, 79) == []
    for find in (find_session, find_sheet):
        assert make.database.look(find, own.id, taught_by=77) is not None
        assert make.database.look(find, other.id, taught_by=77) is None
        assert make.database.look(find, other.id, taught_by=None) is not None
        assert make.database.look(find, other.id + 99, taught_by=None) is None


def test_closures_of_some_days_are_listed(make: Factory) -> None:
    make.closure(SUNDAY)
    make.closure(TUESDAY)
    make.closure(SUNDAY + timedelta(days=1))
    found = make.database.look(list_closures, MONDAY, SUNDAY)
    assert found == [Closure(TUESDAY, "Staff training"), Closure(SUNDAY, "Staff training")]


def test_session_has_its_children_by_name_and_its_queue_by_position(make: Factory) -> None:
    swim = make.session(capacity=2)
    for name in ("ben", "Ann"):
        make.booking(swim, make.family(name=name, grade=1))
    make.booking(swim, make.family(name="Cem"), status="cancelled")
    for name in ("Zoe", "Abe"):
        make.waiting(swim, make.family(name=name))
    sheet = make.database.look(find_sheet, swim.id, taught_by=None)
    assert sheet is not None
    assert [(each.child_name, each.grade) for each in sheet.expected] == [("Ann", 1), ("ben", 1)]
    assert [(each.position, each.child_name) for each in sheet.queue] == [(1, "Zoe"), (2, "Abe")]
    assert sheet.expected[0].booking.status is BookingStatus.CONFIRMED


def test_place_of_a_family_says_whom_to_talk_to(make: Factory) -> None:
    swim = make.session(capacity=1)
    parent_id = make.parent(telegram_id=None, name="Ann", phone="+441")
    booked = make.booking(swim, Family(parent_id, make.child(parent_id, name="Bob")))
    ended = make.booking(swim, make.family(), status="expired")
    queued = make.waiting(swim, make.family(name="Cem"))
    place = make.database.look(find_booked, booked)
    assert place is not None
    assert place.booking is not None
    assert (place.place_id, place.child_name, place.parent_name) == (booked, "Bob", "Ann")
    assert (place.phone, place.has_telegram, place.is_open) == ("+441", False, True)
    over = make.database.look(find_booked, ended)
    assert over is not None
    assert (over.is_open, over.has_telegram) == (False, True)
    turn = make.database.look(find_queued, queued)
    assert turn is not None
    assert (turn.booking, turn.child_name, turn.is_open) == (None, "Cem", True)
    assert make.database.look(find_booked, ended + 1) is None
    assert make.database.look(find_queued, queued + 1) is None


def test_many_children_need_no_more_statements(make: Factory) -> None:
    swim = make.session(capacity=500)
    with make.at_once():
        for family in make.families(200):
            make.booking(swim, family)
    with statements() as executed:
        make.database.look(find_sheet, swim.id, taught_by=None)
    assert len(executed) == 2

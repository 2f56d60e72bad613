"""A register: who is expected, what is noted of each; and which registers a day has."""

from datetime import timedelta

from domain.model import AttendanceStatus, Mark
from storage.register_queries import find_register, find_register_of, list_registers
from storage.tables import absence, attendance, register_note
from tests.factory import MONDAY, NOW, Factory
from tests.statements import statements

WOOD = 77


def test_register_has_what_is_noted_of_each_child(make: Factory) -> None:
    swim = make.session(location="Pool", tutor_id=make.tutor(telegram_id=WOOD, name="Ms Wood"))
    make.booking(swim, make.family(name="ben"))
    family = make.family(name="Ann")
    held = make.booking(swim, family, status="pending", promised_at=NOW)
    make.booking(swim, make.family(name="Cem"), status="cancelled")
    make.insert(
        attendance,
        booking_id=held,
        status="late",
        status_before=None,
        marked_at=NOW,
        marked_by=WOOD,
    )
    make.insert(register_note, booking_id=held, text="Sick", written_at=NOW, written_by=WOOD)
    make.insert(absence, booking_id=held, parent_id=family.parent_id, announced_at=NOW)
    found = make.database.look(find_register, swim.id, taught_by=WOOD)
    assert found is not None
    ann, ben = found.children
    assert (ann.child_name, ann.booking.is_promised, ann.note, ann.is_away) == (
        "Ann",
        True,
        "Sick",
        True,
    )
    assert ann.mark == Mark(AttendanceStatus.LATE, None, NOW, WOOD)
    assert ann.marked_by is not None
    assert (ben.child_name, ben.mark, ben.status, ben.note, ben.is_away) == (
        "ben",
        None,
        None,
        "",
        False,
    )
    assert found.came == 1
    assert (found.line.location, found.line.tutor_name) == ("Pool", "Ms Wood")
    assert make.database.look(find_register, swim.id, taught_by=WOOD + 1) is None
    assert make.database.look(find_register_of, held, taught_by=WOOD) == found
    assert make.database.look(find_register_of, held, taught_by=WOOD + 1) is None


def test_day_has_its_registers_with_how_many_came(make: Factory) -> None:
    own = make.session(name="Swimming", tutor_id=make.tutor(telegram_id=WOOD))
    make.session(name="Chess")
    make.session(name="Art", status="cancelled")
    make.session(name="Judo", on=MONDAY + timedelta(days=1))
    for status in ("present", "late", "absent", None):
        booked = make.booking(own, make.family())
        make.insert(attendance, booking_id=booked, status=status, marked_at=NOW)
    gone = make.booking(own, make.family(), status="cancelled")
    make.insert(attendance, booking_id=gone, status="present", marked_at=NOW)
    found = make.database.look(list_registers, MONDAY, taught_by=None)
    assert [each.line.session.activity.name for each in found] == ["Chess", "Swimming"]
    [mine] = make.database.look(list_registers, MONDAY, taught_by=WOOD)
    assert (mine.line.active, mine.came) == (4, 2)


def test_register_needs_two_statements_however_many_children(make: Factory) -> None:
    swim = make.session(capacity=500)
    with make.at_once():
        for family in make.families(100):
            make.booking(swim, family)
    with statements() as executed:
        make.database.look(find_register, swim.id, taught_by=None)
    assert len(executed) == 2

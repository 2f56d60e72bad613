"""Who is of the staff, and what the office sees of them."""

from datetime import timedelta

from domain.model import Role
from domain.ports.staff import NewStaff
from storage.staff_queries import (
    StaffEntry,
    TutorFound,
    find_staff,
    list_free_tutors,
    list_staff,
)
from storage.tables import staff
from storage.transaction import Transaction
from tests.factory import NOW, Factory

NAMED = 42


def test_admins_are_those_who_have_not_left(make: Factory) -> None:
    make.staff(77, "admin")
    make.staff(78, "admin", removed_at=NOW)
    make.staff(79, "tutor")
    assert make.database.look(lambda tx: tx.staff.list_admins()) == [77]
    assert make.database.look(lambda tx: tx.staff.list_ever()) == [77, 78, 79]


def test_tutor_teaches_their_own_activities(make: Factory) -> None:
    tutor_id = make.tutor(telegram_id=77)
    own, other = make.activity(tutor_id=tutor_id), make.activity()
    assert make.database.look(lambda tx: tx.staff.teaches(77, own))
    assert not make.database.look(lambda tx: tx.staff.teaches(77, other))
    assert not make.database.look(lambda tx: tx.staff.teaches(None, other))
    assert make.count(staff) == 1


def test_name_of_an_admin_of_the_settings_is_kept_once_and_gives_no_role(make: Factory) -> None:
    def note(tx: Transaction, name: str) -> None:
        tx.staff.note_named(NewStaff(NAMED, name, "en"), NOW)

    for name in ("Olive", "Another"):
        make.database.transact(note, name)
    assert [(row.name, row.removed_at) for row in make.rows(staff)] == [("Olive", NOW)]
    assert make.database.look(lambda tx: tx.staff.list_admins()) == []


def test_staff_are_listed_with_what_they_teach_the_office_first(make: Factory) -> None:
    since = NOW - timedelta(days=9)
    make.staff(77, "tutor", name="Jane Wood", joined_at=since)
    wood = make.tutor(name="Ms Wood", telegram_id=77)
    for name, archived_at in (("Swimming", None), ("Chess", None), ("Judo", NOW)):
        make.activity(tutor_id=wood, name=name, archived_at=archived_at)
    make.staff(78, name="Olive", joined_at=since)
    make.staff(79, name="Gone", removed_at=NOW)
    make.staff(NAMED, name="Head", removed_at=NOW)
    make.parent(telegram_id=43, name="Ann Smith")

    found = make.database.look(list_staff, [NAMED, 43, 44])

    assert [(each.name, each.role, each.is_named, each.joined_at) for each in found] == [
        ("Ann Smith", Role.ADMIN, True, None),
        (None, Role.ADMIN, True, None),
        ("Head", Role.ADMIN, True, None),
        ("Olive", Role.ADMIN, False, since),
        ("Jane Wood", Role.TUTOR, False, since),
    ]
    jane = found[-1]
    assert (jane.tutor_name, jane.activities) == ("Ms Wood", ("Chess", "Swimming"))
    assert make.database.look(find_staff, jane.staff_id or 0, []) == jane


def test_who_has_left_is_found_and_nobody_else(make: Factory) -> None:
    staff_id = make.staff(77, name="Olive", removed_at=NOW)
    assert make.database.look(find_staff, staff_id, []) == StaffEntry(
        telegram_id=77,
        staff_id=None,
        name="Olive",
        role=Role.ADMIN,
        is_named=False,
        joined_at=None,
        tutor_name=None,
        activities=(),
    )
    assert make.database.look(find_staff, staff_id + 1, []) is None


def test_tutors_without_telegram_are_listed_by_name_with_what_they_teach(make: Factory) -> None:
    young = make.tutor(name="Mr Young")
    make.activity(tutor_id=young, name="Chess")
    make.tutor(name="Ms Wood", telegram_id=77)
    ash = make.tutor(name="Ms Ash")
    assert make.database.look(list_free_tutors) == [
        TutorFound(young, "Mr Young", ("Chess",)),
        TutorFound(ash, "Ms Ash", ()),
    ]

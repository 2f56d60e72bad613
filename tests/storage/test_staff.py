"""Who is of the staff."""

from storage.tables import staff
from tests.factory import NOW, Factory


def test_staff_are_listed_without_those_who_have_left(make: Factory) -> None:
    make.staff(77, "admin")
    make.staff(78, "admin", removed_at=NOW)
    make.staff(79, "tutor")
    assert make.database.look(lambda tx: tx.staff.list_all()) == [77, 79]
    assert make.database.look(lambda tx: tx.staff.list_admins()) == [77]


def test_tutor_teaches_their_own_activities(make: Factory) -> None:
    tutor_id = make.tutor(telegram_id=77)
    own, other = make.activity(tutor_id=tutor_id), make.activity()
    assert make.database.look(lambda tx: tx.staff.teaches(77, own))
    assert not make.database.look(lambda tx: tx.staff.teaches(77, other))
    assert not make.database.look(lambda tx: tx.staff.teaches(None, other))
    assert make.count(staff) == 1

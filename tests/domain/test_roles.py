"""Who may do what: asked where it is done."""

import pytest

from domain.model import SYSTEM, Actor, Role
from domain.roles import NotAllowedError, check_office, check_staff, check_teaches
from tests.domain.school import OFFICE, School

PARENT, TUTOR = Actor(Role.PARENT, 1), Actor(Role.TUTOR, 77)


def test_office_is_admins_alone() -> None:
    check_office(OFFICE)
    for actor in (PARENT, TUTOR, SYSTEM):
        with pytest.raises(NotAllowedError):
            check_office(actor)


def test_staff_are_admins_and_tutors() -> None:
    check_staff(OFFICE)
    check_staff(TUTOR)
    for actor in (PARENT, SYSTEM):
        with pytest.raises(NotAllowedError):
            check_staff(actor)


def test_tutor_may_see_to_what_they_teach_and_an_admin_to_all(school: School) -> None:
    own = school.make.activity(tutor_id=school.make.tutor(telegram_id=TUTOR.id))
    school.run(check_teaches, TUTOR, own)
    school.run(check_teaches, OFFICE, own)
    for activity_id in (school.make.activity(), own + 99):
        with pytest.raises(NotAllowedError):
            school.run(check_teaches, TUTOR, activity_id)
        school.run(check_teaches, OFFICE, activity_id)


def test_parent_who_is_known_as_a_tutor_may_not_as_a_parent(school: School) -> None:
    own = school.make.activity(tutor_id=school.make.tutor(telegram_id=PARENT.id))
    for actor in (PARENT, SYSTEM):
        with pytest.raises(NotAllowedError):
            school.run(check_teaches, actor, own)

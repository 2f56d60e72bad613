"""The staff: invited by the office, let in once by a link, and removed by the office."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from domain.model import SYSTEM, Actor, Role
from domain.notices import Notice, NoticeKind
from domain.ports.staff import NewStaff, NewStaffInvitation
from domain.roles import NotAllowedError
from domain.staff import (
    Kept,
    LinkProblem,
    LinkRefused,
    StaffInvited,
    StaffJoined,
    StaffKept,
    StaffRemoved,
    invite_staff,
    join_staff,
    remove_staff,
)
from storage.tables import notice, staff, staff_invitation, tutor
from tests.domain.school import OFFICE, School
from tests.factory import NOW

NAMED = (42,)
"""The office of these tests is of the settings."""
JANE, OTHER = NewStaff(77, "Jane", "en"), NewStaff(78, "Jo", "de")
LATER = NOW + timedelta(days=3)


@dataclass
class Office:
    school: School

    def invite(
        self,
        role: Role = Role.ADMIN,
        tutor: int | str | None = None,
        code: str = "code",
        actor: Actor = OFFICE,
    ) -> StaffInvited | LinkRefused:
        new = NewStaffInvitation(code, role, tutor, LATER)
        return self.school.run(invite_staff, new, actor=actor, now=NOW)

    def join(
        self, person: NewStaff = JANE, code: str = "code", *, at: datetime = NOW
    ) -> StaffJoined | LinkRefused:
        return self.school.run(join_staff, code, person, NAMED, now=at)

    def remove(
        self, telegram_id: int, named: tuple[int, ...] = NAMED, actor: Actor = OFFICE
    ) -> StaffRemoved | StaffKept:
        [row] = self.school.make.rows(staff, telegram_id=telegram_id)
        return self.school.run(remove_staff, row.id, named, actor=actor, now=LATER)

    @property
    def roles(self) -> list[tuple[int, str]]:
        rows = self.school.make.rows(staff, removed_at=None)
        return [(row.telegram_id, row.role) for row in rows]


@pytest.fixture
def office(school: School) -> Office:
    return Office(school)


def refused(problem: LinkProblem) -> LinkRefused:
    return LinkRefused(problem)


def test_who_made_a_link_is_told_once_that_it_was_used(office: Office) -> None:
    office.invite()
    for _ in range(2):
        office.join()
    office.join(OTHER)
    [link] = office.school.make.rows(staff_invitation)
    assert office.school.told() == [f"staff_joined:i{link.id}:t42"]


def test_admin_is_let_in_once_by_a_link_and_is_in_the_trail(office: Office) -> None:
    assert office.invite() == StaffInvited()
    assert office.join() == StaffJoined(Role.ADMIN)
    assert office.roles == [(77, "admin")]
    [row] = office.school.make.rows(staff)
    assert (row.name, row.language, row.joined_at) == ("Jane", "en", NOW)
    [link] = office.school.make.rows(staff_invitation)
    assert (link.staff_id, link.used_at, link.invited_by) == (row.id, NOW, 42)
    assert office.school.trail() == [
        ("admin 42", "staff_invited", link.id, "admin"),
        ("admin 77", "staff_joined", row.id, "admin"),
    ]


def test_tutor_is_let_in_as_the_tutor_of_their_activities(office: Office) -> None:
    tutor_id = office.school.make.tutor(name="Ms Wood")
    own = office.school.make.activity(tutor_id=tutor_id)
    office.invite(Role.TUTOR, tutor_id)
    assert office.join() == StaffJoined(Role.TUTOR)
    assert office.roles == [(77, "tutor")]
    assert office.school.run(lambda tx: tx.staff.teaches(77, own))


@pytest.mark.parametrize("is_known", [True, False])
def test_tutor_is_named_and_added_if_nobody_has_the_name(office: Office, is_known: bool) -> None:
    if is_known:
        office.school.make.tutor(name="Ms Wood")
    office.invite(Role.TUTOR, "Ms Wood")
    office.join()
    [row] = office.school.make.rows(tutor)
    assert (row.name, row.telegram_id) == ("Ms Wood", 77)


def test_invitation_told_twice_is_one(office: Office) -> None:
    assert office.invite() == office.invite()
    assert office.school.make.count(staff_invitation) == 1
    assert len(office.school.trail()) == 1


def test_joining_told_twice_is_once(office: Office) -> None:
    office.invite()
    assert office.join() == office.join()
    assert len(office.school.trail()) == 2


def test_tutor_who_is_here_already_is_not_invited(office: Office) -> None:
    tutor_id = office.school.make.tutor(telegram_id=78)
    assert office.invite(Role.TUTOR, tutor_id) == refused(LinkProblem.TUTOR_TAKEN)
    assert office.school.make.count(staff_invitation) == 0


def test_link_that_nobody_made_lets_nobody_in(office: Office) -> None:
    assert office.join() == refused(LinkProblem.UNKNOWN)


def test_link_lets_in_one_person_only(office: Office) -> None:
    office.invite()
    office.join()
    assert office.join(OTHER) == refused(LinkProblem.USED)
    assert office.roles == [(77, "admin")]


def test_link_expires(office: Office) -> None:
    office.invite()
    assert office.join(at=LATER) == refused(LinkProblem.EXPIRED)
    assert office.join(at=LATER - timedelta(seconds=1)) == StaffJoined(Role.ADMIN)


def test_link_of_one_who_is_no_longer_of_the_office_lets_nobody_in(office: Office) -> None:
    office.school.make.staff(50)
    office.invite(actor=Actor(Role.ADMIN, 50))
    office.remove(50)
    assert office.join() == refused(LinkProblem.UNKNOWN)


def test_own_link_is_not_used_up(office: Office) -> None:
    office.invite()
    assert office.join(NewStaff(42, "Olive", "en")) == refused(LinkProblem.OWN)
    assert office.join() == StaffJoined(Role.ADMIN)


@pytest.mark.parametrize("role", [Role.ADMIN, Role.TUTOR])
def test_link_to_what_one_is_already_is_not_used_up(office: Office, role: Role) -> None:
    tutor = "Ms Wood" if role is Role.TUTOR else None
    office.invite(role, tutor, code="first")
    office.join(code="first")
    office.invite(role, tutor and "Mr Young")
    assert office.join() == refused(LinkProblem.HELD)
    assert office.join(OTHER) == StaffJoined(role)


def test_admin_of_the_settings_needs_no_link_to_the_office(office: Office) -> None:
    office.school.make.staff(50)
    office.invite(actor=Actor(Role.ADMIN, 50))
    assert office.join(NewStaff(42, "Olive", "en")) == refused(LinkProblem.HELD)


def test_two_links_to_one_tutor_let_in_the_first(office: Office) -> None:
    tutor_id = office.school.make.tutor(name="Ms Wood")
    for code in ("first", "second"):
        office.invite(Role.TUTOR, tutor_id, code=code)
    office.join(code="first")
    assert office.join(OTHER, "second") == refused(LinkProblem.TUTOR_TAKEN)
    assert office.roles == [(77, "tutor")]


def test_tutor_may_become_an_admin_and_goes_on_teaching(office: Office) -> None:
    office.invite(Role.TUTOR, "Ms Wood", code="first")
    office.join(code="first")
    office.invite()
    assert office.join() == StaffJoined(Role.ADMIN)
    assert office.roles == [(77, "admin")]
    assert office.school.make.rows(tutor)[0].telegram_id == 77


def test_admin_may_become_a_tutor_and_stays_an_admin(office: Office) -> None:
    office.invite()
    office.join()
    office.invite(Role.TUTOR, "Ms Wood", code="second")
    assert office.join(code="second") == StaffJoined(Role.TUTOR)
    assert office.roles == [(77, "admin")]
    assert office.school.make.rows(tutor)[0].telegram_id == 77


def test_removed_tutor_loses_all_and_the_activity_keeps_its_tutor(office: Office) -> None:
    make = office.school.make
    swim = make.session(tutor_id=make.tutor(name="Ms Wood", telegram_id=77))
    registers = [
        Notice(None, NoticeKind.REGISTER, NOW, session_id=swim.id, staff_telegram_id=to)
        for to in (77, 42)
    ]
    office.school.run(lambda tx: tx.outbox.add(*registers))

    assert office.remove(77) == StaffRemoved()

    assert office.roles == []
    assert not office.school.run(lambda tx: tx.staff.teaches(77, swim.activity.id))
    assert make.rows(tutor)[0].name == "Ms Wood"
    states = {row.staff_telegram_id: row.state for row in make.rows(notice)}
    assert states == {77: "dropped", 42: "waiting"}
    [row] = make.rows(staff)
    assert row.removed_at == LATER
    assert office.school.trail() == [("admin 42", "staff_removed", row.id, "tutor")]


def test_removal_told_twice_is_once(office: Office) -> None:
    office.school.make.staff(77)
    assert office.remove(77) == office.remove(77) == StaffRemoved()
    assert len(office.school.trail()) == 1


def test_who_was_removed_comes_back_by_another_link_only(office: Office) -> None:
    office.invite()
    office.join()
    office.remove(77)
    assert office.join() == refused(LinkProblem.USED)
    office.invite(Role.TUTOR, "Ms Wood", code="second")
    later = LATER - timedelta(hours=1)
    assert office.join(code="second", at=later) == StaffJoined(Role.TUTOR)
    assert office.roles == [(77, "tutor")]
    assert office.school.make.rows(staff)[0].joined_at == later


def test_who_gets_another_role_is_of_the_staff_since_the_first(office: Office) -> None:
    office.invite(Role.TUTOR, "Ms Wood", code="first")
    office.join(code="first")
    office.invite()
    office.join(NewStaff(77, "Jane Wood", "en"), at=LATER - timedelta(hours=1))
    [row] = office.school.make.rows(staff)
    assert (row.joined_at, row.name) == (NOW, "Jane Wood")


def test_admins_of_the_settings_can_only_be_removed_there(office: Office) -> None:
    office.school.make.staff(42)
    assert office.remove(42) == StaffKept(Kept.NAMED)
    assert office.roles == [(42, "admin")]


def test_last_admin_cannot_be_removed(office: Office) -> None:
    for telegram_id, role in ((77, "admin"), (78, "admin"), (79, "tutor")):
        office.school.make.staff(telegram_id, role)
    assert office.remove(77, named=()) == StaffRemoved()
    assert office.remove(78, named=()) == StaffKept(Kept.LAST_ADMIN)
    assert office.remove(79, named=()) == StaffRemoved()
    assert office.roles == [(78, "admin")]


@pytest.mark.parametrize("actor", [Actor(Role.PARENT, 1), Actor(Role.TUTOR, 79), SYSTEM])
def test_only_the_office_invites_and_removes(office: Office, actor: Actor) -> None:
    office.school.make.staff(77)
    with pytest.raises(NotAllowedError):
        office.invite(actor=actor)
    with pytest.raises(NotAllowedError):
        office.remove(77, actor=actor)
    assert office.roles == [(77, "admin")]

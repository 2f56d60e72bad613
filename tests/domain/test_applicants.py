"""Asking to join where an invitation is needed, and the office's one decision."""

from dataclasses import replace

from domain.applicants import Asked, DeclinedBefore, ask_to_join, decide_applicant
from domain.joining import Joined, join_school
from domain.ports.families import NewParent
from storage.tables import applicant, notice, parent
from tests.domain.school import OFFICE, School
from tests.factory import NOW

ANN = NewParent(telegram_id=77, name="Ann", phone="+447700900077", email=None, language="de")


def ask(school: School, person: NewParent = ANN) -> Asked | DeclinedBefore | Joined:
    return school.run(ask_to_join, person, office=(42, 43), now=school.now)


def decide(school: School, *, is_approved: bool, applicant_id: int | None = None) -> None:
    chosen = applicant_id or school.make.rows(applicant)[0].id
    school.run(decide_applicant, chosen, is_approved=is_approved, actor=OFFICE, now=school.now)


def told(school: School) -> list[tuple[str, int | None, int | None]]:
    rows = school.make.rows(notice)
    return [(row.kind, row.parent_id, row.staff_telegram_id) for row in rows]


def test_who_asks_is_kept_and_each_of_the_office_is_told_once(school: School) -> None:
    school.make.staff(43)
    school.make.staff(44)
    assert ask(school) == ask(school, replace(ANN, name="Other")) == Asked()
    [row] = school.make.rows(applicant)
    assert (row.telegram_id, row.name, row.phone, row.language, row.status, row.asked_at) == (
        77,
        "Ann",
        ANN.phone,
        "de",
        "waiting",
        NOW,
    )
    assert told(school) == [("applicant_waits", None, each) for each in (42, 43, 44)]
    assert school.trail() == [("system", "asked_to_join", row.id, "")]
    assert school.make.count(parent) == 0


def test_who_is_approved_is_a_parent_and_is_told(school: School) -> None:
    ask(school)
    decide(school, is_approved=True)
    [who], [row] = school.make.rows(parent), school.make.rows(applicant)
    assert (who.telegram_id, who.name, who.phone, who.language) == (77, "Ann", ANN.phone, "de")
    assert (row.status, row.parent_id, row.decided_by) == ("approved", who.id, 42)
    assert told(school)[-1] == ("applicant_approved", who.id, None)
    assert school.trail()[1:] == [
        (f"parent {who.id}", "joined_school", who.id, ""),
        ("admin 42", "applicant_approved", who.id, ""),
    ]
    assert ask(school) == Joined(who.id)


def test_who_is_approved_with_a_phone_on_file_gets_that_family(school: School) -> None:
    olga = school.make.parent(telegram_id=None, name="Olga", phone=ANN.phone)
    ask(school)
    decide(school, is_approved=True)
    [who] = school.make.rows(parent)
    assert (who.id, who.name, who.telegram_id) == (olga, "Olga", 77)


def test_who_is_declined_is_told_and_cannot_ask_again(school: School) -> None:
    ask(school)
    decide(school, is_approved=False)
    [row] = school.make.rows(applicant)
    assert (row.status, row.parent_id, row.decided_by) == ("declined", None, 42)
    assert told(school)[-1] == ("applicant_declined", None, 77)
    before = school.size()
    assert ask(school) == DeclinedBefore()
    assert school.size() == before
    assert school.make.count(parent) == 0


def test_first_decision_stands(school: School) -> None:
    ask(school)
    decide(school, is_approved=False)
    before = school.size()
    for is_approved in (True, False):
        decide(school, is_approved=is_approved)
    assert school.size() == before
    assert school.make.rows(applicant)[0].status == "declined"


def test_nobody_is_decided_about_who_has_not_asked(school: School) -> None:
    before = school.size()
    decide(school, is_approved=True, applicant_id=7)
    assert school.size() == before


def test_who_comes_in_by_a_link_need_not_be_decided_about(school: School) -> None:
    ask(school)
    joined = school.run(join_school, ANN, None, by_invitation_only=False, now=school.now)
    assert isinstance(joined, Joined)
    [row] = school.make.rows(applicant)
    assert (row.status, row.parent_id, row.decided_by) == ("approved", joined.parent_id, None)
    decide(school, is_approved=False)
    assert school.make.rows(applicant) == [row]


def test_who_was_let_in_once_and_is_a_parent_no_more_asks_anew(school: School) -> None:
    ask(school)
    decide(school, is_approved=True)
    school.make.change(parent, school.make.rows(parent)[0].id, telegram_id=None, phone=None)
    school.wait(days=1)
    assert ask(school) == Asked()
    [row] = school.make.rows(applicant)
    assert (row.status, row.asked_at, row.decided_by) == ("waiting", school.now, None)
    assert [kind for kind, *_ in told(school)].count("applicant_waits") == 4


def test_who_has_joined_meanwhile_is_approved_as_who_they_are(school: School) -> None:
    ask(school)
    there = school.make.parent(telegram_id=77)
    decide(school, is_approved=True)
    assert school.make.rows(applicant)[0].parent_id == there
    assert school.make.count(parent) == 1

"""Who is who in a list of families: within the file, and compared with what is on file."""

from datetime import date

import pytest

from domain.families import MAX_CHILDREN
from domain.family_lists import Contact, FamiliesPlan, FamilyLine, KnownPeople
from domain.family_plans import plan_families
from domain.imports import FamiliesImported
from tests.domain.lists import child, faults, known, line, phone_of

OTHER_DAY = date(2019, 1, 1)


def planned(*lines: FamilyLine, on_file: KnownPeople | None = None) -> FamiliesPlan:
    plan = plan_families(lines, on_file or known())
    assert isinstance(plan, FamiliesPlan), plan
    return plan


def refused(
    *lines: FamilyLine, on_file: KnownPeople | None = None
) -> list[tuple[str, int, str, str, int]]:
    return faults(plan_families(lines, on_file or known()))


# Within the file


def test_siblings_have_one_parent_and_are_one_family() -> None:
    plan = planned(line(2, "Emma", "Ann 1 a@x.y"), line(3, "Leo", "Ann 1"), line(4, "Zoe", "Kim 2"))
    assert plan.parents == (
        Contact("Ann", phone_of("1"), "a@x.y"),
        Contact("Kim", phone_of("2"), None),
    )
    assert [each.name for each in plan.children] == ["Emma", "Leo", "Zoe"]
    assert plan.links == ((-1, -1), (-1, -2), (-2, -3))
    assert plan.found == FamiliesImported(2, 0, 3, 0, 2, 0, 0)
    assert (plan.moved, plan.filled, plan.parent_ids) == ((), (), frozenset())


def test_further_parents_come_in_a_line_that_names_one_again() -> None:
    plan = planned(line(2, "Emma", "Ann 1", "Tom 2"), line(3, "EMMA", "Tom 2", "Eve 3"))
    assert [each.name for each in plan.children] == ["Emma"]
    assert plan.links == ((-3, -1), (-2, -1), (-1, -1))
    assert plan.found.new_families == 1


def test_families_are_one_where_children_share_parents_in_turn() -> None:
    plan = planned(
        line(2, "A", "Ann 1"), line(3, "B", "Bob 2"), line(4, "C", "Cid 3"),
        line(5, "D", "Ann 1", "Bob 2"), line(6, "E", "Cid 3", "Bob 2"), line(7, "F", "Fay 4"),
    )  # fmt: skip
    assert plan.found.new_families == 2


def test_parent_is_known_again_by_e_mail_where_a_phone_is_missing() -> None:
    plan = planned(line(2, "Emma", "Ann - a@x.y"), line(3, "Leo", "ANN 1 A@X.Y"))
    assert plan.parents == (Contact("Ann", phone_of("1"), "a@x.y"),)
    assert plan.links == ((-1, -1), (-1, -2))


def test_parents_of_one_family_may_share_an_e_mail_address() -> None:
    plan = planned(line(2, "Emma", "Ann 1 family@x.y", "Tom 2 family@x.y"))
    assert len(plan.parents) == 2


@pytest.mark.parametrize(
    ("second", "fault"),
    [
        (line(3, "Emma", "Ann 1"), ("same_child", 3, "Child name", "Emma", 2)),
        (line(3, "emma", "Ann 1", grade=4), ("other_grade", 3, "Year group", "emma", 2)),
        (line(3, "Emma", "Kim 2"), ("other_parents", 3, "Child name", "Emma", 2)),
        (
            line(3, "Emma", "Ann 1", born_on=OTHER_DAY),
            ("other_birth_date", 3, "Birth date", "2018-05-31", 2),
        ),
        (line(3, "Leo", "Bob 1"), ("phone_of_another", 3, "Parent 1 phone", "Ann", 2)),
        (line(3, "Leo", "Ann 1 b@x.y"), ("other_email", 3, "Parent 1 email", "Ann", 2)),
        (line(3, "Leo", "Ann 2 a@x.y"), ("other_phone", 3, "Parent 1 phone", "Ann", 2)),
        (line(3, "Leo", "Bob - a@x.y"), ("email_of_another", 3, "Parent 1 email", "Ann", 2)),
        (line(3, "Leo", "Kim 2", "KIM 2"), ("same_parent", 3, "Parent 2 name", "KIM", 0)),
        (line(3, "Leo", "Kim 2", "Bob 1"), ("phone_of_another", 3, "Parent 2 phone", "Ann", 2)),
    ],
)
def test_line_that_does_not_go_with_an_earlier_one_is_refused(
    second: FamilyLine, fault: tuple[str, int, str, str, int]
) -> None:
    assert refused(line(2, "Emma", "Ann 1 a@x.y"), second) == [fault]


def test_child_of_the_same_name_in_another_family_is_another_child() -> None:
    assert (
        len(planned(line(2, "Emma", "Ann 1"), line(3, "Emma", "Kim 2", born_on=OTHER_DAY)).children)
        == 2
    )


def test_mentions_that_turn_out_to_be_one_person_too_late_are_refused() -> None:
    lines = (line(2, "A", "Ann 1"), line(3, "B", "Ann - a@x.y"), line(4, "C", "Ann 1 a@x.y"))
    assert refused(*lines) == [("two_parents", 4, "Parent 1 email", "Ann", 3)]


def test_parent_has_at_most_so_many_children() -> None:
    lines = [line(number, f"No {number}", "Ann 1") for number in range(MAX_CHILDREN + 1)]
    assert len(planned(*lines[:-1]).children) == MAX_CHILDREN
    assert refused(*lines) == [("too_many_children", 12, "Child name", "No 12", 0)]
    on_file = known(["Ann 1"], [child(9, "Emma", 1)])
    assert refused(*lines[:-1], on_file=on_file)[0][0] == "too_many_children"


def test_every_problem_is_told_in_the_order_of_the_lines() -> None:
    found = refused(
        line(2, "Emma", "Ann 1"), line(3, "Emma", "Ann 1"), line(4, "Leo", "Bob 1"),
        line(5, "Zoe", "Ann 1"), line(6, "Zoe", "Kim 2"),
    )  # fmt: skip
    assert [(fault, number) for fault, number, *_ in found] == [
        ("same_child", 3),
        ("phone_of_another", 4),
        ("other_parents", 6),
    ]


# Compared with what is on file


def test_family_on_file_is_known_by_phone_whatever_its_name() -> None:
    on_file = known(["*Annie 1 other@x.y"], [child(7, "EMMA ", 1)])
    plan = planned(line(2, "Emma", "Ann 1 a@x.y"), on_file=on_file)
    assert (plan.parents, plan.children, plan.links, plan.filled) == ((), (), (), ())
    assert plan.parent_ids == {1}
    assert plan.found == FamiliesImported(0, 1, 0, 1, 0, 1, 0)


def test_child_on_file_gets_its_new_year_group_and_its_new_parent() -> None:
    on_file = known(["Ann 1"], [child(7, "Emma", 1, grade=2)])
    plan = planned(line(2, "Emma", "Ann 1", "Tom 2"), on_file=on_file)
    assert plan.moved == ((7, 3),)
    assert plan.links == ((-1, 7),)
    assert plan.found == FamiliesImported(0, 1, 0, 1, 1, 1, 1)


def test_notes_are_for_new_children_and_for_known_ones_without_any() -> None:
    on_file = known(["Ann 1"], [child(7, "Emma", 1), child(8, "Leo", 1, has_notes=True)])
    plan = planned(
        *[line(2 + n, who, "Ann 1", notes="Nuts") for n, who in enumerate(("Emma", "Leo", "Zoe"))],
        on_file=on_file,
    )
    assert plan.noted == ((7, "Nuts"),)
    assert [each.notes for each in plan.children] == ["Nuts"]


def test_notes_of_two_lines_about_a_child_are_the_same_or_of_one_of_them() -> None:
    def lines(*notes: str) -> list[FamilyLine]:
        named = zip(("Ann 1", "Tom 2", "Eve 3"), notes, strict=False)
        return [line(2 + n, "Emma", "Kim 9", who, notes=of) for n, (who, of) in enumerate(named)]

    assert planned(*lines("", "Nuts", "Nuts")).children[0].notes == "Nuts"
    assert refused(*lines("Nuts", "Milk")) == [("other_notes", 3, "Notes", "Emma", 2)]


def test_new_child_of_a_parent_on_file_joins_the_family() -> None:
    on_file = known(["Ann 1"], [child(7, "Emma", 1)])
    plan = planned(line(2, "Leo", "Ann 1"), on_file=on_file)
    assert plan.links == ((1, -1),)


def test_what_is_not_on_file_of_a_known_parent_is_filled_in() -> None:
    on_file = known(["Ann - a@x.y", "Tom 2"])
    plan = planned(line(2, "Emma", "Ann 1 a@x.y", "Tom 2 t@x.y"), on_file=on_file)
    assert plan.filled == (
        (1, Contact("Ann", phone_of("1"), None)),
        (2, Contact("Tom", None, "t@x.y")),
    )


def test_of_two_parents_with_one_phone_the_name_decides() -> None:
    on_file = known(["Ann 1", "Tom 1"])
    assert planned(line(2, "Emma", "tom 1"), on_file=on_file).parent_ids == {2}


def test_two_mentions_that_are_one_parent_on_file_are_one() -> None:
    on_file = known(["Ann 1 a@x.y"])
    plan = planned(line(2, "Emma", "Ann 1"), line(3, "Leo", "Ann - a@x.y"), on_file=on_file)
    assert plan.links == ((1, -1), (1, -2))


@pytest.mark.parametrize(
    ("parents", "children", "given", "fault"),
    [
        (["Ann 1", "Tom 1"], [], "Eve 1", ("several_on_file", "Parent 1 phone", "Ann")),
        (["Ann 1", "Ann 1"], [], "Ann 1", ("several_on_file", "Parent 1 phone", "Ann")),
        (
            ["Ann - a@x.y", "Ann - a@x.y"],
            [],
            "Ann - a@x.y",
            ("several_on_file", "Parent 1 email", "Ann"),
        ),
        (["Ann 2 a@x.y"], [], "Ann 1 a@x.y", ("other_phone", "Parent 1 phone", "Ann")),
        (["Tom 2 a@x.y"], [], "Ann - a@x.y", ("email_of_another", "Parent 1 email", "Tom")),
        (["*Ann 2 a@x.y"], [], "Ann - a@x.y", ("email_alone", "Parent 1 email", "a@x.y")),
        (
            ["Ann 1"],
            [child(7, "Emma", 1, born_on=OTHER_DAY)],
            "Ann 1",
            ("other_birth_date", "Birth date", "2019-01-01"),
        ),
        (
            ["Tom 2"],
            [child(7, "Emma", 1)],
            "Ann 1",
            ("other_parents", "Child name", "Emma"),
        ),
        (
            ["Ann 1"],
            [child(7, "Emma", 1), child(8, "emma", 1)],
            "Ann 1",
            ("several_on_file", "Child name", "Emma"),
        ),
    ],
)
def test_line_that_does_not_go_with_what_is_on_file_is_refused(
    parents: list[str], children: list[object], given: str, fault: tuple[str, str, str]
) -> None:
    on_file = known(parents, children)  # type: ignore[arg-type]  # of a table of cases
    [(what, number, column, value, other)] = refused(line(2, "Emma", given), on_file=on_file)
    assert ((what, column, value), number, other) == (fault, 2, 0)


def test_another_parents_e_mail_address_on_file_does_not_matter_beside_phones() -> None:
    on_file = known(["Tom 2 family@x.y"])
    assert len(planned(line(2, "Emma", "Ann 1 family@x.y"), on_file=on_file).parents) == 1


def test_typed_e_mail_address_lets_nobody_see_a_child_that_is_not_theirs() -> None:
    """Who joins types an address of their choice: a list must not hand them a child for it."""
    theirs = known(["*Ann 2 a@x.y"], [child(7, "Emma", 1)])
    assert planned(line(2, "Emma", "Ann - a@x.y"), on_file=theirs).links == ()
    found = refused(line(2, "Emma", "Ann - a@x.y"), line(3, "Leo", "Ann - a@x.y"), on_file=theirs)
    assert found == [("email_alone", 3, "Parent 1 email", "a@x.y", 0)]
    imported = known(["Ann 2 a@x.y"])
    assert planned(line(2, "Emma", "Ann - a@x.y"), on_file=imported).links == ((1, -1),)

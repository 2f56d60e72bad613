"""A parent's children: added, looked at, corrected, removed."""

from datetime import date, timedelta

import pytest

from storage.tables import booking, child, conversation
from tests.factory import MONDAY
from tests.journeys.school import Parent, School

ASK_BIRTH_DATE = "When was Ben born? Write day, month and year, for example: 31.5.2018"
BAD_BIRTH_DATES = (
    "yesterday",
    "31.2.2018",
    "5/2018",
    "2018",
    "31.5.2026",
    "1.1.1980",
    "31.5.2018 or so",
    "99999.1.1",
)


async def test_children_are_listed_the_oldest_first(school: School) -> None:
    anna = await school.parent("Anna", children=["Emma"])
    school.make.child(anna.parent_id, name="Ben", born_on=date(2015, 1, 1), grade=6)
    school.make.child(anna.parent_id, name="Tim", born_on=date(2022, 1, 1), grade=0)
    await anna.send("/children")
    assert anna.screen.text == "Your children"
    assert anna.screen.labels == (
        "Ben · Year 6",
        "Emma · Year 3",
        "Tim · Reception",
        "Add a child",
        "Home",
    )
    await anna.tap("Emma · Year 3")
    assert anna.screen.text == "Emma\nYear 3\nBorn on 31 May 2018, 8 years old"
    labels = "/".join(anna.screen.labels)
    assert labels == "Book a place/Attendance/Notes for the school/Change/Remove/Children/Home"


async def test_child_is_added_by_name_birth_date_and_year_group(
    school: School, anna: Parent
) -> None:
    await anna.send("/children")
    asked = anna.screen.message_id
    await anna.tap("Add a child")
    assert anna.screen.message_id == asked
    assert anna.screen.text == "What is the child's name? Please write it as the school knows it."
    await anna.send("Ben")
    assert anna.screen.text == ASK_BIRTH_DATE
    await anna.send("1/3/2020")
    assert anna.screen.text == "Ben, born on 1 March 2020.\nWhich year group is Ben in?"
    years = tuple(f"Year {grade}" for grade in range(1, 7))
    assert anna.screen.labels == ("Reception", *years, "Back", "Cancel")
    await anna.tap("Reception")
    assert anna.screen.text == "Saved\nBen, Reception"
    [ben] = school.make.rows(child, name="Ben")
    assert (ben.born_on, ben.grade) == (date(2020, 3, 1), 0)
    await anna.tap("Book a place")
    assert anna.screen.text.startswith("There is nothing that Ben can book at the moment")


async def test_birth_date_that_is_none_is_asked_for_again(school: School, anna: Parent) -> None:
    await anna.send("/children")
    await anna.tap("Add a child")
    await anna.send("Ben")
    for bad in BAD_BIRTH_DATES:
        await anna.send(bad)
        assert anna.screen.text == (
            "I cannot read that as a birth date of a child at school. "
            f"Write it like this: 31.5.2018\n\n{ASK_BIRTH_DATE}"
        )
    await anna.send("31.5.2018")
    assert "Which year group" in anna.screen.text
    assert school.make.count(child, name="Ben") == 0


async def test_back_leads_through_the_form_and_keeps_what_was_given(
    school: School, anna: Parent
) -> None:
    await anna.send("/children")
    await anna.tap("Add a child")
    await anna.send("Bob")
    await anna.tap("Back")
    assert "/".join(anna.screen.labels) == "Keep: Bob/Cancel"
    await anna.send("Ben")
    await anna.send("31.5.2018")
    await anna.tap("Back")
    assert "/".join(anna.screen.labels) == "Keep: 31 May 2018/Back/Cancel"
    await anna.tap("Back")
    await anna.tap("Keep: Ben")
    await anna.tap("Keep: 31 May 2018")
    await anna.tap("Year 4")
    assert anna.screen.text == "Saved\nBen, Year 4"


@pytest.mark.parametrize("answers", [[], ["Ben"], ["Ben", "31.5.2018"]])
async def test_form_can_be_stopped_anywhere_and_nothing_is_kept(
    school: School, anna: Parent, answers: list[str]
) -> None:
    await anna.send("/children")
    await anna.tap("Add a child")
    for answer in answers:
        await anna.send(answer)
    await anna.tap("Cancel")
    assert anna.screen.text == "Stopped. Nothing was changed."
    assert school.make.count(child) == 1
    assert school.make.count(conversation) == 0


async def test_correcting_a_child_keeps_what_is_not_written_anew(
    school: School, anna: Parent
) -> None:
    await anna.send("/children")
    await anna.tap("Emma")
    await anna.tap("Change")
    await anna.tap("Keep: Emma")
    await anna.tap("Keep: 31 May 2018")
    await anna.tap("Year 4")
    assert anna.screen.text == "Saved\nEmma, Year 4"
    [emma] = school.make.rows(child)
    assert (emma.name, emma.born_on, emma.grade) == ("Emma", date(2018, 5, 31), 4)


async def test_child_added_once_more_stays_one_child_and_is_shown_as_on_file(
    school: School, anna: Parent
) -> None:
    await anna.send("/children")
    await anna.tap("Add a child")
    await anna.send("Emma")
    await anna.send("31.5.2018")
    await anna.tap("Year 5")
    [emma] = school.make.rows(child)
    assert anna.screen.text == f"Saved\nEmma, Year {emma.grade}"


async def test_thirteenth_child_is_a_matter_for_the_office(school: School) -> None:
    anna = await school.parent("Anna", children=[f"Child {n}" for n in range(12)])
    await anna.send("/children")
    await anna.tap("Add a child")
    await anna.send("Ben")
    await anna.send("31.5.2018")
    await anna.tap("Year 3")
    assert anna.screen.text == (
        "There is room for 12 children a parent. Please ask the school office."
    )
    assert school.make.count(child) == 12


async def test_removing_a_child_gives_its_places_back_and_says_what_was_refunded(
    school: School,
) -> None:
    anna = await school.parent("Anna", balance=1600)
    bob = await school.parent("Bob", children=["Ben"])
    soon = school.make.session(name="Swimming", price=800, capacity=1)
    later = school.make.session(
        activity_id=soon.activity.id, on=MONDAY + timedelta(weeks=1), override=1
    )
    for each in (soon, later):
        school.make.booking(each, anna.family)
    full = school.make.session(name="Chess", capacity=1)
    school.make.booking(full, school.make.family())
    school.make.waiting(full, anna.family)
    school.make.waiting(later, bob.family)

    await anna.send("/children")
    await anna.tap("Emma")
    await anna.tap("Remove")
    assert anna.screen.text == (
        "Remove Emma?\n\n3 places that are booked or waited for are given up.\n£16.00 is refunded."
    )
    await anna.tap("Yes, remove")
    assert anna.screen.text == (
        "Emma has been removed.\n3 places were given up.\n"
        "£16.00 was refunded to the account it was paid from."
    )
    await bob.wait_for("A place has come free")
    await anna.send("/bookings")
    assert anna.screen.text == "Nothing is booked at the moment."
    assert school.make.balance(anna.parent_id) == 1600


async def test_child_without_places_is_removed_without_more_ado(
    school: School, anna: Parent
) -> None:
    await anna.send("/children")
    await anna.tap("Emma")
    await anna.tap("Remove")
    assert anna.screen.text == "Remove Emma?\n\nNo place is given up."
    await anna.tap("No, keep")
    assert anna.screen.text.startswith("Emma\nYear 3")
    await anna.tap("Remove")
    await anna.tap("Yes, remove")
    assert anna.screen.text == "Emma has been removed."
    await anna.send("/book")
    assert anna.screen.text == "First add a child, then you can book."


async def test_child_of_two_parents_keeps_its_places_with_the_other_one(
    school: School, anna: Parent
) -> None:
    bob = await school.parent("Bob", children=[])
    emma = school.make.child(anna.parent_id, bob.parent_id, name="Emmy")
    swimming = school.make.session(name="Swimming")
    made = school.make.request(anna.family, swimming)
    school.make.insert(
        booking,
        session_id=swimming.id,
        child_id=emma,
        parent_id=bob.parent_id,
        status="confirmed",
        price_minor=0,
        free_cancellation_minutes=0,
        late_refund_percent=0,
        request_key=made.request_key,
        made_at=school.clock.now(),
        confirmed_at=school.clock.now(),
    )
    await anna.send("/children")
    await anna.tap("Emmy")
    await anna.tap("Remove")
    await anna.tap("Yes, remove")
    assert anna.screen.text == "Emmy has been removed."
    await bob.send("/bookings")
    assert "Swimming, Emmy\nMon 14 Sept, 15:30–16:30: booked" in bob.screen.text

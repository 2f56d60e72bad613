"""Screens about a parent's children, and of the form for one of them."""

from dataclasses import replace
from datetime import date

import pytest

from bot.screen import Screen
from bot.screens import child_notes, children
from bot.taps.booking import Book
from bot.taps.children import (
    AddChild,
    AskRemoveChild,
    DeleteNotes,
    EditChild,
    LeaveNotes,
    PickGrade,
    RemoveChild,
    ShowChild,
    ShowChildren,
    StopForm,
    WriteNotes,
)
from bot.taps.home import Home
from bot.taps.registers import ShowChildAttendance
from bot.texts import Say
from domain.families import MAX_CHILDREN, ChildRemoved, NotYourChild
from domain.model import Child
from tests.bot.screens.reading import buttons, read
from tests.bot.values import EMMA, HOSTILE_NAME, LONGEST_NAME
from tests.factory import MONDAY

BORN_ON = date(2018, 5, 31)
TO_CHILDREN = {"Children": ShowChildren(), "Home": Home()}


def test_children_are_one_tap_away_each(say: Say) -> None:
    screen = children.children(say, [EMMA, Child(8, HOSTILE_NAME, BORN_ON, 0)])

    assert read(screen) == "Your children"
    assert buttons(screen) == {
        "Emma · Year 3": ShowChild(7),
        f"{HOSTILE_NAME} · Reception": ShowChild(8),
        "Add a child": AddChild(),
        "Home": Home(),
    }


def test_parent_without_children_is_led_to_add_one(say: Say) -> None:
    screen = children.children(say, [])

    assert read(screen) == "No child is on file yet."
    assert buttons(screen) == {"Add a child": AddChild(), "Home": Home()}


def test_as_many_children_as_may_be_fit(say: Say) -> None:
    many = [Child(2**63 - 1 - n, LONGEST_NAME[n:], BORN_ON, 13) for n in range(MAX_CHILDREN)]

    assert read(children.children(say, many))


@pytest.mark.parametrize(
    ("today", "age"), [(date(2019, 6, 1), "1 year old"), (MONDAY, "8 years old")]
)
def test_child_is_shown_with_age_and_what_can_be_done(say: Say, today: date, age: str) -> None:
    screen = children.child(say, EMMA, today=today)

    assert read(screen) == f"Emma\nYear 3\nBorn on 31 May 2018, {age}"
    assert buttons(screen) == {
        "Book a place": Book(7),
        "Attendance": ShowChildAttendance(7),
        "Notes for the school": WriteNotes(7),
        "Change": EditChild(7),
        "Remove": AskRemoveChild(7),
        **TO_CHILDREN,
    }


@pytest.mark.parametrize("notes", ["No nuts", "<b>W&" * 75])
def test_notes_on_a_child_are_shown_asked_for_and_deleted(say: Say, notes: str) -> None:
    emma = replace(EMMA, notes=notes)
    assert read(children.child(say, emma, today=MONDAY)).endswith(f"\nFor the school: {notes}")
    delete, leave = DeleteNotes(7), LeaveNotes(7)
    screen = child_notes.ask(say, emma, delete=delete, leave=leave)
    assert f"\n\nNow: {notes}\n\n" in read(screen)
    assert buttons(screen) == {"Delete the notes": delete, "Back": leave}
    screen = child_notes.ask(say, EMMA, delete=delete, leave=leave)
    assert "Now:" not in read(screen)
    assert buttons(screen) == {"Back": leave}


def test_child_that_is_not_there_leads_back_to_the_others(say: Say) -> None:
    screen = children.gone(say)

    assert "cannot find this child" in read(screen)
    assert buttons(screen) == {"Children": ShowChildren()}


@pytest.mark.parametrize(
    ("loss", "says"),
    [
        (ChildRemoved("Emma", 0, 0), ["No place is given up."]),
        (
            ChildRemoved("Emma", 1, 0),
            ["1 place that is booked or waited for is given up.", "£0.00 is refunded."],
        ),
        (
            ChildRemoved("Emma", 3, 2500),
            ["3 places that are booked or waited for are given up.", "£25.00 is refunded."],
        ),
    ],
)
def test_before_a_child_is_removed_it_is_said_what_goes_with_it(
    say: Say, loss: ChildRemoved, says: list[str]
) -> None:
    screen = children.ask_remove(say, 7, loss, changed=False)

    assert read(screen).split("\n\n") == ["Remove Emma?", "\n".join(says)]
    assert buttons(screen) == {
        "Yes, remove": RemoveChild(7, loss.places, loss.refunded_minor),
        "No, keep": ShowChild(7),
    }


def test_what_has_changed_since_it_was_asked_is_pointed_out(say: Say) -> None:
    screen = children.ask_remove(say, 7, ChildRemoved("Emma", 1, 0), changed=True)

    assert read(screen).startswith("This has changed since you looked.\n\nRemove Emma?")


@pytest.mark.parametrize(
    ("places", "refunded", "rest"),
    [
        (0, 0, []),
        (1, 0, ["1 place was given up."]),
        (
            2,
            2500,
            ["2 places were given up.", "£25.00 was refunded to the account it was paid from."],
        ),
    ],
)
def test_removal_tells_what_was_given_up_and_refunded(
    say: Say, places: int, refunded: int, rest: list[str]
) -> None:
    screen = children.removed(say, ChildRemoved(HOSTILE_NAME, places, refunded))

    assert read(screen).splitlines() == [f"{HOSTILE_NAME} has been removed.", *rest]
    assert buttons(screen) == TO_CHILDREN


def test_of_a_strangers_child_nothing_is_said(say: Say) -> None:
    assert children.removed(say, NotYourChild()) == children.gone(say)


def test_name_of_a_new_child_is_only_asked_for(say: Say) -> None:
    assert buttons(children.ask_name(say, "")) == {"Cancel": StopForm()}
    assert buttons(children.ask_name(say, None)) == {"Cancel": StopForm()}


def test_what_is_on_file_can_be_kept(say: Say) -> None:
    name = children.ask_name(say, HOSTILE_NAME)
    birth_date = children.ask_birth_date(say, "Emma", BORN_ON)

    assert list(buttons(name)) == [f"Keep: {HOSTILE_NAME}", "Cancel"]
    assert list(buttons(birth_date)) == ["Keep: 31 May 2018", "Back", "Cancel"]


def test_birth_date_is_asked_for_with_an_example(say: Say) -> None:
    screen = children.ask_birth_date(say, LONGEST_NAME, None)

    assert "for example: 31.5.2018" in read(screen)
    assert list(buttons(screen)) == ["Back", "Cancel"]


@pytest.mark.parametrize("last", [0, 6, 13])
def test_year_groups_of_the_school_are_offered_from_reception_on(say: Say, last: int) -> None:
    screen = children.ask_grade(say, "Emma", BORN_ON, last)

    assert "born on 31 May 2018" in read(screen)
    offered = [tap for tap in buttons(screen).values() if isinstance(tap, PickGrade)]
    assert offered == [PickGrade(grade) for grade in range(last + 1)]
    assert list(buttons(screen))[-2:] == ["Back", "Cancel"]


def test_complaint_about_a_birth_date_says_how_to_write_it(say: Say) -> None:
    assert "like this: 31.5.2018" in read(Screen(children.bad_birth_date(say)))


def test_saved_child_can_be_booked_for_at_once(say: Say) -> None:
    screen = children.saved(say, Child(8, HOSTILE_NAME, BORN_ON, 0))

    assert read(screen) == f"Saved\n{HOSTILE_NAME}, Reception"
    assert buttons(screen) == {
        "Book a place": Book(8),
        "Notes for the school": WriteNotes(8),
        "Add another child": AddChild(),
        "Home": Home(),
    }


def test_too_many_children_are_a_matter_for_the_office(say: Say) -> None:
    text = read(children.too_many(say))

    assert "12 children" in text
    assert "ask the school office" in text


def test_longest_names_fit(say: Say) -> None:
    one = Child(8, LONGEST_NAME, BORN_ON, 13)

    for screen in (
        children.child(say, one, today=MONDAY),
        children.ask_remove(say, 8, ChildRemoved(LONGEST_NAME, 100, 10**9), changed=True),
        children.removed(say, ChildRemoved(LONGEST_NAME, 100, 10**9)),
        children.ask_name(say, LONGEST_NAME),
        children.ask_grade(say, LONGEST_NAME, BORN_ON, 13),
        children.saved(say, one),
    ):
        assert read(screen)

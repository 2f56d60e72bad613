"""The office's screens about activities and closed days: whatever they are like, they fit."""

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest

from bot.planning import QUESTIONS, Question
from bot.screens import activities as screens
from bot.screens import changes, closures, planning
from bot.taps.activities import ArchiveActivity, CopyActivity, EditActivity, ShowActivity
from bot.taps.closures import CloseDays
from bot.taps.sessions import ShowSession
from bot.texts import Say
from domain.activities import PlanRefused, Problem
from domain.consequences import Consequences, Loss
from domain.model import Field, Planned
from storage.activity_queries import ActivityDetails, ActivityLine, ClosedDay, DateLoad, Tutor
from tests.bot.screens.reading import buttons, read
from tests.bot.values import HOSTILE_NAME, LONGEST_NAME
from tests.domain.values import plan, session
from tests.factory import MONDAY, POLICY

BACK = ShowActivity(1)
LOST = Loss(sessions=2, families=3, places=4, waiting=1, refund_minor=2600)


def planned(number: int = 1, *, archived: bool = False, **changes: Any) -> Planned:
    return Planned(number, plan(**({"tutor": 3} | changes)), "Theo Tutor", archived)


def line(number: int = 1, name: str = "Chess") -> ActivityLine:
    tutor = replace(planned(number, name=name), tutor_name=name)
    return ActivityLine(tutor, DateLoad(session(), 8, 2))


def test_activity_in_a_list_says_how_full_its_next_date_is(say: Say) -> None:
    shown = screens.activities(
        say, [line(), ActivityLine(planned(2), None)], archived=False, page=0
    )
    assert "Chess · Monday 15:30–16:30 · Chess\nNext Mon 14 Sept: 8 of 10 booked, 2 waiting" in (
        read(shown)
    )
    assert read(shown).endswith("Theo Tutor\nNo dates to come")


@pytest.mark.parametrize("name", [HOSTILE_NAME, LONGEST_NAME])
def test_every_page_of_activities_fits_whatever_they_are_called(say: Say, name: str) -> None:
    many = [line(number, name) for number in range(1, 20)]
    for page in range(4):
        shown = screens.activities(say, many, archived=bool(page), page=page)
        assert name in read(shown)


def test_all_of_an_activity_is_shown_with_a_button_for_each_field(say: Say) -> None:
    days = [MONDAY + timedelta(weeks=week) for week in range(5)]
    loads = tuple(DateLoad(session(on=on), 8, 2) for on in days)
    shown = screens.activity(say, ActivityDetails(planned(), loads, 7), POLICY)
    assert read(shown).startswith(
        "Chess\nMonday 15:30–16:30, Library, with Theo Tutor\nFor beginners.\n"
        "Year 2 to Year 4 · 12 places · £6.50\nMon 14 Sept 2026 to Mon 14 Dec 2026\n"
    )
    assert "Cancelling is free until: 2 days before" in read(shown)
    assert read(shown).endswith("and 2 more")
    taps = list(buttons(shown).values())
    assert taps[:5] == [ShowSession(session().id)] * 5
    assert [each for each in taps if isinstance(each, EditActivity)] == [
        EditActivity(1, field.value) for field in Field
    ]


def test_archived_activity_can_only_be_copied(say: Say) -> None:
    shown = screens.activity(say, ActivityDetails(planned(archived=True), (), 0), POLICY)
    assert read(shown).startswith("Archived: it cannot be booked.")
    assert CopyActivity(1) in buttons(shown).values()
    assert not any(isinstance(each, EditActivity) for each in buttons(shown).values())


def test_archiving_names_the_numbers_and_carries_them(say: Say) -> None:
    shown = screens.ask_archive(say, planned(), LOST, changed=True)
    assert read(shown).startswith("More has been booked in the meantime. Please look again.\n\n")
    assert read(shown).endswith(
        "2 dates are cancelled:\n3 families, 4 places, 1 waiting\n"
        "£26.00 is refunded, in full, and each family is told.\n"
        "Who is not on Telegram then stands under /undelivered: please call them."
    )
    assert buttons(shown)["Yes, archive"] == ArchiveActivity(1, 4)
    assert read(screens.ask_archive(say, planned(), Loss())).endswith("There are no dates to come.")


@pytest.mark.parametrize("asked", QUESTIONS)
def test_each_question_fits_and_its_complaint_has_an_example(say: Say, asked: Question) -> None:
    tutors = [Tutor(number, f"{LONGEST_NAME[:-3]} {number}") for number in range(30)]
    choices = planning.Choices(tutors, 1, 13, POLICY)
    keep = planning.answer_as_it_is(say, asked, planned().plan, LONGEST_NAME, POLICY)
    shown = planning.question(
        say,
        asked,
        heading=planning.new_heading(say, 1, len(QUESTIONS)),
        buttons=planning.answers(say, asked, choices, keep=keep),
        example=MONDAY,
        back=BACK,
    )
    assert "?" in read(shown) or "example" in read(shown)
    assert any(label.startswith("Keep: ") for label in buttons(shown))
    complaint = planning.complaint(say, asked, MONDAY)
    assert any(word in complaint for word in ("example", "like this", "again"))


@pytest.mark.parametrize("problem", Problem)
def test_every_problem_says_what_to_do(say: Say, problem: Problem) -> None:
    shown = planning.summary(
        say, plan(), "Theo", PlanRefused((problem,)), POLICY, key="key", back=BACK
    )
    assert planning.problem(say, problem) in shown.text
    assert "Save" not in buttons(shown)
    assert (
        planning.problem(say, problem) in changes.refused(say, PlanRefused((problem,)), BACK).text
    )


def test_one_date_is_said_as_such(say: Say) -> None:
    shown = planning.summary(say, plan(), "Theo", [MONDAY], POLICY, key="key", back=BACK)
    assert read(shown).endswith("1 date, Mon 14 Sept, when the school is open.")


def changed(**given: Any) -> Consequences:
    defaults: dict[str, Any] = {"planned": planned(), "plan": plan(tutor=3), "touched": LOST}
    return Consequences(**(defaults | given))


def preview(say: Say, field: Field, **given: Any) -> str:
    seen = changed(**given)
    return read(changes.preview(say, field, seen, "Tina", POLICY, key="key", back=BACK))


def test_change_is_shown_as_now_and_then_with_whom_it_touches(say: Say) -> None:
    later = plan(tutor=3, start_time=time(16), end_time=time(17))
    assert preview(say, Field.TIMES, plan=later, told=3, clashes=1) == (
        "Please check: Chess\n\nTimes\nNow: 15:30–16:30\nThen: 16:00–17:00\n\n"
        "To come: 3 families, 4 places, 1 waiting.\n3 families are told, once.\n"
        "Who is not on Telegram then stands under /undelivered: please call them.\n\n"
        "1 child is booked elsewhere at the new time."
    )


@pytest.mark.parametrize(
    ("field", "given", "said"),
    [
        (Field.TUTOR, {"plan": plan(tutor=4)}, "Now: Theo Tutor\nThen: Tina"),
        (Field.DESCRIPTION, {"plan": plan(tutor=3, description="")}, "Then: none"),
        (
            Field.CAPACITY,
            {"plan": plan(tutor=3, capacity=14), "promoted": 2, "own_capacity": 1},
            "2 children who wait get a place at once, and their families are told of that.\n"
            "1 date has a number of places of its own, which stays.",
        ),
        (
            Field.CAPACITY,
            {"plan": plan(tutor=3, capacity=2), "over": 3},
            "3 places are above that. Nobody loses one, but they are not given out again.",
        ),
        (
            Field.YEARS,
            {"plan": plan(tutor=3, grade_to=5), "outside_years": 2},
            "Then: Year 2 to Year 5",
        ),
        (
            Field.TERM,
            {
                "plan": plan(tutor=3, last_on=date(2026, 10, 5)),
                "new_dates": (MONDAY,),
                "gone": (session(), session()),
                "lost": LOST,
            },
            "1 new date.\n2 dates are cancelled:\n3 families, 4 places, 1 waiting\n£26.00 is",
        ),
        (
            Field.PRICE,
            {"plan": plan(tutor=3, price_minor=700)},
            "What is booked keeps its price; only new bookings cost the new one.",
        ),
        (
            Field.FREE_CANCELLATION,
            {"plan": plan(tutor=3, free_cancellation=timedelta(hours=1))},
            "What is booked keeps what was promised; this is for new bookings.",
        ),
    ],
)
def test_what_else_a_change_does_is_said(
    say: Say, field: Field, given: dict[str, Any], said: str
) -> None:
    assert said in preview(say, field, **given)


def test_change_that_touches_nobody_says_so(say: Say) -> None:
    other = plan(tutor=3, name="Go")
    alone = preview(say, Field.NAME, plan=other, touched=Loss())
    assert alone.endswith("No family has a place to come, and nobody waits.")
    assert "nobody is told" in preview(say, Field.NAME, plan=other)


def test_change_that_changes_nothing_cannot_be_saved(say: Say) -> None:
    shown = changes.preview(say, Field.NAME, changed(), "Theo Tutor", POLICY, key="key", back=BACK)
    assert read(shown) == "Chess\nIt is like that already."
    assert "Save" not in buttons(shown)


def test_closing_names_the_numbers_and_carries_them(say: Say) -> None:
    shown = closures.summary(say, MONDAY, MONDAY, HOSTILE_NAME, LOST)
    assert f"Shut: Mon 14 Sept 2026\nReason: {HOSTILE_NAME}\n" in read(shown)
    assert buttons(shown)["Yes, close"] == CloseDays(MONDAY, MONDAY, 4)


def test_every_page_of_closed_days_fits(say: Say) -> None:
    many = [ClosedDay(MONDAY + timedelta(days=number), LONGEST_NAME, 3, 0) for number in range(25)]
    for page in range(4):
        read(closures.closures(say, many, page))
    assert "3 sessions are cancelled on this day" in read(closures.closure(say, many[0]))
    assert "75 sessions are cancelled." in read(closures.closed(say, many))
    assert "There is none to come." in read(closures.closures(say, [], 0))

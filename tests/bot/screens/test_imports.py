"""What the office reads while it takes in a list."""

import csv
from dataclasses import replace
from datetime import date
from io import StringIO

import pytest

from bot.documents.problems import problems_csv
from bot.imports.tables import LONGEST_QUOTED
from bot.screen import Screen, paragraphs
from bot.screens import imports as screens
from bot.screens.import_problems import problem_words, what_is_wrong
from bot.taps.imports import BackToFile, BackToLists, ConfirmImport, Import, PickList, SendTemplate
from bot.texts import Say
from domain.imports import (
    ActivitiesImported,
    FamiliesImported,
    Fault,
    Imported,
    ListKind,
    Problem,
)
from tests.bot.screens.reading import buttons, read
from tests.bot.values import HOSTILE_NAME, LONGEST_NAME
from tests.domain.lists import line, swimming

FAMILIES = FamiliesImported(1, 2, 3, 4, 5, 6, 0)
LONGEST = "א" * (LONGEST_QUOTED - 1) + "…"


@pytest.mark.parametrize("fault", Fault)
def test_every_fault_has_its_sentence_that_fits_whatever_stands_there(
    say: Say, fault: Fault
) -> None:
    for value in (HOSTILE_NAME, LONGEST, "", "{0}"):
        problem = Problem(fault, 7, "Parent 1 phone", value, other_line=3)
        words = read(Screen(problem_words(say, problem)))
        assert words.startswith("Line 7, Parent 1 phone: ")
        assert words.endswith((".", "9.2026", "2018", "3", "15", "30", "Monday", "free", "Smith",
                               "900123", "org"))  # fmt: skip
        assert value in words or value not in what_is_wrong(say, problem)


def test_problem_is_told_where_it_is(say: Say) -> None:
    assert read(Screen(problem_words(say, Problem(Fault.EMPTY)))) == "The file is empty."
    assert read(Screen(problem_words(say, Problem(Fault.EXAMPLE, 2)))) == (
        "Line 2: this is an example of the template. Take the line out."
    )
    twice = Problem(Fault.SAME_CHILD, 4, "Child name", "Emma", 2)
    assert read(Screen(problem_words(say, twice))) == (
        "Line 4, Child name: Emma is there already in line 2."
    )
    assert read(Screen(problem_words(say, replace(twice, other_line=0)))).endswith(
        "already on file."
    )


@pytest.mark.parametrize("kind", ListKind)
def test_longest_list_of_problems_fits_above_what_is_asked_again(say: Say, kind: ListKind) -> None:
    problems = [Problem(fault, 20_001, "Parent 1 phone", LONGEST, 20_000) for fault in Fault] * 50
    refused = screens.refused(say, LONGEST_NAME * 3, problems)
    words = read(Screen(paragraphs(refused, screens.ask_file(say, kind).text)))
    assert f": {len(problems)} problems\n" in words
    assert "all of them are in the file above" in words
    few = screens.refused(say, "", problems[:2])
    assert read(Screen(few)).startswith("Nothing was taken in\nyour message: 2 problems\n")
    assert "file above" not in few


def test_file_of_problems_runs_nothing(say: Say) -> None:
    problem = Problem(Fault.UNKNOWN_COLUMN, 1, "=1", '=<b>&"')
    content = problems_csv(say, [problem, Problem(Fault.EMPTY)])
    rows = list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))
    assert rows == [
        ["Line", "Column", "What is wrong"],
        [
            "1",
            "'=1",
            'I do not know a column “=<b>&"”. Take it out, or give it a title of the template.',
        ],
        ["", "", "The file is empty."],
    ]


def test_file_of_problems_ends_somewhere(say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.documents.problems.MOST_LISTED", 2)
    for many, last in ((2, "The file is empty."), (3, "and 1 more"), (7, "and 5 more")):
        content = problems_csv(say, [Problem(Fault.EMPTY)] * many).decode("utf-8-sig")
        assert content.splitlines()[-1] == f",,{last}"
        assert len(content.splitlines()) == min(many, 3) + 1


def test_every_step_leads_on_and_back(say: Say) -> None:
    assert list(buttons(screens.choose_list(say)).values())[:2] == [
        PickList(ListKind.FAMILIES),
        PickList(ListKind.ACTIVITIES),
    ]
    asked = buttons(screens.ask_file(say, ListKind.FAMILIES))
    assert (asked["Send me the template"], asked["Back"]) == (SendTemplate(), BackToLists())
    shown = screens.Shown("a.csv", FAMILIES, None, is_guess=False)
    checked = buttons(screens.summary(say, shown, key="k" * 12))
    assert (checked["Confirm"], checked["Back"]) == (ConfirmImport("k" * 12), BackToFile())
    for screen in (screens.over(say), screens.stopped(say), screens.imported(say, FAMILIES)):
        assert buttons(screen) == {"Take in a list": Import()}
        assert read(screen)


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (
            FAMILIES,
            "Families: 1 new, 2 on file\nChildren: 3 new, 4 on file\nParents: 5 new, 6 on file",
        ),
        (
            replace(FAMILIES, moved=1),
            "Families: 1 new, 2 on file\nChildren: 3 new, 4 on file\nParents: 5 new, 6 on file\n"
            "1 child on file gets another year group",
        ),
        (ActivitiesImported(2, 20, 0), "Activities: 2\nDates: 20"),
        (ActivitiesImported(2, 20, 1), "Activities: 2\nDates: 20\nNew tutors: 1"),
    ],
)
def test_numbers_are_shown_before_and_after(say: Say, found: Imported, words: str) -> None:
    shown = screens.Shown("", found, None, is_guess=False)
    assert read(screens.summary(say, shown, key="k")) == f"Please check\nyour file\n\n{words}"
    assert read(screens.imported(say, found)) == f"Taken in\n\n{words}"


def test_first_line_is_shown_as_it_was_read(say: Say) -> None:
    family = screens.Shown("a.csv", FAMILIES, line(2, HOSTILE_NAME, "Ann 1", "Tom - t@x.y"), True)
    words = read(screens.summary(say, family, key="k"))
    assert f"\n{HOSTILE_NAME}, Year 3, born on 31 May 2018\nAnn +447700900121, Tom t@x.y" in words
    assert "The file is not in UTF-8." in words
    free = swimming(name="x" * 80, price_minor=0, last_on=date(2026, 12, 14))
    club = screens.Shown("a.csv", ActivitiesImported(1, 2, 0), free, is_guess=False)
    words = read(screens.summary(say, club, key="k"))
    assert (
        "x with Tim, Pool\nMonday, 15:30–16:30, 7 September 2026 to 14 December 2026\nfree" in words
    )
    assert "UTF-8" not in words

"""Cells of both lists: each read as if it were typed, each problem named with its column."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from bot.imports import activities, families
from bot.imports.lists import LISTS
from domain.family_lists import FamilyLine, ListedChild, ListedParent
from domain.imports import Fault
from domain.model import Plan
from tests.bot.imports.given import (
    CLUBS,
    EMMA,
    RULES,
    SWIMMING,
    TITLES,
    faults,
    faults_of_swimming,
    listed,
    problems,
)


def test_line_is_a_child_with_its_parents() -> None:
    titles = (
        f"{TITLES},Parent 1 email,Parent 2 name,Parent 2 email,Parent 4 name,Parent 4 phone,"
        "Medical notes"
    )
    line = f"{EMMA},ann@example.org,Tom,tom@example.org,Eve,0049 151 2345678,No  nuts"
    reading = families.read_families(listed(line, titles=titles).encode(), RULES)
    assert reading.lines == [
        FamilyLine(
            2,
            ListedChild("Emma", date(2018, 5, 31), 3, "No nuts"),
            (
                ListedParent(1, "Ann Smith", "+447700900123", "ann@example.org"),
                ListedParent(2, "Tom", None, "tom@example.org"),
                ListedParent(4, "Eve", "+491512345678", None),
            ),
        )
    ]


@pytest.mark.parametrize(
    ("old", "new", "fault", "column"),
    [
        ("Emma", "", "nothing", "Child name"),
        ("Emma", "x" * 81, "name", "Child name"),
        ("Emma", "\u200b", "name", "Child name"),
        ("Emma", "=1+1", "formula", "Child name"),
        ("Emma", "+Emma", "formula", "Child name"),
        ("Emma", "-Emma", "formula", "Child name"),
        ("Emma", "@SUM(1)", "formula", "Child name"),
        ("Emma", "'=1+1", "formula", "Child name"),
        ("Emma", "\x1b=1+1", "formula", "Child name"),
        ("Emma", "\u2067@SUM(1)", "formula", "Child name"),
        ("Emma", "Z\ufffde", "damaged", "Child name"),
        ("Emma", "EXAMPLE Emma", "example", "Child name"),
        ("31.5.2018", "", "nothing", "Birth date"),
        ("31.5.2018", "31.2.2018", "birth_date", "Birth date"),
        ("31.5.2018", "31.5.1918", "birth_date", "Birth date"),
        ("31.5.2018", "31.5.18", "birth_date", "Birth date"),
        ("31.5.2018", "43251", "birth_date", "Birth date"),
        ("31.5.2018", "5/31/2018", "birth_date", "Birth date"),
        ("Year 3", "", "nothing", "Year group"),
        ("Year 3", "Year 7", "grade", "Year group"),
        ("Year 3", "Hedgehogs", "grade", "Year group"),
        ("Year 3", "=3", "formula", "Year group"),
        ("Ann Smith", "", "nothing", "Parent 1 name"),
        ("Ann Smith", "=Ann", "formula", "Parent 1 name"),
        ("+44 7700 900123", "", "no_contact", "Parent 1 phone"),
        ("+44 7700 900123", "4.47701E+11", "phone", "Parent 1 phone"),
        ("+44 7700 900123", "=44", "phone", "Parent 1 phone"),
        ("+44 7700 900123", "07700", "phone", "Parent 1 phone"),
        ("+44 7700 900123", "+44 7700 900123 / 900124", "phone", "Parent 1 phone"),
    ],
)
def test_cell_that_means_nothing_is_named(old: str, new: str, fault: str, column: str) -> None:
    wrong = listed(EMMA.replace(old, new))
    assert faults(wrong) == [(fault, 2, column)]


@pytest.mark.parametrize("new", ["2018-05-31 00:00:00", "2018-05-31T00:00", "31 May 2018"])
def test_dates_come_as_spreadsheets_write_them(new: str) -> None:
    [line] = families.read_families(listed(EMMA.replace("31.5.2018", new)).encode(), RULES).lines
    assert line.child.born_on == date(2018, 5, 31)


def test_parents_after_the_first_are_whole_or_not_there() -> None:
    titles = f"{TITLES},Parent 2 name,Parent 2 email,Parent 3 phone"
    assert faults(listed(f"{EMMA},Tom,,", titles=titles)) == [("no_contact", 2, "Parent 2 phone")]
    assert faults(listed(f"{EMMA},,x,07700900456", titles=titles)) == [
        ("nothing", 2, "Parent 2 name"),
        ("email", 2, "Parent 2 email"),
        ("nothing", 2, "Parent 3 name"),
    ]


def test_number_without_its_country_is_refused_where_no_country_is_set() -> None:
    text = listed(EMMA.replace("+44 7700 900123", "07700 900123"))
    assert problems(text) == []
    nowhere = replace(RULES, country_code=None)
    assert faults(text, nowhere) == [("phone", 2, "Parent 1 phone")]


def test_line_is_an_activity() -> None:
    cells = SWIMMING | {"Booking cut-off (minutes)": "90", "Free cancellation (hours)": "48"}
    text = f"{CLUBS}\n{','.join(cells.values())}\n"
    [line] = activities.read_activities(text.encode(), RULES).lines
    assert line.line == 2
    assert line.plan == Plan(
        name="Swimming",
        tutor="Tim Pool",
        description="",
        location="Pool",
        weekday=0,
        start_time=time(15, 30),
        end_time=time(16, 30),
        first_on=date(2026, 9, 7),
        last_on=date(2026, 12, 14),
        grade_from=0,
        grade_to=4,
        capacity=15,
        price_minor=650,
        booking_cutoff=timedelta(minutes=90),
        free_cancellation=timedelta(hours=48),
    )


@pytest.mark.parametrize(
    ("name", "cell", "fault"),
    [
        ("activity", "", "nothing"),
        ("activity", "=1", "formula"),
        ("activity", "EXAMPLE Swimming", "example"),
        ("tutor", "", "nothing"),
        ("description", "x" * 501, "too_long"),
        ("place", "@home", "formula"),
        ("weekday", "T", "weekday"),
        ("start", "25:00", "time"),
        ("end", "16:60", "time"),
        ("first_date", "7.9.26", "date"),
        ("last_date", "=TODAY()", "formula"),
        ("from_year", "Year 7", "grade"),
        ("to_year", "", "nothing"),
        ("capacity", "many", "number"),
        ("capacity", "0", "number"),
        ("capacity", "1001", "number"),
        ("capacity", "-5", "formula"),
        ("price", "6.505", "price"),
        ("price", "-6", "formula"),
        ("booking", "1.5", "number"),
        ("free", "10000", "number"),
    ],
)
def test_cell_of_an_activity_that_means_nothing_is_named(name: str, cell: str, fault: str) -> None:
    [(found, _, value)] = faults_of_swimming(**{name: cell})
    assert (found, value) == (fault, cell[:59] + "…" if len(cell) > 60 else cell)


@pytest.mark.parametrize("kind", LISTS)
def test_template_is_read_and_its_examples_are_known_for_what_they_are(kind: str) -> None:
    chosen = LISTS[kind]  # type: ignore[index]  # a kind is a text too
    rules = replace(RULES, today=date(2026, 9, 1))
    read = chosen.read(chosen.template, rules)
    assert [each.fault for each in read.problems] == [Fault.EXAMPLE] * 2
    without = chosen.template.replace(b"EXAMPLE ", b"")
    assert len(chosen.read(without, rules).lines) == 2

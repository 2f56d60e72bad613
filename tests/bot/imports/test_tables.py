"""Lines and columns of a file: found in any order, and all that is wrong named by line."""

import csv
from collections.abc import Callable, Sequence
from io import StringIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.forms import read_name
from bot.imports import activities, families
from bot.imports.cells import Reading, Rules
from bot.imports.tables import MOST_COLUMNS, Column, read_table
from domain.imports import MOST_LINES
from tests.bot.imports.given import EMMA, RULES, TITLES, faults, listed, problems

LEO = "Leo,14.2.2020,Year 1,John Okafor,+44 7700 900456"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_ends_are_told_by_the_titles(delimiter: str, ends: str) -> None:
    text = listed(EMMA, LEO, ends=ends).replace(",", delimiter)
    read = families.read_families(text.encode(), RULES)
    assert [line.child.name for line in read.lines] == ["Emma", "Leo"]


def test_delimiters_in_the_data_decide_nothing() -> None:
    line = '"Emma; the; second; of; her; name",31.5.2018,3,"Smith, Ann",+44 7700 900123'
    [read] = families.read_families(listed(line).encode(), RULES).lines
    assert read.child.name == "Emma; the; second; of; her; name"
    assert read.parents[0].name == "Smith, Ann"


@pytest.mark.parametrize("said", ["sep=;\r\n", '"sep=;"\n', "SEP=;\n"])
def test_line_in_which_spreadsheets_name_the_delimiter_is_none_of_the_list(said: str) -> None:
    assert problems(said + listed(EMMA).replace(",", ";")) == []
    wrong = said + listed(EMMA.replace("31.5.2018", "?")).replace(",", ";")
    assert faults(wrong) == [("birth_date", 2, "Birth date")]


def test_titles_come_in_any_order_and_case_and_in_other_words() -> None:
    titles = "YEAR, guardian_1 E-Mail ,Parent 1 MOBILE,D.O.B.,Parent 1,Pupil Name,,"
    line = "Year 3,ann@example.org,07700 900123,31/05/2018,Ann,Emma,,"
    [read] = families.read_families(listed(line, titles=titles).encode(), RULES).lines
    assert (read.child.name, read.child.grade) == ("Emma", 3)
    [ann] = read.parents
    assert (ann.name, ann.phone, ann.email) == ("Ann", "+447700900123", "ann@example.org")


def test_missing_and_unknown_and_repeated_columns_are_all_named_once() -> None:
    titles = "Child name,Year,Year group,Parent 1 name,Shoe size"
    wrong = listed("Emma,3,3,Ann,30", ",3,3,Bob,31", titles=titles)
    assert faults(wrong) == [
        ("repeated_column", 1, "Year group"),
        ("unknown_column", 1, ""),
        ("missing_column", 1, "Birth date"),
        ("missing_column", 1, "Parent 1 phone"),
        ("nothing", 3, "Child name"),
    ]
    assert problems(wrong)[1].value == "Shoe size"


@pytest.mark.parametrize(
    "content",
    [
        listed(titles="Name,Age"),
        "<html><table><tr><td>Child name</td></tr></table>",
        "Dear office,\nhere is our list.",
        "Child name" + "," * MOST_COLUMNS,
    ],
)
def test_file_without_titles_is_no_list(content: str) -> None:
    [(fault, line, _)] = faults(content)
    assert (fault, line) == ("no_columns", 1)


def test_empty_lines_are_passed_over_and_counted() -> None:
    text = f"\r\n{TITLES}\r\n\r\n,,,,\r\nx\r\n"
    assert {line for _, line, _ in faults(text)} == {5}


def test_titles_alone_are_no_list() -> None:
    assert faults(listed()) == [("no_lines", 0, "")]


def test_line_break_in_a_cell_is_a_space() -> None:
    [read] = families.read_families(
        listed(EMMA.replace("Ann Smith", '"Ann\r\nSmith"')).encode(), RULES
    ).lines
    assert read.parents[0].name == "Ann Smith"


@pytest.mark.parametrize(
    "line", ['"Emma,31.5.2018', 'Emma,31.5.2018,"Year" 3,Ann,1', '"' + "x" * 200_000 + '"']
)
def test_quotation_marks_that_do_not_fit_are_found(line: str) -> None:
    assert faults(listed(EMMA, line))[-1] == ("quotes", 3, "")


def test_cell_without_a_title_is_named() -> None:
    assert problems(listed(EMMA + ",,more"))[0].value == "more"
    assert faults(listed(EMMA + ",,more,and more")) == [("extra_cell", 2, "")]
    assert faults(listed(EMMA + ",,,")) == []


def test_more_lines_than_a_school_has_are_not_read() -> None:
    text = listed(*["x"] * (MOST_LINES + 1))
    assert ("too_many_lines", 0, "") in faults(text)
    assert ("too_many_lines", 0, "") not in faults(listed(*["x"] * MOST_LINES))


def test_apostrophe_of_a_spreadsheet_is_taken_off() -> None:
    table = read_table(b"Name\n'=1\n'+44\n'Neill\n", [Column("Name")])
    assert [line.cells["Name"] for line in table.lines] == ["=1", "+44", "'Neill"]


def test_long_cells_are_repeated_in_part() -> None:
    assert len(problems(listed(EMMA.replace("31.5.2018", "x" * 1000)))[0].value) == 60


READERS = pytest.mark.parametrize("read", [families.read_families, activities.read_activities])
HOSTILE = st.one_of(
    st.sampled_from(
        ["", "Emma", "=1+1", "+44 7700 900123", "07700900123", "31.5.2018", "Year 3", "7", "free",
         "EXAMPLE x", "\ufffd", "\u202e", "\x00", "\x1b[31m", '"', '""', "a\nb", "4.4E+11", "15:30",
         "Monday", "9" * 400, "é", "x@y.z", "'=1", "-", "Reception", "6.50"]
    ),
    st.text(max_size=12),
)  # fmt: skip
TITLED = [column.title for column in (*families.COLUMNS, *activities.COLUMNS)]


STYLES = st.tuples(
    st.sampled_from(",;\t"),
    st.booleans(),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
)
"""A delimiter, whether cells that need quotation marks have them, an encoding."""


def written(rows: Sequence[Sequence[str]], style: tuple[str, bool, str]) -> bytes:
    delimiter, is_quoted, encoding = style
    file = StringIO(newline="")
    if is_quoted:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    else:
        file.writelines(delimiter.join(row) + "\n" for row in rows)
    return file.getvalue().encode(encoding, "replace")


@READERS
@settings(deadline=None)
@given(content=st.binary(max_size=400))
def test_any_bytes_are_lines_or_problems(
    read: Callable[[bytes, Rules], Reading[Any]], content: bytes
) -> None:
    reading = read(content, RULES)
    assert bool(reading.lines) != bool(reading.problems)


@READERS
@settings(deadline=None)
@given(
    titles=st.lists(st.sampled_from(TITLED), max_size=16),
    rows=st.lists(st.lists(HOSTILE, max_size=16), max_size=5),
    style=STYLES,
)
def test_any_table_is_lines_or_problems_and_no_line_is_lost(
    read: Callable[[bytes, Rules], Reading[Any]],
    titles: list[str],
    rows: list[list[str]],
    style: tuple[str, bool, str],
) -> None:
    reading = read(written([titles, *rows], style), RULES)
    assert bool(reading.lines) != bool(reading.problems)
    if reading.lines and style[1]:
        assert len(reading.lines) == sum(any(cell.strip() for cell in row) for row in rows)


@settings(deadline=None)
@given(rows=st.lists(st.tuples(HOSTILE, HOSTILE), min_size=1, max_size=4))
def test_what_a_list_lets_through_is_what_typing_lets_through(
    rows: list[tuple[str, str]],
) -> None:
    lines = [[name, "31.5.2018", "Year 3", parent, "+44 7700 900123"] for name, parent in rows]
    content = written([TITLES.split(","), *lines], (",", True, "utf-8"))
    for line in families.read_families(content, RULES).lines:
        for name in (line.child.name, *[parent.name for parent in line.parents]):
            assert read_name(name) == name
            assert not name.startswith(("=", "+", "-", "@"))

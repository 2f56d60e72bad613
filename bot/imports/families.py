"""A list of families, one line a child."""

from datetime import date
from functools import partial

from bot.forms import read_birth_date, read_email, read_grade, read_name, read_written_phone
from bot.imports.cells import MIDNIGHT, Cells, Reading, Rules, read_list
from bot.imports.tables import Column
from domain.child_notes import LONGEST_NOTES
from domain.family_lists import (
    BORN,
    CHILD,
    GRADE,
    MOST_PARENTS,
    NOTES,
    FamilyLine,
    ListedChild,
    ListedParent,
    parent_column,
)
from domain.imports import Fault


def _parent_columns(number: int) -> tuple[Column, ...]:
    def also(*endings: str) -> tuple[str, ...]:
        who = [f"{word} {number}" for word in ("parent", "guardian", "carer", "contact")]
        if number == 1:
            who += ["parent", "guardian", "carer"]
        return tuple(f"{each} {ending}".strip() for each in who for ending in endings)

    is_first = number == 1
    return (
        Column(parent_column(number, "name"), also("name", "full name", ""), is_first),
        Column(
            parent_column(number, "phone"),
            also("phone", "phone number", "mobile", "mobile number", "telephone", "tel"),
            is_first,
        ),
        Column(
            parent_column(number, "email"),
            also("email", "e mail", "email address"),
            is_needed=False,
        ),
    )


COLUMNS = (
    Column(CHILD, ("child", "child's name", "pupil", "pupil name", "student", "student name")),
    Column(BORN, ("birthdate", "date of birth", "dob", "d.o.b.", "birthday", "born", "born on")),
    Column(GRADE, ("year", "yeargroup", "school year", "grade")),
    *[column for number in range(1, MOST_PARENTS + 1) for column in _parent_columns(number)],
    Column(
        NOTES, ("note", "allergies", "medical", "medical notes", "who collects"), is_needed=False
    ),
)
IN_TEMPLATE = (*COLUMNS[:9], COLUMNS[-1])
"""Two parents are enough for an example."""
EXAMPLES = (
    ("EXAMPLE Emma Smith", "31.5.2018", "Year 3", "Ann Smith", "+44 7700 900123",
     "ann@example.org", "Tom Smith", "+44 7700 900456", "", "No nuts. Grandma collects."),
    ("EXAMPLE Leo Okafor", "2021-02-14", "Reception", "John Okafor", "",
     "john@example.org", "", "", "", ""),
)  # fmt: skip


def read_families(content: bytes, rules: Rules) -> Reading[FamilyLine]:
    """Return the lines of a list of families, or all that is wrong with it."""
    return read_list(content, COLUMNS, partial(_line, rules=rules))


def _line(cells: Cells, *, rules: Rules) -> FamilyLine | None:
    name = cells.need(CHILD, read_name, Fault.NAME)
    born_on = cells.need(BORN, partial(_birth_date, today=rules.today), Fault.BIRTH_DATE)
    grade = cells.need(GRADE, partial(read_grade, last=rules.last_grade), Fault.GRADE)
    notes = cells.read(NOTES, partial(read_name, longest=LONGEST_NOTES), Fault.NOTES) or ""
    parents = [_parent(cells, number, rules) for number in range(1, MOST_PARENTS + 1)]
    if cells.problems or name is None or born_on is None or grade is None:
        return None
    named = tuple(parent for parent in parents if parent is not None)
    return FamilyLine(cells.number, ListedChild(name, born_on, grade, notes), named)


def _birth_date(text: str, *, today: date) -> date | None:
    return read_birth_date(MIDNIGHT.sub("", text), today=today)


def _parent(cells: Cells, number: int, rules: Rules) -> ListedParent | None:
    name_column, phone_column, email_column = (
        parent_column(number, what) for what in ("name", "phone", "email")
    )
    if number > 1 and not any(map(cells.has, (name_column, phone_column, email_column))):
        return None
    name = cells.need(name_column, read_name, Fault.NAME)
    if not cells.has(phone_column) and not cells.has(email_column):
        cells.complain(Fault.NO_CONTACT, phone_column)
    read_phone = partial(read_written_phone, country_code=rules.country_code)
    phone = cells.read(phone_column, read_phone, Fault.PHONE)
    email = cells.read(email_column, read_email, Fault.EMAIL)
    return ListedParent(number, name, phone, email) if name else None

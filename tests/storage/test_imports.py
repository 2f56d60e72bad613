"""Lists of thousands of lines: few statements, every row, and the same answer afterwards."""

import csv
from collections.abc import Sequence
from datetime import date, timedelta
from io import StringIO

import pytest

from bot.imports.activities import COLUMNS as CLUB_COLUMNS
from bot.imports.activities import read_activities
from bot.imports.families import IN_TEMPLATE, read_families
from domain.activity_imports import import_activities, preview_activities
from domain.family_imports import import_families, preview_families
from domain.imports import ActivitiesImported, FamiliesImported, NotImported
from storage.tables import activity, audit_event, child, guardianship, parent, session, tutor
from tests.bot.imports.given import RULES
from tests.domain.school import OFFICE
from tests.factory import NOW, POLICY, Factory
from tests.statements import statements

pytestmark = pytest.mark.unmeasured

MANY = 5_000


def written(titles: Sequence[str], rows: Sequence[Sequence[object]]) -> bytes:
    file = StringIO(newline="")
    csv.writer(file).writerows([titles, *rows])
    return file.getvalue().encode()


def many_families() -> bytes:
    """Two children a family, of which both parents are named with both."""
    rows = []
    for number in range(MANY):
        family = number // 2
        born_on = date(2016, 1, 1) + timedelta(days=number % 2000)
        ann, tom = f"+4477{family:08}", f"+4478{family:08}"
        rows.append(
            (f"Child {number}", born_on.isoformat(), number % 7, f"Ann {family}", ann,
             f"ann{family}@example.org", f"Tom {family}", tom, "")
        )  # fmt: skip
    return written([column.title for column in IN_TEMPLATE], rows)


def many_activities() -> bytes:
    rows = [
        (f"Club {number}", f"Tutor {number % 50}", "", "Hall", "Monday", "15:30", "16:30",
         "7.9.2026", "28.9.2026", 0, 6, 15, "6.50", "", "")
        for number in range(MANY)
    ]  # fmt: skip
    return written([column.title for column in CLUB_COLUMNS], rows)


def test_five_thousand_children_are_taken_in_with_few_statements(make: Factory) -> None:
    reading = read_families(many_families(), RULES)
    assert len(reading.lines) == MANY
    database = make.database
    whole = FamiliesImported(MANY // 2, 0, MANY, 0, MANY, 0, 0)
    assert database.look(preview_families, reading.lines, actor=OFFICE) == whole
    with statements(database.engine) as sent:
        done = database.transact(import_families, reading.lines, "key", "en", actor=OFFICE, now=NOW)
    assert done == whole
    assert len(sent) < 60
    counted = [make.count(table) for table in (parent, child, guardianship, audit_event)]
    assert counted == [MANY, MANY, 2 * MANY, MANY + 1]
    with statements(database.engine) as sent:
        again = database.transact(
            import_families, reading.lines, "again", "en", actor=OFFICE, now=NOW
        )
    assert again == FamiliesImported(0, MANY // 2, 0, MANY, 0, MANY, 0)
    assert len(sent) < 60


def test_one_wrong_line_in_five_thousand_keeps_all_of_them_out(make: Factory) -> None:
    content = many_families().replace(b"Child 4999,", b"Child 4998,")
    reading = read_families(content, RULES)
    outcome = make.database.transact(
        import_families, reading.lines, "key", "en", actor=OFFICE, now=NOW
    )
    assert isinstance(outcome, NotImported)
    assert [each.line for each in outcome.problems] == [MANY + 1]
    assert make.count(parent) == make.count(child) == 0


def test_five_thousand_activities_are_taken_in_with_few_statements(make: Factory) -> None:
    reading = read_activities(many_activities(), RULES)
    assert len(reading.lines) == MANY
    database, whole = make.database, ActivitiesImported(MANY, 4 * MANY, 50)
    found = database.look(preview_activities, reading.lines, POLICY, actor=OFFICE, now=NOW)
    assert found == whole
    with statements(database.engine) as sent:
        done = database.transact(
            import_activities, reading.lines, "key", POLICY, actor=OFFICE, now=NOW
        )
    assert done == whole
    assert len(sent) < 60
    counted = [make.count(table) for table in (tutor, activity, session)]
    assert counted == [50, MANY, 4 * MANY]

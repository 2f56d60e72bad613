"""What is made of a check of the books: noted once a day, and told when something newly breaks."""

from datetime import UTC, date, datetime, timedelta

import pytest

from domain.books import day_to_check, record_check
from domain.faults import Fault, Rule
from storage.tables import books_check, books_fault, staff
from tests.domain.school import School
from tests.factory import LONDON, NOW

TODAY = date(2026, 9, 7)
ADMIN = 9001
CHARGED = Fault(Rule.CHARGED, 2, (4, 5))
CAPACITY = Fault(Rule.CAPACITY, 1, (7,))


def check(school: School, *faults: Fault, days: int = 0) -> bool:
    on = TODAY + timedelta(days=days)
    return school.run(record_check, on, faults, [ADMIN], now=school.now)


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2026, 9, 7, 2, 59, tzinfo=UTC), date(2026, 9, 6)),
        (datetime(2026, 9, 7, 3, 0, tzinfo=UTC), TODAY),
        (datetime(2026, 9, 8, 2, 59, tzinfo=UTC), TODAY),
    ],
)
def test_days_of_checks_begin_at_four_in_the_morning_at_the_school(at: datetime, day: date) -> None:
    assert day_to_check(at, LONDON) == day


def test_check_without_faults_is_noted_and_tells_nobody(school: School) -> None:
    assert check(school)
    assert [(row.on_date, row.checked_at) for row in school.make.rows(books_check)] == [
        (TODAY, NOW)
    ]
    assert school.make.count(books_fault) == 0
    assert school.told() == []


def test_there_is_one_check_a_day(school: School) -> None:
    assert check(school)
    assert not check(school, CHARGED)
    assert school.make.count(books_fault) == 0
    assert school.told() == []


def test_admins_hear_of_a_rule_once_when_it_breaks(school: School) -> None:
    check(school, CHARGED)
    assert school.told() == ["books_wrong:d2026-09-07:t9001"]
    check(school, CHARGED, days=1)
    assert len(school.told()) == 1, "wrong already"
    check(school, CHARGED, CAPACITY, days=2)
    assert len(school.told()) == 2, "another rule"
    check(school, days=3)
    check(school, CAPACITY, days=4)
    assert len(school.told()) == 3, "wrong again"
    rows = school.make.rows(books_fault, rule="charged")
    assert [row.faults for row in rows] == [2, 2, 2]


def test_admins_of_the_settings_and_of_the_database_are_told_once_each(school: School) -> None:
    olive = {"name": "Olive", "language": "en", "role": "admin", "joined_at": NOW}
    for telegram_id in (ADMIN, ADMIN + 1):
        school.make.insert(staff, telegram_id=telegram_id, **olive)
    check(school, CHARGED)
    assert sorted(school.told()) == [f"books_wrong:d2026-09-07:t{ADMIN + n}" for n in (0, 1)]

"""Stretches of days that figures are shown for."""

from datetime import date

import pytest

from domain.periods import Period, Span, period_of

MONDAY, THURSDAY, SUNDAY = date(2026, 9, 7), date(2026, 9, 10), date(2026, 9, 13)
TERM = Period(date(2026, 9, 1), date(2026, 12, 18))


@pytest.mark.parametrize("today", [MONDAY, THURSDAY, SUNDAY])
def test_weeks_are_this_one_and_the_three_before(today: date) -> None:
    assert period_of(Span.WEEKS, today, TERM) == Period(date(2026, 8, 17), SUNDAY)


@pytest.mark.parametrize(
    ("today", "last"),
    [(date(2026, 2, 28), 28), (date(2028, 2, 1), 29), (date(2026, 12, 31), 31), (THURSDAY, 30)],
)
def test_month_is_from_its_first_day_to_its_last(today: date, last: int) -> None:
    month = period_of(Span.MONTH, today, None)
    assert month == Period(today.replace(day=1), today.replace(day=last))


def test_term_is_as_it_is_but_never_longer_than_a_year() -> None:
    assert period_of(Span.TERM, THURSDAY, TERM) == TERM
    endless = Period(date(2020, 1, 1), TERM.last)
    assert len(period_of(Span.TERM, THURSDAY, endless).weeks()) == 53


def test_without_a_term_there_are_the_weeks() -> None:
    assert period_of(Span.TERM, THURSDAY, None) == period_of(Span.WEEKS, THURSDAY, None)


def test_weeks_begin_on_mondays_and_lose_no_day() -> None:
    assert Period(THURSDAY, date(2026, 9, 22)).weeks() == [
        Period(THURSDAY, SUNDAY),
        Period(date(2026, 9, 14), date(2026, 9, 20)),
        Period(date(2026, 9, 21), date(2026, 9, 22)),
    ]
    assert Period(SUNDAY, SUNDAY).weeks() == [Period(SUNDAY, SUNDAY)]

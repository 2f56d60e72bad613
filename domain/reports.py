"""Which days a report is about: a week, a month or a term, and those before and after it."""

from datetime import date, timedelta
from enum import StrEnum

from domain.periods import DAY, WEEK, Period


class ReportSpan(StrEnum):
    WEEK = "week"
    """From Monday to Sunday."""
    MONTH = "month"
    TERM = "term"
    """From the first to the last day of the activities that are on."""


def report_period(span: ReportSpan, on: date, term: Period | None) -> Period:
    """Return the days of a span around a day; where there is no term, its month.

    A term is never longer than a year: it would be one that somebody has mistyped.
    """
    if span is ReportSpan.WEEK:
        monday = on - timedelta(days=on.weekday())
        return Period(monday, monday + WEEK - DAY)
    if span is ReportSpan.TERM and term is not None:
        return Period(max(term.first, term.last - 52 * WEEK), term.last)
    first = on.replace(day=1)
    return Period(first, (first + timedelta(days=31)).replace(day=1) - DAY)


def percent(part: int, whole: int) -> int | None:
    """Return a share in whole percent, as 99 if a little is missing; None of nothing."""
    return None if whole == 0 else part * 100 // whole

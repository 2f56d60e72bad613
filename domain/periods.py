"""Stretches of days that figures are shown for, in the school's zone, and their weeks."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

WEEK = timedelta(weeks=1)
DAY = timedelta(days=1)


class Span(StrEnum):
    """What may be chosen."""

    WEEKS = "weeks"
    """This week and the three before."""
    MONTH = "month"
    TERM = "term"


@dataclass(frozen=True, slots=True)
class Period:
    """Days from the first to the last, both included."""

    first: date
    last: date

    def weeks(self) -> list["Period"]:
        """Return its weeks, which begin on Mondays; the first and the last may be cut short."""
        found = []
        first = self.first
        while first <= self.last:
            sunday = first + timedelta(days=6 - first.weekday())
            found.append(Period(first, min(sunday, self.last)))
            first = sunday + DAY
        return found


def period_of(span: Span, today: date, term: Period | None) -> Period:
    """Return the days of a span; without a term its weeks, and never more than a year."""
    monday = today - timedelta(days=today.weekday())
    match span:
        case Span.MONTH:
            first = today.replace(day=1)
            return Period(first, (first + timedelta(days=31)).replace(day=1) - DAY)
        case Span.TERM if term is not None:
            return Period(max(term.first, term.last - 52 * WEEK), term.last)
        case _:
            return Period(monday - 3 * WEEK, monday + WEEK - DAY)

"""A list of activities as values: what is listed, what is on file, and what is to be written."""

from dataclasses import dataclass
from datetime import date, time

from domain.imports import ActivitiesImported
from domain.model import Plan

NAME, TUTOR, DESCRIPTION, PLACE = "Activity", "Tutor", "Description", "Place"
WEEKDAY, START, END = "Weekday", "Start", "End"
FIRST, LAST = "First date", "Last date"
FROM_YEAR, TO_YEAR = "From year", "To year"
CAPACITY, PRICE = "Capacity", "Price"
CUTOFF, FREE_CANCELLATION = "Booking cut-off (minutes)", "Free cancellation (hours)"


@dataclass(frozen=True, slots=True)
class ActivityLine:
    line: int
    plan: Plan
    """Its tutor is a name."""


@dataclass(frozen=True, slots=True)
class KnownActivity:
    """What an activity on file is told by."""

    name: str
    weekday: int
    start_time: time
    first_on: date
    last_on: date


@dataclass(frozen=True, slots=True)
class KnownActivities:
    activities: tuple[KnownActivity, ...]
    """Those that are not archived."""
    tutors: tuple[tuple[int, str], ...]
    closures: frozenset[date]


@dataclass(frozen=True, slots=True)
class ActivitiesPlan:
    """What a list writes. A new tutor has no id yet and is counted -1, -2 and so on."""

    tutors: tuple[str, ...]
    activities: tuple[Plan, ...]
    dates: tuple[tuple[date, ...], ...]
    """For each activity."""

    @property
    def found(self) -> ActivitiesImported:
        sessions = sum(map(len, self.dates))
        return ActivitiesImported(len(self.activities), sessions, len(self.tutors))

"""What there is to book: activities, and their sessions."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    id: int
    name: str
    weekday: int
    """0 is Monday."""
    start_time: time
    end_time: time
    first_on: date
    last_on: date
    grade_from: int
    grade_to: int
    price_minor: int
    is_archived: bool = False
    booking_cutoff: timedelta | None = None
    """None: as the school's policy says; so too the next."""
    free_cancellation: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All that the office decides about an activity."""

    name: str
    tutor: int | str
    """A tutor's id, or the name of one; who is not known by it is new."""
    description: str
    location: str
    weekday: int
    """0 is Monday."""
    start_time: time
    end_time: time
    first_on: date
    last_on: date
    grade_from: int
    grade_to: int
    capacity: int
    price_minor: int
    booking_cutoff: timedelta | None = None
    """None: as the school's policy says; so too the next."""
    free_cancellation: timedelta | None = None


class Field(StrEnum):
    """What of a plan is changed at a time."""

    NAME = "name"
    TUTOR = "tutor"
    DESCRIPTION = "description"
    PLACE = "place"
    WEEKDAY = "weekday"
    TIMES = "times"
    TERM = "term"
    YEARS = "years"
    CAPACITY = "capacity"
    PRICE = "price"
    CUTOFF = "cutoff"
    FREE_CANCELLATION = "free"


@dataclass(frozen=True, slots=True)
class Planned:
    """An activity that is there, as the office plans it."""

    id: int
    plan: Plan
    """Its tutor is an id."""
    tutor_name: str
    is_archived: bool


class SessionStatus(StrEnum):
    SCHEDULED = "scheduled"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Session:
    """One dated occurrence of an activity, with the capacity that counts on that date."""

    id: int
    activity: Activity
    on: date
    capacity: int
    status: SessionStatus
    has_own_capacity: bool = False
    """Its capacity stays when the activity's changes."""

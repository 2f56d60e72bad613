"""The term around a day: its weeks, the days the school is shut, the clubs and their dates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import insert

from domain.model import Policy, Role, Session, SessionStatus
from domain.ports.staff import NewStaff
from domain.timetable import instant, session_dates
from storage.rows import ACTIVITY_COLUMNS, activity_of
from storage.sample_data.clubs import CLUBS, STORY, TUTORS
from storage.tables import activity, closure, session, tutor
from storage.transaction import Transaction

WEEKS = 13
WEEKS_GONE = 5
HALF_TERM = 7
"""Counted from 0, like all weeks here: the first half of term has seven."""
SATURDAY = 5
MORNING = time(8)
BOOKING_OPENS_BEFORE = timedelta(weeks=2)
AUGUST = 8


@dataclass(frozen=True, slots=True)
class Term:
    first_on: date
    last_on: date
    closures: dict[date, str]

    @property
    def school_year(self) -> int:
        """The calendar year in which the school year began."""
        return self.first_on.year - (self.first_on.month < AUGUST)


def term_around(today: date) -> Term:
    """Return a term that began some five weeks ago, on a Monday."""
    monday = today - timedelta(days=today.weekday())
    first_on = monday - timedelta(weeks=WEEKS_GONE)
    half_term = first_on + timedelta(weeks=HALF_TERM)
    staff_day = half_term - timedelta(days=3)
    week_off = {half_term + timedelta(days=day): "Half-term" for day in range(SATURDAY + 1)}
    last_on = first_on + timedelta(weeks=WEEKS, days=-2)
    return Term(first_on, last_on, {staff_day: "Staff training"} | week_off)


def opening(term: Term, policy: Policy) -> datetime:
    """Return when families could begin to book."""
    return instant(term.first_on, MORNING, policy.zone) - BOOKING_OPENS_BEFORE


def add_term(tx: Transaction, term: Term) -> list[Session]:
    """Write tutors, clubs, closures and sessions, and return the sessions."""
    write = tx.connection
    write.execute(
        insert(closure),
        [{"date": on, "reason": reason} for on, reason in term.closures.items()],
    )
    tutor_ids = write.scalars(
        insert(tutor).returning(tutor.c.id, sort_by_parameter_order=True),
        [{"name": name} for name in TUTORS],
    ).all()
    clubs = write.execute(
        insert(activity).returning(*ACTIVITY_COLUMNS, sort_by_parameter_order=True),
        _activity_rows(term, tutor_ids),
    )
    rows = [
        {"activity_id": club.id, "date": on, "status": SessionStatus.SCHEDULED}
        for club in map(activity_of, clubs)
        for on in session_dates(club, term.closures)
    ]
    added = insert(session).returning(session.c.id, sort_by_parameter_order=True)
    return tx.sessions.lock(write.scalars(added, rows).all())


def add_story_tutor(tx: Transaction, telegram_id: int, joined_at: datetime) -> None:
    """Let the tutor of the story's club be one of the staff."""
    [club] = [each for each in CLUBS if each.name == STORY]
    name = TUTORS[club.tutor]
    person = NewStaff(telegram_id, name.partition(" ")[2], "en")
    tx.staff.put(person, Role.TUTOR, joined_at)
    tutor_id = tx.activities.find_tutor(name)
    assert tutor_id is not None  # noqa: S101  written with the term
    tx.staff.link_tutor(tutor_id, telegram_id)


def _activity_rows(term: Term, tutor_ids: Sequence[int]) -> list[dict[str, Any]]:
    return [
        {
            "tutor_id": tutor_ids[club.tutor],
            "name": club.name,
            "description": club.description,
            "location": club.location,
            "price_minor": club.price_minor,
            "max_capacity": club.capacity,
            "weekday": club.weekday,
            "start_time": club.start,
            "end_time": club.end,
            "first_on": term.first_on,
            "last_on": term.last_on,
            "grade_from": club.grades[0],
            "grade_to": club.grades[1],
            "booking_cutoff_minutes": club.booking_cutoff_minutes,
            "free_cancellation_minutes": club.free_cancellation_minutes,
        }
        for club in CLUBS
    ]

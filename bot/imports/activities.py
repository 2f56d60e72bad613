"""A list of activities, one line each."""

from datetime import date, timedelta
from functools import partial
from typing import Any

from bot.forms import (
    read_date,
    read_grade,
    read_name,
    read_number,
    read_price,
    read_time,
    read_weekday,
    read_whole,
)
from bot.imports.cells import MIDNIGHT, Cells, Reading, Rules, read_list
from bot.imports.tables import Column
from domain.activity_lists import (
    CAPACITY,
    CUTOFF,
    DESCRIPTION,
    END,
    FIRST,
    FREE_CANCELLATION,
    FROM_YEAR,
    LAST,
    NAME,
    PLACE,
    PRICE,
    START,
    TO_YEAR,
    TUTOR,
    WEEKDAY,
    ActivityLine,
)
from domain.imports import Fault
from domain.model import Plan
from domain.sessions import MOST_PLACES

LONGEST_DESCRIPTION = 500
LONGEST_HOURS = 24 * 366
_describe = partial(read_name, longest=LONGEST_DESCRIPTION)
COLUMNS = (
    Column(NAME, ("name", "activity name", "club", "title")),
    Column(TUTOR, ("teacher", "coach", "leader", "tutor name")),
    Column(DESCRIPTION, ("about",), is_needed=False),
    Column(PLACE, ("location", "where", "room", "venue")),
    Column(WEEKDAY, ("day", "day of the week")),
    Column(START, ("start time", "from", "begins", "starts")),
    Column(END, ("end time", "to", "until", "ends")),
    Column(FIRST, ("first day", "start date", "term start", "first session")),
    Column(LAST, ("last day", "end date", "term end", "last session")),
    Column(FROM_YEAR, ("year from", "youngest year", "from grade")),
    Column(TO_YEAR, ("year to", "oldest year", "to grade")),
    Column(CAPACITY, ("places", "max places", "maximum")),
    Column(PRICE, ("price per session", "cost", "fee")),
    Column(CUTOFF, ("cut-off", "booking cut-off", "cut-off minutes"), is_needed=False),
    Column(FREE_CANCELLATION, ("free cancellation", "cancellation hours"), is_needed=False),
)
EXAMPLES = (
    ("EXAMPLE Swimming", "Tim Pool", "For beginners.", "Pool", "Monday", "15:30", "16:30",
     "7.9.2026", "14.12.2026", "Year 2", "Year 4", "15", "6.50", "120", "24"),
    ("EXAMPLE Chess", "Clara King", "", "Library", "Wed", "12:15", "13:00",
     "2026-09-09", "2026-12-16", "Reception", "Year 6", "20", "free", "", ""),
)  # fmt: skip


def read_activities(content: bytes, rules: Rules) -> Reading[ActivityLine]:
    """Return the lines of a list of activities, or all that is wrong with it."""
    return read_list(content, COLUMNS, partial(_line, rules=rules))


def _line(cells: Cells, *, rules: Rules) -> ActivityLine | None:
    read_year = partial(read_grade, last=rules.last_grade)
    values: dict[str, Any] = {
        "name": cells.need(NAME, read_name, Fault.NAME),
        "tutor": cells.need(TUTOR, read_name, Fault.NAME),
        "description": cells.read(DESCRIPTION, _describe, Fault.TOO_LONG) or "",
        "location": cells.need(PLACE, read_name, Fault.NAME),
        "weekday": cells.need(WEEKDAY, read_weekday, Fault.WEEKDAY),
        "start_time": cells.need(START, read_time, Fault.TIME),
        "end_time": cells.need(END, read_time, Fault.TIME),
        "first_on": cells.need(FIRST, _date, Fault.DATE),
        "last_on": cells.need(LAST, _date, Fault.DATE),
        "grade_from": cells.need(FROM_YEAR, read_year, Fault.GRADE),
        "grade_to": cells.need(TO_YEAR, read_year, Fault.GRADE),
        "capacity": cells.need(CAPACITY, partial(read_number, most=MOST_PLACES), Fault.NUMBER),
        "price_minor": cells.need(PRICE, partial(read_price, currency=rules.currency), Fault.PRICE),
        "booking_cutoff": cells.read(CUTOFF, _minutes, Fault.NUMBER),
        "free_cancellation": cells.read(FREE_CANCELLATION, _hours, Fault.NUMBER),
    }
    return None if cells.problems else ActivityLine(cells.number, Plan(**values))


def _date(text: str) -> date | None:
    return read_date(MIDNIGHT.sub("", text))


def _minutes(text: str) -> timedelta | None:
    minutes = read_whole(text)
    return None if minutes is None else timedelta(minutes=minutes)


def _hours(text: str) -> timedelta | None:
    hours = read_whole(text)
    return timedelta(hours=hours) if hours is not None and hours <= LONGEST_HOURS else None

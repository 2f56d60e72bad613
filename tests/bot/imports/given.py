"""Files for the reader, and what it makes of them."""

from datetime import date

from bot.imports.activities import read_activities
from bot.imports.cells import Rules
from bot.imports.families import read_families
from domain.imports import Problem

RULES = Rules(today=date(2026, 9, 7), last_grade=6, country_code="44", currency="GBP")
TITLES = "Child name,Birth date,Year group,Parent 1 name,Parent 1 phone"
EMMA = "Emma,31.5.2018,Year 3,Ann Smith,+44 7700 900123"
CLUBS = (
    "Activity,Tutor,Description,Place,Weekday,Start,End,First date,Last date,From year,To year,"
    "Capacity,Price,Booking cut-off (minutes),Free cancellation (hours)"
)
SWIMMING = {
    "Activity": "Swimming",
    "Tutor": "Tim Pool",
    "Description": "",
    "Place": "Pool",
    "Weekday": "Monday",
    "Start": "15:30",
    "End": "16:30",
    "First date": "7.9.2026",
    "Last date": "14.12.2026",
    "From year": "Reception",
    "To year": "Year 4",
    "Capacity": "15",
    "Price": "6.50",
    "Booking cut-off (minutes)": "",
    "Free cancellation (hours)": "",
}


def listed(*lines: str, titles: str = TITLES, ends: str = "\r\n") -> str:
    return ends.join([titles, *lines]) + ends


def problems(content: str | bytes, rules: Rules = RULES) -> list[Problem]:
    given = content.encode() if isinstance(content, str) else content
    return list(read_families(given, rules).problems)


def faults(content: str | bytes, rules: Rules = RULES) -> list[tuple[str, int, str]]:
    """What is wrong with a list of families: fault, line, column."""
    return [(each.fault.value, each.line, each.column) for each in problems(content, rules)]


def faults_of_swimming(**cells: str) -> list[tuple[str, str, str]]:
    """What is wrong with an activity some of whose cells are other ones."""
    line = ",".join((SWIMMING | {_title(name): cell for name, cell in cells.items()}).values())
    read = read_activities(f"{CLUBS}\n{line}".encode(), RULES)
    return [(each.fault.value, each.column, each.value) for each in read.problems]


def _title(name: str) -> str:
    return next(title for title in SWIMMING if title.lower().replace(" ", "_").startswith(name))

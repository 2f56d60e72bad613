"""Taking in whole lists: what can be wrong with one, and what came of it."""

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from enum import StrEnum

MOST_LINES = 20_000
"""Of one file: more than any school has, and still a matter of seconds."""


class ListKind(StrEnum):
    FAMILIES = "families"
    ACTIVITIES = "activities"


class Fault(StrEnum):
    """What is wrong with a file, one of its columns, lines or cells."""

    # The file as a whole
    TOO_LARGE = "too_large"
    GONE = "gone"
    """It cannot be fetched any more."""
    EMPTY = "empty"
    WORKBOOK = "workbook"
    PDF = "pdf"
    PICTURE = "picture"
    NOT_TEXT = "not_text"
    ENCODING = "encoding"
    TOO_MANY_LINES = "too_many_lines"
    NO_LINES = "no_lines"
    # Its first line
    NO_COLUMNS = "no_columns"
    MISSING_COLUMN = "missing_column"
    UNKNOWN_COLUMN = "unknown_column"
    REPEATED_COLUMN = "repeated_column"
    # One line
    QUOTES = "quotes"
    EXTRA_CELL = "extra_cell"
    EXAMPLE = "example"
    # One cell
    NOTHING = "nothing"
    FORMULA = "formula"
    DAMAGED = "damaged"
    NAME = "name"
    BIRTH_DATE = "birth_date"
    GRADE = "grade"
    PHONE = "phone"
    EMAIL = "email"
    NO_CONTACT = "no_contact"
    TOO_LONG = "too_long"
    NOTES = "notes"
    WEEKDAY = "weekday"
    TIME = "time"
    DATE = "date"
    NUMBER = "number"
    PRICE = "price"
    # Lines that do not go together, with each other or with what is on file
    SAME_CHILD = "same_child"
    OTHER_PARENTS = "other_parents"
    OTHER_BIRTH_DATE = "other_birth_date"
    OTHER_GRADE = "other_grade"
    OTHER_NOTES = "other_notes"
    SAME_PARENT = "same_parent"
    PHONE_OF_ANOTHER = "phone_of_another"
    EMAIL_OF_ANOTHER = "email_of_another"
    OTHER_EMAIL = "other_email"
    OTHER_PHONE = "other_phone"
    TWO_PARENTS = "two_parents"
    SEVERAL_ON_FILE = "several_on_file"
    EMAIL_ALONE = "email_alone"
    TOO_MANY_CHILDREN = "too_many_children"
    SAME_ACTIVITY = "same_activity"
    SEVERAL_TUTORS = "several_tutors"
    ENDS_BEFORE_START = "ends_before_start"
    TERM_BACKWARDS = "term_backwards"
    TERM_TOO_LONG = "term_too_long"
    TERM_OVER = "term_over"
    NO_DATES = "no_dates"
    YEARS_BACKWARDS = "years_backwards"
    NO_PLACES = "no_places"
    CUTOFF_TOO_LONG = "cutoff_too_long"


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason why a list is not taken in."""

    fault: Fault
    line: int = 0
    """As a spreadsheet counts; 0 is the file as a whole."""
    column: str = ""
    """By its title; empty where it is about the whole line."""
    value: str = ""
    """What stands there, or what it should be told apart from."""
    other_line: int = 0
    """Where else in the file; 0 is what the school has on file."""


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Put problems in the order of the lines that they are about."""
    return tuple(sorted(problems, key=lambda each: each.line))


@dataclass(frozen=True, slots=True)
class NotImported:
    """Nothing was done."""

    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class FamiliesImported:
    """What a list of families brings, or has brought."""

    new_families: int
    known_families: int
    new_children: int
    known_children: int
    new_parents: int
    known_parents: int
    moved: int
    """Known children whose year group is another one now."""

    @property
    def detail(self) -> str:
        """The numbers as the trail keeps them."""
        return " ".join(map(str, astuple(self)))


@dataclass(frozen=True, slots=True)
class ActivitiesImported:
    activities: int
    sessions: int
    new_tutors: int

    @property
    def detail(self) -> str:
        return " ".join(map(str, astuple(self)))


Imported = FamiliesImported | ActivitiesImported


def folded(name: str) -> str:
    """Return what two ways to write one name have in common."""
    return " ".join(name.casefold().split())

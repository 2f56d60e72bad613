"""What the office is asked about an activity, question by question."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import Any

from bot.forms import read_grade, read_name, read_price, read_weekday
from bot.plan_forms import read_day, read_length, read_places, read_times
from domain.activities import Problem, problems_of
from domain.model import Field, Plan

LONGEST_DESCRIPTION = 500


class Question(StrEnum):
    """What is asked at a time; a field may take two questions."""

    NAME = "name"
    TUTOR = "tutor"
    DESCRIPTION = "text"
    PLACE = "place"
    WEEKDAY = "day"
    TIMES = "times"
    FIRST = "first"
    LAST = "last"
    FROM = "from"
    TO = "to"
    CAPACITY = "places"
    PRICE = "price"
    CUTOFF = "cutoff"
    FREE = "free"


QUESTIONS = tuple(Question)
ASKED_FOR: dict[Field, tuple[Question, ...]] = {
    Field.NAME: (Question.NAME,),
    Field.TUTOR: (Question.TUTOR,),
    Field.DESCRIPTION: (Question.DESCRIPTION,),
    Field.PLACE: (Question.PLACE,),
    Field.WEEKDAY: (Question.WEEKDAY,),
    Field.TIMES: (Question.TIMES,),
    Field.TERM: (Question.FIRST, Question.LAST),
    Field.YEARS: (Question.FROM, Question.TO),
    Field.CAPACITY: (Question.CAPACITY,),
    Field.PRICE: (Question.PRICE,),
    Field.CUTOFF: (Question.CUTOFF,),
    Field.FREE_CANCELLATION: (Question.FREE,),
}
SEEN_AT: dict[Question, tuple[Problem, ...]] = {
    Question.TIMES: (Problem.ENDS_BEFORE_START,),
    Question.LAST: (Problem.TERM_BACKWARDS, Problem.TERM_OVER, Problem.TERM_TOO_LONG),
    Question.TO: (Problem.YEARS_BACKWARDS,),
    Question.CUTOFF: (Problem.CUTOFF_TOO_LONG,),
}
"""What an answer may be wrong about together with earlier ones."""

Answer = dict[str, Any]
"""Parts of a plan."""


@dataclass(frozen=True)
class Asked:
    """What an answer is read by."""

    today: date
    currency: str
    last_grade: int


_READERS: dict[Question, Callable[[str, Asked], Any]] = {
    Question.NAME: lambda text, _: read_name(text),
    Question.TUTOR: lambda text, _: read_name(text),
    Question.DESCRIPTION: lambda text, _: read_name(text, longest=LONGEST_DESCRIPTION),
    Question.PLACE: lambda text, _: read_name(text),
    Question.WEEKDAY: lambda text, _: read_weekday(text),
    Question.TIMES: lambda text, _: read_times(text),
    Question.FIRST: lambda text, asked: read_day(text, today=asked.today),
    Question.LAST: lambda text, asked: read_day(text, today=asked.today),
    Question.FROM: lambda text, asked: read_grade(text, last=asked.last_grade),
    Question.TO: lambda text, asked: read_grade(text, last=asked.last_grade),
    Question.CAPACITY: lambda text, _: read_places(text),
    Question.PRICE: lambda text, asked: read_price(text, asked.currency),
    Question.CUTOFF: lambda text, _: read_length(text),
    Question.FREE: lambda text, _: read_length(text),
}
_PARTS: dict[Question, str] = {
    Question.NAME: "name",
    Question.TUTOR: "tutor",
    Question.DESCRIPTION: "description",
    Question.PLACE: "location",
    Question.WEEKDAY: "weekday",
    Question.FIRST: "first_on",
    Question.LAST: "last_on",
    Question.FROM: "grade_from",
    Question.TO: "grade_to",
    Question.CAPACITY: "capacity",
    Question.PRICE: "price_minor",
    Question.CUTOFF: "booking_cutoff",
    Question.FREE: "free_cancellation",
}
KEEP = "="
"""The answer by a button that leaves what is there."""
NONE = "-"
"""The answer by a button that is empty, or as the school's policy says."""


def read_typed(question: Question, text: str, asked: Asked) -> Answer | None:
    """Read what was typed, None if it does not answer the question."""
    value = _READERS[question](text, asked)
    if value is None:
        return None
    if question is Question.TIMES:
        return {"start_time": value[0], "end_time": value[1]}
    return {_PARTS[question]: value}


def read_tapped(question: Question, value: str, asked: Asked) -> Answer | None:
    """Read what a button says, None if no button of ours says it."""
    part = _PARTS.get(question, "")
    if value == KEEP:
        return {}
    if value == NONE and question is Question.DESCRIPTION:
        return {part: ""}
    if value == NONE and question in (Question.CUTOFF, Question.FREE):
        return {part: None}
    number = int(value) if re.fullmatch("[0-9]{1,15}", value) else -1
    if number in _range(question, asked):
        return {part: number}
    return None


def _range(question: Question, asked: Asked) -> range:
    match question:
        case Question.WEEKDAY:
            return range(7)
        case Question.FROM | Question.TO:
            return range(asked.last_grade + 1)
        case Question.PRICE:
            return range(1)
        case _:
            return range(0)


BLANK = Plan(
    name="",
    tutor="",
    description="",
    location="",
    weekday=0,
    start_time=time(),
    end_time=time(),
    first_on=date.min,
    last_on=date.min,
    grade_from=0,
    grade_to=0,
    capacity=1,
    price_minor=0,
)
"""Of which nothing has been asked yet."""


def problem_with(question: Question, plan: Plan, *, today: date) -> Problem | None:
    """Say what is wrong with an answer together with earlier ones."""
    found = problems_of(plan, today=today)
    return next((each for each in SEEN_AT.get(question, ()) if each in found), None)

"""Screens of the conversation about what an activity is to be: questions and the summary."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.callback_data import Tap
from bot.forms import most_amount
from bot.plan_forms import MOST_PLACES
from bot.planning import KEEP, LONGEST_DESCRIPTION, NONE, Question
from bot.screen import Button, Rows, Screen, lines, paragraphs
from bot.screens.activities import facts, field_name, length
from bot.screens.parts import back_or_stop, bad_name, in_rows, page_of, price, times_of, turning
from bot.taps.activities import (
    AskField,
    BackToPlan,
    ChooseField,
    ConfirmPlan,
    PlanAnswer,
    ShowActivities,
    StopPlanning,
    TurnTutors,
)
from bot.texts import Html, Say, isolated
from domain.activities import LONGEST_TERM, PlanRefused, Problem
from domain.model import Field, Plan, Policy
from domain.timetable import LONGEST_BOOKING_CUTOFF
from storage.activity_queries import Tutor

TUTORS_A_PAGE = 10
CHOICES_A_ROW = 3
EXAMPLE_CUTOFF = timedelta(hours=2)


def way_out(say: Say, back: Tap | None) -> Rows:
    """Return the row that leads back, and out; at a first question one of them is enough."""
    if back == StopPlanning():
        return ((Button(say.label("Back"), back),),)
    return back_or_stop(say, back, StopPlanning())


def question(
    say: Say, asked: Question, *, heading: Html, buttons: Rows, example: date, back: Tap | None
) -> Screen:
    """Ask one thing about an activity; an answer may be typed or tapped."""
    text = paragraphs(heading, _prompt(say, asked, example))
    return Screen(text, (*buttons, *way_out(say, back)))


def new_heading(say: Say, number: int, total: int) -> Html:
    return say("<b>New activity</b>, question {number} of {total}", number=number, total=total)


def edit_heading(say: Say, name: str, *, is_new: bool) -> Html:
    if is_new:
        return say("<b>New activity: {activity}</b>", activity=name)
    return say("<b>{activity}</b>", activity=name)


def _prompt(say: Say, asked: Question, day: date) -> Html:
    example = say.full_date(day)
    return {
        Question.NAME: say("What is it called? For example: Chess"),
        Question.TUTOR: say("Who runs it? Tap a name, or write a new one, for example: Tina Smith"),
        Question.DESCRIPTION: say(
            "What should parents know about it? Write a sentence or two, for example: Chess for "
            "beginners. Boards are there."
        ),
        Question.PLACE: say("Where does it take place? For example: Library"),
        Question.WEEKDAY: say("On which day of the week?"),
        Question.TIMES: say("From when to when? For example: 15:30-16:30"),
        Question.FIRST: say("From which day on? For example: {day}", day=example),
        Question.LAST: say("Until which day? For example: {day}", day=example),
        Question.FROM: say("From which year group on?"),
        Question.TO: say("Up to which year group?"),
        Question.CAPACITY: say("How many places are there on each date? For example: 12"),
        Question.PRICE: say(
            "What does a place cost on one date? For example: {example}",
            example=say.plain_money(say.minor(6)),
        ),
        Question.CUTOFF: say(
            "How long before the start does booking close? For example: {example}",
            example=say.length(EXAMPLE_CUTOFF),
        ),
        Question.FREE: say(
            "Until how long before the start is cancelling free? For example: {example}",
            example=say.length(timedelta(days=1)),
        ),
    }[asked]


def complaint(say: Say, asked: Question, day: date) -> Html:
    """Say why what was typed is no answer, with an example of one."""
    example = say.full_date(day)
    bad_day = say("I cannot read that as a day. Write it like this: {day}", day=example)
    bad_length = say(
        "I cannot read that as a length of time. Write it like this: {example}",
        example=say.length(EXAMPLE_CUTOFF),
    )
    bad_year = say("I cannot read that as a year group. Tap one, or write, for example: Year 3")
    return {
        Question.NAME: bad_name(say),
        Question.TUTOR: bad_name(say),
        Question.DESCRIPTION: say(
            "A description has 1 to {most} letters. Please write it again, or skip it.",
            most=LONGEST_DESCRIPTION,
        ),
        Question.PLACE: bad_name(say),
        Question.WEEKDAY: say(
            "I cannot read that as a day of the week. Tap one, or write, for example: Monday"
        ),
        Question.TIMES: say(
            "I cannot read that as two times. Write them like this: 15:30-16:30, or 3.30pm to "
            "4.30pm"
        ),
        Question.FIRST: bad_day,
        Question.LAST: bad_day,
        Question.FROM: bad_year,
        Question.TO: bad_year,
        Question.CAPACITY: say(
            "Places are a number from 1 to {most}. For example: 12", most=MOST_PLACES
        ),
        Question.PRICE: say(
            "I cannot use that as a price. Write one up to {most}, for example {example}, or 0 "
            "if it is free.",
            most=say.money(most_amount(say.currency)),
            example=say.plain_money(say.minor(6)),
        ),
        Question.CUTOFF: bad_length,
        Question.FREE: bad_length,
    }[asked]


def problem(say: Say, found: Problem) -> Html:
    """Say what is wrong with a plan."""
    return {
        Problem.ENDS_BEFORE_START: say(
            "It would end before it starts. Write both times, for example: 15:30-16:30"
        ),
        Problem.TERM_BACKWARDS: say("The last day is before the first one. Choose a later day."),
        Problem.TERM_TOO_LONG: say(
            "From the first to the last day there may be {days} days at most. Choose an earlier "
            "last day.",
            days=LONGEST_TERM.days,
        ),
        Problem.TERM_OVER: say("The last day is over already. Choose a later one."),
        Problem.NO_DATES: say(
            "There is no date left: the day of the week does not come between the first and the "
            "last day, or the school is shut each time. Change the day or the term."
        ),
        Problem.YEARS_BACKWARDS: say(
            "The last year group is below the first one. Choose the same or a higher one."
        ),
        Problem.NO_PLACES: say("There has to be at least one place."),
        Problem.CUTOFF_TOO_LONG: say(
            "Booking can close {most} before the start at most. For example: {example}",
            most=say.length(LONGEST_BOOKING_CUTOFF),
            example=say.length(EXAMPLE_CUTOFF),
        ),
    }[found]


@dataclass(frozen=True)
class Choices:
    """What can be chosen from."""

    tutors: Sequence[Tutor]
    page: int
    """Of the tutors."""
    last_grade: int
    policy: Policy


def answers(say: Say, asked: Question, choices: Choices, *, keep: str | None) -> Rows:
    """Return the buttons that answer a question; `keep` names what is there already."""
    if keep is None:
        return _choices(say, asked, choices)
    kept = Button(say.label("Keep: {what}", what=keep), PlanAnswer(asked, KEEP))
    return ((kept,), *_choices(say, asked, choices))


def _choices(say: Say, asked: Question, choices: Choices) -> Rows:
    if asked is Question.TUTOR:
        return _tutors(say, choices.tutors, choices.page)
    policy = choices.policy
    offered = {
        Question.DESCRIPTION: [(say.label("No description"), NONE)],
        Question.WEEKDAY: [(say.weekday(day), str(day)) for day in range(7)],
        Question.FROM: _grades(say, choices.last_grade),
        Question.TO: _grades(say, choices.last_grade),
        Question.PRICE: [(say.label("Free of charge"), "0")],
        Question.CUTOFF: [(_as_schools(say, policy.booking_cutoff), NONE)],
        Question.FREE: [(_as_schools(say, policy.free_cancellation), NONE)],
    }.get(asked, [])
    buttons = [Button(label, PlanAnswer(asked, value)) for label, value in offered]
    return in_rows(buttons, CHOICES_A_ROW)


def _grades(say: Say, last: int) -> list[tuple[str, str]]:
    return [(say.grade(grade), str(grade)) for grade in range(last + 1)]


def _as_schools(say: Say, of: timedelta) -> str:
    return say.label("As the school's: {length}", length=say.length(of))


def _tutors(say: Say, tutors: Sequence[Tutor], page: int) -> Rows:
    shown, page = page_of(tutors, page, TUTORS_A_PAGE)
    names = [
        Button(isolated(each.name), PlanAnswer(Question.TUTOR, str(each.id))) for each in shown
    ]
    taps = TurnTutors(page - 1), TurnTutors(page + 1)
    return (*in_rows(names, 2), *turning(say, page, TUTORS_A_PAGE, len(tutors), taps))


def answer_as_it_is(say: Say, asked: Question, plan: Plan, tutor_name: str, policy: Policy) -> str:
    """Write the answer that a plan has for a question, as on a button."""
    return {
        Question.NAME: plan.name,
        Question.TUTOR: tutor_name,
        Question.DESCRIPTION: say.label("the description"),
        Question.PLACE: plan.location,
        Question.WEEKDAY: say.weekday(plan.weekday),
        Question.TIMES: times_of(say, plan.start_time, plan.end_time),
        Question.FIRST: say.full_day(plan.first_on),
        Question.LAST: say.full_day(plan.last_on),
        Question.FROM: say.grade(plan.grade_from),
        Question.TO: say.grade(plan.grade_to),
        Question.CAPACITY: str(plan.capacity),
        Question.PRICE: price(say, plan.price_minor),
        Question.CUTOFF: length(say, plan.booking_cutoff, policy.booking_cutoff),
        Question.FREE: length(say, plan.free_cancellation, policy.free_cancellation),
    }[asked]


def summary(
    say: Say,
    plan: Plan,
    tutor_name: str,
    dates: Sequence[date] | PlanRefused,
    policy: Policy,
    *,
    key: str,
    back: Tap,
) -> Screen:
    """Show a new activity before it is saved."""
    change = Button(say.label("Change"), ChooseField())
    save = Button(say.label("Save"), ConfirmPlan(key), "success")
    told = facts(say, plan, tutor_name, policy)
    is_wrong = isinstance(dates, PlanRefused)
    return Screen(
        paragraphs(
            say("<b>Please check</b>"),
            told,
            lines(*[problem(say, each) for each in dates.problems])
            if isinstance(dates, PlanRefused)
            else _dates(say, dates),
        ),
        ((change,) if is_wrong else (save, change), *way_out(say, back)),
    )


def _dates(say: Say, dates: Sequence[date]) -> Html:
    return say.count(
        "{n} date, {first}, when the school is open.",
        "{n} dates from {first} to {last}, without the days the school is shut.",
        len(dates),
        first=say.day(dates[0]),
        last=say.day(dates[-1]),
    )


def choose_field(say: Say, name: str) -> Screen:
    fields = [Button(field_name(say, each), AskField(each.value)) for each in Field]
    return Screen(
        say("<b>{activity}</b>\nWhat do you want to change?", activity=name),
        (*in_rows(fields, CHOICES_A_ROW), *way_out(say, BackToPlan())),
    )


def stopped(say: Say) -> Screen:
    return Screen(
        say("Stopped. Nothing was changed."),
        ((Button(say.label("All activities"), ShowActivities()),),),
    )


def over(say: Say) -> Screen:
    return Screen(
        say("That message was from earlier. You can go on from here:"),
        ((Button(say.label("All activities"), ShowActivities()),),),
    )

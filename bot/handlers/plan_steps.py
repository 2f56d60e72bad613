"""The steps of the conversation about an activity, what it gathers, and how each is shown."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from bot.callback_data import Tap
from bot.context import Context
from bot.conversation import Journey
from bot.planning import ASKED_FOR, BLANK, QUESTIONS, Question
from bot.screen import Screen
from bot.screens import activities as activity_screens
from bot.screens import changes
from bot.screens import planning as screens
from bot.taps.activities import BackToPlan, BackToQuestion, StopPlanning
from domain.activities import preview_activity
from domain.activity_changes import preview_change
from domain.consequences import Change, Consequences, WeekdayBooked
from domain.model import Field, Plan
from domain.timetable import local_date
from storage.activity_queries import Tutor, list_tutors


class Step(StrEnum):
    QUESTION = "question"
    FIELDS = "fields"
    SUMMARY = "summary"


@dataclass(frozen=True)
class Draft:
    plan: Plan = BLANK
    activity_id: int = 0
    """0: it is a new one."""
    question: Question = Question.NAME
    answered: int = 0
    """How many questions have an answer already."""
    field: Field | None = None
    """Only this is asked, not one question after the other."""
    page: int = 0
    message_id: int = 0
    """The message that was the last answer: brought once more after a crash, it is no other."""
    key: str = ""
    """Names what the summary shows; see DECISIONS.md."""
    shown_places: int = 0
    """How many places the summary has said are cancelled."""

    @property
    def questions(self) -> Sequence[Question]:
        return ASKED_FOR[self.field] if self.field else QUESTIONS

    @property
    def has_answer(self) -> bool:
        return QUESTIONS.index(self.question) < self.answered

    def tutor_name(self, tutors: Sequence[Tutor]) -> str:
        if isinstance(self.plan.tutor, str):
            return self.plan.tutor
        return next((each.name for each in tutors if each.id == self.plan.tutor), "")


async def render(context: Context, step: Step, draft: Draft) -> tuple[Screen, Draft]:
    match step:
        case Step.QUESTION:
            return await _render_question(context, draft), draft
        case Step.FIELDS:
            return screens.choose_field(context.say, draft.plan.name), draft
        case Step.SUMMARY:
            shown = replace(draft, key=draft.key or secrets.token_urlsafe(9))
            if draft.activity_id:
                return await _render_change(context, shown)
            return await _render_summary(context, shown), shown


def today_of(context: Context) -> date:
    return local_date(context.now, context.policy.zone)


async def _render_question(context: Context, draft: Draft) -> Screen:
    say, asked = context.say, draft.question
    tutors = await context.once(list_tutors) if asked is Question.TUTOR else []
    keep = None
    if draft.has_answer:
        name = draft.tutor_name(tutors)
        keep = screens.answer_as_it_is(say, asked, draft.plan, name, context.policy)
    number = QUESTIONS.index(asked) + 1
    heading = (
        screens.edit_heading(say, draft.plan.name, is_new=not draft.activity_id)
        if draft.field
        else screens.new_heading(say, number, len(QUESTIONS))
    )
    last_grade = context.services.settings.last_year_group
    choices = screens.Choices(tutors, draft.page, last_grade, context.policy)
    buttons = screens.answers(say, asked, choices, keep=keep)
    example = example_day(context, draft)
    return screens.question(
        say, asked, heading=heading, buttons=buttons, example=example, back=_back(draft)
    )


def example_day(context: Context, draft: Draft) -> date:
    """Return a day that would be an answer: a term has about twelve weeks."""
    if draft.question is Question.LAST:
        return max(draft.plan.first_on, today_of(context)) + timedelta(weeks=12)
    return today_of(context) + timedelta(weeks=1)


def _back(draft: Draft) -> Tap | None:
    """Return what leads to the step before a question."""
    before = draft.questions.index(draft.question) - 1
    if before >= 0:
        return BackToQuestion(draft.questions[before])
    if draft.field is None:
        return None
    return StopPlanning() if draft.activity_id else BackToPlan()


async def _render_summary(context: Context, draft: Draft) -> Screen:
    tutors = await context.once(list_tutors)
    dates = await context.database.read(
        preview_activity, draft.plan, context.policy, now=context.now
    )
    return screens.summary(
        context.say,
        draft.plan,
        draft.tutor_name(tutors),
        dates,
        context.policy,
        key=draft.key,
        back=BackToQuestion(QUESTIONS[-1]),
    )


async def _render_change(context: Context, draft: Draft) -> tuple[Screen, Draft]:
    say, back = context.say, BackToQuestion(draft.questions[-1])
    change = change_of(draft)
    seen = await context.database.read(
        preview_change, draft.activity_id, change, context.policy, now=context.now
    )
    match seen:
        case None:
            return activity_screens.gone(say), draft
        case WeekdayBooked():
            return changes.weekday_booked(say, draft.activity_id, seen, back), draft
        case Consequences():
            name = seen.planned.tutor_name
            if change.field is Field.TUTOR:
                name = draft.tutor_name(await context.once(list_tutors))
            screen = changes.preview(
                say, change.field, seen, name, context.policy, key=draft.key, back=back
            )
            return screen, replace(draft, shown_places=seen.lost.places)
        case _:
            return changes.refused(say, seen, back), draft


def change_of(draft: Draft) -> Change:
    return Change(draft.field or Field.NAME, draft.plan)


journey = Journey("activity", Step, Draft, render)

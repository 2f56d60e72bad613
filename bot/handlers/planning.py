"""The office plans an activity, or changes one: question by question, a look at all of it, Save."""

from dataclasses import replace
from typing import Any

from telegram import Update

from bot.context import Context
from bot.conversation import END, TYPED, DurableConversation, over
from bot.handlers.activities import activity_screen
from bot.handlers.plan_steps import Draft, Step, change_of, example_day, journey, today_of
from bot.planning import (
    ASKED_FOR,
    QUESTIONS,
    Asked,
    Question,
    problem_with,
    read_tapped,
    read_typed,
)
from bot.routes import for_office, on_tap
from bot.screens import activities as activity_screens
from bot.screens import planning as screens
from bot.taps.activities import (
    AskField,
    BackToPlan,
    BackToQuestion,
    ChooseField,
    ConfirmPlan,
    CopyActivity,
    EditActivity,
    NewActivity,
    PlanAnswer,
    Planning,
    StopPlanning,
    TurnTutors,
)
from domain.activities import ActivityCreated, create_activity
from domain.activity_changes import change_activity
from domain.model import Field
from domain.outcomes import ActivityChanged, MoreIsLost
from storage.activity_queries import list_tutors

say_over = over(screens.over)


async def begin(update: Update, context: Context, _tap: NewActivity | None = None) -> Step:
    return await journey.go(update, context, Step.QUESTION, Draft())


async def begin_copy(update: Update, context: Context, tap: CopyActivity) -> Any:
    """Begin with all that another activity is; the term is what a copy is made for."""
    return await _begin_with(update, context, tap.activity_id, Field.TERM, is_new=True)


async def begin_edit(update: Update, context: Context, tap: EditActivity) -> Any:
    if tap.field not in list(Field):
        return await _finish_gone(update, context)
    return await _begin_with(update, context, tap.activity_id, Field(tap.field), is_new=False)


async def _begin_with(
    update: Update, context: Context, activity_id: int, field: Field, *, is_new: bool
) -> Any:
    planned = await context.database.read(lambda tx: tx.activities.find(activity_id))
    if planned is None or (planned.is_archived and not is_new):
        return await _finish_gone(update, context)
    draft = Draft(
        plan=planned.plan,
        activity_id=0 if is_new else activity_id,
        question=ASKED_FOR[field][0],
        answered=len(QUESTIONS),
        field=field,
    )
    return await journey.go(update, context, Step.QUESTION, draft)


async def _finish_gone(update: Update, context: Context) -> int:
    return await journey.finish(update, context, activity_screens.gone(context.say))


async def write_answer(update: Update, context: Context, draft: Draft) -> Step:
    message_id = update.effective_message.message_id if update.effective_message else 0
    if message_id == draft.message_id:
        return await journey.go(update, context, Step.QUESTION, draft)
    answer = read_typed(draft.question, context.typed(update), _asked(context))
    if answer is None:
        complaint = screens.complaint(context.say, draft.question, example_day(context, draft))
        return await journey.go(update, context, Step.QUESTION, draft, complaint=complaint)
    if isinstance(name := answer.get("tutor"), str):
        answer = {"tutor": await _known_tutor(context, name)}
    return await _answered(update, context, replace(draft, message_id=message_id), answer)


def _asked(context: Context) -> Asked:
    last_grade = context.services.settings.last_year_group
    return Asked(today_of(context), context.say.currency, last_grade)


async def _known_tutor(context: Context, name: str) -> int | str:
    """Return the tutor whose name was typed, in whatever case; a new name stays a name."""
    tutors = await context.once(list_tutors)
    known = [each.id for each in tutors if each.name.casefold() == name.casefold()]
    return known[0] if known else name


async def tap_answer(update: Update, context: Context, tap: PlanAnswer, draft: Draft) -> Step:
    answer = read_tapped(draft.question, tap.value, _asked(context))
    if draft.question is Question.TUTOR and tap.value.isdecimal():
        tutors = await context.once(list_tutors)
        answer = next(({"tutor": each.id} for each in tutors if str(each.id) == tap.value), None)
    if tap.question != draft.question or answer is None or not (answer or draft.has_answer):
        return await journey.go(update, context, Step.QUESTION, draft)
    return await _answered(update, context, draft, answer)


async def _answered(update: Update, context: Context, draft: Draft, answer: dict[str, Any]) -> Step:
    """Take an answer, and go on to the next question, or to the summary."""
    plan = replace(draft.plan, **answer)
    if wrong := problem_with(draft.question, plan, today=today_of(context)):
        complaint = screens.problem(context.say, wrong)
        return await journey.go(update, context, Step.QUESTION, draft, complaint=complaint)
    here = draft.questions.index(draft.question)
    answered = max(draft.answered, QUESTIONS.index(draft.question) + 1)
    # Another answer is another wish, and has a key of its own.
    taken = replace(draft, plan=plan, answered=answered, page=0, key="")
    if here + 1 < len(draft.questions):
        following = replace(taken, question=draft.questions[here + 1])
        return await journey.go(update, context, Step.QUESTION, following)
    return await _review(update, context, taken)


async def _review(update: Update, context: Context, draft: Draft) -> Step:
    if not draft.activity_id:
        draft = replace(draft, field=None, question=QUESTIONS[-1])
    return await journey.go(update, context, Step.SUMMARY, draft)


async def turn_tutors(update: Update, context: Context, tap: TurnTutors, draft: Draft) -> Step:
    return await journey.go(update, context, Step.QUESTION, replace(draft, page=tap.page))


async def back_to_question(
    update: Update, context: Context, tap: BackToQuestion, draft: Draft
) -> Step:
    known = [each for each in draft.questions if QUESTIONS.index(each) <= draft.answered]
    if tap.question in known:
        draft = replace(draft, question=Question(tap.question), page=0)
    return await journey.go(update, context, Step.QUESTION, draft)


async def choose_field(update: Update, context: Context, _tap: ChooseField, draft: Draft) -> Step:
    return await journey.go(update, context, Step.FIELDS, draft)


async def ask_field(update: Update, context: Context, tap: AskField, draft: Draft) -> Step:
    if tap.field not in list(Field):
        return await journey.go(update, context, Step.FIELDS, draft)
    field = Field(tap.field)
    asked = replace(draft, field=field, question=ASKED_FOR[field][0])
    return await journey.go(update, context, Step.QUESTION, asked)


async def back_to_plan(update: Update, context: Context, _tap: BackToPlan, draft: Draft) -> Step:
    if draft.answered < len(QUESTIONS):
        return await journey.go(update, context, Step.QUESTION, draft)
    return await _review(update, context, draft)


async def confirm(update: Update, context: Context, tap: ConfirmPlan, draft: Draft) -> Any:
    if not draft.key or tap.key != draft.key:
        return await journey.go(update, context, Step.SUMMARY, draft)
    if draft.activity_id:
        return await _save_change(update, context, draft)
    outcome = await context.database.run(
        create_activity,
        draft.plan,
        draft.key,
        context.policy,
        actor=context.actor,
        now=context.now,
    )
    if not isinstance(outcome, ActivityCreated):
        return await journey.go(update, context, Step.SUMMARY, draft)
    await show_created(update, context, tap)
    context.visit.conversation = None
    return END


async def show_created(update: Update, context: Context, tap: ConfirmPlan) -> None:
    """Say what a Save has made: the same however often it comes."""
    made = await context.database.read(lambda tx: tx.activities.find_made(tap.key))
    if made is None:
        await say_over(update, context)
        return
    heading = activity_screens.saved(context.say)
    await context.show(update, await activity_screen(context, made, heading=heading))


async def _save_change(update: Update, context: Context, draft: Draft) -> Any:
    outcome = await context.database.run(
        change_activity,
        draft.activity_id,
        change_of(draft),
        context.policy,
        shown_places=draft.shown_places,
        key=draft.key,
        actor=context.actor,
        now=context.now,
    )
    match outcome:
        case ActivityChanged(activity_id):
            heading = activity_screens.saved(context.say)
            screen = await activity_screen(context, activity_id, heading=heading)
            return await journey.finish(update, context, screen)
        case MoreIsLost():
            complaint = activity_screens.more_is_lost(context.say)
            return await journey.go(update, context, Step.SUMMARY, draft, complaint=complaint)
        case _:
            return await journey.go(update, context, Step.SUMMARY, draft)


async def stop(update: Update, context: Context, _tap: StopPlanning, draft: Draft) -> int:
    screen = screens.stopped(context.say)
    if draft.activity_id:
        heading = activity_screens.unchanged(context.say)
        screen = await activity_screen(context, draft.activity_id, heading=heading)
    return await journey.finish(update, context, screen)


conversation = DurableConversation(
    journey,
    for_office=True,
    entry_points=[
        on_tap(NewActivity, for_office(begin)),
        on_tap(CopyActivity, for_office(begin_copy)),
        on_tap(EditActivity, for_office(begin_edit)),
    ],
    states={
        Step.QUESTION: [
            journey.on_message(TYPED, write_answer),
            journey.on_tap(PlanAnswer, tap_answer),
            journey.on_tap(TurnTutors, turn_tutors),
            journey.on_tap(BackToQuestion, back_to_question),
            journey.on_tap(BackToPlan, back_to_plan),
        ],
        Step.FIELDS: [
            journey.on_tap(AskField, ask_field),
            journey.on_tap(BackToPlan, back_to_plan),
        ],
        Step.SUMMARY: [
            journey.on_tap(ConfirmPlan, confirm),
            journey.on_tap(ChooseField, choose_field),
            journey.on_tap(BackToQuestion, back_to_question),
        ],
    },
    fallbacks=[journey.on_tap(StopPlanning, stop), *journey.fallbacks(Planning)],
)

ROUTES = [
    on_tap(ConfirmPlan, for_office(show_created)),
    on_tap(Planning, for_office(say_over)),
]

"""The office writes to many families: to whom, the text, a look, Confirm; then how far it is."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from telegram import Update

from bot.context import Context
from bot.conversation import END, TYPED, DurableConversation, Journey, over
from bot.forms import read_message
from bot.routes import for_office, on_command, on_tap
from bot.screen import Screen
from bot.screens import announcements as screens
from bot.screens import audiences
from bot.screens.parts import page_of
from bot.taps.announcements import (
    Announcing,
    AskStopSending,
    BackToKinds,
    BackToText,
    ConfirmAnnouncement,
    PickActivityDates,
    PickAudience,
    PickKind,
    ShowAnnouncement,
    ShowNotReached,
    StopAnnouncing,
    StopSending,
    TurnChoices,
)
from domain.announcements import NobodyToTell, announce, stop_announcement
from domain.audiences import Audience, AudienceKind
from domain.reminders import awake_at
from domain.timetable import local_date
from storage.activity_queries import ActivityLine, list_activities
from storage.announcement_queries import (
    find_audience,
    find_progress,
    find_progress_by_key,
    find_reach,
    list_choices,
    list_dates,
    list_not_reached,
    list_queues,
    note_message,
)


class Step(StrEnum):
    KIND = "kind"
    ACTIVITY = "activity"
    DATE = "date"
    QUEUE = "queue"
    GRADE = "grade"
    TEXT = "text"
    SUMMARY = "summary"


@dataclass(frozen=True)
class Draft:
    kind: AudienceKind = AudienceKind.EVERYONE
    subject_id: int = 0
    page: int = 0
    text: str = ""
    key: str = ""
    """Names the announcement that the summary shows; see DECISIONS.md."""

    @property
    def audience(self) -> Audience:
        return Audience(self.kind, self.subject_id)


FIRST_STEPS = {
    AudienceKind.ACTIVITY: Step.ACTIVITY,
    AudienceKind.SESSION: Step.ACTIVITY,
    AudienceKind.QUEUE: Step.QUEUE,
    AudienceKind.GRADE: Step.GRADE,
    AudienceKind.EVERYONE: Step.TEXT,
}


async def render(context: Context, step: Step, draft: Draft) -> tuple[Screen, Draft]:
    match step:
        case Step.KIND:
            return audiences.ask_kind(context.say), draft
        case Step.TEXT | Step.SUMMARY:
            return await _render_message(context, step, draft)
        case _:
            return await _render_choices(context, step, draft), draft


async def _render_choices(context: Context, step: Step, draft: Draft) -> Screen:
    say, now, zone = context.say, context.now, context.policy.zone
    match step:
        case Step.ACTIVITY:
            found = await _coming(context)
            is_for_date = draft.kind is AudienceKind.SESSION
            return audiences.ask_activity(say, found, draft.page, is_for_date=is_for_date)
        case Step.DATE:
            dates = await context.database.read(list_dates, draft.subject_id, now=now, zone=zone)
            return audiences.ask_date(say, dates, draft.page)
        case Step.QUEUE:
            queues = await context.database.read(list_queues, now=now, zone=zone)
            shown, _ = page_of(queues, draft.page, audiences.A_PAGE)
            choices = await context.database.read(list_choices, shown, now=now, zone=zone)
            return audiences.ask_queue(say, queues, choices, draft.page)
        case _:
            return audiences.ask_grade(say, context.services.settings.last_year_group)


async def _coming(context: Context) -> Sequence[ActivityLine]:
    today = local_date(context.now, context.policy.zone)
    return await context.database.read(list_activities, today=today, coming=True)


async def _render_message(context: Context, step: Step, draft: Draft) -> tuple[Screen, Draft]:
    say, policy = context.say, context.policy
    if step is Step.TEXT:
        to = await context.database.read(find_audience, draft.audience)
        return (screens.ask_text(say, to) if to else audiences.ask_kind(say)), draft
    found = await context.database.read(
        find_reach, draft.audience, now=context.now, zone=policy.zone
    )
    if found is None:
        return audiences.ask_kind(say), draft
    shown = replace(draft, key=draft.key or secrets.token_urlsafe(9))
    is_quiet = awake_at(context.now, policy) > context.now
    return screens.summary(say, *found, shown.text, key=shown.key, is_quiet=is_quiet), shown


journey = Journey("announcement", Step, Draft, render)
say_over = over(screens.over)


async def begin(update: Update, context: Context) -> Step:
    return await journey.go(update, context, Step.KIND, Draft())


async def pick_kind(update: Update, context: Context, tap: PickKind, draft: Draft) -> Step:
    if tap.kind not in set(AudienceKind):
        return await journey.go(update, context, Step.KIND, draft)
    kind = AudienceKind(tap.kind)
    return await journey.go(update, context, FIRST_STEPS[kind], Draft(kind))


async def pick_activity(
    update: Update, context: Context, tap: PickActivityDates, draft: Draft
) -> Step:
    chosen = Draft(draft.kind, tap.activity_id)
    return await journey.go(update, context, Step.DATE, chosen)


async def pick_audience(update: Update, context: Context, tap: PickAudience, draft: Draft) -> Step:
    """Go on with what was tapped; a button of another step, or of none, leads to the first."""
    chosen = Draft(draft.kind, tap.subject_id)
    found = await context.database.read(find_audience, chosen.audience)
    if found and tap.kind == draft.kind:
        return await journey.go(update, context, Step.TEXT, chosen)
    complaint = audiences.gone(context.say)
    return await journey.go(update, context, Step.KIND, Draft(), complaint=complaint)


def turn_page(step: Step) -> Any:
    """Return what shows another page of a step's choices."""

    async def turn(update: Update, context: Context, tap: TurnChoices, draft: Draft) -> Step:
        return await journey.go(update, context, step, replace(draft, page=tap.page))

    return turn


async def write_text(update: Update, context: Context, draft: Draft) -> Step:
    text, length = read_message(context.typed(update))
    if not text or length > screens.LONGEST_TEXT:
        complaint = screens.bad_text(context.say, length)
        step = Step.SUMMARY if draft.text else Step.TEXT
        return await journey.go(update, context, step, draft, complaint=complaint)
    return await journey.go(update, context, Step.SUMMARY, replace(draft, text=text))


async def confirm(update: Update, context: Context, tap: ConfirmAnnouncement, draft: Draft) -> Any:
    if not draft.key or tap.key != draft.key:
        return await journey.go(update, context, Step.SUMMARY, draft)
    outcome = await context.database.run(
        announce,
        draft.audience,
        draft.text,
        draft.key,
        context.policy.zone,
        actor=context.actor,
        now=context.now,
    )
    if isinstance(outcome, NobodyToTell):
        complaint = screens.nobody_left(context.say)
        return await journey.go(update, context, Step.SUMMARY, draft, complaint=complaint)
    await show_announced(update, context, tap)
    context.visit.conversation = None
    return END


async def show_announced(update: Update, context: Context, tap: ConfirmAnnouncement) -> None:
    """Say how far the announcement of a Confirm is, in a message that is kept up to date.

    However often the Confirm comes, it is the same message.
    """
    found = await context.database.read(find_progress_by_key, tap.key)
    if found is None:
        await say_over(update, context)
        return
    message_id = await context.show(update, screens.progress(context.say, found))
    await context.database.run(note_message, found.id, message_id)


async def show_announcement(update: Update, context: Context, tap: ShowAnnouncement) -> None:
    found = await context.database.read(find_progress, tap.announcement_id)
    if found is None:
        await say_over(update, context)
        return
    await context.show(update, screens.how_far(context.say, found, context.now))


async def ask_stop(update: Update, context: Context, tap: AskStopSending) -> None:
    found = await context.database.read(find_progress, tap.announcement_id)
    if found is None:
        await say_over(update, context)
    elif found.to_go:
        await context.show(update, screens.ask_stop(context.say, found))
    else:
        await context.show(update, screens.how_far(context.say, found, context.now))


async def stop_sending(update: Update, context: Context, tap: StopSending) -> None:
    await context.database.run(
        stop_announcement, tap.announcement_id, actor=context.actor, now=context.now
    )
    await show_announcement(update, context, ShowAnnouncement(tap.announcement_id))


async def show_not_reached(update: Update, context: Context, tap: ShowNotReached) -> None:
    found = await context.database.read(find_progress, tap.announcement_id)
    entries = await context.database.read(list_not_reached, tap.announcement_id)
    if found is None:
        await say_over(update, context)
        return
    await context.show(update, screens.not_reached(context.say, found, entries, tap.page))


async def back_to_kinds(update: Update, context: Context, _tap: BackToKinds, _draft: Draft) -> Step:
    return await journey.go(update, context, Step.KIND, Draft())


async def back_to_text(update: Update, context: Context, _tap: BackToText, draft: Draft) -> Step:
    again = Draft(draft.kind, draft.subject_id)
    return await journey.go(update, context, Step.TEXT, again)


def _choosing(step: Step) -> list[Any]:
    return [
        journey.on_tap(PickAudience, pick_audience),
        journey.on_tap(TurnChoices, turn_page(step)),
        journey.on_tap(BackToKinds, back_to_kinds),
    ]


conversation = DurableConversation(
    journey,
    for_office=True,
    entry_points=[on_command("announce", for_office(begin))],
    states={
        Step.KIND: [journey.on_tap(PickKind, pick_kind)],
        Step.ACTIVITY: [
            journey.on_tap(PickActivityDates, pick_activity),
            *_choosing(Step.ACTIVITY),
        ],
        Step.DATE: _choosing(Step.DATE),
        Step.QUEUE: _choosing(Step.QUEUE),
        Step.GRADE: _choosing(Step.GRADE),
        Step.TEXT: [
            journey.on_message(TYPED, write_text),
            journey.on_tap(BackToKinds, back_to_kinds),
        ],
        Step.SUMMARY: [
            journey.on_message(TYPED, write_text),
            journey.on_tap(ConfirmAnnouncement, confirm),
            journey.on_tap(BackToText, back_to_text),
        ],
    },
    fallbacks=[
        journey.on_tap(StopAnnouncing, journey.ends_with(screens.stopped)),
        *journey.fallbacks(Announcing),
    ],
)

ROUTES = [
    on_tap(ConfirmAnnouncement, for_office(show_announced)),
    on_tap(ShowAnnouncement, for_office(show_announcement)),
    on_tap(AskStopSending, for_office(ask_stop)),
    on_tap(StopSending, for_office(stop_sending)),
    on_tap(ShowNotReached, for_office(show_not_reached)),
    on_tap(Announcing, for_office(say_over)),
]

"""The office books for a family: whose family, which child, a look at all of it, Confirm."""

from dataclasses import replace
from typing import Any

from telegram import Update

from bot.context import Context
from bot.conversation import TYPED, DurableConversation, over
from bot.forms import read_birth_date, read_name, read_written_phone
from bot.handlers.finding import look_up
from bot.handlers.placing_steps import Draft, Step, find_whom, journey, office_policy, request_of
from bot.handlers.sessions import today
from bot.routes import for_office, on_tap
from bot.screen import Screen
from bot.screens import placing as screens
from bot.screens import session_changes
from bot.screens.children import bad_birth_date
from bot.screens.finding import nobody
from bot.screens.parts import bad_name
from bot.taps.placing import (
    AddFamily,
    AddTheirChild,
    BackToParentName,
    BackToParentPhone,
    BackToParents,
    BackToTheirBirthDate,
    BackToTheirChildren,
    BackToTheirName,
    BookForFamily,
    BookForParent,
    ConfirmForFamily,
    PickParent,
    PickTheirChild,
    PickTheirGrade,
    Placing,
    StopPlacing,
    TurnParents,
)
from domain.booking import book_places
from domain.families import ChildSaved, TooManyChildren, add_child_for_family, add_family
from domain.ports.bookings import BookPlaces
from domain.ports.families import NewChild, NewParent
from storage.office_queries import find_family
from storage.queries import find_request
from storage.session_queries import find_session

LANGUAGE = "en"
"""Of a parent who is put on file by the office, until they choose another."""


say_over = over(session_changes.over)


async def begin(update: Update, context: Context, tap: BookForFamily) -> Step:
    return await journey.go(update, context, Step.SEARCH, Draft(tap.session_id))


async def begin_with_parent(update: Update, context: Context, tap: BookForParent) -> Step:
    draft = Draft(tap.session_id, parent_id=tap.parent_id)
    return await journey.go(update, context, Step.CHILD, draft)


async def write_query(update: Update, context: Context, draft: Draft) -> Step:
    query, found = await look_up(update, context)
    again = Draft(draft.session_id, query)
    if not found:
        complaint = nobody(context.say)
        return await journey.go(update, context, Step.SEARCH, again, complaint=complaint)
    if len(found) == 1:
        chosen = replace(again, parent_id=found[0].parent_id)
        return await journey.go(update, context, Step.CHILD, chosen)
    return await journey.go(update, context, Step.SEARCH, again)


async def turn_parents(update: Update, context: Context, tap: TurnParents, draft: Draft) -> Step:
    return await journey.go(update, context, Step.SEARCH, replace(draft, page=tap.page))


async def pick_parent(update: Update, context: Context, tap: PickParent, draft: Draft) -> Step:
    return await journey.go(update, context, Step.CHILD, replace(draft, parent_id=tap.parent_id))


async def pick_child(update: Update, context: Context, tap: PickTheirChild, draft: Draft) -> Step:
    return await _review(update, context, replace(draft, child_id=tap.child_id))


async def _review(update: Update, context: Context, draft: Draft) -> Step:
    # Another child is another wish, and a wish has a key of its own.
    return await journey.go(update, context, Step.SUMMARY, replace(draft, key=""))


async def new_family(update: Update, context: Context, _tap: AddFamily, draft: Draft) -> Step:
    blank = Draft(draft.session_id, draft.query, draft.page)
    return await journey.go(update, context, Step.PARENT_NAME, blank)


async def new_child(update: Update, context: Context, _tap: AddTheirChild, draft: Draft) -> Any:
    family = await context.database.read(find_family, draft.parent_id)
    if family is None:
        return await journey.go(update, context, Step.CHILD, draft)
    named = replace(draft, parent_name=family.parent_name)
    return await journey.go(update, context, Step.CHILD_NAME, named)


async def write_parent_name(update: Update, context: Context, draft: Draft) -> Step:
    name = read_name(context.typed(update))
    if name is None:
        complaint = bad_name(context.say)
        return await journey.go(update, context, Step.PARENT_NAME, draft, complaint=complaint)
    return await journey.go(update, context, Step.PHONE, replace(draft, parent_name=name))


async def write_phone(update: Update, context: Context, draft: Draft) -> Step:
    country_code = context.services.settings.phone_country_code
    phone = read_written_phone(context.typed(update), country_code)
    if phone is None:
        complaint = screens.bad_phone(context.say)
        return await journey.go(update, context, Step.PHONE, draft, complaint=complaint)
    named = replace(draft, phone=phone, phone_message_id=context.message_id(update))
    return await journey.go(update, context, Step.CHILD_NAME, named)


async def write_child_name(update: Update, context: Context, draft: Draft) -> Step:
    if context.message_id(update) == draft.phone_message_id:
        return await journey.go(update, context, Step.CHILD_NAME, draft)
    name = read_name(context.typed(update))
    if name is None:
        complaint = bad_name(context.say)
        return await journey.go(update, context, Step.CHILD_NAME, draft, complaint=complaint)
    return await journey.go(update, context, Step.BIRTH_DATE, replace(draft, child_name=name))


async def write_birth_date(update: Update, context: Context, draft: Draft) -> Step:
    born_on = read_birth_date(context.typed(update), today=today(context))
    if born_on is None:
        complaint = bad_birth_date(context.say)
        return await journey.go(update, context, Step.BIRTH_DATE, draft, complaint=complaint)
    return await journey.go(update, context, Step.GRADE, replace(draft, born_on=born_on))


async def pick_grade(update: Update, context: Context, tap: PickTheirGrade, draft: Draft) -> Step:
    """Put the child on file, and its parent if they are new; then go on with booking."""
    last_grade = context.services.settings.last_year_group
    grade = min(max(0, tap.grade), last_grade)
    child = NewChild(draft.child_name, draft.born_on or today(context), grade)
    parent_id, saved = await _save(context, draft, child)
    known = replace(draft, parent_id=parent_id)
    match saved:
        case ChildSaved(child_id):
            return await _review(update, context, replace(known, child_id=child_id))
        case TooManyChildren():
            complaint = screens.too_many(context.say)
            return await journey.go(update, context, Step.CHILD, known, complaint=complaint)


async def _save(
    context: Context, draft: Draft, child: NewChild
) -> tuple[int, ChildSaved | TooManyChildren]:
    actor, now = context.actor, context.now
    if draft.parent_id:
        saved = await context.database.run(
            add_child_for_family, draft.parent_id, child, actor=actor, now=now
        )
        return draft.parent_id, saved
    parent = NewParent(
        telegram_id=None,
        name=draft.parent_name,
        phone=draft.phone,
        email=None,
        language=LANGUAGE,
    )
    return await context.database.run(add_family, parent, child, actor=actor, now=now)


async def confirm(update: Update, context: Context, tap: ConfirmForFamily, draft: Draft) -> Any:
    line = await context.database.read(find_session, draft.session_id, taught_by=None)
    if line is None or not draft.key or tap.key != draft.key:
        return await journey.go(update, context, Step.SUMMARY, draft)
    screen = await _book(context, request_of(line.session, draft))
    return await journey.finish(update, context, screen)


async def _book(context: Context, request: BookPlaces) -> Screen:
    [outcome] = await context.database.run(
        book_places, request, office_policy(context), actor=context.actor, now=context.now
    )
    session = outcome.session
    if session is None:
        return screens.no_session(context.say)
    _, whom = await find_whom(context, session.id, request.parent_id, request.child_id)
    if whom is None:
        return screens.no_family(context.say, session)
    return screens.done(context.say, session, whom, outcome)


async def confirm_again(update: Update, context: Context, tap: ConfirmForFamily) -> None:
    """Answer a Confirm that comes once more with what it did the first time."""
    request = await context.database.read(find_request, tap.parent_id, tap.key)
    if request is None:
        # What was refused has left no trace to tell again: the answer that said so stays.
        await say_over(update, context)
        return
    await context.show(update, await _book(context, request))


async def back_to_parents(
    update: Update, context: Context, _tap: BackToParents, draft: Draft
) -> Step:
    again = Draft(draft.session_id, draft.query, draft.page)
    return await journey.go(update, context, Step.SEARCH, again)


async def stop(update: Update, context: Context, tap: StopPlacing, _draft: Draft) -> int:
    screen = screens.stopped(context.say, tap.session_id)
    return await journey.finish(update, context, screen)


conversation = DurableConversation(
    journey,
    for_office=True,
    entry_points=[
        on_tap(BookForFamily, for_office(begin)),
        on_tap(BookForParent, for_office(begin_with_parent)),
    ],
    states={
        Step.SEARCH: [
            journey.on_message(TYPED, write_query),
            journey.on_tap(PickParent, pick_parent),
            journey.on_tap(TurnParents, turn_parents),
            journey.on_tap(AddFamily, new_family),
        ],
        Step.CHILD: [
            journey.on_tap(PickTheirChild, pick_child),
            journey.on_tap(AddTheirChild, new_child),
            journey.on_tap(BackToParents, back_to_parents),
        ],
        Step.PARENT_NAME: [
            journey.on_message(TYPED, write_parent_name),
            journey.on_tap(BackToParents, back_to_parents),
        ],
        Step.PHONE: [
            journey.on_message(TYPED, write_phone),
            journey.on_tap(BackToParentName, journey.leads_to(Step.PARENT_NAME)),
        ],
        Step.CHILD_NAME: [
            journey.on_message(TYPED, write_child_name),
            journey.on_tap(BackToParentPhone, journey.leads_to(Step.PHONE)),
            journey.on_tap(BackToTheirChildren, journey.leads_to(Step.CHILD)),
        ],
        Step.BIRTH_DATE: [
            journey.on_message(TYPED, write_birth_date),
            journey.on_tap(BackToTheirName, journey.leads_to(Step.CHILD_NAME)),
        ],
        Step.GRADE: [
            journey.on_tap(PickTheirGrade, pick_grade),
            journey.on_tap(BackToTheirBirthDate, journey.leads_to(Step.BIRTH_DATE)),
        ],
        Step.SUMMARY: [
            journey.on_tap(ConfirmForFamily, confirm),
            journey.on_tap(BackToTheirChildren, journey.leads_to(Step.CHILD)),
        ],
    },
    fallbacks=[journey.on_tap(StopPlacing, stop), *journey.fallbacks(Placing)],
)

ROUTES = [
    on_tap(ConfirmForFamily, for_office(confirm_again)),
    on_tap(Placing, for_office(say_over)),
]

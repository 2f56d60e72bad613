"""/family: find a family, see all about it, and go on from there."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from telegram import Update

from bot.context import Context
from bot.conversation import TYPED, DurableConversation, Journey, over
from bot.forms import read_name
from bot.handlers.finding import look_up, search
from bot.handlers.sessions import today
from bot.routes import for_office, on_command, on_tap
from bot.screen import Screen
from bot.screens import families as screens
from bot.screens import family_booking, family_messages
from bot.screens.finding import nobody
from bot.taps.families import (
    ChooseActivity,
    ChooseDate,
    FindFamily,
    Finding,
    PickFound,
    SeeFamily,
    SeeMessages,
    SeeTheirPlaces,
    StopFinding,
    TurnFound,
)
from storage.activity_queries import find_activity, list_activities
from storage.family_queries import find_sheet, list_messages
from storage.office_queries import FamilyFound, find_family
from storage.queries import list_places


class Step(StrEnum):
    SEARCH = "search"


@dataclass(frozen=True)
class Draft:
    query: str = ""
    page: int = 0


async def render(context: Context, _step: Step, draft: Draft) -> tuple[Screen, Draft]:
    found = await search(context, draft.query)
    return screens.search(context.say, draft.query, found, draft.page), draft


journey = Journey("family", Step, Draft, render)
say_over = over(screens.over)


async def begin(update: Update, context: Context, _tap: FindFamily | None = None) -> Any:
    """Ask for a family, unless one is written behind the command."""
    query = read_name(" ".join(context.args or ()))
    if query is None:
        return await journey.go(update, context, Step.SEARCH, Draft())
    return await _offer(update, context, query, await search(context, query))


async def write_query(update: Update, context: Context, _draft: Draft) -> Any:
    query, found = await look_up(update, context)
    return await _offer(update, context, query, found)


async def _offer(update: Update, context: Context, query: str, found: Sequence[FamilyFound]) -> Any:
    """Show the only family there is, or let one be chosen."""
    if not found:
        complaint = nobody(context.say)
        return await journey.go(update, context, Step.SEARCH, Draft(), complaint=complaint)
    if len(found) == 1:
        return await journey.finish(update, context, await _sheet(context, found[0].parent_id))
    return await journey.go(update, context, Step.SEARCH, Draft(query))


async def turn_found(update: Update, context: Context, tap: TurnFound, draft: Draft) -> Step:
    return await journey.go(update, context, Step.SEARCH, replace(draft, page=tap.page))


async def pick_found(update: Update, context: Context, tap: PickFound, _draft: Draft) -> int:
    return await journey.finish(update, context, await _sheet(context, tap.parent_id))


async def _sheet(context: Context, parent_id: int) -> Screen:
    found = await context.database.read(
        find_sheet, parent_id, from_on=today(context), messages=family_messages.MESSAGES_SHOWN
    )
    if found is None:
        return screens.gone(context.say)
    return screens.family(context.say, found, context.policy)


async def see_family(update: Update, context: Context, tap: SeeFamily) -> None:
    await context.show(update, await _sheet(context, tap.parent_id))


async def see_picked(update: Update, context: Context, tap: PickFound) -> None:
    """Show a family again whose search is over."""
    await context.show(update, await _sheet(context, tap.parent_id))


async def see_places(update: Update, context: Context, tap: SeeTheirPlaces) -> None:
    family = await context.database.read(find_family, tap.parent_id)
    if family is None:
        await context.show(update, screens.gone(context.say))
        return
    found = await context.database.read(list_places, tap.parent_id, from_on=today(context))
    await context.show(update, screens.places(context.say, family, found, tap.page))


async def see_messages(update: Update, context: Context, tap: SeeMessages) -> None:
    family = await context.database.read(find_family, tap.parent_id)
    if family is None:
        await context.show(update, screens.gone(context.say))
        return
    most = family_messages.MOST_MESSAGES
    found = await context.database.read(list_messages, tap.parent_id, most=most)
    await context.show(update, family_messages.messages(context.say, family, found, tap.page))


async def choose_activity(update: Update, context: Context, tap: ChooseActivity) -> None:
    family = await context.database.read(find_family, tap.parent_id)
    if family is None:
        await context.show(update, screens.gone(context.say))
        return
    coming = await context.database.read(list_activities, today=today(context), coming=True)
    screen = family_booking.choose_activity(context.say, family, coming, tap.page)
    await context.show(update, screen)


async def choose_date(update: Update, context: Context, tap: ChooseDate) -> None:
    family = await context.database.read(find_family, tap.parent_id)
    details = await context.database.read(
        find_activity, tap.activity_id, today=today(context), most=family_booking.DATES_OFFERED
    )
    if family is None or details is None:
        await context.show(update, screens.gone(context.say))
        return
    await context.show(update, family_booking.choose_date(context.say, family, details))


conversation = DurableConversation(
    journey,
    for_office=True,
    entry_points=[
        on_command("family", for_office(begin)),
        on_tap(FindFamily, for_office(begin)),
    ],
    states={
        Step.SEARCH: [
            journey.on_message(TYPED, write_query),
            journey.on_tap(PickFound, pick_found),
            journey.on_tap(TurnFound, turn_found),
        ],
    },
    fallbacks=[
        journey.on_tap(StopFinding, journey.ends_with(screens.stopped)),
        *journey.fallbacks(Finding),
    ],
)

ROUTES = [
    on_tap(PickFound, for_office(see_picked)),
    on_tap(Finding, for_office(say_over)),
    on_tap(SeeFamily, for_office(see_family)),
    on_tap(SeeTheirPlaces, for_office(see_places)),
    on_tap(SeeMessages, for_office(see_messages)),
    on_tap(ChooseActivity, for_office(choose_activity)),
    on_tap(ChooseDate, for_office(choose_date)),
]

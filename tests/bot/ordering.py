"""A little conversation of the tests' own: what to eat, how many, and an end."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from telegram import Update
from telegram.ext import CallbackQueryHandler, MessageHandler, filters

from bot.application import AfterbellApplication, build_application
from bot.callback_data import Tap
from bot.context import Context, Services
from bot.conversation import TYPED, DurableConversation, Journey
from bot.routes import on_command
from bot.screen import Button, Rows, Screen
from bot.texts import Html


class Ordering(Tap, code=None):
    pass


@dataclass(frozen=True)
class Many(Ordering, code="t.many"):
    number: int


@dataclass(frozen=True)
class Again(Ordering, code="t.again"):
    pass


class Step(StrEnum):
    DISH = "dish"
    NUMBER = "number"


@dataclass(frozen=True)
class Draft:
    dish: str = ""
    on: date | None = None
    tables: tuple[int, ...] = ()


async def render(_context: Context, step: Step, draft: Draft) -> tuple[Screen, Draft]:
    if step is Step.DISH:
        return Screen(Html("What?"), ((Button("Again", Again()),),)), draft
    rows: Rows = tuple((Button(str(number), Many(number)),) for number in (1, 2))
    shown = replace(draft, on=date(2026, 9, 14), tables=(4, 5))
    return Screen(Html(f"How many {draft.dish}?"), (*rows, (Button("Again", Again()),))), shown


journey = Journey("ordering", Step, Draft, render)


async def begin(update: Update, context: Context) -> Step:
    return await journey.go(update, context, Step.DISH, Draft())


async def take_dish(update: Update, context: Context, draft: Draft) -> Step:
    dish = context.typed(update)
    if dish == "nothing":
        return await journey.go(update, context, Step.DISH, draft, complaint=Html("Do eat!"))
    if dish == "poison":
        raise RuntimeError("no, thank you")
    return await journey.go(update, context, Step.NUMBER, replace(draft, dish=dish))


async def take_number(update: Update, context: Context, tap: Many, draft: Draft) -> int:
    end = Screen(Html(f"{tap.number} {draft.dish} on {draft.on} at {draft.tables}"))
    return await journey.finish(update, context, end)


async def otherwise(update: Update, context: Context) -> None:
    await context.show(update, Screen(Html("Nothing goes on.")))


def ordering(services: Services) -> AfterbellApplication:
    """Return an application with this conversation and no other."""
    application = build_application(services)
    conversation = DurableConversation(
        journey,
        entry_points=[on_command("order", begin)],
        states={
            Step.DISH: [journey.on_message(TYPED, take_dish)],
            Step.NUMBER: [journey.on_tap(Many, take_number)],
        },
        fallbacks=journey.fallbacks(Ordering),
    )
    application.converse([conversation])
    application.add_handlers(
        [CallbackQueryHandler(otherwise), MessageHandler(filters.ALL, otherwise)]
    )
    return application

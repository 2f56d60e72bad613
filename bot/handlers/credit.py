"""The office sets how far below zero a family may go: the limit, a look at all of it, Confirm."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from telegram import Update

from bot.context import Context
from bot.conversation import TYPED, DurableConversation, Journey, over
from bot.forms import read_price
from bot.routes import for_office, on_tap
from bot.screen import Screen
from bot.screens import credit as screens
from bot.screens import payment as till
from bot.taps.credit import (
    AsTheSchools,
    BackToLimit,
    ConfirmLimit,
    Limiting,
    SetLimit,
    StopLimiting,
)
from domain.credit import set_credit_limit
from domain.money import covered
from storage.office_queries import FamilyAccount, find_family


class Step(StrEnum):
    LIMIT = "limit"
    SUMMARY = "summary"


@dataclass(frozen=True)
class Draft:
    parent_id: int = 0
    limit_minor: int | None = None
    """None: as the school's."""


async def render(context: Context, step: Step, draft: Draft) -> tuple[Screen, Draft]:
    family = await context.database.read(find_family, draft.parent_id)
    if family is None:
        return till.gone(context.say), draft
    if step is Step.LIMIT:
        return screens.ask_limit(context.say, family, context.policy), draft
    return _render_summary(context, family, draft), draft


def _render_summary(context: Context, family: FamilyAccount, draft: Draft) -> Screen:
    changed = replace(family.funds, credit_limit_minor=draft.limit_minor)
    held = [each.booking for each in family.held]
    confirmed, _ = covered(held, changed, context.policy, now=context.now)
    places = [each for each in family.held if each.booking in confirmed]
    return screens.summary(context.say, family, changed, places, context.policy)


journey = Journey("credit", Step, Draft, render)
say_over = over(till.over)


async def begin(update: Update, context: Context, tap: SetLimit) -> Step:
    return await journey.go(update, context, Step.LIMIT, Draft(tap.parent_id))


async def write_limit(update: Update, context: Context, draft: Draft) -> Step:
    limit = read_price(context.typed(update), context.say.currency)
    if limit is None:
        complaint = screens.bad_limit(context.say)
        return await journey.go(update, context, Step.LIMIT, draft, complaint=complaint)
    return await journey.go(update, context, Step.SUMMARY, replace(draft, limit_minor=limit))


async def choose_the_schools(
    update: Update, context: Context, _tap: AsTheSchools, draft: Draft
) -> Step:
    return await journey.go(update, context, Step.SUMMARY, replace(draft, limit_minor=None))


async def confirm(update: Update, context: Context, _tap: ConfirmLimit, draft: Draft) -> Any:
    await context.database.run(
        set_credit_limit,
        draft.parent_id,
        draft.limit_minor,
        context.policy,
        actor=context.actor,
        now=context.now,
    )
    family = await context.database.read(find_family, draft.parent_id)
    screen = till.gone(context.say)
    if family is not None:
        screen = screens.limited(context.say, family, context.policy)
    return await journey.finish(update, context, screen)


conversation = DurableConversation(
    journey,
    for_office=True,
    entry_points=[on_tap(SetLimit, for_office(begin))],
    states={
        Step.LIMIT: [
            journey.on_message(TYPED, write_limit),
            journey.on_tap(AsTheSchools, choose_the_schools),
        ],
        Step.SUMMARY: [
            journey.on_tap(ConfirmLimit, confirm),
            journey.on_tap(BackToLimit, journey.leads_to(Step.LIMIT)),
        ],
    },
    fallbacks=[
        journey.on_tap(StopLimiting, journey.ends_with(till.stopped)),
        *journey.fallbacks(Limiting),
    ],
)

ROUTES = [on_tap(Limiting, for_office(say_over))]

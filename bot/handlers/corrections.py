"""The office puts an account right: which way, how much, why, a look at all of it, Confirm."""

import secrets
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from telegram import Update

from bot.context import Context
from bot.conversation import END, TYPED, DurableConversation, Journey, over
from bot.forms import read_amount, read_name
from bot.routes import for_office, on_tap
from bot.screen import Screen
from bot.screens import corrections as screens
from bot.screens import payment as till
from bot.taps.corrections import (
    BackToCorrectedAmount,
    BackToReason,
    BackToWay,
    ConfirmCorrection,
    CorrectBalance,
    Correcting,
    PickWay,
    StopCorrecting,
)
from domain.corrections import adjust_balance
from domain.money import covered, grown
from storage.office_queries import FamilyAccount, HeldPlace, find_family
from storage.receipts import find_correction


class Step(StrEnum):
    WAY = "way"
    AMOUNT = "amount"
    REASON = "reason"
    SUMMARY = "summary"


@dataclass(frozen=True)
class Draft:
    parent_id: int = 0
    takes_off: bool = False
    amount_minor: int = 0
    """Signed."""
    amount_message_id: int = 0
    """The message that named the amount: brought once more after a crash, it is no reason."""
    reason: str = ""
    key: str = ""
    """Names the correction that the summary shows; see DECISIONS.md."""


async def render(context: Context, step: Step, draft: Draft) -> tuple[Screen, Draft]:
    family = await context.once(find_family, draft.parent_id)
    if family is None:
        return till.gone(context.say), draft
    say = context.say
    match step:
        case Step.WAY:
            return screens.ask_way(say, family), draft
        case Step.AMOUNT:
            return screens.ask_amount(say, family, takes_off=draft.takes_off), draft
        case Step.REASON:
            return screens.ask_reason(say, draft.amount_minor), draft
        case Step.SUMMARY:
            return _render_summary(context, family, draft)


def _render_summary(context: Context, family: FamilyAccount, draft: Draft) -> tuple[Screen, Draft]:
    shown = replace(draft, key=draft.key or secrets.token_urlsafe(9))
    screen = screens.summary(
        context.say,
        family,
        draft.amount_minor,
        draft.reason,
        _comes_of_it(context, family, draft.amount_minor),
        key=shown.key,
    )
    return screen, shown


def _comes_of_it(
    context: Context, family: FamilyAccount, amount_minor: int
) -> tuple[list[HeldPlace], int]:
    """Return which held places a correction confirms, and what balance remains."""
    funds = grown(family.funds, amount_minor)
    if amount_minor < 0:
        return [], funds.balance_minor
    held = [each.booking for each in family.held]
    confirmed, balance = covered(held, funds, context.policy, now=context.now)
    return [each for each in family.held if each.booking in confirmed], balance


journey = Journey("correction", Step, Draft, render)
say_over = over(till.over)


async def begin(update: Update, context: Context, tap: CorrectBalance) -> Step:
    return await journey.go(update, context, Step.WAY, Draft(tap.parent_id))


async def pick_way(update: Update, context: Context, tap: PickWay, draft: Draft) -> Step:
    chosen = replace(draft, takes_off=tap.takes_off)
    return await journey.go(update, context, Step.AMOUNT, chosen)


async def write_amount(update: Update, context: Context, draft: Draft) -> Step:
    amount = read_amount(context.typed(update), context.say.currency)
    if amount is None:
        complaint = till.bad_amount(context.say)
        return await journey.go(update, context, Step.AMOUNT, draft, complaint=complaint)
    named = replace(
        draft,
        amount_minor=-amount if draft.takes_off else amount,
        amount_message_id=context.message_id(update),
    )
    return await journey.go(update, context, Step.REASON, named)


async def write_reason(update: Update, context: Context, draft: Draft) -> Step:
    if context.message_id(update) == draft.amount_message_id:
        return await journey.go(update, context, Step.REASON, draft)
    reason = read_name(context.typed(update))
    if reason is None:
        complaint = screens.bad_reason(context.say)
        return await journey.go(update, context, Step.REASON, draft, complaint=complaint)
    # Another amount, or another reason, is another correction, and has a key of its own.
    written = replace(draft, reason=reason, key="")
    return await journey.go(update, context, Step.SUMMARY, written)


async def confirm(update: Update, context: Context, tap: ConfirmCorrection, draft: Draft) -> Any:
    if not draft.key or tap.key != draft.key:
        return await journey.go(update, context, Step.SUMMARY, draft)
    await context.database.run(
        adjust_balance,
        draft.parent_id,
        draft.amount_minor,
        _charge_id(draft.key),
        context.policy,
        reason=draft.reason,
        actor=context.actor,
        now=context.now,
    )
    await show_correction(update, context, tap)
    context.visit.conversation = None
    return END


def _charge_id(key: str) -> str:
    return f"correction-{key}"


async def show_correction(update: Update, context: Context, tap: ConfirmCorrection) -> None:
    """Say what a Confirm has done: the same however often it comes."""
    made = await context.database.read(find_correction, _charge_id(tap.key))
    if made is None:
        await say_over(update, context)
        return
    await context.show(update, screens.corrected(context.say, made))


conversation = DurableConversation(
    journey,
    for_office=True,
    entry_points=[on_tap(CorrectBalance, for_office(begin))],
    states={
        Step.WAY: [journey.on_tap(PickWay, pick_way)],
        Step.AMOUNT: [
            journey.on_message(TYPED, write_amount),
            journey.on_tap(BackToWay, journey.leads_to(Step.WAY)),
        ],
        Step.REASON: [
            journey.on_message(TYPED, write_reason),
            journey.on_tap(BackToCorrectedAmount, journey.leads_to(Step.AMOUNT)),
        ],
        Step.SUMMARY: [
            journey.on_tap(ConfirmCorrection, confirm),
            journey.on_tap(BackToReason, journey.leads_to(Step.REASON)),
        ],
    },
    fallbacks=[
        journey.on_tap(StopCorrecting, journey.ends_with(till.stopped)),
        *journey.fallbacks(Correcting),
    ],
)

ROUTES = [
    on_tap(ConfirmCorrection, for_office(show_correction)),
    on_tap(Correcting, for_office(say_over)),
]

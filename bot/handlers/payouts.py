"""The office records what it paid back: a family, how, how much, a look at all of it, Confirm."""

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
from bot.screens import payouts as screens
from bot.screens.payment import bad_reference
from bot.taps.payouts import (
    BackToPaid,
    BackToPayee,
    BackToPayoutAmount,
    BackToPayoutReference,
    ConfirmPayout,
    LeaveOnAccount,
    PayingOut,
    PayOut,
    PickPaid,
    PickPayoutAmount,
    PickPayoutMethod,
    ShowPaid,
    SkipPayoutReference,
    StopPayout,
)
from domain.model import PaymentMethod
from domain.payouts import PaidOut, Payout, WaitedFor, record_payout, taken_from_held
from domain.repayments import close_repayment
from storage.payout_queries import Payee, Refundable, find_payee, find_payout, list_unused


class Step(StrEnum):
    FAMILY = "family"
    PAYMENT = "payment"
    AMOUNT = "amount"
    REFERENCE = "reference"
    SUMMARY = "summary"


@dataclass(frozen=True)
class Draft:
    parent_id: int = 0
    page: int = 0
    method: PaymentMethod = PaymentMethod.CASH
    payment_id: int | None = None
    amount_minor: int = 0
    amount_message_id: int = 0
    """The message that named the amount: brought once more after a crash, it is no reference."""
    reference: str = ""
    key: str = ""
    """Names the payout that the summary shows; see DECISIONS.md."""
    from_held_minor: int = 0
    """What held places wait for of it, as the summary has shown."""

    @property
    def payout(self) -> Payout:
        return Payout(self.amount_minor, self.method, self.payment_id, self.reference)


async def render(context: Context, step: Step, draft: Draft) -> tuple[Screen, Draft]:
    payee = await context.once(find_payee, draft.parent_id)
    if payee is None:
        return screens.gone(context.say), draft
    if step is Step.SUMMARY:
        return _render_summary(context, payee, draft)
    return _screen(context, step, payee, draft), draft


def _screen(context: Context, step: Step, payee: Payee, draft: Draft) -> Screen:
    say = context.say
    match step:
        case Step.FAMILY:
            return screens.family(say, payee)
        case Step.PAYMENT:
            return screens.choose_paid(say, payee.payments, draft.page)
        case Step.AMOUNT:
            return screens.ask_amount(say, payee, draft.method, _refunded(payee, draft))
        case _:
            return screens.ask_reference(say, draft.payout)


def _refunded(payee: Payee, draft: Draft) -> Refundable | None:
    return next((each for each in payee.payments if each.payment_id == draft.payment_id), None)


def _render_summary(context: Context, payee: Payee, draft: Draft) -> tuple[Screen, Draft]:
    balance, held = payee.balance_minor, payee.held_minor
    shown = replace(
        draft,
        key=draft.key or secrets.token_urlsafe(9),
        from_held_minor=taken_from_held(draft.amount_minor, balance, held),
    )
    screen = screens.summary(
        context.say,
        payee,
        draft.payout,
        _refunded(payee, draft),
        from_held_minor=shown.from_held_minor,
        key=shown.key,
    )
    return screen, shown


journey = Journey("payout", Step, Draft, render)
say_over = over(screens.over)


async def begin(update: Update, context: Context, tap: PayOut) -> Step:
    return await journey.go(update, context, Step.FAMILY, Draft(tap.parent_id))


async def pick_method(
    update: Update, context: Context, tap: PickPayoutMethod, draft: Draft
) -> Step:
    if tap.method not in screens.BY_HAND:
        return await journey.go(update, context, Step.FAMILY, draft)
    chosen = replace(draft, method=PaymentMethod(tap.method), payment_id=None)
    return await journey.go(update, context, Step.AMOUNT, chosen)


async def show_paid(update: Update, context: Context, tap: ShowPaid, draft: Draft) -> Step:
    return await journey.go(update, context, Step.PAYMENT, replace(draft, page=tap.page))


async def pick_paid(update: Update, context: Context, tap: PickPaid, draft: Draft) -> Step:
    chosen = replace(draft, method=PaymentMethod.ONLINE, payment_id=tap.payment_id)
    payee = await context.once(find_payee, draft.parent_id)
    if payee is None or _refunded(payee, chosen) is None:
        return await journey.go(update, context, Step.PAYMENT, draft)
    return await journey.go(update, context, Step.AMOUNT, chosen)


async def write_amount(update: Update, context: Context, draft: Draft) -> Step:
    amount = read_amount(context.typed(update), context.say.currency)
    return await _take_amount(update, context, amount or 0, draft)


async def pick_amount(
    update: Update, context: Context, tap: PickPayoutAmount, draft: Draft
) -> Step:
    return await _take_amount(update, context, tap.amount_minor, draft)


async def _take_amount(update: Update, context: Context, amount: int, draft: Draft) -> Step:
    payee = await context.once(find_payee, draft.parent_id)
    if payee is None:
        return await journey.go(update, context, Step.FAMILY, draft)
    refunded = _refunded(payee, draft)
    if draft.payment_id is not None and refunded is None:
        return await journey.go(update, context, Step.PAYMENT, draft)
    if not 0 < amount <= screens.most(payee, refunded):
        complaint = screens.bad_amount(context.say, payee, refunded)
        return await journey.go(update, context, Step.AMOUNT, draft, complaint=complaint)
    named = replace(draft, amount_minor=amount, amount_message_id=context.message_id(update))
    return await journey.go(update, context, Step.REFERENCE, named)


async def write_reference(update: Update, context: Context, draft: Draft) -> Step:
    if context.message_id(update) == draft.amount_message_id:
        return await journey.go(update, context, Step.REFERENCE, draft)
    reference = read_name(context.typed(update))
    if reference is None:
        complaint = bad_reference(context.say)
        return await journey.go(update, context, Step.REFERENCE, draft, complaint=complaint)
    return await _review(update, context, replace(draft, reference=reference))


async def skip_reference(
    update: Update, context: Context, _tap: SkipPayoutReference, draft: Draft
) -> Step:
    return await _review(update, context, replace(draft, reference=""))


async def _review(update: Update, context: Context, draft: Draft) -> Step:
    # Another amount, or another reference, is another payout, and has a key of its own.
    return await journey.go(update, context, Step.SUMMARY, replace(draft, key=""))


async def confirm(update: Update, context: Context, tap: ConfirmPayout, draft: Draft) -> Any:
    if not draft.key or tap.key != draft.key:
        return await journey.go(update, context, Step.SUMMARY, draft)
    outcome = await context.database.run(
        record_payout,
        draft.parent_id,
        draft.payout,
        _entry_key(draft.key),
        shown_from_held_minor=draft.from_held_minor,
        actor=context.actor,
        now=context.now,
    )
    match outcome:
        case PaidOut():
            await show_recorded(update, context, tap)
            context.visit.conversation = None
            return END
        case WaitedFor():
            complaint = screens.look_again(context.say)
            return await journey.go(update, context, Step.SUMMARY, draft, complaint=complaint)
        case _:
            return await _take_amount(update, context, draft.amount_minor, draft)


def _entry_key(key: str) -> str:
    return f"payout-{key}"


async def show_recorded(update: Update, context: Context, tap: ConfirmPayout) -> None:
    """Say what a Confirm has done: the same however often it comes."""
    made = await context.database.read(find_payout, _entry_key(tap.key))
    if made is None:
        await say_over(update, context)
        return
    await context.show(update, screens.recorded(context.say, made))


async def leave_on_account(
    update: Update, context: Context, _tap: LeaveOnAccount, draft: Draft
) -> Any:
    for each in await context.database.read(list_unused, draft.parent_id):
        await context.database.run(close_repayment, each, actor=context.actor, now=context.now)
    screen = screens.left_on_account(context.say, draft.parent_id)
    return await journey.finish(update, context, screen)


conversation = DurableConversation(
    journey,
    for_office=True,
    entry_points=[on_tap(PayOut, for_office(begin))],
    states={
        Step.FAMILY: [
            journey.on_tap(PickPayoutMethod, pick_method),
            journey.on_tap(ShowPaid, show_paid),
            journey.on_tap(LeaveOnAccount, leave_on_account),
        ],
        Step.PAYMENT: [
            journey.on_tap(PickPaid, pick_paid),
            journey.on_tap(ShowPaid, show_paid),
            journey.on_tap(BackToPayee, journey.leads_to(Step.FAMILY)),
        ],
        Step.AMOUNT: [
            journey.on_message(TYPED, write_amount),
            journey.on_tap(PickPayoutAmount, pick_amount),
            journey.on_tap(BackToPaid, journey.leads_to(Step.PAYMENT)),
            journey.on_tap(BackToPayee, journey.leads_to(Step.FAMILY)),
        ],
        Step.REFERENCE: [
            journey.on_message(TYPED, write_reference),
            journey.on_tap(SkipPayoutReference, skip_reference),
            journey.on_tap(BackToPayoutAmount, journey.leads_to(Step.AMOUNT)),
        ],
        Step.SUMMARY: [
            journey.on_tap(ConfirmPayout, confirm),
            journey.on_tap(BackToPayoutReference, journey.leads_to(Step.REFERENCE)),
        ],
    },
    fallbacks=[
        journey.on_tap(StopPayout, journey.ends_with(screens.stopped)),
        *journey.fallbacks(PayingOut),
    ],
)

ROUTES = [
    on_tap(ConfirmPayout, for_office(show_recorded)),
    on_tap(PayingOut, for_office(say_over)),
]

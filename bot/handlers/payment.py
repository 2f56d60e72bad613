"""The office's till: a family, how they pay, how much, a look at all of it, Confirm."""

from dataclasses import replace
from typing import Any

from telegram import Update

from bot.context import Context
from bot.conversation import END, TYPED, DurableConversation, over
from bot.forms import read_amount, read_name
from bot.handlers.finding import look_up
from bot.handlers.payment_steps import Draft, Step, journey
from bot.routes import for_office, on_command, on_tap
from bot.screens import payment as screens
from bot.screens import vouchers
from bot.screens.finding import nobody
from bot.taps.payment import (
    BackToAmount,
    BackToFamily,
    BackToReference,
    BackToSearch,
    ConfirmPayment,
    KeepHeld,
    PickFamily,
    PickHeld,
    PickMethod,
    ShowFamily,
    ShowHeld,
    ShowPromised,
    SkipReference,
    StopTaking,
    TakePayment,
    Taking,
    TurnFamilies,
)
from domain.holds import keep_hold
from domain.model import PaymentMethod
from domain.money import record_payment
from storage.office_queries import has_telegram
from storage.receipts import find_receipt

say_over = over(screens.over)


async def begin(update: Update, context: Context, _tap: TakePayment | None = None) -> Step:
    return await journey.go(update, context, Step.SEARCH, Draft())


async def begin_with_family(update: Update, context: Context, tap: ShowFamily) -> Step:
    return await journey.go(update, context, Step.FAMILY, Draft(parent_id=tap.parent_id))


async def write_query(update: Update, context: Context, draft: Draft) -> Step:
    query, found = await look_up(update, context)
    if not found:
        complaint = nobody(context.say)
        return await journey.go(update, context, Step.SEARCH, Draft(), complaint=complaint)
    draft = Draft(query=query)
    if len(found) == 1:
        return await journey.go(
            update, context, Step.FAMILY, replace(draft, parent_id=found[0].parent_id)
        )
    return await journey.go(update, context, Step.SEARCH, draft)


async def turn_families(update: Update, context: Context, tap: TurnFamilies, draft: Draft) -> Step:
    return await journey.go(update, context, Step.SEARCH, replace(draft, page=tap.page))


async def show_promised(update: Update, context: Context, tap: ShowPromised, draft: Draft) -> Step:
    return await journey.go(update, context, Step.PROMISED, replace(draft, page=tap.page))


async def pick_family(update: Update, context: Context, tap: PickFamily, draft: Draft) -> Step:
    return await journey.go(update, context, Step.FAMILY, replace(draft, parent_id=tap.parent_id))


async def pick_method(update: Update, context: Context, tap: PickMethod, draft: Draft) -> Step:
    if tap.method not in screens.AT_THE_TILL:
        return await journey.go(update, context, Step.FAMILY, draft)
    chosen = replace(draft, method=PaymentMethod(tap.method))
    return await journey.go(update, context, Step.AMOUNT, chosen)


async def write_amount(update: Update, context: Context, draft: Draft) -> Step:
    amount = read_amount(context.typed(update), context.say.currency)
    if amount is None:
        complaint = screens.bad_amount(context.say)
        return await journey.go(update, context, Step.AMOUNT, draft, complaint=complaint)
    named = replace(draft, amount_minor=amount, amount_message_id=context.message_id(update))
    return await journey.go(update, context, Step.REFERENCE, named)


async def write_reference(update: Update, context: Context, draft: Draft) -> Step:
    if context.message_id(update) == draft.amount_message_id:
        return await journey.go(update, context, Step.REFERENCE, draft)
    reference = read_name(context.typed(update))
    if reference is None:
        complaint = screens.bad_reference(context.say)
        return await journey.go(update, context, Step.REFERENCE, draft, complaint=complaint)
    return await _review(update, context, replace(draft, reference=reference))


async def skip_reference(
    update: Update, context: Context, _tap: SkipReference, draft: Draft
) -> Step:
    return await _review(update, context, replace(draft, reference=""))


async def _review(update: Update, context: Context, draft: Draft) -> Step:
    # Another amount, or another reference, is another payment, and has a key of its own.
    return await journey.go(update, context, Step.SUMMARY, replace(draft, key=""))


async def confirm(update: Update, context: Context, tap: ConfirmPayment, draft: Draft) -> Any:
    if not draft.key or tap.key != draft.key:
        return await journey.go(update, context, Step.SUMMARY, draft)
    await context.database.run(
        record_payment,
        draft.parent_id,
        draft.amount_minor,
        _charge_id(draft.key),
        context.policy,
        method=draft.method,
        reference=draft.reference,
        actor=context.actor,
        now=context.now,
    )
    await show_receipt(update, context, tap)
    context.visit.conversation = None
    return END


def _charge_id(key: str) -> str:
    return f"office-{key}"


async def show_receipt(update: Update, context: Context, tap: ConfirmPayment) -> None:
    """Say what a Confirm has done: the same however often it comes."""
    receipt = await context.database.read(find_receipt, _charge_id(tap.key))
    if receipt is None:
        await say_over(update, context)
        return
    await context.show(update, screens.recorded(context.say, receipt))


async def show_held(update: Update, context: Context, tap: ShowHeld, draft: Draft) -> Step:
    return await journey.go(update, context, Step.HELD, replace(draft, held_page=tap.page))


async def pick_held(update: Update, context: Context, tap: PickHeld, draft: Draft) -> Step:
    return await journey.go(update, context, Step.UNTIL, replace(draft, booking_id=tap.booking_id))


async def keep_held(update: Update, context: Context, tap: KeepHeld, draft: Draft) -> Any:
    outcome = await context.database.run(
        keep_hold, tap.booking_id, tap.on, context.policy, actor=context.actor, now=context.now
    )
    if outcome is None:
        return await journey.go(update, context, Step.HELD, draft)
    is_told = await context.database.read(has_telegram, draft.parent_id)
    screen = vouchers.kept(context.say, outcome, draft.parent_id, has_telegram=is_told)
    return await journey.finish(update, context, screen)


async def back_to_search(
    update: Update, context: Context, _tap: BackToSearch, draft: Draft
) -> Step:
    again = Draft(query=draft.query, page=draft.page)
    return await journey.go(update, context, Step.SEARCH, again)


conversation = DurableConversation(
    journey,
    for_office=True,
    entry_points=[
        on_command("payment", for_office(begin)),
        on_tap(TakePayment, for_office(begin)),
        on_tap(ShowFamily, for_office(begin_with_family)),
    ],
    states={
        Step.SEARCH: [
            journey.on_message(TYPED, write_query),
            journey.on_tap(PickFamily, pick_family),
            journey.on_tap(TurnFamilies, turn_families),
            journey.on_tap(ShowPromised, show_promised),
        ],
        Step.PROMISED: [
            journey.on_tap(PickFamily, pick_family),
            journey.on_tap(ShowPromised, show_promised),
            journey.on_tap(BackToSearch, back_to_search),
        ],
        Step.FAMILY: [
            journey.on_tap(PickMethod, pick_method),
            journey.on_tap(ShowHeld, show_held),
            journey.on_tap(BackToSearch, back_to_search),
        ],
        Step.HELD: [
            journey.on_tap(PickHeld, pick_held),
            journey.on_tap(ShowHeld, show_held),
            journey.on_tap(BackToFamily, journey.leads_to(Step.FAMILY)),
        ],
        Step.UNTIL: [
            journey.on_tap(KeepHeld, keep_held),
            journey.on_tap(ShowHeld, show_held),
            # If the hold has ended meanwhile, the others are shown here.
            journey.on_tap(PickHeld, pick_held),
            journey.on_tap(BackToFamily, journey.leads_to(Step.FAMILY)),
        ],
        Step.AMOUNT: [
            journey.on_message(TYPED, write_amount),
            journey.on_tap(BackToFamily, journey.leads_to(Step.FAMILY)),
        ],
        Step.REFERENCE: [
            journey.on_message(TYPED, write_reference),
            journey.on_tap(SkipReference, skip_reference),
            journey.on_tap(BackToAmount, journey.leads_to(Step.AMOUNT)),
        ],
        Step.SUMMARY: [
            journey.on_tap(ConfirmPayment, confirm),
            journey.on_tap(BackToReference, journey.leads_to(Step.REFERENCE)),
        ],
    },
    fallbacks=[
        journey.on_tap(StopTaking, journey.ends_with(screens.stopped)),
        *journey.fallbacks(Taking),
    ],
)

ROUTES = [
    on_tap(ConfirmPayment, for_office(show_receipt)),
    on_tap(Taking, for_office(say_over)),
]

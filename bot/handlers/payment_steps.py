"""The steps of the till, what it gathers, and how each is shown."""

import secrets
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.context import Context
from bot.conversation import Journey
from bot.handlers.finding import search
from bot.screen import Screen
from bot.screens import payment as screens
from bot.screens import vouchers
from domain.model import PaymentMethod
from domain.money import covered, grown
from domain.timetable import local_date
from storage.office_queries import FamilyAccount, HeldPlace, find_family, list_promised


class Step(StrEnum):
    SEARCH = "search"
    PROMISED = "promised"
    FAMILY = "family"
    HELD = "held"
    UNTIL = "until"
    AMOUNT = "amount"
    REFERENCE = "reference"
    SUMMARY = "summary"


@dataclass(frozen=True)
class Draft:
    query: str = ""
    page: int = 0
    parent_id: int = 0
    held_page: int = 0
    booking_id: int = 0
    method: PaymentMethod = PaymentMethod.CASH
    amount_minor: int = 0
    amount_message_id: int = 0
    """The message that named the amount: brought once more after a crash, it is no reference."""
    reference: str = ""
    key: str = ""
    """Names the payment that the summary shows; see DECISIONS.md."""


async def render(context: Context, step: Step, draft: Draft) -> tuple[Screen, Draft]:
    if step is Step.SEARCH:
        found = await search(context, draft.query)
        return screens.search(context.say, draft.query, found, draft.page), draft
    if step is Step.PROMISED:
        waiting = await context.database.read(list_promised)
        return vouchers.promised(context.say, waiting, draft.page), draft
    family = await context.database.read(find_family, draft.parent_id)
    if family is None:
        return screens.gone(context.say), draft
    if step is Step.SUMMARY:
        return _render_summary(context, family, draft)
    return _screen(context, step, family, draft), draft


def _screen(context: Context, step: Step, family: FamilyAccount, draft: Draft) -> Screen:
    say = context.say
    match step:
        case Step.FAMILY:
            return screens.family(say, family, context.policy)
        case Step.HELD:
            return vouchers.choose_held(say, family.held, draft.held_page)
        case Step.UNTIL:
            return _render_until(context, family, draft)
        case Step.AMOUNT:
            return screens.ask_amount(say, family, draft.method)
        case _:
            return screens.ask_reference(say, draft.amount_minor, draft.method)


def _render_until(context: Context, family: FamilyAccount, draft: Draft) -> Screen:
    held = _held_place(family, draft.booking_id)
    if held is None:
        return vouchers.choose_held(context.say, family.held, 0)
    return vouchers.choose_day(context.say, held, local_date(context.now, context.policy.zone))


def _held_place(family: FamilyAccount, booking_id: int) -> HeldPlace | None:
    return next((each for each in family.held if each.booking.id == booking_id), None)


def _render_summary(context: Context, family: FamilyAccount, draft: Draft) -> tuple[Screen, Draft]:
    shown = replace(draft, key=draft.key or secrets.token_urlsafe(9))
    confirmed, balance = covered(
        [each.booking for each in family.held],
        grown(family.funds, draft.amount_minor),
        context.policy,
        now=context.now,
    )
    places = [each for each in family.held if each.booking in confirmed]
    paid = (draft.amount_minor, draft.method, draft.reference)
    return screens.summary(context.say, family, paid, (places, balance), key=shown.key), shown


journey = Journey("payment", Step, Draft, render)

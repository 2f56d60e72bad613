"""The steps of the conversation that books, what it gathers, and how each is shown."""

import secrets
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from itertools import zip_longest

from bot.context import Context
from bot.conversation import Journey
from bot.screen import Screen
from bot.screens import booking as screens
from bot.screens.children import gone
from bot.screens.parts import page_of
from bot.screens.summary import summary
from domain.booking import preview_places
from domain.model import Child, Policy
from domain.outcomes import Booked, Held, PlaceOutcome, Wanted
from domain.ports.bookings import BookPlaces
from storage.offers import DateOffer, OpenActivity, list_activities, list_dates, list_next
from storage.queries import list_children
from storage.transaction import Transaction


class Step(StrEnum):
    CHILD = "child"
    ACTIVITY = "activity"
    DATE = "date"
    SUMMARY = "summary"


@dataclass(frozen=True)
class Draft:
    """What has been chosen, and what the summary has shown of it."""

    child_id: int = 0
    is_only_child: bool = False
    activity_id: int = 0
    dates: tuple[date, ...] = ()
    page: int = 0
    request_key: str = ""
    shown_prices_minor: tuple[int | None, ...] = ()
    """One for each date."""
    promised: tuple[date, ...] = ()
    """The dates for which the summary showed a place."""


async def render(context: Context, step: Step, draft: Draft) -> tuple[Screen, Draft]:
    if step is Step.CHILD:
        children = await context.once(list_children, context.parent_id)
        return screens.choose_child(context.say, children), draft
    if step is Step.SUMMARY:
        return await _render_summary(context, draft)
    children = await context.once(list_children, context.parent_id)
    child = next((each for each in children if each.id == draft.child_id), None)
    if child is None:
        return gone(context.say), draft
    if step is Step.ACTIVITY:
        return await _render_activities(context, child, draft), draft
    return await _render_dates(context, child, draft), draft


async def _render_activities(context: Context, child: Child, draft: Draft) -> Screen:
    activities, offers = await context.database.read(
        _list_page, context.parent_id, child.id, draft.page, context.policy, now=context.now
    )
    return screens.choose_activity(
        context.say,
        child,
        activities,
        offers,
        page=draft.page,
        is_only_child=draft.is_only_child,
    )


def _list_page(
    tx: Transaction, parent_id: int, child_id: int, page: int, policy: Policy, *, now: datetime
) -> tuple[list[OpenActivity], list[DateOffer]]:
    """List all activities, and what is offered of those on a page."""
    activities = list_activities(tx, parent_id, child_id, policy, now=now)
    shown, _ = page_of(activities, page, screens.ACTIVITIES_A_PAGE)
    return activities, list_next(tx, child_id, shown)


async def _render_dates(context: Context, child: Child, draft: Draft) -> Screen:
    offers = await context.database.read(
        list_dates, child.id, draft.activity_id, context.policy, now=context.now
    )
    return screens.choose_date(
        context.say, child, offers, draft.dates, page=draft.page, policy=context.policy
    )


async def _render_summary(context: Context, draft: Draft) -> tuple[Screen, Draft]:
    key = draft.request_key or secrets.token_urlsafe(9)
    unpriced = replace(draft, request_key=key, shown_prices_minor=())
    seen = await context.database.read(
        preview_places, request_of(context, unpriced), context.policy, now=context.now
    )
    if seen.child is None:
        return gone(context.say), draft
    places = [each for each in seen.outcomes if isinstance(each, Booked | Held)]
    shown = replace(
        unpriced,
        shown_prices_minor=tuple(_price_shown(each) for each in seen.outcomes),
        promised=tuple(each.session.on for each in places),
    )
    screen = summary(
        context.say,
        seen.child,
        seen.outcomes,
        seen.funds,
        request_key=key,
        policy=context.policy,
        pays_online=context.services.settings.pays_online,
        now=context.now,
    )
    return screen, shown


def _price_shown(expected: PlaceOutcome) -> int | None:
    """The price that the summary names for a date; one that is waited for has no discount."""
    if isinstance(expected, Booked | Held):
        return expected.price_minor
    return expected.session.activity.price_minor if expected.session else None


def request_of(context: Context, draft: Draft) -> BookPlaces:
    shown = zip_longest(draft.dates, draft.shown_prices_minor)
    wanted = tuple(Wanted(draft.activity_id, on, price) for on, price in shown)
    return BookPlaces(context.parent_id, draft.child_id, wanted, draft.request_key)


journey = Journey("booking", Step, Draft, render)

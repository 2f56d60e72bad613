"""The steps of booking for a family, what is gathered on the way, and how each is shown."""

import secrets
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from bot.context import Context
from bot.conversation import Journey
from bot.handlers.finding import search
from bot.handlers.sessions import today
from bot.screen import Screen
from bot.screens import placing as screens
from domain.booking import preview_places
from domain.model import Policy, Session
from domain.outcomes import Wanted
from domain.ports.bookings import BookPlaces
from storage.office_queries import FamilyChild, find_family, find_family_child
from storage.session_queries import find_session


class Step(StrEnum):
    SEARCH = "search"
    CHILD = "child"
    PARENT_NAME = "parent_name"
    PHONE = "phone"
    CHILD_NAME = "child_name"
    BIRTH_DATE = "birth_date"
    GRADE = "grade"
    SUMMARY = "summary"


@dataclass(frozen=True)
class Draft:
    session_id: int = 0
    query: str = ""
    page: int = 0
    parent_id: int = 0
    """0 while a family is put on file."""
    child_id: int = 0
    parent_name: str = ""
    phone: str = ""
    phone_message_id: int = 0
    """The message that named the phone: brought once more after a crash, it is no child."""
    child_name: str = ""
    born_on: date | None = None
    key: str = ""
    """Names the confirmation that the summary shows; see DECISIONS.md."""
    shown_price_minor: int | None = None


async def render(context: Context, step: Step, draft: Draft) -> tuple[Screen, Draft]:
    if step is Step.SUMMARY:
        return await _render_summary(context, draft)
    line = await context.database.read(find_session, draft.session_id, taught_by=None)
    if line is None:
        return screens.no_session(context.say), draft
    session = line.session
    match step:
        case Step.SEARCH:
            found = await search(context, draft.query)
            return screens.search(context.say, session, draft.query, found, draft.page), draft
        case Step.CHILD:
            return await _render_children(context, session, draft), draft
        case _:
            return _form(context, step, session, draft), draft


def _form(context: Context, step: Step, session: Session, draft: Draft) -> Screen:
    say = context.say
    match step:
        case Step.PARENT_NAME:
            return screens.ask_parent(say, session)
        case Step.PHONE:
            return screens.ask_phone(say, session, draft.parent_name)
        case Step.CHILD_NAME:
            return screens.ask_child(
                say, session, draft.parent_name, is_new_family=not draft.parent_id
            )
        case Step.BIRTH_DATE:
            return screens.ask_birth_date(say, session, draft.child_name)
        case _:
            last_grade = context.services.settings.last_year_group
            born_on = draft.born_on or today(context)
            return screens.ask_grade(say, session, draft.child_name, born_on, last_grade)


async def _render_children(context: Context, session: Session, draft: Draft) -> Screen:
    family = await context.database.read(find_family, draft.parent_id)
    if family is None:
        return screens.no_family(context.say, session)
    return screens.choose_child(context.say, session, family)


async def _render_summary(context: Context, draft: Draft) -> tuple[Screen, Draft]:
    session, whom = await find_whom(context, draft.session_id, draft.parent_id, draft.child_id)
    if session is None:
        return screens.no_session(context.say), draft
    if whom is None:
        return screens.no_family(context.say, session), draft
    price = session.activity.price_minor
    shown = replace(draft, key=draft.key or secrets.token_urlsafe(9), shown_price_minor=price)
    request = request_of(session, shown)
    seen = await context.database.read(
        preview_places, request, office_policy(context), now=context.now
    )
    screen = screens.summary(context.say, session, whom, seen.outcomes[0], key=shown.key)
    return screen, shown


async def find_whom(
    context: Context, session_id: int, parent_id: int, child_id: int
) -> tuple[Session, FamilyChild | None] | tuple[None, None]:
    """Find the session, and the child with its parent, as far as they are there."""
    found = await context.database.read(find_family_child, session_id, parent_id, child_id)
    return found or (None, None)


def office_policy(context: Context) -> Policy:
    """Who books by the office also pays there, and has as long as that takes."""
    return replace(context.policy, hold=context.services.settings.office_hold)


def request_of(session: Session, draft: Draft) -> BookPlaces:
    wanted = Wanted(session.activity.id, session.on, draft.shown_price_minor)
    return BookPlaces(draft.parent_id, draft.child_id, (wanted,), draft.key)


journey = Journey("placing", Step, Draft, render)

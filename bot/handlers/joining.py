"""Joining the school: name, phone, e-mail; and /start, which always begins again."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from telegram import Update
from telegram.ext import filters

from bot import menu
from bot.context import Context
from bot.conversation import TYPED, DurableConversation, Journey
from bot.forms import read_email, read_name, read_phone
from bot.handlers.home import JOINING, show_home
from bot.handlers.inviting import PREFIX as STAFF_LINK
from bot.handlers.inviting import follow, telegram_person
from bot.routes import for_staff, on_command, on_tap
from bot.screen import Screen
from bot.screens import joining as screens
from bot.screens.parts import bad_name
from bot.taps.joining import (
    AskToJoin,
    JoinAsParent,
    Joining,
    SkipEmail,
    StopJoining,
    UseTelegramName,
)
from domain.applicants import ask_to_join
from domain.joining import (
    InvitationNeeded,
    InvitationProblem,
    InvitationRefused,
    Joined,
    join_school,
)
from domain.model import ApplicantStatus
from domain.ports.families import NewParent
from storage.applicant_queries import find_status
from storage.conversations import find_visitor
from storage.invitation_queries import ParentLink, find_link
from storage.queries import list_children


class Step(StrEnum):
    NAME = "name"
    PHONE = "phone"
    EMAIL = "email"


@dataclass(frozen=True)
class Draft:
    telegram_name: str | None = None
    invitation: str | None = None
    name: str = ""
    phone: str = ""
    is_on_file: bool = False
    """By the link, which is for a parent whom the school knows."""
    has_email: bool = False
    asks: bool = False
    """To be let in without an invitation."""


async def render(context: Context, step: Step, draft: Draft) -> tuple[Screen, Draft]:
    say = context.say
    match step:
        case Step.NAME:
            school = context.services.settings.school_name
            return screens.ask_name(say, school, draft.telegram_name), draft
        case Step.PHONE if draft.is_on_file:
            school = context.services.settings.school_name
            return screens.ask_phone_of_invited(say, school, draft.name), draft
        case Step.PHONE:
            return screens.ask_phone(say, draft.name), draft
        case Step.EMAIL:
            return screens.ask_email(say), draft


journey = Journey(JOINING, Step, Draft, render)


async def start(update: Update, context: Context) -> Any:
    """Greet who is known here, or begin to make a parent; a link's code is the argument."""
    code = context.args[0] if context.args else None
    if code is not None and code.startswith(STAFF_LINK):
        return await follow(update, context, code)
    if context.staff_role is not None:
        await _welcome_staff(update, context)
    link = await context.database.read(find_link, code) if code else None
    parent_id = context.visit.visitor.parent_id
    if parent_id is not None and link is not None and link.for_parent_id not in (None, parent_id):
        await context.show(update, screens.has_joined_before(context.say, link))
        return None
    is_staff_without_link = context.staff_role is not None and code is None
    if parent_id is not None or is_staff_without_link:
        return await show_home(update, context)
    return await begin(update, context, code, link)


async def _welcome_staff(update: Update, context: Context) -> None:
    await menu.give(context.bot, context.say, context.visit.visitor, context.staff_role)
    if context.telegram_id in context.services.settings.admin_telegram_ids:
        person = telegram_person(update, context)
        await context.database.run(lambda tx: tx.staff.note_named(person, context.now))


async def begin_as_parent(update: Update, context: Context, _tap: JoinAsParent) -> Any:
    if context.visit.visitor.parent_id is not None:
        return await show_home(update, context)
    return await begin(update, context, None)


async def begin(
    update: Update, context: Context, code: str | None, link: ParentLink | None = None
) -> Any:
    person = update.effective_user
    name = read_name(person.full_name) if person else None
    draft = Draft(telegram_name=name, invitation=code)
    is_open = link is not None and link.is_open(context.now)
    if link is not None and link.for_parent_id is not None:
        if not is_open:
            return await _refuse_link(update, context, problem_of(link))
        known = replace(
            draft, name=link.parent_name or "", is_on_file=True, has_email=link.has_email
        )
        return await journey.go(update, context, Step.PHONE, known)
    # Looked at before anything is asked; whether the link is still good at the end decides.
    if context.services.settings.registration == "invite" and not is_open:
        return await _refuse(update, context)
    return await journey.go(update, context, Step.NAME, draft)


def problem_of(link: ParentLink) -> InvitationProblem:
    is_used = link.used_by is not None or link.has_joined
    return InvitationProblem.USED if is_used else InvitationProblem.EXPIRED


async def _refuse(update: Update, context: Context) -> int:
    """Say that an invitation is needed, or how the wish to do without stands."""
    status = await context.database.read(find_status, context.telegram_id)
    screen = screens.invitation_needed
    if status is ApplicantStatus.WAITING:
        screen = screens.has_asked
    elif status is ApplicantStatus.DECLINED:
        screen = screens.was_declined
    school = context.services.settings.school_name
    return await journey.finish(update, context, screen(context.say, school))


async def begin_to_ask(update: Update, context: Context, _tap: AskToJoin) -> Any:
    """Let somebody ask who has not asked yet, and is no parent."""
    if context.visit.visitor.parent_id is not None:
        return await show_home(update, context)
    status = await context.database.read(find_status, context.telegram_id)
    if status in (ApplicantStatus.WAITING, ApplicantStatus.DECLINED):
        return await _refuse(update, context)
    person = update.effective_user
    name = read_name(person.full_name) if person else None
    return await journey.go(update, context, Step.NAME, Draft(telegram_name=name, asks=True))


async def _ask(update: Update, context: Context, draft: Draft) -> int:
    outcome = await context.database.run(
        ask_to_join,
        _person(update, context, draft, None),
        office=context.services.settings.admin_telegram_ids,
        now=context.now,
    )
    if isinstance(outcome, Joined):
        return await _greet(update, context, outcome.parent_id)
    return await _refuse(update, context)


async def _refuse_link(update: Update, context: Context, problem: InvitationProblem) -> int:
    return await journey.finish(update, context, screens.link_refused(context.say, problem))


async def use_telegram_name(
    update: Update, context: Context, _tap: UseTelegramName, draft: Draft
) -> Step:
    if draft.telegram_name is None:
        return await journey.go(update, context, Step.NAME, draft)
    named = replace(draft, name=draft.telegram_name)
    return await journey.go(update, context, Step.PHONE, named)


async def write_name(update: Update, context: Context, draft: Draft) -> Any:
    if context.typed(update) == context.say.label("Cancel"):
        # The keyboard of the phone step may still be there.
        return await stop(update, context)
    name = read_name(context.typed(update))
    if name is None:
        complaint = bad_name(context.say)
        return await journey.go(update, context, Step.NAME, draft, complaint=complaint)
    return await journey.go(update, context, Step.PHONE, replace(draft, name=name))


async def share_contact(update: Update, context: Context, draft: Draft) -> Any:
    contact = update.message.contact if update.message else None
    if contact is None or contact.user_id != context.telegram_id:
        complaint = screens.not_own_contact(context.say)
        return await journey.go(update, context, Step.PHONE, draft, complaint=complaint)
    phone = read_phone(contact.phone_number)
    await context.show(update, screens.phone_noted(context.say, phone))
    if draft.asks:
        return await _ask(update, context, replace(draft, phone=phone))
    if draft.has_email:
        return await join(update, context, replace(draft, phone=phone), None)
    return await journey.go(update, context, Step.EMAIL, replace(draft, phone=phone))


async def write_instead_of_contact(update: Update, context: Context, draft: Draft) -> Any:
    if context.typed(update) == context.say.label("Cancel"):
        return await stop(update, context)
    complaint = screens.use_the_button(context.say)
    return await journey.go(update, context, Step.PHONE, draft, complaint=complaint)


async def write_email(update: Update, context: Context, draft: Draft) -> Any:
    email = read_email(context.typed(update))
    if email is None:
        complaint = screens.bad_email(context.say)
        return await journey.go(update, context, Step.EMAIL, draft, complaint=complaint)
    return await join(update, context, draft, email)


async def skip_email(update: Update, context: Context, _tap: SkipEmail, draft: Draft) -> int:
    return await join(update, context, draft, None)


async def join(update: Update, context: Context, draft: Draft, email: str | None) -> int:
    settings = context.services.settings
    outcome = await context.database.run(
        join_school,
        _person(update, context, draft, email),
        draft.invitation,
        by_invitation_only=settings.registration == "invite",
        now=context.now,
    )
    match outcome:
        case InvitationNeeded():
            return await _refuse(update, context)
        case InvitationRefused(problem):
            return await _refuse_link(update, context, problem)
        case Joined(parent_id):
            return await _greet(update, context, parent_id)


def _person(update: Update, context: Context, draft: Draft, email: str | None) -> NewParent:
    person = update.effective_user
    return NewParent(
        telegram_id=context.telegram_id,
        name=draft.name,
        phone=draft.phone,
        email=email,
        language=(person.language_code if person else None) or "en",
    )


async def _greet(update: Update, context: Context, parent_id: int) -> int:
    """Greet who has joined: by the name on file, and with their children if there are any."""
    person = await context.database.read(find_visitor, context.telegram_id)
    if context.staff_role is not None:
        await menu.give(context.bot, context.say, person, context.staff_role)
    children = await context.database.read(list_children, parent_id)
    school = context.services.settings.school_name
    joined = screens.joined(context.say, school, person.name or "", children)
    return await journey.finish(update, context, joined)


async def stop(
    update: Update, context: Context, _tap: StopJoining | None = None, _draft: Draft | None = None
) -> int:
    screen = screens.stopped(context.say, was_tapped=update.callback_query is not None)
    return await journey.finish(update, context, screen)


conversation = DurableConversation(
    journey,
    entry_points=[
        on_command("start", start),
        on_tap(JoinAsParent, for_staff(begin_as_parent)),
        on_tap(AskToJoin, begin_to_ask),
    ],
    states={
        Step.NAME: [
            journey.on_tap(UseTelegramName, use_telegram_name),
            journey.on_message(TYPED, write_name),
        ],
        Step.PHONE: [
            journey.on_message(filters.CONTACT, share_contact),
            journey.on_message(TYPED, write_instead_of_contact),
        ],
        Step.EMAIL: [
            journey.on_tap(SkipEmail, skip_email),
            journey.on_message(TYPED, write_email),
        ],
    },
    fallbacks=[journey.on_tap(StopJoining, stop), *journey.fallbacks(Joining)],
)

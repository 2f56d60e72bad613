"""Inviting somebody to the staff: what they will be, who it is, a link with its picture."""

import secrets
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import Any

from telegram import Update
from telegram.helpers import create_deep_linked_url

from bot import menu
from bot.context import Context, send_photo
from bot.conversation import TYPED, DurableConversation, Journey, over
from bot.documents.qr import qr_png
from bot.forms import read_name
from bot.routes import for_office, on_command, on_tap
from bot.screen import Screen
from bot.screens import inviting as screens
from bot.screens.parts import bad_name
from bot.taps.staff import (
    BackToRole,
    BackToTutor,
    ConfirmInvitation,
    InviteStaff,
    Inviting,
    PickRole,
    PickTutor,
    StopInviting,
    TurnTutors,
)
from domain.model import STAFF, Role
from domain.ports.staff import NewStaff, NewStaffInvitation
from domain.staff import LinkProblem, LinkRefused, invite_staff, join_staff
from storage.staff_queries import (
    StaffLink,
    TutorFound,
    find_staff_link,
    is_of_staff,
    list_free_tutors,
    list_staff,
)

LASTS = timedelta(days=3)
"""Short, for who has the link of an admin may do everything."""
PREFIX = "staff-"
"""Of the codes in links, which tells them from those of parents."""


class Step(StrEnum):
    ROLE = "role"
    TUTOR = "tutor"
    SUMMARY = "summary"


@dataclass(frozen=True)
class Draft:
    role: Role = Role.TUTOR
    page: int = 0
    tutor_id: int = 0
    tutor_name: str = ""
    """Of one whom the school does not know yet."""
    key: str = ""
    """Names the invitation that the summary shows."""


async def render(context: Context, step: Step, draft: Draft) -> tuple[Screen, Draft]:
    say = context.say
    if step is Step.ROLE:
        return screens.ask_role(say), draft
    tutors = await context.once(list_free_tutors)
    chosen = _chosen(draft, tutors)
    if step is Step.TUTOR or (draft.role is Role.TUTOR and chosen is None):
        return screens.ask_tutor(say, tutors, draft.page), draft
    shown = replace(draft, key=draft.key or secrets.token_urlsafe(9))
    return screens.summary(say, chosen, LASTS, key=shown.key), shown


def _chosen(draft: Draft, tutors: list[TutorFound]) -> TutorFound | None:
    if draft.role is Role.ADMIN:
        return None
    if draft.tutor_name:
        return TutorFound(0, draft.tutor_name, ())
    return next((each for each in tutors if each.id == draft.tutor_id), None)


journey = Journey("invite_staff", Step, Draft, render)
say_over = over(screens.over)


async def begin(update: Update, context: Context, _tap: InviteStaff | None = None) -> Step:
    return await journey.go(update, context, Step.ROLE, Draft())


async def pick_role(update: Update, context: Context, tap: PickRole, draft: Draft) -> Step:
    if tap.role not in STAFF:
        return await journey.go(update, context, Step.ROLE, draft)
    chosen = Draft(Role(tap.role))
    step = Step.SUMMARY if chosen.role is Role.ADMIN else Step.TUTOR
    return await journey.go(update, context, step, chosen)


async def turn_tutors(update: Update, context: Context, tap: TurnTutors, draft: Draft) -> Step:
    return await journey.go(update, context, Step.TUTOR, replace(draft, page=tap.page))


async def pick_tutor(update: Update, context: Context, tap: PickTutor, draft: Draft) -> Step:
    tutors = await context.once(list_free_tutors)
    is_free = any(each.id == tap.tutor_id for each in tutors)
    chosen = replace(draft, tutor_id=tap.tutor_id, tutor_name="", key="")
    return await journey.go(update, context, Step.SUMMARY if is_free else Step.TUTOR, chosen)


async def write_tutor(update: Update, context: Context, draft: Draft) -> Step:
    name = read_name(context.typed(update))
    complaint = bad_name(context.say) if name is None else None
    if name is not None and await _is_here(context, name):
        complaint = screens.is_here_already(context.say, name)
    if name is None or complaint:
        return await journey.go(update, context, Step.TUTOR, draft, complaint=complaint)
    known = await context.once(list_free_tutors)
    found = next((each.id for each in known if each.name == name), 0)
    chosen = replace(draft, tutor_id=found, tutor_name="" if found else name, key="")
    return await journey.go(update, context, Step.SUMMARY, chosen)


async def _is_here(context: Context, name: str) -> bool:
    named = context.services.settings.admin_telegram_ids
    return await context.database.read(is_of_staff, name, named)


async def confirm(update: Update, context: Context, tap: ConfirmInvitation, draft: Draft) -> Any:
    if not draft.key or tap.key != draft.key:
        return await journey.go(update, context, Step.SUMMARY, draft)
    tutor = None if draft.role is Role.ADMIN else draft.tutor_name or draft.tutor_id
    new = NewStaffInvitation(_code(context, tap.key), draft.role, tutor, context.now + LASTS)
    outcome = await context.database.run(invite_staff, new, actor=context.actor, now=context.now)
    if isinstance(outcome, LinkRefused):
        return await journey.go(update, context, Step.TUTOR, draft)
    link = await context.database.read(find_staff_link, new.code)
    assert link is not None  # noqa: S101  it was made just now
    await _send_picture(context, link)
    # Last, for it says that the picture is there; it stands above, where Confirm was.
    return await journey.finish(update, context, screens.invited(context.say, link))


def _code(context: Context, key: str) -> str:
    return PREFIX + context.services.settings.derived(f"staff {key}")[:32]


async def _send_picture(context: Context, link: StaffLink) -> None:
    url = create_deep_linked_url(context.bot.username, link.code)
    school = context.services.settings.school_name
    caption = screens.picture_caption(context.say, school, link, url)
    await send_photo(context.bot, context.telegram_id, qr_png(url), Screen(caption))


async def show_invited(update: Update, context: Context, tap: ConfirmInvitation) -> None:
    """Say again what a Confirm has made; its picture is in the chat already."""
    link = await context.database.read(find_staff_link, _code(context, tap.key))
    if link is None:
        await say_over(update, context)
        return
    await context.show(update, screens.invited(context.say, link))


async def back_to_role(update: Update, context: Context, _tap: BackToRole, draft: Draft) -> Step:
    return await journey.go(update, context, Step.ROLE, draft)


async def back_to_tutor(update: Update, context: Context, _tap: BackToTutor, draft: Draft) -> Step:
    return await journey.go(update, context, Step.TUTOR, draft)


async def follow(update: Update, context: Context, code: str) -> None:
    """Make somebody one of the staff who has opened the link of an invitation."""
    settings = context.services.settings
    outcome = await context.database.run(
        join_staff,
        code,
        telegram_person(update, context),
        settings.admin_telegram_ids,
        now=context.now,
    )
    link = await context.database.read(find_staff_link, code)
    if isinstance(outcome, LinkRefused) or link is None:
        problem = outcome.problem if isinstance(outcome, LinkRefused) else LinkProblem.UNKNOWN
        await context.show(update, screens.link_refused(context.say, problem, link))
        return
    entries = await context.database.read(list_staff, settings.admin_telegram_ids)
    member = next(each for each in entries if each.telegram_id == context.telegram_id)
    await menu.give(context.bot, context.say, context.visit.visitor, member.role)
    shown = screens.welcome(context.say, settings.school_name, link, member.activities)
    await context.show(update, shown)


def telegram_person(update: Update, context: Context) -> NewStaff:
    """Return somebody as Telegram knows them."""
    person = update.effective_user
    name = read_name(person.full_name) if person else None
    language = context.visit.visitor.language or (person.language_code if person else None)
    return NewStaff(context.telegram_id, name or str(context.telegram_id), language or "en")


conversation = DurableConversation(
    journey,
    for_office=True,
    entry_points=[
        on_command("invite_staff", for_office(begin)),
        on_tap(InviteStaff, for_office(begin)),
    ],
    states={
        Step.ROLE: [journey.on_tap(PickRole, pick_role)],
        Step.TUTOR: [
            journey.on_tap(PickTutor, pick_tutor),
            journey.on_tap(TurnTutors, turn_tutors),
            journey.on_message(TYPED, write_tutor),
            journey.on_tap(BackToRole, back_to_role),
        ],
        Step.SUMMARY: [
            journey.on_tap(ConfirmInvitation, confirm),
            journey.on_tap(BackToTutor, back_to_tutor),
            journey.on_tap(BackToRole, back_to_role),
            # If the tutor has joined meanwhile, the others are shown here.
            journey.on_tap(PickTutor, pick_tutor),
            journey.on_tap(TurnTutors, turn_tutors),
            journey.on_message(TYPED, write_tutor),
        ],
    },
    fallbacks=[
        journey.on_tap(StopInviting, journey.ends_with(screens.stopped)),
        *journey.fallbacks(Inviting),
    ],
)

ROUTES = [
    on_tap(ConfirmInvitation, for_office(show_invited)),
    on_tap(Inviting, for_office(say_over)),
]

"""The office takes in a list: which, the file, a look at what it would do, Confirm."""

import asyncio
import secrets
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from telegram import Document, Update
from telegram.error import BadRequest, InvalidToken
from telegram.ext import filters

from bot.context import Context, send_document
from bot.conversation import END, DurableConversation, Journey, over
from bot.documents.problems import problems_csv
from bot.imports.cells import Reading, Rules
from bot.imports.decoding import MOST_BYTES
from bot.imports.lists import LISTS
from bot.routes import for_office, on_command, on_tap
from bot.screen import Screen
from bot.screens import imports as screens
from bot.taps.imports import (
    BackToFile,
    BackToLists,
    ConfirmImport,
    Import,
    Importing,
    PickList,
    SendTemplate,
    StopImporting,
)
from domain.activity_lists import ActivityLine
from domain.family_lists import FamilyLine
from domain.imports import (
    ActivitiesImported,
    FamiliesImported,
    Fault,
    ListKind,
    NotImported,
    Problem,
)
from domain.timetable import local_date
from storage.import_queries import find_import


class Step(StrEnum):
    LIST = "list"
    FILE = "file"
    SUMMARY = "summary"


@dataclass(frozen=True)
class Draft:
    kind: ListKind = ListKind.FAMILIES
    file_id: str = ""
    """Telegram keeps the file, so that we need not; at Confirm it is fetched and read again."""
    file_name: str = ""
    found: FamiliesImported | ActivitiesImported | None = None
    first: FamilyLine | ActivityLine | None = None
    is_guess: bool = False
    key: str = ""
    """Names the import that the summary shows; see DECISIONS.md."""


async def render(context: Context, step: Step, draft: Draft) -> tuple[Screen, Draft]:
    say = context.say
    if step is Step.LIST:
        return screens.choose_list(say), draft
    if step is Step.FILE or draft.found is None:
        return screens.ask_file(say, draft.kind), draft
    shown = replace(draft, key=draft.key or secrets.token_urlsafe(9))
    read = screens.Shown(shown.file_name, draft.found, draft.first, draft.is_guess)
    return screens.summary(say, read, key=shown.key), shown


journey = Journey("import", Step, Draft, render)
say_over = over(screens.over)


async def begin(update: Update, context: Context, _tap: Import | None = None) -> Step:
    return await journey.go(update, context, Step.LIST, Draft())


async def pick_list(update: Update, context: Context, tap: PickList, draft: Draft) -> Step:
    if tap.kind not in LISTS:
        return await journey.go(update, context, Step.LIST, draft)
    return await journey.go(update, context, Step.FILE, Draft(kind=ListKind(tap.kind)))


async def send_template(
    _update: Update, context: Context, _tap: SendTemplate, draft: Draft
) -> None:
    name = f"{draft.kind}-template.csv"
    await send_document(context.bot, context.telegram_id, LISTS[draft.kind].template, name)


async def take_file(update: Update, context: Context, draft: Draft) -> Step:
    document = update.message.document if update.message else None
    assert document is not None  # noqa: S101  the filter lets nothing else through
    draft = Draft(kind=draft.kind, file_id=document.file_id, file_name=document.file_name or "")
    reading = await _read(context, draft, document)
    if reading.problems:
        return await _refuse(update, context, draft, reading.problems)
    found = await LISTS[draft.kind].preview(context, reading.lines)
    if isinstance(found, NotImported):
        return await _refuse(update, context, draft, found.problems)
    shown = replace(draft, found=found, first=reading.lines[0], is_guess=reading.is_guess)
    return await journey.go(update, context, Step.SUMMARY, shown)


async def take_picture(update: Update, context: Context, draft: Draft) -> Step:
    return await _refuse(update, context, draft, (Problem(Fault.PICTURE),))


async def _read(context: Context, draft: Draft, document: Document | None = None) -> Reading[Any]:
    content = await _fetch(context, draft.file_id, document)
    if isinstance(content, Fault):
        return Reading((), (Problem(content),))
    settings = context.services.settings
    rules = Rules(
        local_date(context.now, context.policy.zone),
        settings.last_year_group,
        settings.phone_country_code,
        settings.currency,
    )
    # Beside the others: reading thousands of lines takes a second.
    return await asyncio.to_thread(LISTS[draft.kind].read, content, rules)


async def _fetch(context: Context, file_id: str, document: Document | None) -> bytes | Fault:
    if document and (document.file_size or 0) >= MOST_BYTES:
        return Fault.TOO_LARGE
    try:
        file = await context.bot.get_file(file_id)
        return bytes(await file.download_as_bytearray())
    except (BadRequest, InvalidToken):
        # As Telegram says of a file that it does not have, or that is too large for bots.
        return Fault.GONE


async def _refuse(
    update: Update, context: Context, draft: Draft, problems: Sequence[Problem]
) -> Step:
    """List what is wrong, all of it in a file if it is long, and wait for another file."""
    if len(problems) > len(screens.shown(context.say, problems)):
        content = await asyncio.to_thread(problems_csv, context.say, problems)
        await send_document(context.bot, context.telegram_id, content, "problems.csv")
    complaint = screens.refused(context.say, draft.file_name, problems)
    again = Draft(kind=draft.kind)
    return await journey.go(update, context, Step.FILE, again, complaint=complaint)


async def confirm(update: Update, context: Context, tap: ConfirmImport, draft: Draft) -> Any:
    if not draft.key or tap.key != draft.key:
        return await journey.go(update, context, Step.SUMMARY, draft)
    # Told again after it was written, it needs no file any more.
    if await context.database.read(find_import, tap.key) is None:
        reading = await _read(context, draft)
        if reading.problems:
            return await _refuse(update, context, draft, reading.problems)
        written = await LISTS[draft.kind].write(context, reading.lines, draft.key)
        if isinstance(written, NotImported):
            return await _refuse(update, context, draft, written.problems)
    await show_receipt(update, context, tap)
    context.visit.conversation = None
    return END


async def show_receipt(update: Update, context: Context, tap: ConfirmImport) -> None:
    """Say what a Confirm has done: the same however often it comes."""
    found = await context.database.read(find_import, tap.key)
    if found is None:
        await say_over(update, context)
        return
    await context.show(update, screens.imported(context.say, found))


def leads_to(step: Step) -> Callable[[Update, Context, Any, Draft], Coroutine[Any, Any, Step]]:
    """Return what shows an earlier step again."""

    async def go_back(update: Update, context: Context, _tap: Importing, draft: Draft) -> Step:
        return await journey.go(update, context, step, Draft(kind=draft.kind))

    return go_back


_FILES = [
    journey.on_message(filters.Document.ALL, take_file),
    journey.on_message(filters.PHOTO, take_picture),
]
conversation = DurableConversation(
    journey,
    for_office=True,
    entry_points=[
        on_command("import", for_office(begin)),
        on_tap(Import, for_office(begin)),
    ],
    states={
        Step.LIST: [journey.on_tap(PickList, pick_list)],
        Step.FILE: [
            *_FILES,
            journey.on_tap(SendTemplate, send_template),
            journey.on_tap(BackToLists, leads_to(Step.LIST)),
        ],
        Step.SUMMARY: [
            *_FILES,
            journey.on_tap(ConfirmImport, confirm),
            journey.on_tap(BackToFile, leads_to(Step.FILE)),
        ],
    },
    fallbacks=[
        journey.on_tap(StopImporting, journey.ends_with(screens.stopped)),
        *journey.fallbacks(Importing),
    ],
)

ROUTES = [
    on_tap(ConfirmImport, for_office(show_receipt)),
    on_tap(Importing, for_office(say_over)),
]

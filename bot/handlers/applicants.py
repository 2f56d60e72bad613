"""Who asks to join: the office looks at them and decides."""

from telegram import Update

from bot.context import Context
from bot.routes import for_office, on_command, on_tap
from bot.screens import applicants as screens
from bot.taps.applicants import DecideApplicant, ShowApplicant, ShowApplicants
from domain.applicants import decide_applicant
from storage.applicant_queries import find_applicant, list_waiting


async def show_applicants(
    update: Update, context: Context, tap: ShowApplicants | None = None
) -> None:
    found = await context.database.read(list_waiting)
    await context.show(update, screens.applicants(context.say, found, tap.page if tap else 0))


async def show_applicant(update: Update, context: Context, tap: ShowApplicant) -> None:
    await _show(update, context, tap.applicant_id)


async def decide(update: Update, context: Context, tap: DecideApplicant) -> None:
    await context.database.run(
        decide_applicant,
        tap.applicant_id,
        is_approved=tap.is_approved,
        actor=context.actor,
        now=context.now,
    )
    await _show(update, context, tap.applicant_id)


async def _show(update: Update, context: Context, applicant_id: int) -> None:
    found = await context.database.read(find_applicant, applicant_id)
    screen = screens.applicant(context.say, found) if found else screens.gone(context.say)
    await context.show(update, screen)


ROUTES = [
    on_command("applicants", for_office(show_applicants)),
    on_tap(ShowApplicants, for_office(show_applicants)),
    on_tap(ShowApplicant, for_office(show_applicant)),
    on_tap(DecideApplicant, for_office(decide)),
]

"""The office chooses what to book for a family."""

from collections.abc import Sequence

from bot.screen import Button, Screen, lines, paragraphs
from bot.screens.activities import load
from bot.screens.finding import back_to_family
from bot.screens.parts import in_rows, page_of, turning
from bot.taps.families import ChooseActivity, ChooseDate
from bot.taps.placing import BookForParent
from bot.texts import Html, Say, isolated
from storage.activity_queries import ActivityDetails, ActivityLine
from storage.office_queries import FamilyAccount

ACTIVITIES_A_PAGE = 8
DATES_OFFERED = 12


def choose_activity(
    say: Say, of: FamilyAccount, found: Sequence[ActivityLine], page: int
) -> Screen:
    """Let an activity be chosen that has dates to come."""
    shown, page = page_of(found, page, ACTIVITIES_A_PAGE)
    taps = ChooseActivity(of.parent_id, page - 1), ChooseActivity(of.parent_id, page + 1)
    rows = tuple(
        (
            Button(
                say.label(
                    "{activity} · {weekday} {time}",
                    activity=isolated(each.planned.plan.name),
                    weekday=say.weekday(each.planned.plan.weekday),
                    time=say.clock(each.planned.plan.start_time),
                ),
                ChooseDate(of.parent_id, each.planned.id),
            ),
        )
        for each in shown
    )
    ask = say("Which activity?") if found else say("No activity has dates to come.")
    return Screen(
        lines(_book_for(say, of), ask),
        (
            *rows,
            *turning(say, page, ACTIVITIES_A_PAGE, len(found), taps),
            *back_to_family(say, of.parent_id),
        ),
    )


def choose_date(say: Say, of: FamilyAccount, details: ActivityDetails) -> Screen:
    """Let one of the next dates of an activity be chosen."""
    buttons = [
        Button(say.day(each.session.on), BookForParent(each.session.id, of.parent_id))
        for each in details.dates
    ]
    later = say("Later dates are under /activities and /week.")
    return Screen(
        paragraphs(
            lines(_book_for(say, of), say("{activity}", activity=details.planned.plan.name)),
            lines(*[load(say, each) for each in details.dates]),
            say("Which date?") if buttons else say("No dates to come"),
            later if details.coming > len(details.dates) else None,
        ),
        (
            *in_rows(buttons, 3),
            (Button(say.label("Back"), ChooseActivity(of.parent_id)),),
            *back_to_family(say, of.parent_id),
        ),
    )


def _book_for(say: Say, of: FamilyAccount) -> Html:
    return say("<b>Book for {parent}</b>", parent=of.parent_name)

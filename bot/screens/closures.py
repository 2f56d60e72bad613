"""Screens about days on which the school is shut."""

from collections.abc import Sequence
from datetime import date, timedelta

from bot.callback_data import Tap
from bot.screen import Button, Rows, Screen, lines, paragraphs
from bot.screens.activities import days, lost, whom_to_call
from bot.screens.parts import back_or_stop, in_rows, page_of, turning
from bot.taps.closures import (
    AddClosure,
    BackToDays,
    BackToReason,
    CloseDays,
    OpenDay,
    PickReason,
    ShowClosure,
    ShowClosures,
    StopClosing,
)
from bot.texts import Html, Say, isolated
from domain.closures import MOST_DAYS
from domain.consequences import Loss
from storage.activity_queries import ClosedDay

DAYS_A_PAGE = 10


def _way_out(say: Say, back: Tap | None = None) -> Rows:
    return back_or_stop(say, back, StopClosing())


def _list_row(say: Say) -> Rows:
    return ((Button(say.label("All closed days"), ShowClosures()),),)


def closures(say: Say, found: Sequence[ClosedDay], page: int) -> Screen:
    """List the days to come on which the school is shut."""
    shown, page = page_of(found, page, DAYS_A_PAGE)
    rows = tuple(
        (Button(f"{say.full_day(each.on)} · {isolated(each.reason)}", ShowClosure(each.on)),)
        for each in shown
    )
    taps = ShowClosures(page - 1), ShowClosures(page + 1)
    add = Button(say.label("Close a day or more"), AddClosure(), "primary")
    text = say("Tap a day to open it again.") if found else say("There is none to come.")
    return Screen(
        lines(say("<b>Days on which the school is shut</b>"), text),
        (*rows, *turning(say, page, DAYS_A_PAGE, len(found), taps), (add,)),
    )


def ask_days(say: Say, today: date) -> Screen:
    return Screen(
        lines(
            say("<b>Close the school</b>"),
            say("On which day, or from when to when? {example}", example=_example(say, today)),
        ),
        _way_out(say),
    )


def _example(say: Say, today: date) -> Html:
    day = today + timedelta(weeks=1)
    return say(
        "For example: {day}, or {day} to {later}",
        day=say.full_date(day),
        later=say.full_date(day + timedelta(days=4)),
    )


def bad_days(say: Say, today: date) -> Html:
    return say("I cannot read that as days. {example}", example=_example(say, today))


def days_gone_by(say: Say, today: date) -> Html:
    return say(
        "The first day is today or later, and the last one not before it. {example}",
        example=_example(say, today),
    )


def too_many_days(say: Say) -> Html:
    return say("At most {most} days can be closed at once. Write a shorter time.", most=MOST_DAYS)


def reasons(say: Say) -> dict[str, str]:
    """Return the usual reasons, by what their buttons carry."""
    return {
        "holidays": say.label("Holidays"),
        "bank": say.label("Public holiday"),
        "training": say.label("Staff training"),
    }


def ask_reason(say: Say, first: date, last: date) -> Screen:
    buttons = [Button(words, PickReason(code)) for code, words in reasons(say).items()]
    return Screen(
        lines(
            say("<b>Shut: {days}</b>", days=days(say, first, last)),
            say("Why? Tap a reason or write one, for example: Election day"),
        ),
        (*in_rows(buttons, 2), *_way_out(say, BackToDays())),
    )


def bad_reason(say: Say) -> Html:
    return say(
        "A reason has 1 to 80 letters, on one line. Write it again, for example: Election day"
    )


def summary(say: Say, first: date, last: date, reason: str, loss: Loss) -> Screen:
    """Show whom closing days touches, before it is done."""
    yes = Button(
        say.label("Yes, close"),
        CloseDays(first, last, loss.places),
        "danger" if loss.places else "success",
    )
    return Screen(
        paragraphs(
            say("<b>Please check</b>"),
            lines(
                say("Shut: {days}", days=days(say, first, last)),
                say("Reason: {reason}", reason=reason),
            ),
            lost(say, loss) if loss.sessions else say("No activity is on then."),
        ),
        ((yes,), *_way_out(say, BackToReason())),
    )


def closed(say: Say, found: Sequence[ClosedDay]) -> Screen:
    """Say which days are closed, and how many sessions are cancelled on them."""
    cancelled = sum(each.cancelled for each in found)
    return Screen(
        lines(
            say("<b>Shut: {days}</b>", days=days(say, found[0].on, found[-1].on)),
            say("Reason: {reason}", reason=found[0].reason),
            say.count(
                "{n} session is cancelled. Its families are told, and refunded in full.",
                "{n} sessions are cancelled. Their families are told, and refunded in full.",
                cancelled,
            )
            if cancelled
            else None,
            whom_to_call(say) if cancelled else None,
        ),
        _list_row(say),
    )


def closure(say: Say, found: ClosedDay) -> Screen:
    """Show one day, and what opening it does."""
    yes = Button(say.label("Open again"), OpenDay(found.on))
    return Screen(
        lines(
            say("<b>Shut: {days}</b>", days=days(say, found.on, found.on)),
            say("Reason: {reason}", reason=found.reason),
            say.count(
                "{n} session is cancelled on this day, and stays so if you open it again: its "
                "families have been told.",
                "{n} sessions are cancelled on this day, and stay so if you open it again: their "
                "families have been told.",
                found.cancelled,
            )
            if found.cancelled
            else say("No session is cancelled on this day."),
            say("Activities that have no session on this day get one."),
        ),
        ((yes, *_list_row(say)[0]),),
    )


def opened(say: Say, on: date) -> Screen:
    return Screen(
        lines(
            say("<b>Open: {days}</b>", days=days(say, on, on)),
            say("What was cancelled stays cancelled. Everything else can be booked."),
        ),
        _list_row(say),
    )


def is_open(say: Say) -> Screen:
    return Screen(say("The school is open on that day."), _list_row(say))


def stopped(say: Say) -> Screen:
    return Screen(say("Stopped. Nothing was changed."), _list_row(say))


def over(say: Say) -> Screen:
    return Screen(say("That message was from earlier. You can go on from here:"), _list_row(say))

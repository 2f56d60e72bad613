"""To whom the office writes: a kind of audience, then which one."""

from collections.abc import Sequence

from bot.screen import Button, Rows, Screen
from bot.screens.parts import back_or_stop, in_rows, page_of, turning
from bot.taps.announcements import (
    BackToKinds,
    BackToText,
    PickActivityDates,
    PickAudience,
    PickKind,
    StopAnnouncing,
    TurnChoices,
)
from bot.texts import Html, Say
from domain.audiences import AudienceKind
from storage.activity_queries import ActivityLine
from storage.announcement_queries import Choice

A_PAGE = 8


def ask_kind(say: Say) -> Screen:
    labels = {
        AudienceKind.ACTIVITY: say.label("Families of an activity"),
        AudienceKind.SESSION: say.label("Families of one date"),
        AudienceKind.QUEUE: say.label("A waiting list"),
        AudienceKind.GRADE: say.label("A year group"),
        AudienceKind.EVERYONE: say.label("All families"),
    }
    rows = tuple((Button(label, PickKind(kind)),) for kind, label in labels.items())
    return Screen(say("<b>A message to families</b>\nTo whom?"), (*rows, *way_out(say)))


def ask_activity(
    say: Say, found: Sequence[ActivityLine], page: int, *, is_for_date: bool
) -> Screen:
    """Let an activity be chosen, all of it or to choose a date of it next."""
    shown, page = page_of(found, page, A_PAGE)
    rows = []
    for each in shown:
        plan = each.planned.plan
        label = say.label("{activity}, {day}", activity=plan.name, day=say.weekday(plan.weekday))
        to_all = PickAudience(AudienceKind.ACTIVITY, each.planned.id)
        tap = PickActivityDates(each.planned.id) if is_for_date else to_all
        rows.append((Button(label, tap),))
    ask = say("<b>A message to families</b>\nOf which activity?")
    return _choices(say, ask if found else say("No activity has dates to come."), rows, page, found)


def _choices(
    say: Say, ask: Html, rows: Sequence[tuple[Button, ...]], page: int, found: Sequence[object]
) -> Screen:
    taps = TurnChoices(page - 1), TurnChoices(page + 1)
    turns = turning(say, page, A_PAGE, len(found), taps)
    return Screen(ask, (*rows, *turns, *way_out(say, BackToKinds())))


def ask_date(say: Say, found: Sequence[Choice], page: int) -> Screen:
    shown, page = page_of(found, page, A_PAGE)
    rows = []
    for each in shown:
        label = say.label("{day} · {n} booked", day=say.day(each.session.on), n=each.active)
        rows.append((Button(label, PickAudience(AudienceKind.SESSION, each.session.id)),))
    ask = say("<b>A message to families</b>\nOf which date?")
    return _choices(say, ask if found else say("It has no dates to come."), rows, page, found)


def ask_queue(say: Say, found: Sequence[int], shown: Sequence[Choice], page: int) -> Screen:
    """Show a page of sessions, which are found by their ids; `shown` are those that are on it."""
    _, page = page_of(found, page, A_PAGE)
    rows = []
    for each in shown:
        label = say.label(
            "{activity}, {day} · {n} waiting",
            activity=each.session.activity.name,
            day=say.day(each.session.on),
            n=each.waiting,
        )
        rows.append((Button(label, PickAudience(AudienceKind.QUEUE, each.session.id)),))
    ask = say("<b>A message to families</b>\nOf which waiting list?")
    return _choices(say, ask if found else say("Nobody is waiting."), rows, page, found)


def ask_grade(say: Say, last: int) -> Screen:
    buttons = [
        Button(say.grade(grade), PickAudience(AudienceKind.GRADE, grade))
        for grade in range(last + 1)
    ]
    ask = say("<b>A message to families</b>\nOf which year group?")
    return Screen(ask, (*in_rows(buttons, 3), *way_out(say, BackToKinds())))


def gone(say: Say) -> Html:
    return say("That is not there any more. Please choose again.")


def way_out(say: Say, back: BackToKinds | BackToText | None = None) -> Rows:
    return back_or_stop(say, back, StopAnnouncing())

"""A reminder of all that a parent's children have booked on a day."""

from datetime import datetime, timedelta

from bot.screen import Button, Screen, lines
from bot.screens.parts import as_many_as_fit, times
from bot.taps.places import AskCancel, ShowPlaces
from bot.texts import Html, Say
from domain.notices import NoticeKind
from domain.reminders import WANTED
from domain.timetable import local_date, starts_at
from storage.notices.about import AboutDay, PlaceThen

MOST_PLACES = 30
"""Each has a button, and Telegram takes a hundred of them."""


def reminder(say: Say, kind: NoticeKind, day: AboutDay, *, now: datetime) -> Screen | None:
    """Remind of what has not started yet; None if that is nothing, or not wished any more."""
    ahead = [each for each in day.places if now < starts_at(each.session, say.zone)]
    if not ahead or kind not in WANTED[day.wish]:
        return None
    shown = as_many_as_fit([_line(say, each) for each in ahead[:MOST_PLACES]])
    more = len(ahead) - len(shown)
    text = lines(
        _heading(say, day, now),
        *shown,
        say("… and {n} more: see your bookings.", n=more) if more else None,
        say("When to be reminded: /settings"),
    )
    cancel = [_cancel(say, each) for each in ahead[: len(shown)]]
    places = Button(say.label("My bookings"), ShowPlaces())
    return Screen(text, (*((each,) for each in cancel), (places,)))


def _heading(say: Say, day: AboutDay, now: datetime) -> Html:
    on = say.day(day.on)
    today = local_date(now, say.zone)
    if day.on == today:
        return say("<b>Reminder: today, {day}</b>", day=on)
    if day.on == today + timedelta(days=1):
        return say("<b>Reminder: tomorrow, {day}</b>", day=on)
    return say("<b>Reminder: {day}</b>", day=on)


def _line(say: Say, place: PlaceThen) -> Html:
    return say(
        "{child}: {activity}, {times}, {location}",
        child=place.child_name,
        activity=place.session.activity.name,
        times=times(say, place.session.activity),
        location=place.location,
    )


def _cancel(say: Say, place: PlaceThen) -> Button:
    """Name the child too: two of a family may go to one club."""
    label = say.label(
        "Cancel {child}, {activity}",
        child=place.child_name,
        activity=place.session.activity.name,
    )
    return Button(label, AskCancel(place.booking_id), "danger")

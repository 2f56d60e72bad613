"""The screen that says what a confirmation has done.

Dates that ended alike are told together, so that a whole term fits into one message.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from bot.screen import Button, Rows, Screen, lines, paragraphs
from bot.screens.parts import place_line, saved, times
from bot.screens.refusals import refused_days
from bot.taps.booking import Book
from bot.taps.home import Home
from bot.taps.places import ShowPlaces
from bot.texts import Html, Say
from domain.model import Child, Session
from domain.money import short_of
from domain.outcomes import Booked, Held, PlaceOutcome, Queued


def outcome(
    say: Say,
    child: Child,
    outcomes: Sequence[PlaceOutcome],
    promised: Sequence[date],
    *,
    available_minor: int = 0,
    pays_online: bool = False,
) -> Screen:
    """Say what has been done with each date, and what has changed since it was promised.

    `available_minor` is what the account gives towards what is held, the earliest deadline first.
    """
    held: dict[datetime, list[Held]] = {}
    for each in outcomes:
        if isinstance(each, Held):
            held.setdefault(each.hold_expires_at, []).append(each)
    rows: Rows = (
        (Button(say.label("My bookings"), ShowPlaces()), Button(say.label("Book more"), Book())),
        (Button(say.label("Home"), Home()),),
    )
    text = paragraphs(
        _booked(say, child, [each for each in outcomes if isinstance(each, Booked)]),
        *[
            _held(say, child, held[deadline], deadline, due, pays_online=pays_online)
            for deadline, due in _due(held, available_minor).items()
        ],
        _queued(say, child, [each for each in outcomes if isinstance(each, Queued)], promised),
        *[
            lines(say("<b>Not booked: {day}</b>", day=days), why)
            for why, days in refused_days(say, outcomes, child.name).items()
        ],
    )
    return Screen(text, rows, stays=True)


def _booked(say: Say, child: Child, places: Sequence[Booked]) -> Html | None:
    if not places:
        return None
    paid = sum(each.price_minor for each in places)
    return lines(
        say("<b>Booked</b>"),
        _places(say, child, [each.session for each in places]),
        say("{amount} was taken from your account.", amount=say.money(paid)) if paid else None,
        *saved(say, places),
    )


def _due(held: Mapping[datetime, Sequence[Held]], available_minor: int) -> dict[datetime, int]:
    """Return what is to be paid by each deadline."""
    due = {}
    for deadline in sorted(held):
        price = sum(each.price_minor for each in held[deadline])
        due[deadline] = short_of(price, available_minor)
        available_minor = max(0, available_minor - price)
    return due


def _held(
    say: Say,
    child: Child,
    places: Sequence[Held],
    deadline: datetime,
    due_minor: int,
    *,
    pays_online: bool,
) -> Html:
    return lines(
        say("<b>Held for you until {deadline}</b>", deadline=say.moment(deadline)),
        _places(say, child, [each.session for each in places]),
        _how_to_pay(say, due_minor, pays_online=pays_online),
        *saved(say, places),
    )


def _how_to_pay(say: Say, due_minor: int, *, pays_online: bool) -> Html:
    if pays_online:
        return say("Not confirmed yet: please pay by then, with the invoice below.")
    if not due_minor:
        return say(
            "Not confirmed yet, but your account covers it by now: open it under My bookings and "
            "tap Pay."
        )
    return say(
        "Not confirmed yet: please pay {amount} to the school office by then.",
        amount=say.money(due_minor),
    )


def _queued(
    say: Say, child: Child, entries: Sequence[Queued], promised: Sequence[date]
) -> Html | None:
    if not entries:
        return None
    filled = [say.day(each.session.on) for each in entries if each.session.on in promised]
    changed = say("While you were deciding, this has filled up: {days}.", days=", ".join(filled))
    return lines(
        *_in_queues(say, child, entries),
        changed if filled else None,
        say("No place yet. When your turn comes, you get one automatically, and we tell you."),
        _price_in_queue(say, entries),
    )


def _price_in_queue(say: Say, entries: Sequence[Queued]) -> Html | None:
    price_minor = entries[0].session.activity.price_minor
    if not price_minor:
        return None
    return say("It then costs {amount}, from your account.", amount=say.money(price_minor))


def _in_queues(say: Say, child: Child, entries: Sequence[Queued]) -> list[Html]:
    sessions = [each.session for each in entries]
    if len(entries) == 1:
        position = entries[0].position
        heading = say("<b>On the waiting list, position {position}</b>", position=position)
        return [heading, _places(say, child, sessions)]
    return [
        say("<b>On the waiting list</b>"),
        _subject(say, child, sessions[0]),
        *[
            say("{day}: position {position}", day=say.day(each.session.on), position=each.position)
            for each in entries
        ],
    ]


def _places(say: Say, child: Child, sessions: Sequence[Session]) -> Html:
    """Say which dates; all are of one activity."""
    first = sessions[0]
    if len(sessions) > 1:
        days = ", ".join(say.day(each.on) for each in sessions)
        return lines(_subject(say, child, first), say("{days}", days=days))
    return place_line(say, child.name, first)


def _subject(say: Say, child: Child, session: Session) -> Html:
    return say(
        "{child}: {activity}, {times}",
        child=child.name,
        activity=session.activity.name,
        times=times(say, session.activity),
    )

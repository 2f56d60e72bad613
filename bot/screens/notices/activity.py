"""What families are told of an activity that has changed: how it is now, and their places."""

from datetime import datetime

from bot.screen import Button, Screen, lines, paragraphs
from bot.screens.parts import and_more, times_of, years
from bot.taps.places import ShowPlaces
from bot.texts import Html, Say
from domain.model import BookingStatus, Field, Planned, SessionStatus
from domain.timetable import starts_at
from storage.notices.activities import AboutActivity, PlaceIn

PLACES_NAMED = 10


def activity_changed(say: Say, about: AboutActivity, *, now: datetime) -> Screen | None:
    """Return what to tell, None if the family has nothing in it any more."""
    coming = [each for each in about.places if _is_coming(say, each, now)]
    if not coming or about.planned.is_archived:
        return None
    return Screen(
        paragraphs(
            lines(_heading(say, about.changed, about.planned), _now(say, about.planned)),
            lines(
                say("Your places:"),
                *[_place(say, each) for each in coming[:PLACES_NAMED]],
                *and_more(say, len(coming) - PLACES_NAMED),
            ),
            _what_it_means(say, about.changed),
        ),
        ((Button(say.label("My bookings"), ShowPlaces()),),),
    )


def _is_coming(say: Say, place: PlaceIn, now: datetime) -> bool:
    session = place.session
    return session.status is SessionStatus.SCHEDULED and now < starts_at(session, say.zone)


def _heading(say: Say, changed: Field, planned: Planned) -> Html:
    plan, name = planned.plan, planned.plan.name
    match changed:
        case Field.NAME:
            heading = say("<b>{activity} is the new name of an activity</b>", activity=name)
        case Field.TUTOR:
            heading = say("<b>{activity} has another tutor</b>", activity=name)
        case Field.PLACE:
            heading = say("<b>{activity} is now in another place</b>", activity=name)
        case Field.TIMES:
            heading = say("<b>{activity} is now at another time</b>", activity=name)
        case Field.TERM:
            heading = say(
                "<b>{activity} now runs from {first} to {last}</b>",
                activity=name,
                first=say.day(plan.first_on),
                last=say.day(plan.last_on),
            )
        case Field.CAPACITY:
            heading = say.count(
                "<b>{activity} now has {n} place on each date</b>",
                "<b>{activity} now has {n} places on each date</b>",
                plan.capacity,
                activity=name,
            )
        case Field.PRICE:
            price = say.money(plan.price_minor)
            heading = say("<b>{activity} now costs {price}</b>", activity=name, price=price)
        case _:
            whom = years(say, plan)
            heading = say("<b>{activity} is now for {years}</b>", activity=name, years=whom)
    return heading


def _now(say: Say, planned: Planned) -> Html:
    plan = planned.plan
    return say(
        "Now: {weekday} {times}, {place}, with {tutor}",
        weekday=say.weekday(plan.weekday),
        times=times_of(say, plan.start_time, plan.end_time),
        place=plan.location,
        tutor=planned.tutor_name,
    )


def _place(say: Say, place: PlaceIn) -> Html:
    match place.status:
        case None:
            stands = say("on the waiting list")
        case BookingStatus.PENDING:
            stands = say("held, to be paid")
        case _:
            stands = say("booked")
    day = say.day(place.session.on)
    return say("{child}: {day}, {stands}", child=place.child_name, day=day, stands=stands)


def _what_it_means(say: Say, changed: Field) -> Html:
    if changed is Field.PRICE:
        return say(
            "What is booked keeps its price. A place from the waiting list that now costs more "
            "is only yours once you pay for it."
        )
    if changed is Field.YEARS:
        return say(
            "What is booked stays booked. A child of another year group gets no place from the "
            "waiting list."
        )
    if changed in (Field.TIMES, Field.PLACE):
        return say(
            "Nothing is cancelled. If it no longer suits you, you can cancel under My bookings."
        )
    return say("Nothing else changes, and nothing is cancelled.")

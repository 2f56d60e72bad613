"""Screens of the conversation that books places."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from bot.callback_data import Tap
from bot.screen import Button, Rows, Screen, lines, paragraphs
from bot.screens.home import home_row
from bot.screens.parts import (
    availability,
    back_or_stop,
    child_label,
    in_rows,
    page_of,
    price,
    times,
    turning,
)
from bot.taps.booking import (
    BackToActivities,
    BackToChildren,
    PickActivity,
    PickAllDates,
    PickChild,
    PickDate,
    Review,
    Stop,
    TurnPage,
)
from bot.taps.children import AddChild
from bot.texts import Html, Say
from domain.discounts import TERM_DATES
from domain.model import BookingStatus, Child, Policy
from domain.timetable import booking_cutoff
from storage.offers import DateOffer, OpenActivity

ACTIVITIES_A_PAGE = 6
ACTIVITIES_A_ROW = 2
DATES_A_PAGE = 8
DATES_AT_ONCE = 30
"""More than a term has; an upper bound for what one confirmation locks."""


def way_out(say: Say, back: Tap | None) -> Rows:
    """Return the last row: a step back, if there is one, and out."""
    return back_or_stop(say, back, Stop())


def no_children(say: Say) -> Screen:
    return Screen(
        say("First add a child, then you can book."),
        ((Button(say.label("Add a child"), AddChild(), "primary"),), *home_row(say)),
    )


def choose_child(say: Say, children: Sequence[Child]) -> Screen:
    rows = tuple((Button(child_label(say, child), PickChild(child.id)),) for child in children)
    text = say("<b>Book a place</b>\nWhich child is it for?")
    return Screen(text, (*rows, *way_out(say, None)))


def choose_activity(
    say: Say,
    child: Child,
    activities: Sequence[OpenActivity],
    shown: Sequence[DateOffer],
    *,
    page: int,
    is_only_child: bool,
) -> Screen:
    """Show a page of activities; `shown` are the offers that are on it."""
    _, page = page_of(activities, page, ACTIVITIES_A_PAGE)
    heading = say(
        "<b>{child}</b>, {grade}\nWhich activity?", child=child.name, grade=say.grade(child.grade)
    )
    if not activities:
        heading = say(
            "There is nothing that {child} can book at the moment: no activity for {grade} has "
            "dates left.",
            child=child.name,
            grade=say.grade(child.grade),
        )
    namesakes = Counter(each.name for each in activities)
    names = [
        Button(_name(say, offer, namesakes), PickActivity(offer.session.activity.id))
        for offer in shown
    ]
    taps = TurnPage(page - 1), TurnPage(page + 1)
    return Screen(
        paragraphs(heading, *[_activity(say, offer) for offer in shown]),
        (
            *in_rows(names, ACTIVITIES_A_ROW),
            *turning(say, page, ACTIVITIES_A_PAGE, len(activities), taps),
            *way_out(say, None if is_only_child else BackToChildren()),
        ),
    )


def _name(say: Say, offer: DateOffer, namesakes: Counter[str]) -> str:
    """Name an activity on a button; of two with the same name each with its day and time."""
    activity = offer.session.activity
    if namesakes[activity.name] == 1:
        return activity.name
    return say.label(
        "{activity} · {weekday} {time}",
        activity=activity.name,
        weekday=say.weekday(activity.weekday),
        time=say.clock(activity.start_time),
    )


def _activity(say: Say, offer: DateOffer) -> Html:
    activity = offer.session.activity
    return lines(
        say(
            "<b>{activity}</b> · {weekday} {times} · {price}",
            activity=activity.name,
            weekday=say.weekday(activity.weekday),
            times=times(say, activity),
            price=price(say, activity.price_minor),
        ),
        say("Next {day}: {room}", day=say.day(offer.session.on), room=_room(say, offer)),
    )


def _room(say: Say, offer: DateOffer) -> Html:
    if offer.booked is BookingStatus.PENDING:
        return say("held, to be paid")
    if offer.booked:
        return say("booked")
    if offer.is_waiting:
        return say("on the waiting list already")
    return availability(say, offer.places_left, offer.waiting)


def choose_date(
    say: Say,
    child: Child,
    offers: Sequence[DateOffer],
    chosen: Sequence[date],
    *,
    page: int,
    policy: Policy,
) -> Screen:
    """Offer the dates, and all of them at once; once one is chosen, more can be ticked."""
    leave = way_out(say, BackToActivities())
    if not offers:
        return Screen(say("This activity has no dates left. Choose another one."), leave)
    shown, page = page_of(offers, page, DATES_A_PAGE)
    rows = tuple((_date_button(say, offer, chosen),) for offer in shown)
    turns = turning(say, page, DATES_A_PAGE, len(offers), (TurnPage(page - 1), TurnPage(page + 1)))
    return Screen(
        _about_dates(say, child, offers[0], policy),
        (*rows, *turns, *_all_dates(say, offers, policy), *_go_on(say, chosen), *leave),
    )


def _about_dates(say: Say, child: Child, first: DateOffer, policy: Policy) -> Html:
    activity = first.session.activity
    cutoff = booking_cutoff(activity, policy)
    return paragraphs(
        lines(
            say("<b>{activity}</b> for {child}", activity=activity.name, child=child.name),
            say(
                "{weekday} {times}, {location} · {price}",
                weekday=say.weekday(activity.weekday),
                times=times(say, activity),
                location=first.location,
                price=price(say, activity.price_minor),
            ),
        ),
        lines(
            say(
                "Choose a date. A full one can be chosen too: then {child} joins its waiting list.",
                child=child.name,
            ),
            say("Booking closes {time} before the start.", time=say.length(cutoff))
            if cutoff
            else say("Booking closes at the start."),
        ),
    )


def _go_on(say: Say, chosen: Sequence[date]) -> Rows:
    if not chosen:
        return ()
    words = say.count("Go on with {n} date", "Go on with {n} dates", len(chosen))
    return ((Button(words, Review(), "primary"),),)


def whole_term(offers: Sequence[DateOffer]) -> Sequence[DateOffer]:
    """Return the dates that the child can be booked for all at once; none if they are no term."""
    left = [each for each in offers if not each.is_had]
    return left if TERM_DATES <= len(left) <= DATES_AT_ONCE else ()


def _all_dates(say: Say, offers: Sequence[DateOffer], policy: Policy) -> Rows:
    left = len(whole_term(offers))
    percent = policy.term_discount_percent if offers[0].session.activity.price_minor else 0
    words = say.count("All {n} remaining date", "All {n} remaining dates", left)
    if percent:
        words = say("{dates} (-{percent} %)", dates=words, percent=percent)
    return ((Button(words, PickAllDates()),),) if left else ()


def _date_button(say: Say, offer: DateOffer, chosen: Sequence[date]) -> Button:
    on = offer.session.on
    is_chosen = on in chosen
    label = f"{say.day(on)} · {_room(say, offer)}"
    return Button(
        say.label("✓ {date}", date=label) if is_chosen else label,
        PickDate(on, not is_chosen),
        "success" if is_chosen else None,
    )

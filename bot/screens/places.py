"""Screens about what is booked, held and waited for."""

from collections.abc import Sequence
from datetime import datetime

from bot.screen import Button, Rows, Screen, lines, paragraphs
from bot.screens.absence import away_row, away_words
from bot.screens.due import to_pay
from bot.screens.home import home_row
from bot.screens.parts import page_of, price, session_line, turning, when
from bot.taps.account import ShowBalance
from bot.taps.booking import Book
from bot.taps.home import Home
from bot.taps.places import (
    AskCancel,
    LeaveQueue,
    PayFromBalance,
    ShowBooking,
    ShowEntry,
    ShowPlaces,
)
from bot.texts import Html, Say, isolated
from domain.model import BookingStatus, Policy
from domain.outcomes import AlreadyEnded, Booked, ConfirmOutcome, NotCovered, NotYours
from domain.timetable import ends_at, starts_at
from storage.queries import BookingDetails, EntryDetails, Place

PLACES_A_PAGE = 8


def places(say: Say, found: Sequence[Place], page: int) -> Screen:
    if not found:
        book = Button(say.label("Book a place"), Book(), "primary")
        return Screen(say("Nothing is booked at the moment."), ((book,), *home_row(say)))
    shown, page = page_of(found, page, PLACES_A_PAGE)
    rows = tuple((Button(place_label(say, place), _place_tap(place)),) for place in shown)
    taps = ShowPlaces(page - 1), ShowPlaces(page + 1)
    return Screen(
        paragraphs(
            say("<b>Your bookings</b>\nTap one to see more, or to cancel it."),
            *[place_and_state(say, place) for place in shown],
        ),
        (*rows, *turning(say, page, PLACES_A_PAGE, len(found), taps), *home_row(say)),
    )


def _place_tap(place: Place) -> ShowBooking | ShowEntry:
    if place.booking_id is not None:
        return ShowBooking(place.booking_id)
    return ShowEntry(place.entry_id or 0)


def place_label(say: Say, place: Place) -> str:
    """Name a place on a button."""
    activity, child = isolated(place.session.activity.name), isolated(place.child_name)
    return f"{say.day(place.session.on)} · {activity} · {child}"


def place_and_state(say: Say, place: Place) -> Html:
    """Write whose place it is, when, and how it stands."""
    return lines(
        say(
            "<b>{activity}</b>, {child}",
            activity=place.session.activity.name,
            child=place.child_name,
        ),
        say("{when}: {state}", when=when(say, place.session), state=_state(say, place)),
    )


def _state(say: Say, place: Place) -> Html:
    if place.position is not None:
        return say("on the waiting list, position {position}", position=place.position)
    if place.hold_expires_at is not None:
        deadline = say.moment(place.hold_expires_at)
        if place.is_promised:
            return say(
                "kept until {deadline} by the school office, waiting for your voucher",
                deadline=deadline,
            )
        return say("held until {deadline}, to be paid", deadline=deadline)
    if place.status is BookingStatus.CANCELLED:
        return say("cancelled")
    return say("no longer held") if place.status is BookingStatus.EXPIRED else say("booked")


def gone(say: Say) -> Screen:
    return Screen(
        say("I cannot find that among your bookings."),
        ((Button(say.label("My bookings"), ShowPlaces()),), *home_row(say)),
    )


def ways_on(say: Say) -> Rows:
    return ((Button(say.label("My bookings"), ShowPlaces()), Button(say.label("Home"), Home())),)


def booking(
    say: Say, details: BookingDetails, policy: Policy, *, can_pay: bool, now: datetime
) -> Screen:
    """Show a booking; who made it can pay for it, the child's other parents see it."""
    text = _booking_text(say, details, policy, can_pay=can_pay)
    rows: Rows = ()
    tell: Rows = ()
    if details.booking.is_active and now < ends_at(details.session, say.zone):
        tell = away_row(say, details)
    if now >= starts_at(details.session, say.zone):
        return Screen(text, (*tell, *ways_on(say)))
    if details.booking.hold_expires_at is not None:
        rows = ((_cancel(say, details, say.label("Give up this place")),),)
        if can_pay:
            tap = PayFromBalance(details.booking.id)
            rows = ((Button(say.label("Pay"), tap, "primary"),), *rows)
    elif details.booking.is_active:
        rows = ((_cancel(say, details, say.label("Cancel this booking")),),)
    return Screen(text, (*rows, *tell, *ways_on(say)))


def _booking_text(say: Say, details: BookingDetails, policy: Policy, *, can_pay: bool) -> Html:
    together = details.together if can_pay else None
    due = to_pay(say, details.booking.price_minor, details.booking.discount, together, policy)
    return paragraphs(
        lines(
            _subject(say, details),
            when(say, details.session),
            say("{location}, with {tutor}", location=details.location, tutor=details.tutor_name),
        ),
        _booking_state(say, details, due),
        away_words(say, details) if details.booking.is_active else None,
        say("Booked by {parent}.", parent=details.booked_by),
    )


def _subject(say: Say, details: BookingDetails | EntryDetails) -> Html:
    return say(
        "<b>{activity}</b> for {child}",
        activity=details.session.activity.name,
        child=details.child_name,
    )


def _cancel(say: Say, details: BookingDetails, label: str) -> Button:
    return Button(label, AskCancel(details.booking.id), "danger")


def _booking_state(say: Say, details: BookingDetails, due: Html) -> Html:
    made = details.booking
    match made.status:
        case BookingStatus.CONFIRMED:
            return say("Booked. Price: {price}.", price=price(say, made.price_minor, made.discount))
        case BookingStatus.PENDING:
            deadline = say.moment(made.hold_expires_at) if made.hold_expires_at else ""
            if made.is_promised:
                return say(
                    "Kept until {deadline} by the school office, waiting for your voucher. Not "
                    "confirmed yet: {due}",
                    deadline=deadline,
                    due=due,
                )
            return say(
                "Held until {deadline}, not confirmed yet: {due}", deadline=deadline, due=due
            )
        case BookingStatus.CANCELLED:
            return say("Cancelled.")
        case BookingStatus.EXPIRED:
            return say("It was not paid in time, and the place was given up.")


def entry(say: Say, details: EntryDetails) -> Screen:
    state = say("This place in the queue has ended.")
    rows: Rows = ()
    if details.booking_id is not None:
        state = say("A place came free, and it went to {child}.", child=details.child_name)
        rows = ((Button(say.label("Show booking"), ShowBooking(details.booking_id)),),)
    if details.is_waiting:
        state = say(
            "On the waiting list, position {position}. No place yet: when your turn comes, "
            "you get one automatically, and we tell you.",
            position=details.position,
        )
        leave = Button(say.label("Leave the waiting list"), LeaveQueue(details.entry_id), "danger")
        rows = ((leave,),)
    return Screen(
        paragraphs(
            lines(
                _subject(say, details),
                when(say, details.session),
                say("{location}", location=details.location),
            ),
            state,
        ),
        (*rows, *ways_on(say)),
    )


def paid(say: Say, outcome: ConfirmOutcome) -> Screen:
    match outcome:
        case Booked(session, price_minor):
            text = lines(
                say("<b>Booked</b>"),
                session_line(say, session),
                say("{amount} was taken from your account.", amount=say.money(price_minor)),
            )
        case NotCovered(_, short_minor):
            text = say(
                "Your account lacks {amount} for this. Please pay it to the school office; the "
                "place stays held until its deadline.",
                amount=say.money(short_minor),
            )
            balance = (Button(say.label("Balance"), ShowBalance()),)
            return Screen(text, (balance, *ways_on(say)))
        case AlreadyEnded():
            text = say("This place is no longer held for you. Book again with /book.")
        case NotYours():
            return gone(say)
    return Screen(text, ways_on(say))

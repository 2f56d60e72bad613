"""A parent gives a place up, or a turn in a queue: the question, and what has come of it."""

from bot.screen import Button, Screen, lines, paragraphs
from bot.screens.parts import session_line, when
from bot.screens.places import gone, ways_on
from bot.taps.places import CancelBooking, ShowBooking
from bot.texts import Html, Say
from domain.model import BookingStatus
from domain.outcomes import (
    AlreadyEnded,
    Cancelled,
    CancelOutcome,
    LeaveOutcome,
    LeftQueue,
    NotYours,
    RefundChanged,
    TooLate,
)
from domain.timetable import starts_at
from storage.queries import BookingDetails


def ask_cancel(say: Say, details: BookingDetails, refund_minor: int, *, changed: bool) -> Screen:
    """Ask once more, with the money named; the button carries the refund that was shown."""
    yes = CancelBooking(details.booking.id, refund_minor)
    return Screen(
        paragraphs(
            say("The refund has changed since you looked.") if changed else None,
            say(
                "<b>Cancel {child}'s place?</b>\n{activity}, {when}",
                child=details.child_name,
                activity=details.session.activity.name,
                when=when(say, details.session),
            ),
            _refund(say, details, refund_minor),
            _terms(say, details),
        ),
        (
            (
                Button(say.label("Yes, cancel"), yes, "danger"),
                Button(say.label("No, keep it"), ShowBooking(details.booking.id)),
            ),
        ),
    )


def _refund(say: Say, details: BookingDetails, refund_minor: int) -> Html:
    if details.booking.status is BookingStatus.PENDING or not details.booking.price_minor:
        return say("Nothing was paid for it, so nothing is refunded.")
    if not refund_minor:
        return say("It is too late for a refund: nothing comes back.")
    return say(
        "{amount} of {price} goes back to the account it was paid from.",
        amount=say.money(refund_minor),
        price=say.money(details.booking.price_minor),
    )


def _terms(say: Say, details: BookingDetails) -> Html | None:
    """Say what was promised for cancelling when the place was booked."""
    made = details.booking
    if made.status is BookingStatus.PENDING or not made.price_minor:
        return None
    if not made.terms.free_until:
        return say("Cancelling is free until it starts.")
    free_until = say.moment(starts_at(details.session, say.zone) - made.terms.free_until)
    if made.terms.late_refund_percent:
        return say(
            "Cancelling is free until {moment}; after that {percent} % is refunded, until it "
            "starts.",
            moment=free_until,
            percent=made.terms.late_refund_percent,
        )
    return say(
        "Cancelling is free until {moment}; after that nothing is refunded.", moment=free_until
    )


def cancelled(say: Say, outcome: CancelOutcome) -> Screen:
    """Say how a cancellation ended; a changed refund is asked about instead."""
    match outcome:
        case Cancelled(_, session, refund_minor):
            refund = say(
                "{amount} was refunded to the account it was paid from.",
                amount=say.money(refund_minor),
            )
            text = lines(
                say("<b>Cancelled</b>"),
                session_line(say, session),
                refund if refund_minor else None,
            )
        case TooLate():
            text = say("This session has already started and can no longer be cancelled.")
        case AlreadyEnded():
            text = say("This place had already ended; there is nothing left to cancel.")
        case NotYours() | RefundChanged():
            return gone(say)
    return Screen(text, ways_on(say))


def left(say: Say, outcome: LeaveOutcome) -> Screen:
    match outcome:
        case LeftQueue(_, session):
            text = say(
                "<b>Off the waiting list</b>\n{activity}, {when}",
                activity=session.activity.name,
                when=when(say, session),
            )
        case AlreadyEnded():
            text = say("This had already ended: look at your bookings for how it stands.")
        case NotYours():
            return gone(say)
    return Screen(text, ways_on(say))

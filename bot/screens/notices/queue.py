"""What a parent is told of a waiting list."""

from datetime import datetime

from bot.screen import Button, Screen, lines
from bot.screens.notices.parts import book_row, booking_row, place_line
from bot.screens.parts import saved
from bot.screens.refusals import refusal
from bot.taps.places import AskCancel, PayFromBalance
from bot.texts import Html, Say
from domain.model import BookingStatus
from domain.outcomes import Layer, Reason, Refusal
from storage.notices.about import AboutPlace


def promoted(say: Say, about: AboutPlace, now: datetime) -> Screen | None:
    if about.booking_id is None or about.booking_status is not BookingStatus.CONFIRMED:
        return None
    paid = say("{amount} was taken from your account.", amount=say.money(about.price_minor))
    return Screen(
        lines(
            say("<b>A place has come free, and it is yours: booked</b>"),
            place_line(say, about),
            paid if about.price_minor else None,
            *saved(say, [about]),
            say("If you no longer need it, please cancel, so that the next child gets it."),
        ),
        booking_row(say, about.booking_id),
    )


def offered(say: Say, about: AboutPlace, due: Html, now: datetime) -> Screen | None:
    if about.booking_id is None or about.hold_expires_at is None or about.hold_expires_at <= now:
        return None
    pay = Button(say.label("Pay"), PayFromBalance(about.booking_id), "primary")
    decline = Button(say.label("Give up this place"), AskCancel(about.booking_id), "danger")
    return Screen(
        lines(
            say(
                "<b>A place has come free: held for you until {deadline}</b>",
                deadline=say.moment(about.hold_expires_at),
            ),
            place_line(say, about),
            say("Not confirmed yet: {due}", due=due),
            say("Tap Pay, or pay at the school office. Otherwise please give the place up."),
        ),
        ((pay,), (decline,)),
    )


def passed_over(say: Say, about: AboutPlace, now: datetime) -> Screen | None:
    why = Refusal(Layer.DUPLICATE, about.reason or Reason.FULL)
    return Screen(
        lines(
            say("<b>Off the waiting list</b>"),
            place_line(say, about),
            say("A place came free, but {child} could not take it.", child=about.child_name),
            refusal(say, why, about.child_name),
        ),
        book_row(say),
    )


def queue_closed(say: Say, about: AboutPlace, now: datetime) -> Screen | None:
    return Screen(
        lines(
            say("<b>No place came free</b>"),
            place_line(say, about),
            say("Booking has closed and the waiting list with it. Nothing was charged."),
        ),
        book_row(say),
    )

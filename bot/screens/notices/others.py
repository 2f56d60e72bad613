"""What a parent is told of what somebody else did: the school office, or another parent."""

from datetime import datetime

from bot.screen import Button, Screen, lines
from bot.screens.notices.parts import book_row, booking_row, place_line
from bot.taps.places import ShowEntry
from bot.texts import Html, Say
from domain.model import BookingStatus, EntryStatus
from storage.notices.about import AboutPlace


def booked_for_you(say: Say, about: AboutPlace, due: Html, now: datetime) -> Screen | None:
    if about.entry_id is not None:
        return _queued_for_you(say, about)
    if about.booking_status is BookingStatus.PENDING:
        return _held_for_you(say, about, due, now)
    if about.booking_id is None or about.booking_status is not BookingStatus.CONFIRMED:
        return None
    paid = say("{amount} was taken from your account.", amount=say.money(about.price_minor))
    return Screen(
        lines(
            say("<b>Booked for you by the school office</b>"),
            place_line(say, about),
            paid if about.price_minor else None,
        ),
        booking_row(say, about.booking_id),
    )


def _held_for_you(say: Say, about: AboutPlace, due: Html, now: datetime) -> Screen | None:
    if about.booking_id is None or about.hold_expires_at is None or about.hold_expires_at <= now:
        return None
    return Screen(
        lines(
            say("<b>Held for you until {deadline}</b>", deadline=say.moment(about.hold_expires_at)),
            place_line(say, about),
            say("The school office has kept this place for you. Not confirmed yet: {due}", due=due),
        ),
        booking_row(say, about.booking_id),
    )


def _queued_for_you(say: Say, about: AboutPlace) -> Screen | None:
    if about.entry_id is None or about.entry_status is not EntryStatus.WAITING:
        return None
    return Screen(
        lines(
            say("<b>On the waiting list</b>"),
            place_line(say, about),
            say(
                "The school office has put {child} on the list. No place yet: when your turn "
                "comes, you get one automatically, and we tell you.",
                child=about.child_name,
            ),
        ),
        ((Button(say.label("Show the waiting list"), ShowEntry(about.entry_id)),),),
    )


def cancelled_by_office(say: Say, about: AboutPlace, now: datetime) -> Screen | None:
    refunded = say("{amount} was refunded to your account.", amount=say.money(about.refund_minor))
    heading = say("<b>Cancelled by the school office</b>")
    if about.booking_id is None:
        heading = say("<b>Taken off the waiting list by the school office</b>")
    return Screen(
        lines(heading, place_line(say, about), refunded if about.refund_minor else None),
        book_row(say),
    )


def cancelled_for_you(say: Say, about: AboutPlace, now: datetime) -> Screen | None:
    refunded = say("{amount} was refunded to your account.", amount=say.money(about.refund_minor))
    heading = say("<b>Cancelled by another parent</b>")
    if about.booking_id is None:
        heading = say("<b>Taken off the waiting list by another parent</b>")
    return Screen(
        lines(heading, place_line(say, about), refunded if about.refund_minor else None),
        book_row(say),
    )

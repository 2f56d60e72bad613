"""What a parent is told of a place that is held for them."""

from datetime import datetime

from bot.screen import Screen, lines
from bot.screens.notices.parts import book_row, booking_row, place_line
from bot.texts import Html, Say
from domain.model import BookingStatus
from storage.notices.about import AboutPlace


def hold_extended(say: Say, about: AboutPlace, due: Html, now: datetime) -> Screen | None:
    if about.booking_id is None or about.hold_expires_at is None or about.hold_expires_at <= now:
        return None
    return Screen(
        lines(
            say(
                "<b>Kept until {deadline} by the school office, waiting for your voucher</b>",
                deadline=say.moment(about.hold_expires_at),
            ),
            place_line(say, about),
            say("Not confirmed yet: {due}", due=due),
        ),
        booking_row(say, about.booking_id),
    )


def hold_expired(say: Say, about: AboutPlace, now: datetime) -> Screen | None:
    return Screen(
        lines(
            say("<b>No longer held</b>"),
            place_line(say, about),
            say(
                "It was not paid in time, so the place was given up. Nothing was charged. You can "
                "book again if there is room."
            ),
        ),
        book_row(say),
    )


def place_confirmed(say: Say, about: AboutPlace, now: datetime) -> Screen | None:
    if about.booking_id is None or about.booking_status is not BookingStatus.CONFIRMED:
        return None
    return Screen(
        lines(
            say("<b>Booked</b>"),
            place_line(say, about),
            say(
                "It is paid for now: {amount} was taken from your account.",
                amount=say.money(about.price_minor),
            ),
        ),
        booking_row(say, about.booking_id),
    )

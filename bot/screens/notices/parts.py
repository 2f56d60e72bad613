"""What notices of places have in common."""

from bot.screen import Button, Rows
from bot.screens import parts
from bot.taps.booking import Book
from bot.taps.places import ShowBooking
from bot.texts import Html, Say
from storage.notices.about import AboutPlace


def place_line(say: Say, about: AboutPlace) -> Html:
    return parts.place_line(say, about.child_name, about.session)


def booking_row(say: Say, booking_id: int) -> Rows:
    return ((Button(say.label("Show booking"), ShowBooking(booking_id)),),)


def book_row(say: Say) -> Rows:
    return ((Button(say.label("Book a place"), Book()),),)

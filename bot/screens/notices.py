"""The words of notices, built when they are sent; None when there is nothing left to tell."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.screen import Button, Rows, Screen, lines
from bot.screens.parts import when
from bot.screens.refusals import refusal
from bot.taps import AskCancel, Book, PayFromBalance, ShowBooking
from bot.texts import Html, Say
from domain.model import BookingStatus, SessionStatus
from domain.notices import NoticeKind
from domain.outcomes import Layer, Reason, Refusal
from domain.timetable import starts_at
from storage.outbox import ClaimedNotice


def notice(say: Say, due: ClaimedNotice, *, now: datetime) -> Screen | None:
    """Return what to send, by the rows as they are now."""
    screen = _SCREENS[due.kind](say, due, now)
    return None if screen is None else replace(screen, stays=True)


def _place(say: Say, due: ClaimedNotice) -> Html:
    return say(
        "{child}: {activity}, {when}",
        child=due.child_name,
        activity=due.session.activity.name,
        when=when(say, due.session),
    )


def _booking_row(say: Say, due: ClaimedNotice) -> Rows:
    if due.booking_id is None:
        return ()
    return ((Button(say.label("Show booking"), ShowBooking(due.booking_id)),),)


def _book_row(say: Say) -> Rows:
    return ((Button(say.label("Book a place"), Book()),),)


def _promoted(say: Say, due: ClaimedNotice, now: datetime) -> Screen | None:
    if due.booking_status is not BookingStatus.CONFIRMED:
        return None
    paid = say("{amount} was taken from your account.", amount=say.money(due.price_minor))
    return Screen(
        lines(
            say("<b>A place has come free, and it is yours: booked</b>"),
            _place(say, due),
            paid if due.price_minor else None,
            say("If you no longer need it, please cancel, so that the next child gets it."),
        ),
        _booking_row(say, due),
    )


def _offered(say: Say, due: ClaimedNotice, now: datetime) -> Screen | None:
    if due.booking_id is None or due.hold_expires_at is None or due.hold_expires_at <= now:
        return None
    pay = Button(say.label("Pay"), PayFromBalance(due.booking_id), "primary")
    decline = Button(say.label("Give up this place"), AskCancel(due.booking_id), "danger")
    return Screen(
        lines(
            say(
                "<b>A place has come free: held for you until {deadline}</b>",
                deadline=say.moment(due.hold_expires_at),
            ),
            _place(say, due),
            say(
                "Not confirmed yet: {amount} is still to be paid. Tap Pay, or pay at the school "
                "office. Otherwise please give the place up.",
                amount=say.money(due.price_minor),
            ),
        ),
        ((pay,), (decline,)),
    )


def _passed_over(say: Say, due: ClaimedNotice, now: datetime) -> Screen | None:
    why = Refusal(Layer.DUPLICATE, due.reason or Reason.FULL)
    return Screen(
        lines(
            say("<b>Off the waiting list</b>"),
            _place(say, due),
            say("A place came free, but {child} could not take it.", child=due.child_name),
            refusal(say, why, due.child_name),
        ),
        _book_row(say),
    )


def _queue_closed(say: Say, due: ClaimedNotice, now: datetime) -> Screen | None:
    return Screen(
        lines(
            say("<b>No place came free</b>"),
            _place(say, due),
            say("Booking has closed and the waiting list with it. Nothing was charged."),
        ),
        _book_row(say),
    )


def _hold_expired(say: Say, due: ClaimedNotice, now: datetime) -> Screen | None:
    return Screen(
        lines(
            say("<b>No longer held</b>"),
            _place(say, due),
            say(
                "{amount} was not paid in time, so the place was given up. Nothing was charged. "
                "You can book again if there is room.",
                amount=say.money(due.price_minor),
            ),
        ),
        _book_row(say),
    )


def _place_confirmed(say: Say, due: ClaimedNotice, now: datetime) -> Screen | None:
    if due.booking_status is not BookingStatus.CONFIRMED:
        return None
    return Screen(
        lines(
            say("<b>Booked</b>"),
            _place(say, due),
            say(
                "Your payment has come in and {amount} was taken from your account.",
                amount=say.money(due.price_minor),
            ),
        ),
        _booking_row(say, due),
    )


def _cancelled_for_you(say: Say, due: ClaimedNotice, now: datetime) -> Screen | None:
    refunded = say("{amount} was refunded to your account.", amount=say.money(due.refund_minor))
    heading = say("<b>Cancelled by another parent</b>")
    if due.booking_id is None:
        heading = say("<b>Taken off the waiting list by another parent</b>")
    return Screen(
        lines(heading, _place(say, due), refunded if due.refund_minor else None),
        _book_row(say),
    )


def _session_cancelled(say: Say, due: ClaimedNotice, now: datetime) -> Screen | None:
    refunded = say("{amount} was refunded to your account.", amount=say.money(due.refund_minor))
    return Screen(
        lines(
            say("<b>Cancelled by the school</b>"),
            _place(say, due),
            say("This session will not take place. We are sorry."),
            refunded if due.refund_minor else None,
        ),
        _book_row(say),
    )


def _reminder(say: Say, due: ClaimedNotice, now: datetime) -> Screen | None:
    is_on = (
        due.booking_status is BookingStatus.CONFIRMED
        and due.session.status is SessionStatus.SCHEDULED
        and now < starts_at(due.session, say.zone)
    )
    if not is_on or due.booking_id is None:
        return None
    cancel = Button(say.label("Cancel this booking"), AskCancel(due.booking_id), "danger")
    return Screen(
        lines(
            say("<b>Reminder</b>"),
            _place(say, due),
            say("Where: {location}", location=due.location),
        ),
        ((*_booking_row(say, due)[0], cancel),),
    )


_SCREENS: dict[NoticeKind, Callable[[Say, ClaimedNotice, datetime], Screen | None]] = {
    NoticeKind.PROMOTED: _promoted,
    NoticeKind.OFFERED: _offered,
    NoticeKind.PASSED_OVER: _passed_over,
    NoticeKind.QUEUE_CLOSED: _queue_closed,
    NoticeKind.HOLD_EXPIRED: _hold_expired,
    NoticeKind.PLACE_CONFIRMED: _place_confirmed,
    NoticeKind.CANCELLED_FOR_YOU: _cancelled_for_you,
    NoticeKind.SESSION_CANCELLED: _session_cancelled,
    NoticeKind.REMINDER_EVENING: _reminder,
    NoticeKind.REMINDER_SOON: _reminder,
}

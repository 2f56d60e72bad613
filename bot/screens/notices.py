"""The words of notices, built when they are sent; None when there is nothing left to tell."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import assert_never

from bot.screen import Button, Rows, Screen, lines
from bot.screens import applicants, repayments
from bot.screens.account import method_words, payout_words, receipt_label
from bot.screens.activity_notice import activity_changed
from bot.screens.announcements import message
from bot.screens.books import books_wrong
from bot.screens.cancellation import cancelled
from bot.screens.parts import saved, when
from bot.screens.refusals import refusal
from bot.screens.register import register_sent
from bot.screens.reminders import reminder
from bot.taps.account import SendReceipt, ShowBalance
from bot.taps.booking import Book
from bot.taps.places import AskCancel, GotIt, PayFromBalance, ShowBooking, ShowEntry
from bot.taps.registers import ShowRegister
from bot.texts import Html, Say
from domain.audiences import is_news
from domain.model import ACTIVE, BookingStatus, EntryStatus, PaymentMethod, SessionStatus
from domain.notices import NoticeKind, still_matters
from domain.outcomes import Layer, Reason, Refusal
from storage.activity_notices import AboutActivity
from storage.announcement_notices import AboutAnnouncement
from storage.cancellation_details import AboutCancellation
from storage.notice_details import (
    AboutApplicant,
    AboutBooks,
    AboutDay,
    AboutFailure,
    AboutPayment,
    AboutPlace,
    AboutRegister,
    AboutRepayment,
    ClaimedNotice,
)


def notice(say: Say, due: ClaimedNotice, *, now: datetime) -> Screen | None:
    """Return what to send, by the rows as they are now."""
    screen = _screen(say, due, now)
    # A register is marked where it is, and shown anew there.
    stays = not isinstance(due.about, AboutRegister)
    return None if screen is None else replace(screen, stays=stays)


def _screen(say: Say, due: ClaimedNotice, now: datetime) -> Screen | None:
    match due.about:
        case AboutDay() as day:
            screen = reminder(say, due.kind, day, now=now)
        case AboutRegister() as about:
            screen = register_sent(
                say, due.kind, about.register, viewer=due.telegram_id or 0, now=now
            )
        case AboutCancellation() as session:
            screen = _about_session(say, due.id, session, now)
        case AboutPayment() as payment:
            screen = _money_moved(say, payment)
        case AboutRepayment() as due_back:
            screen = repayments.told(say, due_back.due)
        case AboutActivity() | AboutAnnouncement() as school:
            screen = _from_school(say, school, now)
        case AboutApplicant() as who:
            screen = applicants.told(say, due.kind, who.applicant)
        case AboutFailure() | AboutBooks() as trouble:
            screen = _trouble(say, trouble)
        case AboutPlace() as place:
            screen = _about_place(say, due.kind, place, now)
        case _:
            assert_never(due.about)
    return screen


def _trouble(say: Say, about: AboutFailure | AboutBooks) -> Screen:
    if isinstance(about, AboutFailure):
        return _update_failed(say, about)
    return books_wrong(say, about.faults)


def _from_school(
    say: Say, about: AboutActivity | AboutAnnouncement, now: datetime
) -> Screen | None:
    if isinstance(about, AboutActivity):
        return activity_changed(say, about, now=now)
    if not is_news(about.to.session, about.made_at, now=now, zone=say.zone):
        return None
    return Screen(message(say, about.to, about.text))


def _about_place(say: Say, kind: NoticeKind, place: AboutPlace, now: datetime) -> Screen | None:
    is_news = still_matters(
        kind, place.session, refund_minor=place.refund_minor, now=now, zone=say.zone
    )
    return _SCREENS[kind](say, place, now) if is_news else None


def _place(say: Say, about: AboutPlace) -> Html:
    return say(
        "{child}: {activity}, {when}",
        child=about.child_name,
        activity=about.session.activity.name,
        when=when(say, about.session),
    )


def _booking_row(say: Say, booking_id: int) -> Rows:
    return ((Button(say.label("Show booking"), ShowBooking(booking_id)),),)


def _book_row(say: Say) -> Rows:
    return ((Button(say.label("Book a place"), Book()),),)


def _promoted(say: Say, about: AboutPlace, now: datetime) -> Screen | None:
    if about.booking_id is None or about.booking_status is not BookingStatus.CONFIRMED:
        return None
    paid = say("{amount} was taken from your account.", amount=say.money(about.price_minor))
    return Screen(
        lines(
            say("<b>A place has come free, and it is yours: booked</b>"),
            _place(say, about),
            paid if about.price_minor else None,
            *saved(say, [about]),
            say("If you no longer need it, please cancel, so that the next child gets it."),
        ),
        _booking_row(say, about.booking_id),
    )


def _offered(say: Say, about: AboutPlace, now: datetime) -> Screen | None:
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
            _place(say, about),
            say(
                "Not confirmed yet: {amount} is still to be paid. Tap Pay, or pay at the school "
                "office. Otherwise please give the place up.",
                amount=say.money(about.price_minor),
            ),
            *saved(say, [about]),
        ),
        ((pay,), (decline,)),
    )


def _passed_over(say: Say, about: AboutPlace, now: datetime) -> Screen | None:
    why = Refusal(Layer.DUPLICATE, about.reason or Reason.FULL)
    return Screen(
        lines(
            say("<b>Off the waiting list</b>"),
            _place(say, about),
            say("A place came free, but {child} could not take it.", child=about.child_name),
            refusal(say, why, about.child_name),
        ),
        _book_row(say),
    )


def _queue_closed(say: Say, about: AboutPlace, now: datetime) -> Screen | None:
    return Screen(
        lines(
            say("<b>No place came free</b>"),
            _place(say, about),
            say("Booking has closed and the waiting list with it. Nothing was charged."),
        ),
        _book_row(say),
    )


def _hold_expired(say: Say, about: AboutPlace, now: datetime) -> Screen | None:
    return Screen(
        lines(
            say("<b>No longer held</b>"),
            _place(say, about),
            say(
                "{amount} was not paid in time, so the place was given up. Nothing was charged. "
                "You can book again if there is room.",
                amount=say.money(about.price_minor),
            ),
        ),
        _book_row(say),
    )


def _place_confirmed(say: Say, about: AboutPlace, now: datetime) -> Screen | None:
    if about.booking_id is None or about.booking_status is not BookingStatus.CONFIRMED:
        return None
    return Screen(
        lines(
            say("<b>Booked</b>"),
            _place(say, about),
            say(
                "It is paid for now: {amount} was taken from your account.",
                amount=say.money(about.price_minor),
            ),
        ),
        _booking_row(say, about.booking_id),
    )


def _cancelled_for_you(say: Say, about: AboutPlace, now: datetime) -> Screen | None:
    refunded = say("{amount} was refunded to your account.", amount=say.money(about.refund_minor))
    heading = say("<b>Cancelled by another parent</b>")
    if about.booking_id is None:
        heading = say("<b>Taken off the waiting list by another parent</b>")
    return Screen(
        lines(heading, _place(say, about), refunded if about.refund_minor else None),
        _book_row(say),
    )


def _booked_for_you(say: Say, about: AboutPlace, now: datetime) -> Screen | None:
    if about.entry_id is not None:
        return _queued_for_you(say, about)
    if about.booking_status is BookingStatus.PENDING:
        return _held_for_you(say, about, now)
    if about.booking_id is None or about.booking_status is not BookingStatus.CONFIRMED:
        return None
    paid = say("{amount} was taken from your account.", amount=say.money(about.price_minor))
    return Screen(
        lines(
            say("<b>Booked for you by the school office</b>"),
            _place(say, about),
            paid if about.price_minor else None,
        ),
        _booking_row(say, about.booking_id),
    )


def _held_for_you(say: Say, about: AboutPlace, now: datetime) -> Screen | None:
    if about.booking_id is None or about.hold_expires_at is None or about.hold_expires_at <= now:
        return None
    return Screen(
        lines(
            say("<b>Held for you until {deadline}</b>", deadline=say.moment(about.hold_expires_at)),
            _place(say, about),
            say(
                "The school office has kept this place for you. Not confirmed yet: {amount} is "
                "still to be paid by then.",
                amount=say.money(about.price_minor),
            ),
        ),
        _booking_row(say, about.booking_id),
    )


def _queued_for_you(say: Say, about: AboutPlace) -> Screen | None:
    if about.entry_id is None or about.entry_status is not EntryStatus.WAITING:
        return None
    return Screen(
        lines(
            say("<b>On the waiting list</b>"),
            _place(say, about),
            say(
                "The school office has put {child} on the list. No place yet: if one comes free "
                "it is given out by itself, and we tell you.",
                child=about.child_name,
            ),
        ),
        ((Button(say.label("Show the waiting list"), ShowEntry(about.entry_id)),),),
    )


def _cancelled_by_office(say: Say, about: AboutPlace, now: datetime) -> Screen | None:
    refunded = say("{amount} was refunded to your account.", amount=say.money(about.refund_minor))
    heading = say("<b>Cancelled by the school office</b>")
    if about.booking_id is None:
        heading = say("<b>Taken off the waiting list by the school office</b>")
    return Screen(
        lines(heading, _place(say, about), refunded if about.refund_minor else None),
        _book_row(say),
    )


def _away(say: Say, about: AboutPlace, now: datetime) -> Screen | None:
    heading = say("<b>{child} will be absent</b>", child=about.child_name)
    return _told_the_tutor(say, about, heading) if about.is_away else None


def _comes(say: Say, about: AboutPlace, now: datetime) -> Screen | None:
    heading = say("<b>{child} comes after all</b>", child=about.child_name)
    return None if about.is_away else _told_the_tutor(say, about, heading)


def _told_the_tutor(say: Say, about: AboutPlace, heading: Html) -> Screen | None:
    if about.booking_status not in ACTIVE or about.session.status is SessionStatus.CANCELLED:
        return None
    return Screen(
        lines(heading, _place(say, about), say("A parent has just said so.")),
        ((Button(say.label("Register"), ShowRegister(about.session.id)),),),
    )


def _about_session(
    say: Say, notice_id: int, about: AboutCancellation, now: datetime
) -> Screen | None:
    kind, refund_minor = NoticeKind.SESSION_CANCELLED, about.refund_minor
    if not still_matters(kind, about.session, refund_minor=refund_minor, now=now, zone=say.zone):
        return None
    got_it = Button(say.label("Got it"), GotIt(notice_id), "primary")
    return Screen(cancelled(say, about), ((got_it,), *_book_row(say)))


def _money_moved(say: Say, about: AboutPayment) -> Screen:
    reference = say("Reference: {reference}", reference=about.reference)
    return Screen(
        lines(
            *(_received(say, about) if about.amount_minor > 0 else _paid_out(say, about)),
            reference if about.reference else None,
        ),
        (*_receipt_row(say, about), (Button(say.label("Balance"), ShowBalance()),)),
    )


def _receipt_row(say: Say, about: AboutPayment) -> Rows:
    if about.amount_minor < 0:
        return ()
    return ((Button(receipt_label(say), SendReceipt(about.payment_id)),),)


def _received(say: Say, about: AboutPayment) -> tuple[Html, ...]:
    return (
        say("<b>Payment received</b>"),
        say(
            "We have received {amount}, paid {method}. Your balance is {balance}.",
            amount=say.money(about.amount_minor),
            method=method_words(say, about.method),
            balance=say.money(about.balance_minor),
        ),
    )


def _paid_out(say: Say, about: AboutPayment) -> tuple[Html, ...]:
    some_days = say("It can take some days until your bank shows it.")
    return (
        say("<b>Paid back to you</b>"),
        say(
            "The school has paid {amount} back to you {method}. Your balance is {balance}.",
            amount=say.money(-about.amount_minor),
            method=payout_words(say, about.method),
            balance=say.money(about.balance_minor),
        ),
        *((some_days,) if about.method is PaymentMethod.ONLINE else ()),
    )


def _hold_extended(say: Say, about: AboutPlace, now: datetime) -> Screen | None:
    if about.booking_id is None or about.hold_expires_at is None or about.hold_expires_at <= now:
        return None
    return Screen(
        lines(
            say(
                "<b>Kept until {deadline} by the school office, waiting for your voucher</b>",
                deadline=say.moment(about.hold_expires_at),
            ),
            _place(say, about),
            say(
                "Not confirmed yet: {amount} is still to be paid by then.",
                amount=say.money(about.price_minor),
            ),
        ),
        _booking_row(say, about.booking_id),
    )


def _update_failed(say: Say, about: AboutFailure) -> Screen:
    return Screen(
        lines(
            say("<b>The bot could not handle a message</b>"),
            say(
                "That was {moment}. Whoever wrote it was told the reference "
                "<code>{reference}</code>; the log has more under it.",
                moment=say.moment(about.failed_at),
                reference=about.reference,
            ),
        )
    )


_SCREENS: dict[NoticeKind, Callable[[Say, AboutPlace, datetime], Screen | None]] = {
    NoticeKind.PROMOTED: _promoted,
    NoticeKind.OFFERED: _offered,
    NoticeKind.PASSED_OVER: _passed_over,
    NoticeKind.QUEUE_CLOSED: _queue_closed,
    NoticeKind.HOLD_EXTENDED: _hold_extended,
    NoticeKind.HOLD_EXPIRED: _hold_expired,
    NoticeKind.PLACE_CONFIRMED: _place_confirmed,
    NoticeKind.CANCELLED_FOR_YOU: _cancelled_for_you,
    NoticeKind.BOOKED_FOR_YOU: _booked_for_you,
    NoticeKind.CANCELLED_BY_OFFICE: _cancelled_by_office,
    NoticeKind.AWAY: _away,
    NoticeKind.COMES: _comes,
}

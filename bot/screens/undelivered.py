"""What did not reach people, for the office."""

from collections.abc import Sequence

from bot.screen import Screen, lines, paragraphs
from bot.screens.parts import page_of, turning
from bot.taps.undelivered import ShowUndelivered
from bot.texts import Html, Say
from domain.notices import NoticeKind
from storage.undelivered import GivenUp, Unreachable

A_PAGE = 10


def undelivered(say: Say, found: Sequence[Unreachable | GivenUp], page: int) -> Screen:
    if not found:
        return Screen(say("Everything has reached everybody."))
    shown, page = page_of(found, page, A_PAGE)
    taps = ShowUndelivered(page - 1), ShowUndelivered(page + 1)
    return Screen(
        paragraphs(say("<b>Not delivered</b>"), *[_entry(say, each) for each in shown]),
        turning(say, page, A_PAGE, len(found), taps),
    )


def _entry(say: Say, entry: Unreachable | GivenUp) -> Html:
    if isinstance(entry, GivenUp):
        return _given_up(say, entry)
    waiting = say.count("{n} message waits.", "{n} messages wait.", entry.waiting)
    return lines(
        say("{parent} has blocked the bot or left Telegram.", parent=entry.name),
        say("Noticed {moment}.", moment=say.moment(entry.since)),
        waiting if entry.waiting else None,
    )


def _given_up(say: Say, entry: GivenUp) -> Html:
    about = ", ".join(filter(None, [entry.activity_name, say.day(entry.on) if entry.on else ""]))
    name = entry.name or say.label("Somebody of the staff")
    return lines(
        say("{name}: {kind}", name=name, kind=kind_words(say, entry.kind)),
        say("{about}", about=about) if about else None,
        _what_now(say, entry),
    )


def _what_now(say: Say, entry: GivenUp) -> Html:
    moment = say.moment(entry.given_up_at)
    if not entry.is_absent:
        return say("Given up {moment}.", moment=moment)
    if entry.phone is None:
        return say("Not on Telegram, and no phone number is on file. {moment}.", moment=moment)
    return say("Not on Telegram: please call {phone}. {moment}.", phone=entry.phone, moment=moment)


def kind_words(say: Say, kind: NoticeKind | None) -> str:
    """Name what a notice tells."""
    return {
        None: say.label("a message"),
        NoticeKind.PROMOTED: say.label("a place from the waiting list"),
        NoticeKind.OFFERED: say.label("the offer of a place"),
        NoticeKind.PASSED_OVER: say.label("off the waiting list"),
        NoticeKind.QUEUE_CLOSED: say.label("no place came free"),
        NoticeKind.HOLD_EXTENDED: say.label("a place kept for a voucher"),
        NoticeKind.PAYMENT_RECEIVED: say.label("a payment received"),
        NoticeKind.PAID_OUT: say.label("money paid out"),
        NoticeKind.BALANCE_CORRECTED: say.label("a balance corrected"),
        NoticeKind.HOLD_EXPIRED: say.label("a place no longer held"),
        NoticeKind.PLACE_CONFIRMED: say.label("a place confirmed by a payment"),
        NoticeKind.CANCELLED_FOR_YOU: say.label("cancelled by another parent"),
        NoticeKind.BOOKED_FOR_YOU: say.label("booked by the office"),
        NoticeKind.CANCELLED_BY_OFFICE: say.label("cancelled by the office"),
        NoticeKind.SESSION_CANCELLED: say.label("cancelled by the school"),
        NoticeKind.ACTIVITY_CHANGED: say.label("an activity that has changed"),
        NoticeKind.ANNOUNCEMENT: say.label("a message to many families"),
        NoticeKind.REMINDER_EVENING: say.label("a reminder"),
        NoticeKind.REMINDER_SOON: say.label("a reminder"),
        NoticeKind.REGISTER: say.label("the register"),
        NoticeKind.REGISTER_UNTOUCHED: say.label("the register"),
        NoticeKind.AWAY: say.label("a child that will be absent"),
        NoticeKind.COMES: say.label("a child that comes after all"),
        NoticeKind.REPAYMENT_DUE: say.label("money to be paid out"),
        NoticeKind.UPDATE_FAILED: say.label("a message that could not be handled"),
        NoticeKind.APPLICANT_WAITS: say.label("somebody who asks to join"),
        NoticeKind.APPLICANT_APPROVED: say.label("let in by the office"),
        NoticeKind.APPLICANT_DECLINED: say.label("not let in by the office"),
        NoticeKind.STAFF_JOINED: say.label("who used an invitation to the staff"),
        NoticeKind.BOOKS_WRONG: say.label("what is wrong in the books"),
    }[kind]

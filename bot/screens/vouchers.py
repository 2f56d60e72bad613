"""Screens of the office: which places wait for a voucher, and until when one is kept for it."""

from collections.abc import Sequence
from datetime import date, timedelta

from bot.screen import Button, Screen, lines, paragraphs
from bot.screens.held import HELD_A_PAGE, held_place, price_and_deadline
from bot.screens.parts import numbered, page_of, session_line, turning, who_hears
from bot.screens.payment import after, way_out
from bot.taps.payment import (
    BackToFamily,
    BackToSearch,
    KeepHeld,
    PickFamily,
    PickHeld,
    ShowHeld,
    ShowPromised,
)
from bot.texts import Html, Say, isolated
from domain.model import BookingStatus
from domain.outcomes import HoldEnded, HoldKept, KeepOutcome
from storage.office_queries import HeldPlace, PromisedPlace


def promised(say: Say, found: Sequence[PromisedPlace], page: int) -> Screen:
    """List the places that wait for a voucher; each leads to its family."""
    shown, page = numbered(found, page, HELD_A_PAGE)
    rows = tuple(
        (Button(f"{number}. {isolated(each.parent_name)}", PickFamily(each.parent_id)),)
        for number, each in shown
    )
    taps = ShowPromised(page - 1), ShowPromised(page + 1)
    heading = say("<b>Waiting for a voucher</b>")
    return Screen(
        paragraphs(
            heading if shown else say("No place waits for a voucher."),
            *[_promised(say, number, each) for number, each in shown],
        ),
        (
            *rows,
            *turning(say, page, HELD_A_PAGE, len(found), taps),
            *way_out(say, BackToSearch()),
        ),
    )


def _promised(say: Say, number: int, of: PromisedPlace) -> Html:
    name = say("{number}. <b>{parent}</b>", number=number, parent=of.parent_name)
    return lines(name, held_place(say, of.place), price_and_deadline(say, of.place))


def choose_held(say: Say, held: Sequence[HeldPlace], page: int) -> Screen:
    shown, page = page_of(held, page, HELD_A_PAGE)
    rows = tuple((Button(_held_label(say, each), PickHeld(each.booking.id)),) for each in shown)
    taps = ShowHeld(page - 1), ShowHeld(page + 1)
    text = (
        say("Which place is to be kept until a voucher comes?")
        if held
        else say("No place is held.")
    )
    turn = turning(say, page, HELD_A_PAGE, len(held), taps)
    return Screen(text, (*rows, *turn, *way_out(say, BackToFamily())))


def _held_label(say: Say, held: HeldPlace) -> str:
    activity, child = isolated(held.session.activity.name), isolated(held.child_name)
    return f"{say.day(held.session.on)} · {activity} · {child}"


def choose_day(say: Say, held: HeldPlace, today: date) -> Screen:
    """Offer days until which the place can be kept: none is behind its session."""
    booking_id, start = held.booking.id, held.session.on
    days = (
        (say.label("1 week"), today + timedelta(weeks=1)),
        (say.label("2 weeks"), today + timedelta(weeks=2)),
    )
    rows = tuple(
        (Button(f"{words} · {say.day(on)}", KeepHeld(booking_id, on)),)
        for words, on in days
        if on < start
    )
    until_start = Button(say.label("Until the start"), KeepHeld(booking_id, start))
    return Screen(
        lines(
            held_place(say, held),
            price_and_deadline(say, held),
            say("Keep it until when?"),
        ),
        (*rows, (until_start,), *way_out(say, ShowHeld())),
    )


def kept(say: Say, outcome: KeepOutcome, parent_id: int, *, has_telegram: bool) -> Screen:
    """Say until when a place is kept, or why it is not."""
    match outcome:
        case HoldKept(session, deadline):
            text = lines(
                say(
                    "<b>Kept until {deadline}, waiting for voucher</b>",
                    deadline=say.moment(deadline),
                ),
                session_line(say, session),
                who_hears(say, has_telegram=has_telegram),
            )
        case HoldEnded(_, BookingStatus.CONFIRMED):
            text = say("This place has been paid for in the meantime: it is booked.")
        case HoldEnded():
            text = say(
                "This place is no longer held, so it was not kept. The family can book again if "
                "there is room."
            )
    return Screen(text, after(say, parent_id))

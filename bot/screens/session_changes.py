"""Before the office changes a session: what another capacity, or cancelling it, would do."""

from bot.screen import Button, Rows, Screen, lines, paragraphs
from bot.screens.cancellation import cancelled
from bot.screens.parts import when
from bot.screens.session import heading
from bot.taps.sessions import (
    ConfirmCancellation,
    DropReason,
    SetCapacity,
    StopChanging,
    TryCapacity,
)
from bot.texts import Html, Say
from domain.model import Session
from domain.outcomes import SessionCancelled
from domain.sessions import MOST_PLACES
from storage.notices.cancellations import AboutCancellation
from storage.session_lines import SessionLine
from storage.session_queries import SessionSheet

EXAMPLE_PLACES = 12


def _way_out(say: Say, session_id: int) -> Rows:
    return ((Button(say.label("No, leave it as it is"), StopChanging(session_id)),),)


def capacity(say: Say, line: SessionLine, wanted: int, *, is_open: bool) -> Screen:
    """Show what a capacity would do; without a change, ask for one."""
    session = line.session
    steps = tuple(
        Button(f"{step:+d}".replace("-", "−"), TryCapacity(wanted + step))
        for step in (-1, 1)
        if 1 <= wanted + step <= MOST_PLACES
    )
    confirm: Rows = ()
    if wanted != session.capacity:
        set_it = SetCapacity(session.id, session.capacity, wanted)
        label = say.count("Set to {n} place", "Set to {n} places", wanted)
        confirm = ((Button(label, set_it, "primary"),),)
    return Screen(
        paragraphs(
            heading(say, line),
            _effect(say, line, wanted, is_open=is_open),
            say("Tap, or write the number of places, for example: {n}", n=EXAMPLE_PLACES),
        ),
        (steps, *confirm, *_way_out(say, session.id)),
    )


def _effect(say: Say, line: SessionLine, wanted: int, *, is_open: bool) -> Html:
    was = line.session.capacity
    if wanted == was:
        return say.count("It has {n} place.", "It has {n} places.", was)
    change = say("From {was} to {wanted} places:", was=was, wanted=wanted)
    free = min(max(0, wanted - line.active), line.waiting)
    if free and is_open:
        promoted = say.count(
            "the first on the waiting list who can take a place gets it, and is told.",
            "the first {n} on the waiting list who can take a place get one, and are told.",
            free,
        )
        return lines(change, promoted)
    if free:
        return lines(change, say("booking has closed, so nobody gets a place from the list."))
    if line.active > wanted:
        return lines(
            change,
            say.count(
                "{n} place is taken. Nobody loses one, but no more are given.",
                "{n} places are taken. Nobody loses one, but no more are given.",
                line.active,
            ),
        )
    return lines(change, say("nobody who has booked or waits is affected."))


def bad_capacity(say: Say) -> Html:
    return say(
        "I cannot use that as a number of places. Write one from 1 to {most}, for example: {n}",
        most=MOST_PLACES,
        n=EXAMPLE_PLACES,
    )


def capacity_changed(say: Say, places: int) -> Html:
    return say.count("<b>Changed: {n} place</b>", "<b>Changed: {n} places</b>", places)


def changed_meanwhile(say: Say) -> Html:
    return say("This has changed since you looked.")


def ask_cancel(say: Say, loss: SessionCancelled, sample: SessionSheet, reason: str) -> Screen:
    """Ask once, naming numbers; what families will read is shown."""
    session = loss.session
    yes = ConfirmCancellation(session.id, loss.bookings + loss.entries, loss.refunded_minor)
    no_reason = ((Button(say.label("Without a reason"), DropReason()),),) if reason else ()
    return Screen(
        paragraphs(
            lines(
                say("<b>Cancel {activity}?</b>", activity=session.activity.name),
                when(say, session),
            ),
            _loss(say, loss),
            _message(say, session, sample, reason) if loss.families else None,
            _about_reason(say, reason) if loss.families else None,
        ),
        (
            (Button(say.label("Yes, cancel the session"), yes, "danger"),),
            *no_reason,
            *_way_out(say, session.id),
        ),
    )


def _loss(say: Say, loss: SessionCancelled) -> Html:
    if not loss.families:
        return say("Nobody has booked or waits, so nobody is told.")
    return lines(
        say.count("{n} family is told.", "{n} families are told.", loss.families),
        say.count("{n} place is given up.", "{n} places are given up.", loss.bookings),
        say("{amount} is refunded.", amount=say.money(loss.refunded_minor)),
        say.count("{n} child waits.", "{n} children wait.", loss.entries) if loss.entries else None,
    )


def _message(say: Say, session: Session, sample: SessionSheet, reason: str) -> Html:
    """Show what one of the families will read, without its refund."""
    names = [each.child_name for each in sample.expected]
    names += [each.child_name for each in sample.queue]
    about = AboutCancellation(session, reason, tuple(names[:1]), 0)
    quoted = Html(f"<blockquote>{cancelled(say, [about])}</blockquote>")
    return lines(say("They read, each with their children and their refund:"), quoted)


def _about_reason(say: Say, reason: str) -> Html:
    if reason:
        return say("To say something else, write it in one line.")
    return say("You may say why: write one line, for example: The pool is being repaired.")


def bad_reason(say: Say) -> Html:
    return say(
        "A reason has 1 to 200 letters, on one line. For example: The pool is being repaired."
    )


def over(say: Say) -> Screen:
    """Answer a button whose conversation is over."""
    return Screen(say("That message was from earlier. Look at /today or /week to go on."))

"""A session that does not take place: what families read, and what the office sees of it."""

from collections.abc import Sequence
from datetime import datetime

from bot.screen import Button, Rows, Screen, lines, paragraphs
from bot.screens.home import with_menu
from bot.screens.parts import (
    and_more,
    as_many_as_fit,
    pages_of,
    place_line,
    section,
    session_line,
    turning,
    when,
)
from bot.taps.sessions import ShowSession, ShowTold
from bot.texts import Html, Say
from domain.model import Session
from storage.notices.cancellations import AboutCancellation
from storage.told_queries import Contact, Told, ToldFamily

FAMILIES_A_PAGE = 12
NAMED = 10
"""Children in one session: a family has fewer."""
PLACES_NAMED = 40


def cancelled(say: Say, sessions: Sequence[AboutCancellation]) -> Html:
    """Write what a parent is told, of one session or of all that were cancelled at once."""
    refund_minor = sum(each.refund_minor for each in sessions)
    reasons = dict.fromkeys(each.reason for each in sessions if each.reason)
    places = [place for each in sessions for place in _places(say, each)]
    shown = as_many_as_fit(places[:PLACES_NAMED])
    return lines(
        say("<b>Cancelled by the school</b>"),
        *shown,
        *and_more(say, len(places) - len(shown)),
        say.count(
            "This session will not take place. We are sorry.",
            "These sessions will not take place. We are sorry.",
            len(sessions),
        ),
        *[say("The school writes: {reason}", reason=reason) for reason in reasons],
        say("{amount} was refunded to your account.", amount=say.money(refund_minor))
        if refund_minor
        else None,
    )


def _places(say: Say, about: AboutCancellation) -> list[Html]:
    if not about.children:
        return [session_line(say, about.session)]
    return [place_line(say, child, about.session) for child in about.children[:NAMED]]


def acknowledged(say: Say) -> Screen:
    """Thank a parent, who may then go on."""
    return with_menu(say, say("Thank you. The school office sees that you know."))


def told(say: Say, session: Session, found: Told, page: int, *, now: datetime) -> Screen:
    """Show the office who has not seen yet that a session is cancelled, and whom to call."""
    unseen = [each for each in found.families if not each.has_seen]
    entries = [
        *section(
            say("<b>Please call:</b> no message has reached them"),
            [_family(say, each) for each in unseen if not each.is_reachable],
        ),
        *section(
            say("<b>Told, but not seen yet:</b>"),
            [_family(say, each) for each in unseen if each.is_reachable],
        ),
    ]
    pages = pages_of(entries, FAMILIES_A_PAGE)
    page = min(max(0, page), max(0, len(pages) - 1))
    return Screen(
        paragraphs(
            _heading(say, session, found.reason),
            _seen(say, found.families, len(unseen), now),
            pages[page] if pages else None,
        ),
        (
            *turning(say, page, 1, len(pages), _turns(session.id, page)),
            *_after(say, session.id),
        ),
    )


def _turns(session_id: int, page: int) -> tuple[ShowTold, ShowTold]:
    return ShowTold(session_id, page - 1), ShowTold(session_id, page + 1)


def _heading(say: Say, session: Session, reason: str) -> Html:
    return lines(
        say("<b>Cancelled: {activity}</b>", activity=session.activity.name),
        when(say, session),
        say("You wrote: {reason}", reason=reason) if reason else None,
    )


def _seen(say: Say, families: Sequence[ToldFamily], unseen: int, now: datetime) -> Html:
    if not families:
        return say("Nobody had booked or waited, so nobody had to be told.")
    return say.count(
        "{seen} of {n} family has tapped “Got it”, as of {moment}.",
        "{seen} of {n} families have tapped “Got it”, as of {moment}.",
        len(families),
        seen=len(families) - unseen,
        moment=say.clock(now.astimezone(say.zone).time()),
    )


def _family(say: Say, family: ToldFamily) -> Html:
    children = ", ".join(family.children[:NAMED])
    contacts = "; ".join(_contact(each) for each in family.contacts[:NAMED])
    return say("• {children}: {contacts}", children=children, contacts=contacts)


def _contact(contact: Contact) -> str:
    return f"{contact.name}, {contact.phone}" if contact.phone else contact.name


def _after(say: Say, session_id: int) -> Rows:
    return (
        (
            Button(say.label("Refresh"), ShowTold(session_id)),
            Button(say.label("The session"), ShowSession(session_id)),
        ),
    )

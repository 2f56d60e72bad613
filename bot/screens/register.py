"""The register of a session, sent to its tutor before it starts."""

from datetime import datetime

from bot.screen import Screen, lines, paragraphs
from bot.screens.parts import as_many_as_fit, when
from bot.texts import Html, Say
from domain.model import BookingStatus, SessionStatus
from domain.timetable import ends_at
from storage.notice_details import AboutSession, PlaceThen


def register(say: Say, about: AboutSession, *, now: datetime) -> Screen | None:
    """List who is expected; None if the session does not take place, or is over."""
    session = about.session
    if session.status is SessionStatus.CANCELLED or now >= ends_at(session, say.zone):
        return None
    place = say("{when}, {location}", when=when(say, session), location=about.location)
    heading = lines(say("<b>{activity}</b>", activity=session.activity.name), place)
    return Screen(paragraphs(heading, *_expected(say, about)))


def _expected(say: Say, about: AboutSession) -> list[Html]:
    if not about.places:
        return [say("Nobody is booked.")]
    shown = as_many_as_fit([_line(say, each) for each in about.places])
    more = len(about.places) - len(shown)
    return [
        say.count("{n} child is expected:", "{n} children are expected:", len(about.places)),
        lines(*shown, say("… and {n} more.", n=more) if more else None),
    ]


def _line(say: Say, place: PlaceThen) -> Html:
    grade = say.grade(place.grade)
    if place.is_promised:
        return say("{child}, {grade} (waiting for voucher)", child=place.child_name, grade=grade)
    if place.status is BookingStatus.PENDING:
        return say("{child}, {grade} (not paid yet)", child=place.child_name, grade=grade)
    return say("{child}, {grade}", child=place.child_name, grade=grade)

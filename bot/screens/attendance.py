"""Who came how often in a term: for the staff by child, for parents by activity."""

from collections.abc import Sequence

from bot.screen import Button, Screen, lines, paragraphs
from bot.screens.parts import pages_of, turning
from bot.taps.children import ShowChild
from bot.taps.registers import ShowAttendance, ShowChildAttendance
from bot.taps.sessions import ShowSession
from bot.texts import Html, Say
from domain.model import Child, Session
from storage.attendance_queries import Counts, OfActivity, OfChild

LINES_A_PAGE = 30


def of_activity(say: Say, session: Session, found: Sequence[OfChild], page: int) -> Screen:
    """Show how often each child came to a session's activity so far."""
    pages = pages_of([_child(say, each) for each in found], LINES_A_PAGE)
    page = min(max(0, page), max(0, len(pages) - 1))
    activity = session.activity
    taps = ShowAttendance(session.id, page - 1), ShowAttendance(session.id, page + 1)
    return Screen(
        paragraphs(
            lines(
                say("<b>{activity}: who came this term</b>", activity=activity.name),
                say(
                    "{first} to {last}",
                    first=say.full_day(activity.first_on),
                    last=say.full_day(activity.last_on),
                ),
            ),
            pages[page] if pages else say("Nobody has been booked so far."),
        ),
        (
            *turning(say, page, 1, len(pages), taps),
            (Button(say.label("The session"), ShowSession(session.id)),),
        ),
    )


def _child(say: Say, each: OfChild) -> Html:
    return say(
        "{child}, {grade}: {counts}",
        child=each.child_name,
        grade=say.grade(each.grade),
        counts=_counts(say, each.counts),
    )


def _counts(say: Say, counts: Counts) -> Html:
    """Write how often somebody came; what never was is left out, but for present."""
    parts = [
        say("{n} present", n=counts.present),
        *([say("{n} late", n=counts.late)] if counts.late else []),
        *([say("{n} absent", n=counts.absent)] if counts.absent else []),
        *([say("{n} not marked", n=counts.unmarked)] if counts.unmarked else []),
    ]
    return Html(", ".join(parts))


def of_child(say: Say, child: Child, found: Sequence[OfActivity], page: int) -> Screen:
    """Show a parent how often their child came to each activity."""
    pages = pages_of([_activity(say, each) for each in found], LINES_A_PAGE)
    page = min(max(0, page), max(0, len(pages) - 1))
    taps = ShowChildAttendance(child.id, page - 1), ShowChildAttendance(child.id, page + 1)
    return Screen(
        paragraphs(
            say("<b>{child}: attendance</b>", child=child.name),
            pages[page] if pages else say("Nothing has taken place so far."),
        ),
        (
            *turning(say, page, 1, len(pages), taps),
            (Button(say.label("Back"), ShowChild(child.id)),),
        ),
    )


def _activity(say: Say, each: OfActivity) -> Html:
    return say(
        "{activity}, from {first}: {counts}",
        activity=each.activity.name,
        first=say.full_day(each.activity.first_on),
        counts=_counts(say, each.counts),
    )

"""One session, for the staff: who is expected, who waits, and what can be done about it."""

from collections.abc import Sequence

from bot.screen import Button, Rows, Screen, lines, paragraphs
from bot.screens.parts import pages_of, section, turning, when, with_notes
from bot.screens.timetable import occupancy
from bot.taps.placing import BookForFamily
from bot.taps.registers import ShowAttendance, ShowRegister
from bot.taps.sessions import CancelSession, ChangeCapacity, ChooseWhom, ShowSession, ShowTold
from bot.taps.timetable import ShowDay
from bot.texts import Html, Say
from domain.model import Session, SessionStatus
from storage.session_lines import SessionLine
from storage.session_queries import Expected, SessionSheet, Waiting

CHILDREN_A_PAGE = 30


def gone(say: Say) -> Screen:
    return Screen(say("I cannot find this session. Look at /today or /week."))


def sheet(
    say: Say, found: SessionSheet, page: int, *, actions: Rows, notes: Sequence[Html] = ()
) -> Screen:
    """Show a session with its children; the notes say what has just been done with it."""
    pages = pages_of(_children(say, found), CHILDREN_A_PAGE)
    page = min(max(0, page), max(0, len(pages) - 1))
    session = found.line.session
    taps = ShowSession(session.id, page - 1), ShowSession(session.id, page + 1)
    return Screen(
        paragraphs(
            *notes,
            heading(say, found.line),
            pages[page] if pages else _nobody(say, session),
        ),
        (
            *turning(say, page, 1, len(pages), taps),
            *actions,
            (
                Button(say.label("Refresh"), ShowSession(session.id, page)),
                Button(say.day(session.on), ShowDay(session.on)),
            ),
        ),
    )


def heading(say: Say, line: SessionLine) -> Html:
    session = line.session
    return lines(
        say("<b>{activity}</b>", activity=session.activity.name),
        say("{when}, {location}", when=when(say, session), location=line.location),
        say("{tutor}", tutor=line.tutor_name),
        occupancy(say, line),
    )


def _nobody(say: Say, session: Session) -> Html | None:
    return None if session.status is SessionStatus.CANCELLED else say("Nobody is booked.")


def _children(say: Say, found: SessionSheet) -> list[Html]:
    expected = [with_notes(say, _expected(say, each), each.notes) for each in found.expected]
    queue = [_waiting(say, each) for each in found.queue]
    return [
        *section(say("<b>Expected:</b>"), expected),
        *section(say("<b>Waiting list:</b>"), queue),
    ]


def _expected(say: Say, each: Expected) -> Html:
    deadline = each.booking.hold_expires_at
    grade = say.grade(each.grade)
    if deadline is None:
        return say("{child}, {grade}", child=each.child_name, grade=grade)
    if each.booking.is_promised:
        return say(
            "{child}, {grade} (waiting for voucher until {deadline})",
            child=each.child_name,
            grade=grade,
            deadline=say.moment(deadline),
        )
    return say(
        "{child}, {grade} (held until {deadline}, not paid)",
        child=each.child_name,
        grade=grade,
        deadline=say.moment(deadline),
    )


def _waiting(say: Say, each: Waiting) -> Html:
    return say(
        "{position}. {child}, {grade}",
        position=each.position,
        child=each.child_name,
        grade=say.grade(each.grade),
    )


def register_row(say: Say, session: Session) -> Rows:
    if session.status is SessionStatus.CANCELLED:
        return ()
    return (
        (
            Button(say.label("Register"), ShowRegister(session.id)),
            Button(say.label("Attendance"), ShowAttendance(session.id)),
        ),
    )


def office_actions(say: Say, session: Session, *, has_started: bool, is_past: bool) -> Rows:
    """Offer what the office can do with a session at this moment."""
    if session.status is SessionStatus.CANCELLED:
        return ((Button(say.label("Who has seen it"), ShowTold(session.id)),),)
    if is_past:
        return ()
    cancel = (Button(say.label("Cancel the session"), CancelSession(session.id), "danger"),)
    if has_started:
        return (cancel,)
    return (
        (
            Button(say.label("Book for a family"), BookForFamily(session.id)),
            Button(say.label("Cancel for a family"), ChooseWhom(session.id)),
        ),
        (Button(say.label("Change the number of places"), ChangeCapacity(session.id)),),
        cancel,
    )

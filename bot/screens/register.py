"""The register of a session: who is expected, a button for each child, how many are in."""

from collections.abc import Sequence
from datetime import datetime

from bot.screen import Button, Rows, Screen, lines, paragraphs
from bot.screens.parts import fitting, in_rows, page_of, times, turning, when, with_notes
from bot.taps.registers import (
    ChooseNoted,
    LeaveRegister,
    MarkChild,
    PrintRegister,
    ShowRegister,
    ShowRegisters,
)
from bot.texts import Html, Say, isolated
from domain.attendance import day_ends_at
from domain.model import AttendanceStatus, BookingStatus, SessionStatus
from domain.notices import NoticeKind
from domain.outcomes import AlreadyEnded, RegisterOutcome, Saved, TooEarly, TooLate
from domain.timetable import ends_at
from storage.register_details import OnRegister, Register
from storage.register_queries import RegisterLine

CHILDREN_A_PAGE = 30
SESSIONS_A_PAGE = 10
UNMARKED = "none"
NEXT = {
    None: AttendanceStatus.PRESENT,
    AttendanceStatus.PRESENT: AttendanceStatus.LATE,
    AttendanceStatus.LATE: AttendanceStatus.ABSENT,
    AttendanceStatus.ABSENT: None,
}
"""What a tap on a child makes of its mark."""
SIGNS = {
    None: "☐",
    AttendanceStatus.PRESENT: "✓",
    AttendanceStatus.LATE: "🕒",
    AttendanceStatus.ABSENT: "✗",
}


def registers(say: Say, found: Sequence[RegisterLine], page: int, *, now: datetime) -> Screen:
    """List today's registers: what is on, or comes next, first, and then what is over."""
    if not found:
        return Screen(say("Nothing runs today for which you mark a register. Look at /week."))
    by_need = sorted(found, key=lambda each: now >= ends_at(each.line.session, say.zone))
    shown, page = page_of(by_need, page, SESSIONS_A_PAGE)
    return Screen(
        paragraphs(say("<b>Today's registers</b>"), *[_session(say, each) for each in shown]),
        (
            *(_session_row(say, each) for each in shown),
            *turning(
                say,
                page,
                SESSIONS_A_PAGE,
                len(found),
                (ShowRegisters(page - 1), ShowRegisters(page + 1)),
            ),
        ),
    )


def _session(say: Say, each: RegisterLine) -> Html:
    activity = each.line.session.activity
    return lines(
        say(
            "<b>{activity}</b>, {times}, {location}",
            activity=activity.name,
            times=times(say, activity),
            location=each.line.location,
        ),
        say("{expected} expected, {came} in", expected=each.line.active, came=each.came),
    )


def _session_row(say: Say, each: RegisterLine) -> tuple[Button, ...]:
    session = each.line.session
    label = f"{say.clock(session.activity.start_time)} {isolated(session.activity.name)}"
    return (Button(label, ShowRegister(session.id)),)


def register(
    say: Say, found: Register, page: int, *, viewer: int, heading: Html | None = None
) -> Screen:
    """Show a register to one of the staff, by their Telegram id."""
    session = found.line.session
    pages = fitting(found.children, [_line(say, each) for each in found.children], CHILDREN_A_PAGE)
    page = min(max(0, page), len(pages) - 1)
    shown = pages[page]
    is_on = session.status is not SessionStatus.CANCELLED
    ask = say("Tap a child for present, late, absent, and again for not marked.")
    return Screen(
        paragraphs(
            heading,
            _heading(say, found),
            lines(*[_line(say, each) for each in shown]) if is_on else None,
            ask if is_on and shown else None,
        ),
        (
            *(_children(say, shown, page) if is_on else ()),
            *turning(say, page, 1, len(pages), _turns(session.id, page)),
            *(_undo(say, found, page, viewer) if is_on else ()),
            *(_more(say, session.id) if is_on and shown else ()),
            (
                Button(say.label("Refresh"), ShowRegister(session.id, page)),
                Button(say.label("The session"), LeaveRegister(session.id)),
            ),
        ),
    )


def register_sent(
    say: Say, kind: NoticeKind, found: Register, *, viewer: int, now: datetime
) -> Screen | None:
    """Send a register; None if the session does not take place, or it is of no use any more."""
    session = found.line.session
    if session.status is SessionStatus.CANCELLED:
        return None
    if kind is NoticeKind.REGISTER:
        is_over = now >= ends_at(session, say.zone)
        return None if is_over else register(say, found, 0, viewer=viewer)
    if not found.children or found.is_touched or now >= day_ends_at(session, say.zone):
        return None
    heading = say(
        "<b>Nobody is marked yet.</b> It began at {time}: please mark who is here.",
        time=say.clock(session.activity.start_time),
    )
    return register(say, found, 0, viewer=viewer, heading=heading)


def _more(say: Say, session_id: int) -> Rows:
    return (
        (
            Button(say.label("Notes"), ChooseNoted(session_id)),
            Button(say.label("Print"), PrintRegister(session_id)),
        ),
    )


def _turns(session_id: int, page: int) -> tuple[ShowRegister, ShowRegister]:
    return ShowRegister(session_id, page - 1), ShowRegister(session_id, page + 1)


def _heading(say: Say, found: Register) -> Html:
    session = found.line.session
    return lines(
        say("<b>{activity}</b>", activity=session.activity.name),
        say("{when}, {location}", when=when(say, session), location=found.line.location),
        _counts(say, found),
    )


def _counts(say: Say, found: Register) -> Html:
    if found.line.session.status is SessionStatus.CANCELLED:
        return say("cancelled")
    if not found.children:
        return say("Nobody is booked.")
    absent = sum(each.status is AttendanceStatus.ABSENT for each in found.children)
    counts = say(
        "<b>{expected} expected, {came} in</b>", expected=len(found.children), came=found.came
    )
    if not absent:
        return counts
    return say("{counts}, {n} absent", counts=counts, n=absent)


def _line(say: Say, each: OnRegister) -> Html:
    return with_notes(say, _state(say, each), each.child_notes)


def _state(say: Say, each: OnRegister) -> Html:
    who = say("{child}, {grade}", child=each.child_name, grade=say.grade(each.grade))
    held = held_words(say, each)
    if held:
        who = say("{child} ({held})", child=who, held=held)
    said = [
        *([status_words(say, each.status)] if each.status else []),
        *([say.label("told us: absent")] if each.is_away else []),
    ]
    if said:
        who = say("{child}: {state}", child=who, state=", ".join(said))
    return say("{child} – {note}", child=who, note=each.note) if each.note else who


def held_words(say: Say, each: OnRegister) -> str | None:
    """Say of a place that is not confirmed what it waits for."""
    if each.booking.status is not BookingStatus.PENDING:
        return None
    if each.booking.is_promised:
        return say.label("waiting for voucher")
    return say.label("not paid yet")


def status_words(say: Say, status: AttendanceStatus | None) -> str:
    return {
        None: say.label("not marked"),
        AttendanceStatus.PRESENT: say.label("present"),
        AttendanceStatus.LATE: say.label("late"),
        AttendanceStatus.ABSENT: say.label("absent"),
    }[status]


def _children(say: Say, shown: Sequence[OnRegister], page: int) -> Rows:
    return in_rows([_button(each, NEXT[each.status], page) for each in shown], 2)


def _button(each: OnRegister, then: AttendanceStatus | None, page: int) -> Button:
    label = f"{SIGNS[each.status]} {isolated(each.child_name)}"
    tap = MarkChild(each.booking.id, then or UNMARKED, is_undo=False, page=page)
    return Button(label, tap)


def _undo(say: Say, found: Register, page: int, viewer: int) -> Rows:
    """Offer to take the viewer's own last mark back."""
    own = [
        (each.mark, each)
        for each in found.children
        if each.mark and each.mark.marked_by == viewer and each.mark.status != each.mark.before
    ]
    if not own:
        return ()
    mark, last = max(own, key=lambda each: (each[0].marked_at, each[1].booking.id))
    label = say.label("Undo: {child}", child=last.child_name)
    tap = MarkChild(last.booking.id, mark.before or UNMARKED, is_undo=True, page=page)
    return ((Button(label, tap),),)


def refused(say: Say, outcome: RegisterOutcome) -> Html | None:
    """Say why nothing was saved, if so."""
    match outcome:
        case Saved():
            return None
        case TooEarly(_, opens_at):
            return say(
                "Not saved: this register can be marked from {moment}.",
                moment=say.moment(opens_at),
            )
        case TooLate():
            return say("Not saved: that day is over. Please ask the school office to put it right.")
        case AlreadyEnded():
            return say("Not saved: this child has no place in the session any more.")

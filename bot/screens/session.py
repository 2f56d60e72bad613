"""One session, for the staff: who is expected, who waits, and what can be done about it."""

from collections.abc import Sequence

from bot.callback_data import Tap
from bot.screen import Button, Rows, Screen, lines, paragraphs
from bot.screens.parts import page_of, pages_of, place_line, section, turning, when, with_notes
from bot.screens.timetable import occupancy
from bot.taps.placing import BookForFamily
from bot.taps.registers import ShowAttendance, ShowRegister
from bot.taps.sessions import (
    AskCancelFor,
    AskTakeOff,
    CancelFor,
    CancelSession,
    ChangeCapacity,
    ChooseWhom,
    ShowSession,
    ShowTold,
    TakeOff,
)
from bot.taps.timetable import ShowDay
from bot.texts import Html, Say, isolated
from domain.model import BookingStatus, Session, SessionStatus
from domain.outcomes import (
    Cancelled,
    CancelOutcome,
    LeaveOutcome,
    LeftQueue,
    TooLate,
)
from storage.session_lines import SessionLine
from storage.session_queries import Expected, FamilyPlace, SessionSheet, Waiting

CHILDREN_A_PAGE = 30
BUTTONS_A_PAGE = 10


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


def choose_whom(say: Say, found: SessionSheet, page: int) -> Screen:
    """Let the child be chosen whose place, or turn, is to be cancelled."""
    buttons = [
        *[
            Button(_expected_label(say, each), AskCancelFor(each.booking.id))
            for each in found.expected
        ],
        *[Button(_waiting_label(say, each), AskTakeOff(each.entry.id)) for each in found.queue],
    ]
    shown, page = page_of(buttons, page, BUTTONS_A_PAGE)
    session_id = found.line.session.id
    taps = ChooseWhom(session_id, page - 1), ChooseWhom(session_id, page + 1)
    ask = say("Whose place is to be cancelled?") if buttons else say("Nobody is booked.")
    return Screen(
        paragraphs(heading(say, found.line), ask),
        (
            *((each,) for each in shown),
            *turning(say, page, BUTTONS_A_PAGE, len(buttons), taps),
            _back_row(say, ShowSession(session_id)),
        ),
    )


def _back_row(say: Say, tap: Tap) -> tuple[Button, ...]:
    return (Button(say.label("Back"), tap),)


def _expected_label(say: Say, each: Expected) -> str:
    label = f"{isolated(each.child_name)} · {say.grade(each.grade)}"
    is_held = each.booking.status is BookingStatus.PENDING
    return f"{label} · {say.label('not paid')}" if is_held else label


def _waiting_label(say: Say, each: Waiting) -> str:
    return say.label(
        "{child} · waiting, position {position}", child=each.child_name, position=each.position
    )


def ask_cancel_for(
    say: Say, place: FamilyPlace, by_terms_minor: int, in_full_minor: int, *, changed: bool
) -> Screen:
    """Ask once more; where the terms give back less than all, the office chooses."""
    booking_id = place.place_id
    yes = [
        Button(
            _refund_label(say, by_terms_minor),
            CancelFor(booking_id, by_terms_minor, in_full=False),
            "danger",
        )
    ]
    if in_full_minor != by_terms_minor:
        in_full = CancelFor(booking_id, in_full_minor, in_full=True)
        label = say.label("Cancel, refund all: {amount}", amount=say.money(in_full_minor))
        yes.append(Button(label, in_full, "danger"))
    return Screen(
        paragraphs(
            say("This has changed since you looked.") if changed else None,
            lines(say("<b>Cancel this place?</b>"), *_place(say, place)),
            _terms(say, by_terms_minor, in_full_minor),
            _who_hears(say, place),
        ),
        (*((each,) for each in yes), (_keep(say, place.session.id),)),
    )


def _refund_label(say: Say, amount_minor: int) -> str:
    if not amount_minor:
        return say.label("Cancel, no refund")
    return say.label("Cancel, refund {amount}", amount=say.money(amount_minor))


def _keep(say: Say, session_id: int) -> Button:
    return Button(say.label("No, keep it"), ShowSession(session_id))


def _place(say: Say, place: FamilyPlace) -> list[Html]:
    return [
        place_line(say, place.child_name, place.session),
        say("Booked by {parent}", parent=place.parent_name),
    ]


def _terms(say: Say, by_terms_minor: int, in_full_minor: int) -> Html:
    if not in_full_minor:
        return say("Nothing was paid, so nothing is refunded.")
    if by_terms_minor == in_full_minor:
        return say("By the terms all of it is refunded: {amount}.", amount=say.money(in_full_minor))
    return say(
        "By the terms {amount} of {paid} is refunded. You may refund all of it.",
        amount=say.money(by_terms_minor),
        paid=say.money(in_full_minor),
    )


def _who_hears(say: Say, place: FamilyPlace) -> Html:
    if place.has_telegram:
        return say("The parent is told.")
    phone = place.phone or say.label("no phone number is on file")
    return say(
        "{parent} does not use Telegram: please tell them yourself ({phone}).",
        parent=place.parent_name,
        phone=phone,
    )


def ask_take_off(say: Say, place: FamilyPlace) -> Screen:
    yes = Button(say.label("Yes, take off the list"), TakeOff(place.place_id), "danger")
    return Screen(
        paragraphs(
            lines(say("<b>Take this child off the waiting list?</b>"), *_place(say, place)),
            _who_hears(say, place),
        ),
        ((yes,), (_keep(say, place.session.id),)),
    )


def ended(say: Say, place: FamilyPlace) -> Screen:
    """Say that a family's place is no more."""
    text = lines(*_place(say, place), say("This place has ended. Nothing was changed."))
    return Screen(text, _after(say, place.session.id))


def not_waiting(say: Say, place: FamilyPlace) -> Screen:
    """Say that a child is not in the queue any more."""
    text = lines(
        *_place(say, place),
        say("The child is not on the waiting list any more: look at the session."),
    )
    return Screen(text, _after(say, place.session.id))


def cancelled_for(say: Say, outcome: CancelOutcome, place: FamilyPlace) -> Screen:
    """Say what became of a family's place."""
    match outcome:
        case Cancelled(_, _, refund_minor):
            refunded = say("{amount} was refunded.", amount=say.money(refund_minor))
            text = paragraphs(
                lines(
                    say("<b>Cancelled</b>"),
                    *_place(say, place),
                    refunded if refund_minor else say("Nothing was refunded."),
                ),
                _who_hears(say, place),
            )
        case TooLate():
            text = lines(
                *_place(say, place), say("Not cancelled: the session has started already.")
            )
        case _:
            return ended(say, place)
    return Screen(text, _after(say, place.session.id))


def taken_off(say: Say, outcome: LeaveOutcome, place: FamilyPlace) -> Screen:
    """Say what became of a child's turn in a queue."""
    if not isinstance(outcome, LeftQueue):
        return not_waiting(say, place)
    text = paragraphs(
        lines(say("<b>Off the waiting list</b>"), *_place(say, place)), _who_hears(say, place)
    )
    return Screen(text, _after(say, place.session.id))


def _after(say: Say, session_id: int) -> Rows:
    return (
        (
            Button(say.label("The session"), ShowSession(session_id)),
            Button(say.label("Cancel for another family"), ChooseWhom(session_id)),
        ),
    )

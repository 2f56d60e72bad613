"""The office cancels for a family: whose place, what is refunded, and what has come of it."""

from bot.callback_data import Tap
from bot.screen import Button, Rows, Screen, lines, paragraphs
from bot.screens.parts import page_of, place_line, turning
from bot.screens.session import heading
from bot.taps.sessions import AskCancelFor, AskTakeOff, CancelFor, ChooseWhom, ShowSession, TakeOff
from bot.texts import Html, Say, isolated
from domain.model import BookingStatus
from domain.outcomes import Cancelled, CancelOutcome, LeaveOutcome, LeftQueue, TooLate
from storage.session_queries import Expected, FamilyPlace, SessionSheet, Waiting

BUTTONS_A_PAGE = 10


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

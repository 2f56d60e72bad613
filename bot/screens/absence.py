"""A parent says that a child does not come, and what that means for the place and its money."""

from bot.screen import Button, Rows, Screen, lines, paragraphs
from bot.screens.parts import session_line
from bot.taps.places import AskCancel, ShowBooking, ShowPlaces
from bot.taps.registers import AskAway, SetAway
from bot.texts import Html, Say
from domain.model import BookingStatus
from domain.outcomes import AlreadyEnded, AwayOutcome, NotBooked, NotYours, Saved, TooLate
from storage.queries import BookingDetails


def away_row(say: Say, details: BookingDetails) -> Rows:
    """Offer to say that the child does not come, of a booked place, or does after all."""
    booking_id = details.booking.id
    if details.is_away:
        label = say.label("{child} comes after all", child=details.child_name)
        return ((Button(label, SetAway(booking_id, is_away=False)),),)
    if details.booking.status is not BookingStatus.CONFIRMED:
        return ()
    label = say.label("{child} will be absent", child=details.child_name)
    return ((Button(label, AskAway(booking_id)),),)


def away_words(say: Say, details: BookingDetails) -> Html | None:
    if not details.is_away:
        return None
    return say(
        "You have told the school that {child} will be absent. The place is kept; nothing is "
        "refunded.",
        child=details.child_name,
    )


def ask_away(say: Say, details: BookingDetails, refund_minor: int | None) -> Screen:
    """Say what it means; the refund is what cancelling would give, None when it is too late."""
    booking_id = details.booking.id
    yes = Button(say.label("Yes, tell the school"), SetAway(booking_id, is_away=True), "primary")
    no = Button(say.label("No"), ShowBooking(booking_id))
    cancel = Button(say.label("Cancel the place instead"), AskCancel(booking_id))
    return Screen(
        paragraphs(
            lines(
                say(
                    "<b>Tell the school that {child} will be absent?</b>", child=details.child_name
                ),
                session_line(say, details.session),
            ),
            say(
                "The place stays {child}'s, and it is paid for as before: nothing is refunded.",
                child=details.child_name,
            ),
            _instead(say, refund_minor),
        ),
        ((yes, no), *(() if refund_minor is None else ((cancel,),))),
    )


def _instead(say: Say, refund_minor: int | None) -> Html | None:
    if not refund_minor:
        return None
    return say(
        "If you cancel the place instead, {amount} is refunded and another child can have it.",
        amount=say.money(refund_minor),
    )


def away_set(say: Say, outcome: AwayOutcome, *, is_away: bool) -> Screen:
    """Say what became of it, where the booking itself does not."""
    match outcome:
        case Saved(session) if is_away:
            text = lines(
                say("<b>The school knows</b>"),
                session_line(say, session),
                say("The place is kept; nothing is refunded."),
            )
        case Saved(session):
            text = lines(
                say("<b>The school knows that your child comes</b>"),
                session_line(say, session),
            )
        case NotBooked():
            text = say("This place is only held for you. Once it is booked, you can say so.")
        case TooLate():
            text = say("This session is over. Please tell the school office.")
        case AlreadyEnded():
            text = say("This place had already ended; nothing was changed.")
        case NotYours():
            text = say("I cannot find that among your bookings.")
    return Screen(text, ((Button(say.label("My bookings"), ShowPlaces()),),))

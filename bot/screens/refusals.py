"""One sentence for each reason why a booking is not made, with what to do next."""

from collections.abc import Sequence

from bot.screen import lines
from bot.texts import Html, Say
from domain.outcomes import PlaceOutcome, Reason, Refusal, Refused


def refusal(say: Say, refused: Refusal, child_name: str) -> Html:
    """Say why, and what to do next; every `Reason` has its sentence."""
    sentences = {
        Reason.NOT_YOUR_CHILD: say("I do not know this child of yours. Look at /children."),
        Reason.UNKNOWN_ACTIVITY: say("This activity is not there any more. Choose another one."),
        Reason.ACTIVITY_ARCHIVED: say("This activity is no longer offered. Choose another one."),
        Reason.WRONG_WEEKDAY: say("The activity is not on this day of the week. Choose another."),
        Reason.OUTSIDE_TERM: say("The activity does not run on this date. Choose another."),
        Reason.SCHOOL_CLOSED: say("The school is closed on this day. Choose another date."),
        Reason.NO_SESSION: say("There is no session on this date. Choose another one."),
        Reason.SESSION_CANCELLED: say("This session has been cancelled. Choose another date."),
        Reason.SESSION_STARTED: say("This session has already started. Choose a later date."),
        Reason.BOOKING_CLOSED: say("Booking for this date has closed. Choose a later date."),
        Reason.ALREADY_BOOKED: say(
            "{child} already has this place. Look at /bookings.", child=child_name
        ),
        Reason.ALREADY_WAITING: say(
            "{child} is already on this waiting list. Look at /bookings.", child=child_name
        ),
        Reason.CLASH: _clash(say, refused, child_name),
        Reason.WRONG_YEAR_GROUP: say(
            "This activity is for other year groups than {child}'s. Choose another one.",
            child=child_name,
        ),
        Reason.FULL: say("This date is full. You can join its waiting list."),
        Reason.PRICE_CHANGED: say(
            "The price has changed, so nothing was booked. Look at the new one with /book."
        ),
        Reason.NOT_COVERED: say("Your account does not cover the price. Look at /balance."),
        Reason.CONFIRMATION_USED: say(
            "You have confirmed this before and it has ended since. Book again with /book."
        ),
    }
    return sentences[refused.reason]


def _clash(say: Say, refused: Refusal, child_name: str) -> Html:
    if refused.clash is None:
        return say("{child} has another booking at that time. Look at /bookings.", child=child_name)
    return say(
        "{child} is at {activity} at that time. Cancel that first, or choose another date.",
        child=child_name,
        activity=refused.clash.activity_name,
    )


def refused_days(say: Say, outcomes: Sequence[PlaceOutcome], child_name: str) -> dict[Html, str]:
    """Return the days that were refused, by why: one reason for many days is said once."""
    days: dict[Html, list[str]] = {}
    for each in outcomes:
        if isinstance(each, Refused):
            why = lines(*[refusal(say, refused, child_name) for refused in each.refusals])
            days.setdefault(why, []).append(say.day(each.wanted.on))
    return {why: ", ".join(refused) for why, refused in days.items()}

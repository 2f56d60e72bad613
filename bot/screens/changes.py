"""What a change of an activity does, as the office sees it before it is saved."""

from collections.abc import Sequence

from bot.callback_data import Tap
from bot.planning import ASKED_FOR
from bot.screen import Button, Screen, lines, paragraphs
from bot.screens.activities import belongings, field_name, lost, whom_to_call
from bot.screens.planning import answer_as_it_is, problem, way_out
from bot.taps.activities import ConfirmPlan, CopyActivity
from bot.texts import Html, Say
from domain.activities import PlanRefused
from domain.consequences import Consequences, WeekdayBooked
from domain.model import Field, Plan, Policy


def preview(
    say: Say,
    field: Field,
    seen: Consequences,
    tutor_name: str,
    policy: Policy,
    *,
    key: str,
    back: Tap,
) -> Screen:
    """Show what a change touches; what cancels something looks dangerous."""
    planned = seen.planned
    if seen.plan == planned.plan:
        return Screen(
            say("<b>{activity}</b>\nIt is like that already.", activity=planned.plan.name),
            way_out(say, back),
        )
    save = Button(say.label("Save"), ConfirmPlan(key), "danger" if seen.lost.places else "success")
    was = _values(say, field, planned.plan, planned.tutor_name, policy)
    will_be = _values(say, field, seen.plan, tutor_name, policy)
    return Screen(
        paragraphs(
            say("<b>Please check: {activity}</b>", activity=planned.plan.name),
            lines(
                say("<b>{what}</b>", what=field_name(say, field)),
                say("Now: {value}", value=was),
                say("Then: {value}", value=will_be),
            ),
            _touched(say, field, seen),
            lines(*_notes(say, field, seen)),
        ),
        ((save,), *way_out(say, back)),
    )


def _values(say: Say, field: Field, plan: Plan, tutor_name: str, policy: Policy) -> str:
    if field is Field.DESCRIPTION:
        return plan.description or say.label("none")
    said = [answer_as_it_is(say, each, plan, tutor_name, policy) for each in ASKED_FOR[field]]
    return say.label("{first} to {last}", first=said[0], last=said[1]) if said[1:] else said[0]


def _touched(say: Say, field: Field, seen: Consequences) -> Html:
    if not seen.touched.places and not seen.touched.waiting:
        return say("No family has a place to come, and nobody waits.")
    told = say.count("{n} family is told, once.", "{n} families are told, once.", seen.told)
    return lines(
        say("To come: {belongings}.", belongings=belongings(say, seen.touched)),
        told if seen.told else say("What they have stays as it is, and nobody is told."),
        whom_to_call(say) if seen.told else None,
    )


def _notes(say: Say, field: Field, seen: Consequences) -> Sequence[Html]:
    """Say what else a change does, each in a sentence, as far as it does it."""
    notes = [
        *_of_children(say, seen),
        *_of_dates(say, seen),
        (len(seen.gone), lost(say, seen.lost)),
        (
            field is Field.PRICE,
            say("What is booked keeps its price; only new bookings cost the new one."),
        ),
        (
            field is Field.FREE_CANCELLATION,
            say("What is booked keeps what was promised; this is for new bookings."),
        ),
    ]
    return [note for is_so, note in notes if is_so]


def _of_children(say: Say, seen: Consequences) -> list[tuple[int, Html]]:
    clash = say.count(
        "{n} child is booked elsewhere at the new time.",
        "{n} children are booked elsewhere at the new time.",
        seen.clashes,
    )
    promoted = say.count(
        "{n} child who waits gets a place at once, and the family is told of that.",
        "{n} children who wait get a place at once, and their families are told of that.",
        seen.promoted,
    )
    outside = say.count(
        "{n} place is of a child of another year group, who keeps it.",
        "{n} places are of children of other year groups, who keep them.",
        seen.outside_years,
    )
    return [(seen.clashes, clash), (seen.promoted, promoted), (seen.outside_years, outside)]


def _of_dates(say: Say, seen: Consequences) -> list[tuple[int, Html]]:
    over = say.count(
        "{n} place is above that. Nobody loses it, but it is not given out again.",
        "{n} places are above that. Nobody loses one, but they are not given out again.",
        seen.over,
    )
    own = say.count(
        "{n} date has a number of places of its own, which stays.",
        "{n} dates have a number of places of their own, which stays.",
        seen.own_capacity,
    )
    new = say.count("{n} new date.", "{n} new dates.", len(seen.new_dates))
    return [(seen.over, over), (seen.own_capacity, own), (len(seen.new_dates), new)]


def weekday_booked(say: Say, activity_id: int, refused: WeekdayBooked, back: Tap) -> Screen:
    """Say why the day of the week stays, and what to do instead."""
    copy = Button(say.label("Copy"), CopyActivity(activity_id))
    return Screen(
        paragraphs(
            say("<b>The day of the week stays</b>"),
            say("To come: {belongings}.", belongings=belongings(say, refused.touched)),
            say(
                "What is booked on one day is not moved to another. End this activity by an "
                "earlier last day, and copy it for the new day."
            ),
        ),
        ((copy,), *way_out(say, back)),
    )


def refused(say: Say, found: PlanRefused, back: Tap) -> Screen:
    return Screen(lines(*[problem(say, each) for each in found.problems]), way_out(say, back))

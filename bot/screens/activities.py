"""Screens of the office's activities: a list, one of them, archiving one."""

from collections.abc import Sequence
from datetime import date, timedelta

from bot.screen import Button, Rows, Screen, lines, paragraphs
from bot.screens.parts import and_more, in_rows, page_of, price, times_of, turning, years
from bot.taps.activities import (
    ArchiveActivity,
    AskArchive,
    CopyActivity,
    EditActivity,
    NewActivity,
    ShowActivities,
    ShowActivity,
)
from bot.taps.sessions import ShowSession
from bot.texts import Html, Say, isolated
from domain.consequences import Loss
from domain.model import Field, Plan, Planned, Policy
from storage.activity_queries import ActivityDetails, ActivityLine, DateLoad

ACTIVITIES_A_PAGE = 8
DATES_SHOWN = 5
FIELDS_A_ROW = 3


def activities(say: Say, found: Sequence[ActivityLine], *, archived: bool, page: int) -> Screen:
    """List activities, each with its next date."""
    shown, page = page_of(found, page, ACTIVITIES_A_PAGE)
    heading = say("<b>Archived activities</b>") if archived else say("<b>Activities</b>")
    rows = tuple((Button(_label(say, each), ShowActivity(each.planned.id)),) for each in shown)
    taps = ShowActivities(archived, page - 1), ShowActivities(archived, page + 1)
    other = say.label("All activities") if archived else say.label("Archived ones")
    return Screen(
        paragraphs(
            heading,
            *[_line(say, each) for each in shown],
            None if found else say("There is none."),
        ),
        (
            *rows,
            *turning(say, page, ACTIVITIES_A_PAGE, len(found), taps),
            (
                Button(say.label("New activity"), NewActivity(), "primary"),
                Button(other, ShowActivities(archived=not archived)),
            ),
        ),
    )


def _label(say: Say, line: ActivityLine) -> str:
    plan = line.planned.plan
    return say.label(
        "{activity} · {weekday} {time}",
        activity=isolated(plan.name),
        weekday=say.weekday(plan.weekday),
        time=say.clock(plan.start_time),
    )


def _line(say: Say, line: ActivityLine) -> Html:
    plan = line.planned.plan
    return lines(
        say(
            "<b>{activity}</b> · {weekday} {times} · {tutor}",
            activity=plan.name,
            weekday=say.weekday(plan.weekday),
            times=times_of(say, plan.start_time, plan.end_time),
            tutor=line.planned.tutor_name,
        ),
        say("Next {load}", load=load(say, line.next)) if line.next else say("No dates to come"),
    )


def load(say: Say, of: DateLoad) -> Html:
    """Write a date with how many of its places are booked, and how many wait."""
    waiting = say.count(", {n} waiting", ", {n} waiting", of.waiting) if of.waiting else ""
    return say(
        "{day}: {active} of {capacity} booked{waiting}",
        day=say.day(of.session.on),
        active=of.active,
        capacity=of.session.capacity,
        waiting=waiting,
    )


def activity(
    say: Say, details: ActivityDetails, policy: Policy, *, heading: Html | None = None
) -> Screen:
    """Show all there is to know of an activity; the heading says what has just happened."""
    planned = details.planned
    archived = say("Archived: it cannot be booked.") if planned.is_archived else None
    return Screen(
        paragraphs(
            heading,
            archived,
            facts(say, planned.plan, planned.tutor_name, policy),
            _dates(say, details),
        ),
        _archived_rows(say, planned) if planned.is_archived else _rows(say, details),
    )


def facts(say: Say, plan: Plan, tutor_name: str, policy: Policy) -> Html:
    """Write all that the office decides about an activity."""
    return lines(
        say("<b>{activity}</b>", activity=plan.name),
        say(
            "{weekday} {times}, {place}, with {tutor}",
            weekday=say.weekday(plan.weekday),
            times=times_of(say, plan.start_time, plan.end_time),
            place=plan.location,
            tutor=tutor_name,
        ),
        say("{description}", description=plan.description) if plan.description else None,
        say.count(
            "{years} · {n} place · {price}",
            "{years} · {n} places · {price}",
            plan.capacity,
            years=years(say, plan),
            price=price(say, plan.price_minor),
        ),
        say(
            "{first} to {last}", first=say.full_day(plan.first_on), last=say.full_day(plan.last_on)
        ),
        say("Booking closes: {when}", when=length(say, plan.booking_cutoff, policy.booking_cutoff)),
        say(
            "Cancelling is free until: {when}",
            when=length(say, plan.free_cancellation, policy.free_cancellation),
        ),
    )


def days(say: Say, first: date, last: date) -> Html:
    """Write one day, or from which to which."""
    if first == last:
        return say("{day}", day=say.full_day(first))
    return say("{first} to {last}", first=say.full_day(first), last=say.full_day(last))


def length(say: Say, own: timedelta | None, schools: timedelta) -> str:
    """Write how long before the start something ends, and whether the school says so."""
    if own is None:
        return say.label("{length} before, as the school's", length=say.length(schools))
    return say.label("{length} before", length=say.length(own))


def _dates(say: Say, details: ActivityDetails) -> Html:
    if not details.dates:
        return say("No dates to come")
    return lines(
        *[load(say, each) for each in details.dates],
        *and_more(say, details.coming - len(details.dates)),
    )


def field_name(say: Say, field: Field) -> str:
    """Name what of an activity can be changed, as on a button."""
    return {
        Field.NAME: say.label("Name"),
        Field.TUTOR: say.label("Tutor"),
        Field.DESCRIPTION: say.label("Description"),
        Field.PLACE: say.label("Place"),
        Field.WEEKDAY: say.label("Day"),
        Field.TIMES: say.label("Times"),
        Field.TERM: say.label("Term"),
        Field.YEARS: say.label("Years"),
        Field.CAPACITY: say.label("Places"),
        Field.PRICE: say.label("Price"),
        Field.CUTOFF: say.label("Booking closes"),
        Field.FREE_CANCELLATION: say.label("Free cancelling"),
    }[field]


def _rows(say: Say, details: ActivityDetails) -> Rows:
    planned = details.planned
    dates = [
        Button(say.day(each.session.on), ShowSession(each.session.id)) for each in details.dates
    ]
    fields = [Button(field_name(say, each), EditActivity(planned.id, each.value)) for each in Field]
    return (
        *in_rows(dates, FIELDS_A_ROW),
        *in_rows(fields, FIELDS_A_ROW),
        (
            Button(say.label("Copy"), CopyActivity(planned.id)),
            Button(say.label("Archive"), AskArchive(planned.id)),
        ),
        *_back(say),
    )


def _archived_rows(say: Say, planned: Planned) -> Rows:
    return ((Button(say.label("Copy"), CopyActivity(planned.id)),), *_back(say))


def _back(say: Say) -> Rows:
    return ((Button(say.label("All activities"), ShowActivities()),),)


def gone(say: Say) -> Screen:
    return Screen(say("I cannot find this activity."), _back(say))


def ask_archive(say: Say, planned: Planned, loss: Loss, *, changed: bool = False) -> Screen:
    """Ask once more, with what is cancelled."""
    more = more_is_lost(say) if changed else None
    yes = Button(say.label("Yes, archive"), ArchiveActivity(planned.id, loss.places), "danger")
    return Screen(
        paragraphs(
            more,
            say("<b>Archive {activity}?</b>", activity=planned.plan.name),
            say("It can then no longer be booked. What has been stays on file."),
            lost(say, loss),
        ),
        ((yes, Button(say.label("No, keep it"), ShowActivity(planned.id))),),
    )


def lost(say: Say, loss: Loss) -> Html:
    """Write what is cancelled with dates to come, in numbers."""
    if not loss.sessions:
        return say("There are no dates to come.")
    if not loss.places and not loss.waiting and not loss.refund_minor:
        return say.count(
            "{n} date goes; nobody has booked it.",
            "{n} dates go; nobody has booked them.",
            loss.sessions,
        )
    return lines(
        say.count("{n} date is cancelled:", "{n} dates are cancelled:", loss.sessions),
        belongings(say, loss),
        say(
            "{amount} is refunded, in full, and each family is told.",
            amount=say.money(loss.refund_minor),
        ),
        whom_to_call(say),
    )


def whom_to_call(say: Say) -> Html:
    return say("Who is not on Telegram then stands under /undelivered: please call them.")


def belongings(say: Say, loss: Loss) -> Html:
    """Write how many families have how many places, and how many of their children wait."""
    return say(
        "{families}, {places}, {waiting}",
        families=say.count("{n} family", "{n} families", loss.families),
        places=say.count("{n} place", "{n} places", loss.places),
        waiting=say.count("{n} waiting", "{n} waiting", loss.waiting),
    )


def archived(say: Say, planned: Planned) -> Screen:
    """Say that an activity is archived, the same however often it is asked for."""
    return Screen(
        lines(
            say("<b>Archived: {activity}</b>", activity=planned.plan.name),
            say("What was to come is cancelled, refunded in full and told to the families."),
            whom_to_call(say),
        ),
        (
            (
                Button(say.label("Copy"), CopyActivity(planned.id)),
                Button(say.label("All activities"), ShowActivities()),
            ),
        ),
    )


def saved(say: Say) -> Html:
    return say("<b>Saved</b>")


def unchanged(say: Say) -> Html:
    return say("Nothing was changed.")


def more_is_lost(say: Say) -> Html:
    return say("More has been booked in the meantime. Please look again.")

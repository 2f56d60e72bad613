"""A family as the office sees it: who belongs to it, how it stands, what it was told."""

from collections.abc import Sequence

from bot.callback_data import Tap
from bot.screen import Button, Rows, Screen, lines, paragraphs
from bot.screens.activities import load
from bot.screens.finding import ask_whom, found_rows, who_fits
from bot.screens.parts import (
    and_more,
    as_many_as_fit,
    in_rows,
    limit_words,
    page_of,
    turning,
    when,
    with_notes,
)
from bot.screens.places import place_label
from bot.screens.undelivered import kind_words
from bot.taps.families import (
    ChooseActivity,
    ChooseDate,
    FindFamily,
    PickFound,
    SeeFamily,
    SeeMessages,
    SeeTheirPlaces,
    StopFinding,
    TurnFound,
    WriteTheirNotes,
)
from bot.taps.invitations import InviteParent
from bot.taps.merging import MergeFamily, UniteChildren
from bot.taps.payment import ShowFamily
from bot.taps.payouts import PayOut
from bot.taps.placing import BookForParent
from bot.taps.sessions import AskCancelFor, AskTakeOff
from bot.texts import Html, Say, isolated
from domain.model import Child, Policy
from domain.money import short_of
from storage.activity_queries import ActivityDetails, ActivityLine
from storage.family_queries import FamilyParent, FamilySheet, Message
from storage.office_queries import FamilyAccount, FamilyFound
from storage.queries import Place
from storage.tables import NoticeState

PLACES_SHOWN = 4
PLACES_A_PAGE = 8
MESSAGES_SHOWN = 3
MESSAGES_A_PAGE = 10
MOST_MESSAGES = 200
OTHERS_NAMED = 3
ACTIVITIES_A_PAGE = 8
DATES_OFFERED = 12


def search(say: Say, query: str, found: Sequence[FamilyFound], page: int) -> Screen:
    """Ask for a family, or let one of those found be chosen."""
    ask = lines(say("<b>Find a family</b>"), ask_whom(say))
    return Screen(
        who_fits(say, query, found) if query else ask,
        (
            *found_rows(say, found, page, PickFound, TurnFound),
            (Button(say.label("Cancel"), StopFinding()),),
        ),
    )


def stopped(say: Say) -> Screen:
    return Screen(say("Stopped. Nothing was changed."), _again(say))


def over(say: Say) -> Screen:
    return Screen(say("That message was from earlier. You can go on from here:"), _again(say))


def gone(say: Say) -> Screen:
    return Screen(say("I cannot find this family."), _again(say))


def _again(say: Say) -> Rows:
    return ((Button(say.label("Find a family"), FindFamily()),),)


def back(say: Say, parent_id: int) -> Rows:
    """Return the way back to a family."""
    return ((Button(say.label("This family"), SeeFamily(parent_id)),),)


def family(say: Say, found: FamilySheet, policy: Policy) -> Screen:
    """Show a parent with their family, and what can be done for them."""
    parent_id = found.parent.id
    others = found.others[:OTHERS_NAMED]
    parts = [
        lines(*_parent(say, found.parent)),
        *[lines(*_parent(say, each)) for each in others],
        _children(say, found),
        _money(say, found, policy),
        _coming(say, found.places),
        *_latest(say, found.messages),
    ]
    return Screen(
        paragraphs(*as_many_as_fit(parts)),
        (
            *in_rows(_actions(say, found), 2),
            *[(_notes_button(say, found, each),) for each in found.children],
            *[(Button(isolated(each.name), SeeFamily(each.id)),) for each in others],
            (
                Button(say.label("Refresh"), SeeFamily(parent_id)),
                Button(say.label("Another family"), FindFamily()),
            ),
        ),
    )


def _notes_button(say: Say, found: FamilySheet, each: Child) -> Button:
    label = say.label("Notes on {child}", child=each.name)
    return Button(label, WriteTheirNotes(found.parent.id, each.id))


def _actions(say: Say, found: FamilySheet) -> list[Button]:
    parent_id = found.parent.id
    buttons = [Button(say.label("Take a payment"), ShowFamily(parent_id))]
    if found.funds.balance_minor > 0:
        buttons.append(Button(say.label("Pay money back"), PayOut(parent_id)))
    buttons.append(Button(say.label("Book a place"), ChooseActivity(parent_id)))
    if found.places:
        buttons.append(Button(say.label("Places"), SeeTheirPlaces(parent_id)))
    if found.children and not found.parent.has_telegram:
        buttons.append(Button(say.label("Invitation"), InviteParent(parent_id)))
    if len({(each.name.casefold(), each.born_on) for each in found.children}) < len(found.children):
        buttons.append(Button(say.label("Unite children"), UniteChildren(parent_id)))
    if found.messages:
        buttons.append(Button(say.label("Messages"), SeeMessages(parent_id)))
    buttons.append(Button(say.label("Put together"), MergeFamily(parent_id)))
    return buttons


def _parent(say: Say, of: FamilyParent) -> list[Html]:
    known = [of.phone, of.email]
    return [
        say("<b>{parent}</b>", parent=of.name),
        *[say("{contact}", contact=each) for each in known if each],
        reached(say, of),
    ]


def reached(say: Say, of: FamilyParent) -> Html:
    """Say whether a parent can be written to."""
    if not of.has_telegram:
        return say("Not on Telegram: call them.")
    if of.unreachable_since is not None:
        since = say.moment(of.unreachable_since)
        return say("Has blocked the bot or left Telegram, noticed {moment}.", moment=since)
    return say("On Telegram")


def _children(say: Say, found: FamilySheet) -> Html:
    if not found.children:
        return say("No child is on file.")
    return lines(
        *[
            with_notes(
                say,
                say("{child}, {grade}", child=each.name, grade=say.grade(each.grade)),
                each.notes,
            )
            for each in found.children
        ]
    )


def _money(say: Say, found: FamilySheet, policy: Policy) -> Html:
    funds = found.funds
    has_limit = funds.credit_limit_minor is not None or policy.credit_limit_minor
    limit = say("Credit limit: {limit}", limit=limit_words(say, funds, policy))
    return lines(
        say("Balance: {amount}", amount=say.money(funds.balance_minor)),
        _due(say, found, policy),
        limit if has_limit else None,
    )


def _due(say: Say, found: FamilySheet, policy: Policy) -> Html | None:
    if not found.held_minor or found.due_until is None:
        return None
    return say(
        "Still to be paid for held places: {amount}, the first until {deadline}",
        amount=say.money(short_of(found.held_minor, found.funds.available_minor(policy))),
        deadline=say.moment(found.due_until),
    )


def _coming(say: Say, places: Sequence[Place]) -> Html:
    if not places:
        return say("Nothing is booked.")
    shown = [_place(say, each) for each in places[:PLACES_SHOWN]]
    return lines(say("Coming:"), *shown, *and_more(say, len(places) - len(shown)))


def _place(say: Say, place: Place) -> Html:
    return say(
        "{child}: {activity}, {when} – {state}",
        child=place.child_name,
        activity=place.session.activity.name,
        when=when(say, place.session),
        state=_state(say, place),
    )


def _state(say: Say, place: Place) -> str:
    if place.position is not None:
        return say.label("waiting, position {position}", position=place.position)
    if place.hold_expires_at is None:
        return say.label("booked")
    deadline = say.moment(place.hold_expires_at)
    if place.is_promised:
        return say.label("waiting for voucher until {deadline}", deadline=deadline)
    return say.label("held until {deadline}, not paid", deadline=deadline)


def _latest(say: Say, found: Sequence[Message]) -> list[Html]:
    shown = [_message(say, each) for each in found]
    return [lines(say("The latest messages:"), *shown)] if shown else []


def _message(say: Say, of: Message) -> Html:
    about = ", ".join(filter(None, [of.activity_name, say.day(of.on) if of.on else ""]))
    values = {
        "moment": say.moment(of.at),
        "kind": kind_words(say, of.kind),
        "state": _fate(say, of.state),
    }
    if not about:
        return say("{moment}: {kind} – {state}", **values)
    return say("{moment}: {kind} ({about}) – {state}", about=about, **values)


def _fate(say: Say, state: NoticeState) -> str:
    return {
        NoticeState.WAITING: say.label("to be sent"),
        NoticeState.SENT: say.label("sent"),
        NoticeState.DROPPED: say.label("not sent, for it was no longer true"),
        NoticeState.FAILED: say.label("not delivered"),
        NoticeState.PAUSED: say.label("waits until they can be reached"),
    }[state]


def places(say: Say, of: FamilyAccount, found: Sequence[Place], page: int) -> Screen:
    """List what a family has, each place with the way to give it up."""
    shown, page = page_of(found, page, PLACES_A_PAGE)
    parent_id = of.parent_id
    rows = tuple((Button(place_label(say, each), _cancel(each)),) for each in shown)
    taps = SeeTheirPlaces(parent_id, page - 1), SeeTheirPlaces(parent_id, page + 1)
    ask = say("Tap one to cancel it, or to take the child off the waiting list.")
    heading = say("<b>{parent}</b>", parent=of.parent_name)
    return Screen(
        paragraphs(
            lines(heading, ask if found else say("Nothing is booked.")),
            *[_place(say, each) for each in shown],
        ),
        (*rows, *turning(say, page, PLACES_A_PAGE, len(found), taps), *back(say, parent_id)),
    )


def _cancel(place: Place) -> Tap:
    if place.booking_id is not None:
        return AskCancelFor(place.booking_id)
    return AskTakeOff(place.entry_id or 0)


def messages(say: Say, of: FamilyAccount, found: Sequence[Message], page: int) -> Screen:
    """List what was sent to a parent, the latest first."""
    shown, page = page_of(found, page, MESSAGES_A_PAGE)
    taps = SeeMessages(of.parent_id, page - 1), SeeMessages(of.parent_id, page + 1)
    heading = say("<b>Messages to {parent}</b>", parent=of.parent_name)
    return Screen(
        paragraphs(
            heading,
            lines(*[_message(say, each) for each in shown])
            or say("Nothing has been sent to them yet."),
        ),
        (*turning(say, page, MESSAGES_A_PAGE, len(found), taps), *back(say, of.parent_id)),
    )


def choose_activity(
    say: Say, of: FamilyAccount, found: Sequence[ActivityLine], page: int
) -> Screen:
    """Let an activity be chosen that has dates to come."""
    shown, page = page_of(found, page, ACTIVITIES_A_PAGE)
    taps = ChooseActivity(of.parent_id, page - 1), ChooseActivity(of.parent_id, page + 1)
    rows = tuple(
        (
            Button(
                say.label(
                    "{activity} · {weekday} {time}",
                    activity=isolated(each.planned.plan.name),
                    weekday=say.weekday(each.planned.plan.weekday),
                    time=say.clock(each.planned.plan.start_time),
                ),
                ChooseDate(of.parent_id, each.planned.id),
            ),
        )
        for each in shown
    )
    ask = say("Which activity?") if found else say("No activity has dates to come.")
    return Screen(
        lines(_book_for(say, of), ask),
        (
            *rows,
            *turning(say, page, ACTIVITIES_A_PAGE, len(found), taps),
            *back(say, of.parent_id),
        ),
    )


def choose_date(say: Say, of: FamilyAccount, details: ActivityDetails) -> Screen:
    """Let one of the next dates of an activity be chosen."""
    buttons = [
        Button(say.day(each.session.on), BookForParent(each.session.id, of.parent_id))
        for each in details.dates
    ]
    later = say("Later dates are under /activities and /week.")
    return Screen(
        paragraphs(
            lines(_book_for(say, of), say("{activity}", activity=details.planned.plan.name)),
            lines(*[load(say, each) for each in details.dates]),
            say("Which date?") if buttons else say("No dates to come"),
            later if details.coming > len(details.dates) else None,
        ),
        (
            *in_rows(buttons, 3),
            (Button(say.label("Back"), ChooseActivity(of.parent_id)),),
            *back(say, of.parent_id),
        ),
    )


def _book_for(say: Say, of: FamilyAccount) -> Html:
    return say("<b>Book for {parent}</b>", parent=of.parent_name)

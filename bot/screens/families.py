"""A family as the office sees it: who belongs to it, how it stands, what it was told."""

from collections.abc import Sequence

from bot.callback_data import Tap
from bot.screen import Button, Rows, Screen, lines, paragraphs
from bot.screens.family_messages import latest_messages
from bot.screens.finding import ask_whom, back_to_family, found_rows, who_fits
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
from bot.taps.families import (
    ChooseActivity,
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
from bot.taps.sessions import AskCancelFor, AskTakeOff
from bot.texts import Html, Say, isolated
from domain.model import Child, Policy
from domain.money import short_of
from storage.family_queries import FamilyParent, FamilySheet
from storage.office_queries import FamilyAccount, FamilyFound
from storage.queries import Place

PLACES_SHOWN = 4
PLACES_A_PAGE = 8
OTHERS_NAMED = 3


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
        *latest_messages(say, found.messages),
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
        (
            *rows,
            *turning(say, page, PLACES_A_PAGE, len(found), taps),
            *back_to_family(say, parent_id),
        ),
    )


def _cancel(place: Place) -> Tap:
    if place.booking_id is not None:
        return AskCancelFor(place.booking_id)
    return AskTakeOff(place.entry_id or 0)

"""Two parents are put together: whom, a look at what it does, what was done."""

from collections.abc import Sequence

from bot.screen import Button, Rows, Screen, lines, paragraphs
from bot.screens.finding import ask_whom, back_to_family, found_rows, who_fits
from bot.taps.families import FindFamily
from bot.taps.merging import (
    BackToOthers,
    ConfirmMerge,
    PickOther,
    StopMerging,
    SwapMerge,
    TurnOthers,
    mark_of,
)
from bot.texts import Html, Say
from domain.merging import Merged, MergePlan
from domain.ports.merging import KnownTwice
from storage.office_queries import FamilyFound

TWICE_NAMED = 8


def search(say: Say, name: str, query: str, found: Sequence[FamilyFound], page: int) -> Screen:
    """Ask for the other one, or let one of those found be chosen."""
    heading = say("<b>Put together with {parent}</b>", parent=name)
    ask = lines(say("Who is the same person?"), ask_whom(say))
    return Screen(
        paragraphs(heading, who_fits(say, query, found) if query else ask),
        (*found_rows(say, found, page, PickOther, TurnOthers), *_stop(say)),
    )


def _stop(say: Say) -> Rows:
    return ((Button(say.label("Cancel"), StopMerging()),),)


def summary(say: Say, plan: MergePlan) -> Screen:
    """Say what moves, and ask once."""
    confirm = ConfirmMerge(plan.kept.id, plan.other.id, mark_of(plan.numbers))
    stop = Button(say.label("Cancel"), StopMerging())
    return Screen(
        paragraphs(
            say(
                "<b>Put {other} together with {kept}?</b>\nThey are one parent from then on: "
                "{kept}. It cannot be undone.",
                other=plan.other.name,
                kept=plan.kept.name,
            ),
            _moved(say, say("This moves:"), plan.numbers),
            _telegram(say, plan),
            _twice(say, plan.twice),
        ),
        (
            (Button(say.label("Yes, put them together"), confirm, "danger"),),
            (Button(say.label("Keep the other one"), SwapMerge(plan.other.id)),),
            (Button(say.label("Back"), BackToOthers()), stop),
        ),
    )


def _moved(say: Say, heading: Html, numbers: tuple[int, int, int]) -> Html:
    children, places, balance_minor = numbers
    return lines(
        heading,
        say.count("{n} child", "{n} children", children),
        say.count("{n} place booked or waited for", "{n} places booked or waited for", places),
        say("{amount} on the account", amount=say.money(balance_minor)),
    )


def _telegram(say: Say, plan: MergePlan) -> Html:
    reached, cut_off = plan.kept, plan.other
    if plan.moves_telegram:
        reached, cut_off = plan.other, plan.kept
    if not reached.has_telegram:
        return say("Neither is on Telegram.")
    loses = say(
        "The Telegram that {parent} joined with is cut off from the school.", parent=cut_off.name
    )
    return lines(
        say("They are reached on the Telegram that {parent} joined with.", parent=reached.name),
        loses if cut_off.has_telegram else None,
    )


def _twice(say: Say, twice: Sequence[KnownTwice]) -> Html | None:
    if not twice:
        return None
    clash = say("stays twice, for both have places at the same time: cancel one, then unite them")
    return lines(
        say("Children who stand twice then:"),
        *[
            say(
                "{child}: {what}",
                child=each.name,
                what=clash if each.clashes else say("becomes one"),
            )
            for each in twice[:TWICE_NAMED]
        ],
    )


def merged(say: Say, outcome: Merged, parent_id: int) -> Screen:
    numbers = (outcome.children, outcome.places, outcome.balance_minor)
    return Screen(
        paragraphs(say("<b>They are one parent now</b>"), _moved(say, say("Moved:"), numbers)),
        back_to_family(say, parent_id),
        stays=True,
    )


def united(say: Say, many: int, parent_id: int) -> Screen:
    """Say how many children are one each now."""
    done = say.count("{n} child is one now.", "{n} children are one each now.", many)
    nothing = say(
        "Nothing was changed: both have places at the same time. Cancel one of these, and try "
        "again."
    )
    return Screen(done if many else nothing, back_to_family(say, parent_id))


def changed(say: Say) -> Html:
    return say("Something has changed in the meantime. Please look again:")


def cannot(say: Say) -> Screen:
    return Screen(
        say("These two cannot be put together: one is not there any more."),
        ((Button(say.label("Find a family"), FindFamily()),),),
    )


def stopped(say: Say, parent_id: int) -> Screen:
    return Screen(say("Stopped. Nothing was changed."), back_to_family(say, parent_id))


def over(say: Say) -> Screen:
    return Screen(
        say("That message was from earlier. You can go on from here:"),
        ((Button(say.label("Find a family"), FindFamily()),),),
    )

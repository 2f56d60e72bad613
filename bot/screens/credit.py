"""Screens of the office: how far below zero a family's account may go."""

from collections.abc import Sequence

from bot.callback_data import Tap
from bot.forms import most_amount
from bot.screen import Button, Rows, Screen, lines, paragraphs
from bot.screens.held import list_places
from bot.screens.parts import back_or_stop, limit_words
from bot.screens.payment import after, example
from bot.taps.credit import AsTheSchools, BackToLimit, ConfirmLimit, StopLimiting
from bot.taps.payment import ShowFamily
from bot.texts import Html, Say
from domain.model import Funds, Policy
from storage.office_queries import FamilyAccount, HeldPlace


def _way_out(say: Say, back: Tap) -> Rows:
    return back_or_stop(say, back, StopLimiting())


def ask_limit(say: Say, found: FamilyAccount, policy: Policy) -> Screen:
    as_the_schools = Button(say.label("As the school's"), AsTheSchools())
    is_own = found.funds.credit_limit_minor is not None
    return Screen(
        paragraphs(
            lines(
                say("<b>{parent}</b>", parent=found.parent_name),
                say("Credit limit: {limit}", limit=limit_words(say, found.funds, policy)),
            ),
            say(
                "How far below zero may this account go, so that the family can book now and pay "
                "later? For example: {example}. Write 0 for none.",
                example=example(say),
            ),
        ),
        (*(((as_the_schools,),) if is_own else ()), *_way_out(say, ShowFamily(found.parent_id))),
    )


def bad_limit(say: Say) -> Html:
    return say(
        "I cannot use that as a limit. Write an amount from 0 to {most}, for example: {example}",
        most=say.money(most_amount(say.currency)),
        example=example(say),
    )


def summary(
    say: Say, found: FamilyAccount, changed: Funds, places: Sequence[HeldPlace], policy: Policy
) -> Screen:
    """Show the limit as it was and will be, and the held places that it confirms."""
    ok = Button(say.label("Confirm"), ConfirmLimit(), "success")
    return Screen(
        paragraphs(
            lines(
                say("<b>Please check</b>"),
                say("{parent}", parent=found.parent_name),
                say("Credit limit: {limit}", limit=limit_words(say, changed, policy)),
                say("So far: {limit}", limit=limit_words(say, found.funds, policy)),
            ),
            list_places(say, places, say("It confirms:")) if places else None,
        ),
        ((ok,), *_way_out(say, BackToLimit())),
    )


def limited(say: Say, found: FamilyAccount, policy: Policy) -> Screen:
    """Say what counts for the family now."""
    return Screen(
        lines(
            say("<b>Saved</b>"),
            say("{parent}", parent=found.parent_name),
            say("Credit limit: {limit}", limit=limit_words(say, found.funds, policy)),
            say("The balance is {amount}.", amount=say.money(found.funds.balance_minor)),
        ),
        after(say, found.parent_id),
    )

"""Screens of the office: put right what is wrong in a family's account."""

from collections.abc import Sequence

from bot.callback_data import Tap
from bot.screen import Button, Rows, Screen, lines, paragraphs
from bot.screens.held import list_places
from bot.screens.parts import who_hears
from bot.screens.payment import after, example
from bot.taps.corrections import (
    BackToCorrectedAmount,
    BackToReason,
    BackToWay,
    ConfirmCorrection,
    PickWay,
    StopCorrecting,
)
from bot.taps.payment import ShowFamily
from bot.texts import Html, Say
from storage.office_queries import FamilyAccount, HeldPlace
from storage.receipts import Correction, PaidFor


def _way_out(say: Say, back: Tap) -> Rows:
    return ((Button(say.label("Back"), back), Button(say.label("Cancel"), StopCorrecting())),)


def ask_way(say: Say, found: FamilyAccount) -> Screen:
    ways = (
        Button(say.label("Add to it"), PickWay(takes_off=False)),
        Button(say.label("Take off it"), PickWay(takes_off=True)),
    )
    return Screen(
        lines(
            say("<b>{parent}</b>", parent=found.parent_name),
            say("Balance: {amount}", amount=say.money(found.funds.balance_minor)),
            say(
                "A correction is one more entry; nothing that is there is changed. What has been "
                "paid or paid back is not for here. Add to the balance, or take off it?"
            ),
        ),
        (ways, *_way_out(say, ShowFamily(found.parent_id))),
    )


def ask_amount(say: Say, found: FamilyAccount, *, takes_off: bool) -> Screen:
    balance = say.money(found.funds.balance_minor)
    ask = say("How much is to be added? For example: {example}", example=example(say))
    if takes_off:
        ask = say("How much is to be taken off? For example: {example}", example=example(say))
    return Screen(
        lines(
            say("<b>{parent}</b>", parent=found.parent_name),
            say("Balance: {amount}", amount=balance),
            ask,
        ),
        _way_out(say, BackToWay()),
    )


def ask_reason(say: Say, amount_minor: int) -> Screen:
    return Screen(
        lines(
            _amount(say, amount_minor),
            say("Why? In a few words, which the family reads. For example: charged twice in May"),
        ),
        _way_out(say, BackToCorrectedAmount()),
    )


def bad_reason(say: Say) -> Html:
    return say("A reason has 1 to 80 letters, on one line. For example: charged twice in May")


def _amount(say: Say, amount_minor: int) -> Html:
    amount = say.money(abs(amount_minor))
    if amount_minor < 0:
        return say("{amount} is taken off", amount=amount)
    return say("{amount} is added", amount=amount)


def summary(
    say: Say,
    found: FamilyAccount,
    amount_minor: int,
    reason: str,
    comes_of_it: tuple[Sequence[HeldPlace], int],
    *,
    key: str,
) -> Screen:
    """Show the correction, and which places and what balance come of it."""
    confirmed, balance = comes_of_it
    ok = Button(say.label("Confirm"), ConfirmCorrection(key), "success")
    before = say("The balance is {amount}.", amount=say.money(found.funds.balance_minor))
    return Screen(
        paragraphs(
            lines(
                say("<b>Please check</b>"),
                say("{parent}", parent=found.parent_name),
                _amount(say, amount_minor),
                say("Reason: {reason}", reason=reason),
            ),
            _confirmed(say, confirmed, say("It confirms:")),
            lines(before, say("The balance is then {amount}.", amount=say.money(balance))),
        ),
        ((ok,), *_way_out(say, BackToReason())),
    )


def _confirmed(say: Say, places: Sequence[HeldPlace | PaidFor], heading: Html) -> Html | None:
    return list_places(say, places, heading) if places else None


def corrected(say: Say, made: Correction) -> Screen:
    """Say what was done, and how the account stands now."""
    return Screen(
        paragraphs(
            lines(
                say("<b>Corrected</b>"),
                say("{parent}", parent=made.parent_name),
                _amount(say, made.amount_minor),
                say("Reason: {reason}", reason=made.reason),
            ),
            _confirmed(say, made.confirmed, say("Confirmed by it:")),
            lines(
                say("The balance is {amount}.", amount=say.money(made.balance_minor)),
                who_hears(say, has_telegram=made.has_telegram),
            ),
        ),
        after(say, made.parent_id),
    )

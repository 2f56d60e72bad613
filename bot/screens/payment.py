"""Screens of the office: look a family up, record what they pay, keep a place for a voucher."""

from collections.abc import Sequence

from bot.callback_data import Tap
from bot.forms import most_amount
from bot.screen import Button, Rows, Screen, lines, paragraphs
from bot.screens.account import method_words, receipt_label
from bot.screens.finding import ask_whom, found_rows, who_fits
from bot.screens.held import HELD_A_PAGE, held_place, list_places, price_and_deadline
from bot.screens.parts import and_more, back_or_stop, in_rows, limit_words, who_hears
from bot.taps.account import PrintReceipt
from bot.taps.corrections import CorrectBalance
from bot.taps.credit import SetLimit
from bot.taps.payment import (
    BackToAmount,
    BackToFamily,
    BackToReference,
    BackToSearch,
    ConfirmPayment,
    PickFamily,
    PickMethod,
    ShowFamily,
    ShowHeld,
    ShowPromised,
    SkipReference,
    StopTaking,
    TakePayment,
    TurnFamilies,
)
from bot.taps.payouts import PayOut
from bot.texts import Html, Say
from domain.model import Funds, PaymentMethod, Policy
from domain.money import short_of
from storage.office_queries import FamilyAccount, FamilyFound, HeldPlace
from storage.receipts import PaidFor, Receipt

EXAMPLE_UNITS = 25
AT_THE_TILL = tuple(each for each in PaymentMethod if each is not PaymentMethod.ONLINE)


def way_out(say: Say, back: Tap | None = None) -> Rows:
    return back_or_stop(say, back, StopTaking())


def search(say: Say, query: str, found: Sequence[FamilyFound], page: int) -> Screen:
    """Ask for a family, or let one of those found be chosen."""
    ask = lines(say("<b>A family's account</b>"), ask_whom(say))
    vouchers = Button(say.label("Waiting for vouchers"), ShowPromised())
    return Screen(
        who_fits(say, query, found) if query else ask,
        (
            *found_rows(say, found, page, PickFamily, TurnFamilies),
            *(() if query else ((vouchers,),)),
            *way_out(say),
        ),
    )


def over(say: Say) -> Screen:
    return Screen(say("That message was from earlier. You can go on from here:"), _again(say))


def stopped(say: Say) -> Screen:
    return Screen(say("Stopped. Nothing was changed."), _again(say))


def gone(say: Say) -> Screen:
    return Screen(say("I cannot find this family."), _again(say))


def _again(say: Say) -> Rows:
    return ((Button(say.label("Another family"), TakePayment()),),)


def family(say: Say, found: FamilyAccount, policy: Policy) -> Screen:
    methods = [
        Button(say.label("Paid {how}", how=method_words(say, each)), PickMethod(each))
        for each in AT_THE_TILL
    ]
    keep = Button(say.label("Waiting for voucher"), ShowHeld())
    limit = Button(say.label("Credit limit"), SetLimit(found.parent_id))
    correct = Button(say.label("Correct the balance"), CorrectBalance(found.parent_id))
    pay_out = Button(say.label("Pay money back"), PayOut(found.parent_id))
    children = ", ".join(f"{child.name} ({say.grade(child.grade)})" for child in found.children)
    return Screen(
        paragraphs(
            lines(
                say("<b>{parent}</b>", parent=found.parent_name),
                say("{phone}", phone=found.phone) if found.phone else None,
                say("{children}", children=children) if children else None,
                say("Balance: {amount}", amount=say.money(found.funds.balance_minor)),
                _limit(say, found.funds, policy),
            ),
            _held(say, found, policy),
        ),
        (
            *in_rows(methods, 2),
            *(((keep,),) if found.held else ()),
            *(((pay_out,),) if found.funds.balance_minor > 0 else ()),
            (limit, correct),
            *way_out(say, BackToSearch()),
        ),
    )


def _limit(say: Say, funds: Funds, policy: Policy) -> Html | None:
    if funds.credit_limit_minor is None and not policy.credit_limit_minor:
        return None
    return say("Credit limit: {limit}", limit=limit_words(say, funds, policy))


def _held(say: Say, found: FamilyAccount, policy: Policy) -> Html:
    """List what is held, and say what the account lacks for all of it, as an invoice would."""
    held = found.held
    if not held:
        return say("No place is held.")
    shown = [
        lines(held_place(say, each), price_and_deadline(say, each)) for each in held[:HELD_A_PAGE]
    ]
    more = and_more(say, len(held) - len(shown))
    price_minor = sum(each.booking.price_minor for each in held)
    due = short_of(price_minor, found.funds.available_minor(policy))
    total = say("Still to be paid: {amount}", amount=say.money(due))
    covered = say("The account covers all of it.")
    return lines(say("Held, to be paid:"), *shown, *more, total if due else covered)


def example(say: Say) -> str:
    """Write an amount as it may be typed."""
    return say.plain_money(say.minor(EXAMPLE_UNITS))


def ask_amount(say: Say, found: FamilyAccount, method: PaymentMethod) -> Screen:
    how = method_words(say, method)
    return Screen(
        lines(
            say("<b>{parent}</b>, paid {how}", parent=found.parent_name, how=how),
            say("How much? For example: {example}", example=example(say)),
        ),
        way_out(say, BackToFamily()),
    )


def bad_amount(say: Say) -> Html:
    return say(
        "I cannot use that as an amount. Write one above zero and up to {most}, for example: "
        "{example}",
        most=say.money(most_amount(say.currency)),
        example=example(say),
    )


def _amount(say: Say, amount_minor: int, method: PaymentMethod) -> Html:
    how = method_words(say, method)
    return say("{amount}, paid {how}", amount=say.money(amount_minor), how=how)


def ask_reference(say: Say, amount_minor: int, method: PaymentMethod) -> Screen:
    skip = Button(say.label("Skip"), SkipReference())
    return Screen(
        lines(
            _amount(say, amount_minor, method),
            say("Is there a reference, such as the number of a receipt or voucher?"),
        ),
        ((skip,), *way_out(say, BackToAmount())),
    )


def bad_reference(say: Say) -> Html:
    return say("A reference has 1 to 80 letters or digits, on one line. Write it again, or skip.")


def summary(
    say: Say,
    found: FamilyAccount,
    paid: tuple[int, PaymentMethod, str],
    covered: tuple[Sequence[HeldPlace], int],
    *,
    key: str,
) -> Screen:
    """Show the payment, and which places and what balance come of it."""
    confirmed, balance = covered
    ok = Button(say.label("Confirm"), ConfirmPayment(key), "success")
    return Screen(
        paragraphs(
            lines(
                say("<b>Please check</b>"),
                say("{parent}", parent=found.parent_name),
                *_paid(say, *paid),
            ),
            _confirmed(say, confirmed, say("It confirms:")),
            say("The balance is then {amount}.", amount=say.money(balance)),
        ),
        ((ok,), *way_out(say, BackToReference())),
    )


def _paid(say: Say, amount_minor: int, method: PaymentMethod, reference: str) -> list[Html]:
    paid = _amount(say, amount_minor, method)
    return [paid, *([say("Reference: {reference}", reference=reference)] if reference else [])]


def _confirmed(say: Say, places: Sequence[HeldPlace | PaidFor], heading: Html) -> Html:
    if not places:
        return say("It confirms no place: it goes to the account.")
    return list_places(say, places, heading)


def recorded(say: Say, receipt: Receipt) -> Screen:
    """Say what was recorded, and what it confirmed."""
    paid = _paid(say, receipt.amount_minor, receipt.method, receipt.reference)
    return Screen(
        paragraphs(
            lines(say("<b>Recorded</b>"), say("{parent}", parent=receipt.parent_name), *paid),
            _confirmed(say, receipt.confirmed, say("Confirmed by it:")),
            lines(
                say("The balance is {amount}.", amount=say.money(receipt.balance_minor)),
                who_hears(say, has_telegram=receipt.has_telegram),
            ),
        ),
        (
            (Button(receipt_label(say), PrintReceipt(receipt.payment_id)),),
            *after(say, receipt.parent_id),
        ),
    )


def after(say: Say, parent_id: int) -> Rows:
    """Return the ways on from what was done for a family."""
    this = Button(say.label("This family"), ShowFamily(parent_id))
    return ((this, *_again(say)[0]),)

"""Screens of the office: what was paid back to a family, how, and against which payment."""

from collections.abc import Sequence

from bot.callback_data import Tap
from bot.screen import Button, Rows, Screen, Style, lines, paragraphs
from bot.screens.account import payout_words
from bot.screens.held import HELD_A_PAGE, held_place
from bot.screens.parts import and_more, back_or_stop, in_rows, numbered, turning, who_hears
from bot.taps.payouts import (
    BackToPaid,
    BackToPayee,
    BackToPayoutAmount,
    BackToPayoutReference,
    ConfirmPayout,
    LeaveOnAccount,
    PayOut,
    PickPaid,
    PickPayoutAmount,
    PickPayoutMethod,
    ShowPaid,
    ShowRefunds,
    SkipPayoutReference,
    StopPayout,
)
from bot.texts import Html, Say
from domain.model import PaymentMethod
from domain.payouts import Payout
from storage.payout_queries import Payee, PayoutMade, Refundable

PAYMENTS_A_PAGE = 5
BY_HAND = (PaymentMethod.CASH, PaymentMethod.TRANSFER)
"""The ways to pay back that need no payment to refund."""


def _way_out(say: Say, back: Tap | None = None) -> Rows:
    return back_or_stop(say, back, StopPayout())


def _after(say: Say, parent_id: int | None = None) -> Rows:
    more = Button(say.label("To be paid out"), ShowRefunds())
    if parent_id is None:
        return ((more,),)
    return ((Button(say.label("This family"), PayOut(parent_id)), more),)


def over(say: Say) -> Screen:
    return Screen(say("That message was from earlier. You can go on from here:"), _after(say))


def stopped(say: Say) -> Screen:
    return Screen(say("Stopped. Nothing was changed."), _after(say))


def gone(say: Say) -> Screen:
    return Screen(say("I cannot find this family."), _after(say))


def left_on_account(say: Say, parent_id: int) -> Screen:
    return Screen(say("It stays on the account, and is off the list."), _after(say, parent_id))


def family(say: Say, payee: Payee) -> Screen:
    """Show what the account holds, and ask how money was paid back."""
    found = payee.family
    return Screen(
        paragraphs(
            lines(
                say("<b>{parent}</b>", parent=found.parent_name),
                say("{phone}", phone=found.phone) if found.phone else None,
            ),
            lines(
                say("Balance: {amount}", amount=say.money(payee.balance_minor)),
                _waited_for(say, payee),
                _asked(say, payee),
                _unused(say, payee),
            ),
            say(
                "How did you pay back? Give the money back first: the bot only records it. What "
                "was paid online is refunded at the payment provider."
            )
            if payee.balance_minor > 0
            else say("There is nothing on the account that could be paid back."),
        ),
        (*_ways(say, payee), *_way_out(say)),
    )


def _waited_for(say: Say, payee: Payee) -> Html | None:
    if not payee.held_minor:
        return None
    return say(
        "Held places wait for {held}; {free} can be paid back without touching that.",
        held=say.money(payee.held_minor),
        free=say.money(payee.free_minor),
    )


def _asked(say: Say, payee: Payee) -> Html | None:
    if not payee.asked_minor:
        return None
    return say("The parent asks for {amount} back.", amount=say.money(payee.asked_minor))


def _unused(say: Say, payee: Payee) -> Html | None:
    if not payee.unused_minor:
        return None
    return say(
        "{amount} came in too late for its place, or twice.", amount=say.money(payee.unused_minor)
    )


def _ways(say: Say, payee: Payee) -> Rows:
    leave = Button(say.label("Leave it on the account"), LeaveOnAccount())
    left = ((leave,),) if payee.unused_minor else ()
    if payee.balance_minor <= 0:
        return left
    by_hand = [
        Button(
            say.label("Paid back {how}", how=payout_words(say, each)), PickPayoutMethod(each.value)
        )
        for each in BY_HAND
    ]
    refund = Button(say.label("Refunded at the provider"), ShowPaid())
    return (*in_rows(by_hand, 1), *(((refund,),) if payee.payments else ()), *left)


def choose_paid(say: Say, payments: Sequence[Refundable], page: int) -> Screen:
    """List the payments that can be refunded at the provider, by their charge ids there."""
    shown, page = numbered(payments, page, PAYMENTS_A_PAGE)
    rows = [
        Button(f"{number}. {say.money(each.left_minor)}", PickPaid(each.payment_id))
        for number, each in shown
    ]
    taps = ShowPaid(page - 1), ShowPaid(page + 1)
    ask = say("Which payment did you refund at the provider? You find it there by its charge id.")
    return Screen(
        paragraphs(
            ask if shown else say("No payment is left that could be refunded."),
            *[_payment(say, number, each) for number, each in shown],
        ),
        (
            *in_rows(rows, 2),
            *turning(say, page, PAYMENTS_A_PAGE, len(payments), taps),
            *_way_out(say, BackToPayee()),
        ),
    )


def _payment(say: Say, number: int, of: Refundable) -> Html:
    return lines(
        say(
            "{number}. {moment}: {amount}, of which {left} can be refunded",
            number=number,
            moment=say.moment(of.made_at),
            amount=say.money(of.amount_minor),
            left=say.money(of.left_minor),
        ),
        _charge(say, of),
    )


def _charge(say: Say, of: Refundable) -> Html:
    return say("<code>{charge}</code>", charge=of.charge_id)


def ask_amount(
    say: Say, payee: Payee, method: PaymentMethod, refunded: Refundable | None
) -> Screen:
    back = BackToPayee() if refunded is None else BackToPaid()
    suggested = suggestion(payee, refunded)
    all_of_it = Button(say.money(suggested), PickPayoutAmount(suggested))
    return Screen(
        lines(
            say(
                "<b>{parent}</b>, paid back {how}",
                parent=payee.family.parent_name,
                how=payout_words(say, method),
            ),
            _charge(say, refunded) if refunded else None,
            say(
                "How much? At most {most}. For example: {example}",
                most=say.money(most(payee, refunded)),
                example=say.plain_money(suggested or most(payee, refunded)),
            ),
        ),
        (*(((all_of_it,),) if suggested else ()), *_way_out(say, back)),
    )


def most(payee: Payee, refunded: Refundable | None) -> int:
    """Return the most that can be paid back: what the account holds, and the payment was."""
    balance = max(0, payee.balance_minor)
    return balance if refunded is None else min(balance, refunded.left_minor)


def suggestion(payee: Payee, refunded: Refundable | None) -> int:
    """Return what is likely paid back: what was asked for, or all that nothing waits for."""
    wished = min(payee.free_minor, payee.asked_minor or payee.free_minor)
    return min(wished, most(payee, refunded))


def bad_amount(say: Say, payee: Payee, refunded: Refundable | None) -> Html:
    most_minor = most(payee, refunded)
    return say(
        "I cannot use that as an amount. Write one above zero and up to {most}, for example: "
        "{example}",
        most=say.money(most_minor),
        example=say.plain_money(most_minor),
    )


def ask_reference(say: Say, paid: Payout) -> Screen:
    skip = Button(say.label("Skip"), SkipPayoutReference())
    return Screen(
        lines(
            _paid(say, paid),
            say("Is there a reference, such as the number of a receipt or of the refund?"),
        ),
        ((skip,), *_way_out(say, BackToPayoutAmount())),
    )


def _paid(say: Say, paid: Payout | PayoutMade) -> Html:
    return say(
        "{amount}, paid back {how}",
        amount=say.money(paid.amount_minor),
        how=payout_words(say, paid.method),
    )


def _reference(say: Say, paid: Payout | PayoutMade) -> Html | None:
    return say("Reference: {reference}", reference=paid.reference) if paid.reference else None


def summary(
    say: Say,
    payee: Payee,
    paid: Payout,
    refunded: Refundable | None,
    *,
    from_held_minor: int,
    key: str,
) -> Screen:
    """Show the payout, what it takes from held places, and the balance that comes of it."""
    style: Style = "danger" if from_held_minor else "success"
    label = say.label("Confirm all the same") if from_held_minor else say.label("Confirm")
    balance = payee.balance_minor - paid.amount_minor
    return Screen(
        paragraphs(
            lines(
                say("<b>Please check</b>"),
                say("{parent}", parent=payee.family.parent_name),
                _paid(say, paid),
                _charge(say, refunded) if refunded else None,
                _reference(say, paid),
            ),
            _from_held(say, payee, from_held_minor) if from_held_minor else None,
            say("The balance is then {amount}.", amount=say.money(balance)),
        ),
        ((Button(label, ConfirmPayout(key), style),), *_way_out(say, BackToPayoutReference())),
    )


def _from_held(say: Say, payee: Payee, from_held_minor: int) -> Html:
    held = payee.family.held
    return lines(
        say(
            "<b>Held places wait for {amount} of this.</b> Without it more is to be paid for them:",
            amount=say.money(from_held_minor),
        ),
        *[held_place(say, each) for each in held[:HELD_A_PAGE]],
        *and_more(say, len(held) - HELD_A_PAGE),
    )


def look_again(say: Say) -> Html:
    return say("Held places wait for more of this now. Please look again.")


def recorded(say: Say, made: PayoutMade) -> Screen:
    return Screen(
        paragraphs(
            lines(
                say("<b>Recorded</b>"),
                say("{parent}", parent=made.parent_name),
                _paid(say, made),
                _reference(say, made),
            ),
            lines(
                say("The balance is {amount}.", amount=say.money(made.balance_minor)),
                who_hears(say, has_telegram=made.has_telegram),
            ),
        ),
        _after(say, made.parent_id),
    )

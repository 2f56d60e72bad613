"""What a parent is told of money that came in, was paid back, or was put right."""

from bot.screen import Button, Rows, Screen, lines
from bot.screens.account import method_words, payout_words, receipt_label
from bot.taps.account import SendReceipt, ShowBalance
from bot.texts import Html, Say
from domain.model import PaymentMethod
from storage.notices.about import AboutCorrection, AboutPayment


def of_account(say: Say, about: AboutPayment | AboutCorrection) -> Screen:
    if isinstance(about, AboutPayment):
        return _money_moved(say, about)
    balance = Button(say.label("Balance"), ShowBalance())
    return Screen(lines(*_corrected(say, about)), ((balance,),))


def _corrected(say: Say, about: AboutCorrection) -> tuple[Html, ...]:
    amount = say.money(abs(about.amount_minor))
    added = say("The school office has added {amount} to your account.", amount=amount)
    taken = say("The school office has taken {amount} off your account.", amount=amount)
    return (
        say("<b>Your balance was corrected</b>"),
        added if about.amount_minor > 0 else taken,
        say("Reason: {reason}", reason=about.reason),
        say("Your balance is {balance}.", balance=say.money(about.balance_minor)),
    )


def _money_moved(say: Say, about: AboutPayment) -> Screen:
    reference = say("Reference: {reference}", reference=about.reference)
    return Screen(
        lines(
            *(_received(say, about) if about.amount_minor > 0 else _paid_out(say, about)),
            reference if about.reference else None,
        ),
        (*_receipt_row(say, about), (Button(say.label("Balance"), ShowBalance()),)),
    )


def _receipt_row(say: Say, about: AboutPayment) -> Rows:
    if about.amount_minor < 0:
        return ()
    return ((Button(receipt_label(say), SendReceipt(about.payment_id)),),)


def _received(say: Say, about: AboutPayment) -> tuple[Html, ...]:
    return (
        say("<b>Payment received</b>"),
        say(
            "We have received {amount}, paid {method}. Your balance is {balance}.",
            amount=say.money(about.amount_minor),
            method=method_words(say, about.method),
            balance=say.money(about.balance_minor),
        ),
    )


def _paid_out(say: Say, about: AboutPayment) -> tuple[Html, ...]:
    some_days = say("It can take some days until your bank shows it.")
    return (
        say("<b>Paid back to you</b>"),
        say(
            "The school has paid {amount} back to you {method}. Your balance is {balance}.",
            amount=say.money(-about.amount_minor),
            method=payout_words(say, about.method),
            balance=say.money(about.balance_minor),
        ),
        *((some_days,) if about.method is PaymentMethod.ONLINE else ()),
    )

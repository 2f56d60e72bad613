"""What must be true of money and places, in words, for the office and for `bot.py doctor`."""

from collections.abc import Mapping

from bot.screen import Screen, lines
from bot.texts import Say
from domain.faults import Rule


def rule_words(say: Say, rule: Rule) -> str:
    """Say what a rule demands."""
    words = {
        Rule.CHARGED: say.label("Each confirmed place that costs something has one charge."),
        Rule.CHARGE_HAS_PLACE: say.label("Each charge is for a place that was confirmed."),
        Rule.REFUND_HAS_PLACE: say.label(
            "Each refund is for a place that has ended, and went to the account that paid for it."
        ),
        Rule.REFUND_WITHIN_CHARGE: say.label("No refund is above its charge."),
        Rule.PAYMENT_NAMED: say.label("Each payment and payout has a charge id of its own."),
        Rule.PAYOUT_WITHIN_PAYMENT: say.label("No payout is above the payment that it returns."),
        Rule.BALANCES: say.label("Each balance is what came in less what went out."),
        Rule.INVOICE_PAID: say.label("Each invoice that counts as paid has its payment."),
        Rule.CAPACITY: say.label("Nobody was let into a session that was full."),
        Rule.PLACE_ONCE: say.label("No child has a place twice."),
        Rule.HOLD_HAS_DEADLINE: say.label("Each held place has a deadline."),
        Rule.HOLD_ENDS: say.label("No held place is long past its deadline."),
        Rule.CALLED_OFF: say.label("Nobody has a place in a session that was called off."),
    }
    return words[rule]


def books_wrong(say: Say, faults: Mapping[Rule, int]) -> Screen:
    """Tell the office what a check has found, and where there is more."""
    return Screen(
        lines(
            say("<b>The books are wrong</b>"),
            say("The daily check has found what must never be. Please tell whoever runs the bot."),
            *[
                say("• {rule} Not so: {count}", rule=rule_words(say, rule), count=count)
                for rule, count in faults.items()
            ],
            say("<code>bot.py doctor</code> names the rows."),
        )
    )

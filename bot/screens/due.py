"""What is still to be paid for a held place, and how much of it comes from the account."""

from bot.screen import lines
from bot.screens.parts import price
from bot.texts import Html, Say
from domain.model import Discount, Policy
from domain.money import Together, short_of


def to_pay(
    say: Say, price_minor: int, discount: Discount | None, together: Together | None, policy: Policy
) -> Html:
    """Say it as the end of a sentence, for whoever pays; others are told the price alone."""
    alone = price(say, price_minor, discount)
    if together is None:
        return say("{price} is still to be paid.", price=alone)
    # Pay takes the one place from the account if that is enough; if not, it asks for all of them.
    if not short_of(price_minor, together.funds.available_minor(policy)):
        return say("your account covers it: tap Pay, which takes {price}.", price=alone)
    others = together.places - 1
    words = _to_pay(say, say.money(together.price_minor) if others else alone, together, policy)
    with_others = say.count(
        "That is with {n} other place that was booked together with it.",
        "That is with {n} other places that were booked together with it.",
        others,
    )
    return lines(words, with_others if others else None)


def _to_pay(say: Say, cost: str, together: Together, policy: Policy) -> Html:
    available = together.funds.available_minor(policy)
    due = say.money(together.due_minor(policy))
    if available > 0:
        return say(
            "of {price}, {covered} comes from your account and {due} is still to be paid.",
            price=cost,
            covered=say.money(available),
            due=due,
        )
    if available < 0:
        return say(
            "{price}, and {owed} owed from before: {due} is still to be paid.",
            price=cost,
            owed=say.money(-available),
            due=due,
        )
    return say("{price} is still to be paid.", price=cost)

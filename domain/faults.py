"""What a check of the books looks for, and what it finds."""

from dataclasses import dataclass
from enum import StrEnum


class Rule(StrEnum):
    """What a check proves; storage says how, and which rows break it."""

    CHARGED = "charged"
    """A confirmed place has one charge, of its price."""
    CHARGE_HAS_PLACE = "charge_has_place"
    """Nobody is charged for a place that was not confirmed."""
    REFUND_HAS_PLACE = "refund_has_place"
    """A refund is of a place that has ended, and went to the account that paid for it."""
    REFUND_WITHIN_CHARGE = "refund_within_charge"
    PAYMENT_NAMED = "payment_named"
    """A payment or payout has a charge id of its own, and a method."""
    PAYOUT_WITHIN_PAYMENT = "payout_within_payment"
    BALANCES = "balances"
    """A balance is what came in less what went out, and every entry is in one."""
    INVOICE_PAID = "invoice_paid"
    """What counts as paid has its payment."""
    CAPACITY = "capacity"
    """Nobody was let into a session that was full."""
    PLACE_ONCE = "place_once"
    """No child has a place twice."""
    HOLD_HAS_DEADLINE = "hold_has_deadline"
    HOLD_ENDS = "hold_ends"
    """No hold is long past its deadline."""
    CALLED_OFF = "called_off"
    """Nobody has a place in a session that was called off."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule that is broken: how often, and by which rows, of which only some are named."""

    rule: Rule
    count: int
    examples: tuple[int, ...]

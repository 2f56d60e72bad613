"""Discounts: what is taken off the price of a place, and why.

Of several that fit a place the best one counts; they never add up, so nothing goes below zero.
What is taken off is rounded up to the next minor unit, in the parent's favour, as part refunds are.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.model import Booking, Discount, DiscountKind, Policy, Session
from domain.timetable import booking_closes_at

TERM_DATES = 4
"""Fewer dates are no term, even if they are all that is left of one."""


@dataclass(frozen=True, slots=True)
class Price:
    """What a place costs, and what has been taken off for which reason."""

    minor: int
    discount: Discount | None = None


def price_of(full_minor: int, kinds: Collection[DiscountKind], policy: Policy) -> Price:
    """Return the price of a place to which discounts of some kinds apply."""
    percents = {
        DiscountKind.SIBLING: policy.sibling_discount_percent,
        DiscountKind.TERM: policy.term_discount_percent,
    }
    percent, kind = max(((percents[kind], kind) for kind in kinds), default=(0, None))
    off = -(-full_minor * percent // 100)
    if kind is None or not off:
        return Price(full_minor)
    return Price(full_minor - off, Discount(kind, off))


def full_price_minor(booking: Booking) -> int:
    """Return what a booking would have cost without its discount."""
    return booking.price_minor + (booking.discount.amount_minor if booking.discount else 0)


def week_of(on: date) -> date:
    """Name a week by its Monday."""
    return on - timedelta(days=on.weekday())


def whole_terms(
    asked: Iterable[Session], rest: Iterable[Session], policy: Policy, now: datetime
) -> set[int]:
    """Name the activities of which all dates that are open are asked for at once, and enough.

    `asked` are the dates that the child may attend, full or not; `rest` are those not asked for
    that it neither has nor waits for.
    """
    dates = Counter(session.activity.id for session in asked)
    missed = {session.activity.id for session in rest if now < booking_closes_at(session, policy)}
    return {each for each, count in dates.items() if count >= TERM_DATES and each not in missed}

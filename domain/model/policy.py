"""What the school has decided."""

from dataclasses import dataclass
from datetime import time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Local times between which nobody is reminded of anything; they may span midnight."""

    begins: time
    ends: time


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What the school has decided for all its activities."""

    zone: ZoneInfo
    hold: timedelta
    """How long a place is kept for a booking that is not covered."""
    offer_hold: timedelta
    """The same for a place that came from the waiting list."""
    booking_cutoff: timedelta
    """How long before its start a session closes for booking."""
    free_cancellation: timedelta
    """How long before the start a cancellation refunds all."""
    late_refund_percent: int
    """What a later cancellation refunds, until the session starts."""
    credit_limit_minor: int
    """How far below zero a balance may go; 0 means pay first."""
    sibling_discount_percent: int = 0
    term_discount_percent: int = 0
    quiet: QuietHours | None = None
    """None: a reminder may come at any time."""
    register_before: timedelta = timedelta(0)
    """How long before a session its tutor gets the register; 0 means never."""

"""What use cases ask of storage about sessions."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Protocol

from domain.model import BookingStatus, Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Stake:
    """What a family has in a session: a child's active booking, or its waiting entry."""

    session_id: int
    parent_id: int
    child_id: int
    grade: int
    status: BookingStatus | None
    """None: the child waits."""
    price_minor: int = 0
    booking_id: int | None = None
    hold_expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Stakes:
    """What families have in some sessions."""

    places: tuple[Stake, ...]
    kept_minor: Mapping[int, int]
    """What late cancellations cost, by session: it comes back if the session is cancelled."""


@dataclass(frozen=True, slots=True)
class StakesInAll:
    """The same added up."""

    families: int = 0
    places: int = 0
    waiting: int = 0
    refund_minor: int = 0
    """What was paid, and what late cancellations cost."""


class Sessions(Protocol):
    def add(self, activity_id: int, dates: Collection[date]) -> None: ...
    def count(self, activity_id: int) -> int: ...
    def remove_unused(self, session_ids: Collection[int]) -> None:
        """Delete those of the sessions that nothing has ever referred to."""
        ...

    def list_of(self, activity_id: int, from_on: date) -> list[Session]:
        """List an activity's sessions from a day on, the next first."""
        ...

    def list_between(self, first: date, last: date) -> list[Session]:
        """List the sessions of some days, both ends included."""
        ...

    def stakes_of(self, session_ids: Collection[int]) -> Stakes: ...
    def add_up_stakes(self, session_ids: Collection[int]) -> StakesInAll: ...
    def count_clashes(self, session_ids: Collection[int], start: time, end: time) -> int:
        """Count the children booked in the sessions and elsewhere at a time of the same day."""
        ...

    def lock(self, session_ids: Collection[int]) -> list[Session]:
        """Lock the rows in the order of their ids, then read them."""
        ...

    def read(self, session_ids: Collection[int]) -> list[Session]:
        """Read the same without any lock, for a preview."""
        ...

    def list_without_register(self, first: date, last: date) -> list[tuple[Session, int]]:
        """List sessions of some days with the Telegram id of the tutor who is still to be told."""
        ...

    def change_capacity(self, session_id: int, capacity: int) -> None: ...
    def cancel(self, session_id: int, reason: str, now: datetime) -> None:
        """Mark a session as cancelled, and why in words that parents read."""
        ...

"""What use cases ask of storage about who waits for a place."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.model import Busy, Child, EntryStatus, Funds, Session, WaitlistEntry


@dataclass(frozen=True, slots=True)
class NewEntry:
    session_id: int
    child_id: int
    parent_id: int
    request_key: str
    price_minor: int
    joined_at: datetime


@dataclass(frozen=True, slots=True)
class Candidate:
    """A waiting entry at the front of a queue, with what the validator needs to look again."""

    entry: WaitlistEntry
    child: Child | None
    is_closed: bool
    busy: tuple[Busy, ...]
    funds: Funds
    has_sibling: bool
    """Another child of the parent has a place in the session's week."""


class WaitingList(Protocol):
    def add(self, entries: Sequence[NewEntry]) -> list[int]: ...
    def lock(self, entry_id: int) -> tuple[WaitlistEntry, Session] | None:
        """Lock the entry's session, then read both."""
        ...

    def lock_front(self, session: Session, limit: int) -> list[Candidate]:
        """Read the first entries of a locked session, their parents and children locked."""
        ...

    def close(
        self,
        entry_ids: Collection[int],
        status: EntryStatus,
        now: datetime,
        *,
        reason: str | None = None,
        booking_id: int | None = None,
    ) -> None: ...
    def list_waiting(self, session_id: int) -> list[WaitlistEntry]: ...
    def list_waiting_of(self, child_id: int) -> list[WaitlistEntry]: ...

"""What use cases ask of storage about who stands twice."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class MergingParent:
    """A parent, as far as a merge asks."""

    id: int
    name: str
    has_telegram: bool
    is_unreachable: bool
    merged_into: int | None
    children: int
    places: int
    """What they have booked, and the queues they wait in."""
    balance_minor: int


@dataclass(frozen=True, slots=True)
class KnownTwice:
    """Two rows with one name and birth date among the children of some parents."""

    name: str
    kept_id: int
    other_id: int
    clashes: bool
    """Both have places at one time, or in one session."""


class Merging(Protocol):
    """What stands twice, and is put together."""

    def list_sessions(self, parent_ids: Collection[int]) -> set[int]:
        """List where the parents or their children have places, or wait."""
        ...

    def lock(self, parent_ids: Collection[int]) -> dict[int, MergingParent]:
        """Lock the parents and then their children; return the parents."""
        ...

    def read(self, parent_ids: Collection[int]) -> dict[int, MergingParent]:
        """Read the same without any lock, for a preview."""
        ...

    def list_booked(self, child_ids: Collection[int]) -> set[int]:
        """List the sessions in which any of the children has a place."""
        ...

    def list_twice(self, parent_ids: Collection[int]) -> list[KnownTwice]: ...
    def move(self, from_id: int, to_id: int, now: datetime) -> None:
        """Give one parent all that another has, but for the entries of the account."""
        ...

    def close(self, parent_id: int, into_id: int, *, with_telegram: bool) -> None:
        """Mark a parent as merged; what is needed of them to be reached goes to the other."""
        ...

    def unite(self, child_id: int, into_id: int, now: datetime) -> None:
        """Give one child all that another has, which is then removed."""
        ...

    def find_detail(self, parent_id: int, other_id: int) -> str | None:
        """Find what the trail says of an earlier merge."""
        ...

"""What use cases ask of storage about links with which parents join."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.model import Actor


@dataclass(frozen=True, slots=True)
class ParentInvitation:
    id: int
    for_parent_id: int | None
    """The parent on file whom it is for; None: whoever comes with it is new."""
    expires_at: datetime
    used_by: int | None


class Invitations(Protocol):
    """Links with which parents join, each of them once."""

    def lock(self, code: str) -> ParentInvitation | None: ...
    def lock_unused(self, parent_ids: Iterable[int]) -> dict[int, ParentInvitation]:
        """Lock what parents on file have not used, by their ids."""
        ...

    def add(self, code: str, actor: Actor, until: datetime, now: datetime) -> int: ...
    def add_for(
        self, codes: Mapping[int, str], actor: Actor, until: datetime, now: datetime
    ) -> None:
        """Add invitations for parents on file, by their ids."""
        ...

    def prolong(self, invitation_ids: Collection[int], until: datetime) -> None: ...
    def remove(self, invitation_ids: Collection[int]) -> None: ...
    def use(self, invitation_id: int, parent_id: int, now: datetime) -> None: ...

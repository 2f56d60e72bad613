"""What use cases ask of storage about lists that are taken in."""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from domain.activity_lists import ActivitiesPlan, KnownActivities
from domain.family_lists import FamiliesPlan, KnownPeople
from domain.imports import Imported


class Imports(Protocol):
    def find(self, key: str) -> Imported | None:
        """Find what the import of a key has brought."""
        ...

    def begin(self, key: str, now: datetime) -> int:
        """Note that an import is on its way in; another one waits here until it has ended."""
        ...

    def withdraw(self, import_id: int) -> None:
        """Take that back, for nothing was taken in."""
        ...

    def read_people(self) -> KnownPeople:
        """Read everybody as they are at one moment."""
        ...

    def lock_parents(self, parent_ids: Collection[int]) -> None: ...
    def write_families(self, plan: FamiliesPlan, language: str, now: datetime) -> list[int]:
        """Write a plan and return the ids of the new children."""
        ...

    def read_activities(self) -> KnownActivities: ...
    def write_activities(self, plan: ActivitiesPlan) -> list[int]:
        """Write a plan and return the ids of the new activities."""
        ...

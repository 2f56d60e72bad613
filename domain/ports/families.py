"""What use cases ask of storage about parents and their children."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from domain.model import Child, Reminders


@dataclass(frozen=True, slots=True, kw_only=True)
class NewParent:
    telegram_id: int | None
    """None: they do not use Telegram."""
    name: str
    phone: str
    email: str | None
    language: str


@dataclass(frozen=True, slots=True)
class NewChild:
    name: str
    born_on: date
    grade: int


@dataclass(frozen=True, slots=True)
class Removal:
    """A child taken out of a family, and the detail that the trail has of it."""

    name: str
    detail: str


class Families(Protocol):
    def is_guardian(self, parent_id: int, child_id: int) -> bool: ...
    def find_parent(self, telegram_id: int | None) -> int | None: ...
    def choose_reminders(self, parent_id: int, wish: Reminders) -> None: ...
    def lock_newcomers(self) -> None:
        """Let nobody else be put on file until it is done."""
        ...

    def find_by_phone(self, name: str, phone: str) -> int | None:
        """Find the parent of that name and phone number."""
        ...

    def add_parent(self, parent: NewParent, now: datetime) -> int: ...
    def survivor(self, parent_id: int) -> int:
        """Return the parent into whom one was merged, or the same."""
        ...

    def lock_parents(self, parent_ids: Iterable[int]) -> None:
        """Lock the rows in the order of their ids."""
        ...

    def list_by_phone(self, phone: str) -> list[int]:
        """List the parents with a phone number."""
        ...

    def claim(self, parent_id: int, person: NewParent) -> bool:
        """Give a parent on file who is not on Telegram to who turns out to be them.

        Phone and language are theirs from then on; the name stays, and so does an e-mail address.
        False: they are on Telegram already.
        """
        ...

    def list_children(self, parent_id: int) -> list[Child]: ...
    def lock_children(self, parent_id: int) -> list[Child]:
        """Lock the parent, then read the children."""
        ...

    def add_child(self, parent_id: int, child: NewChild, now: datetime) -> int: ...
    def edit_child(self, child_id: int, child: NewChild) -> None: ...
    def write_notes(self, child_id: int, notes: str) -> None:
        """Write the notes on a child; empty, there are none."""
        ...

    def list_guardians(self, child_ids: Collection[int]) -> list[tuple[int, int]]:
        """List child and parent, for each parent of each child."""
        ...

    def lock_guardians(self, child_id: int) -> set[int]:
        """Lock the child, then read who its parents are."""
        ...

    def unlink_child(self, parent_id: int, child_id: int) -> None: ...
    def hand_over(
        self, parent_id: int, child_id: int, to_parent_id: int, session_ids: Collection[int]
    ) -> None:
        """Pass a leaving parent's places and entries in locked sessions to another parent."""
        ...

    def remove_child(self, child_id: int, now: datetime) -> None: ...
    def find_removal(self, parent_id: int, child_id: int) -> Removal | None:
        """Find the last time that the parent took the child out of the family."""
        ...

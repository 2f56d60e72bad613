"""What use cases ask of storage about days on which the school is shut."""

from collections.abc import Collection
from datetime import date
from typing import Protocol


class Closures(Protocol):
    def lock(self) -> None:
        """Let nobody else close or open days, or give activities dates, until it is done."""
        ...

    def list_dates(self, first: date, last: date) -> set[date]:
        """List on which days the school is shut, both ends included."""
        ...

    def add(self, dates: Collection[date], reason: str) -> None: ...
    def remove(self, on: date) -> bool:
        """Open a day again; return whether it was closed."""
        ...

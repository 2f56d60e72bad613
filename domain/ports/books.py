"""What use cases ask of storage about the daily check of the books."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from domain.faults import Fault


class Books(Protocol):
    def last_faults(self) -> set[str]:
        """Return the rules that were broken at the last check."""
        ...

    def add_check(self, on: date, faults: Sequence[Fault], now: datetime) -> bool:
        """Note a day's check; False if there is one already."""
        ...

"""What use cases ask of storage about activities."""

from datetime import date, datetime, time
from typing import Protocol

from domain.model import Plan, Planned, Session


class Activities(Protocol):
    def find_made(self, request_key: str) -> int | None:
        """Find the activity that a confirmation has made."""
        ...

    def add(self, plan: Plan, tutor_id: int, request_key: str) -> int: ...
    def find(self, activity_id: int) -> Planned | None: ...
    def find_with_sessions(
        self, activity_id: int, from_on: date
    ) -> tuple[Planned, list[Session]] | None:
        """Find an activity with its sessions from a day on, the next first."""
        ...

    def lock(self, activity_id: int) -> Planned | None:
        """Lock the row, before any session of it, then read it."""
        ...

    def change(self, activity_id: int, plan: Plan, tutor_id: int) -> None: ...
    def archive(self, activity_id: int, now: datetime) -> None: ...
    def list_without_session(self, on: date) -> list[tuple[int, time]]:
        """List what is on on a day, by its plan, and has no session then; with its start."""
        ...

    def find_tutor(self, name: str) -> int | None:
        """Find the tutor with a name, the one known for the longest if there are several."""
        ...

    def add_tutor(self, name: str) -> int: ...

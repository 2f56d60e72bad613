"""What use cases ask of storage about notices."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from domain.notices import Notice, NoticeKind


@dataclass(frozen=True, slots=True)
class Asking:
    """A notice that a session is cancelled."""

    notice_id: int
    session_id: int
    is_acknowledged: bool


class Outbox(Protocol):
    def add(self, *notices: Notice) -> None:
        """Keep the notices for delivery.

        Dropped are those whose dedupe key is there already, and those to parents without Telegram.
        """
        ...

    def list_asking(self, notice_id: int, parent_id: int) -> list[Asking]:
        """List what a message asks a parent to say that they have seen, by one of its notices."""
        ...

    def acknowledge(self, notice_id: int, now: datetime) -> None: ...

    def list_reminded(self, on: date) -> dict[int, set[NoticeKind]]:
        """List which reminders of a day have been written, by parent."""
        ...

    def drop_for(self, staff_telegram_id: int, now: datetime) -> None:
        """Let go of all that somebody of the staff is still to be told."""
        ...

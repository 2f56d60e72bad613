"""What use cases ask of storage about who came and who does not."""

from datetime import date, datetime
from typing import Protocol

from domain.model import Mark, Session


class Attendance(Protocol):
    """What is noted of bookings; whoever changes it has locked their session."""

    def find_mark(self, booking_id: int) -> Mark | None: ...
    def mark(self, booking_id: int, mark: Mark) -> None: ...
    def find_note(self, booking_id: int) -> str:
        """Return what was noted of a child, nothing if nothing was."""
        ...

    def write_note(self, booking_id: int, text: str, written_by: int, now: datetime) -> None:
        """Note something of a child in place of what was noted; nothing deletes it."""
        ...

    def is_away(self, booking_id: int) -> bool:
        """Tell whether a parent has said that the child does not come."""
        ...

    def tell_away(self, booking_id: int, parent_id: int, now: datetime) -> None: ...
    def take_away_back(self, booking_id: int) -> None: ...
    def find_reader(self, session_id: int) -> int | None:
        """Return the Telegram id of the session's tutor, if its register was sent."""
        ...

    def list_untouched(self, first: date, last: date) -> list[tuple[Session, int]]:
        """List sessions of some days whose register is untouched, with the tutor to be told.

        Without those that nobody is booked for, and those whose tutor was told already.
        """
        ...

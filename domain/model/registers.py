"""What is noted on registers."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class AttendanceStatus(StrEnum):
    PRESENT = "present"
    LATE = "late"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Mark:
    """What was last noted of a child on a register."""

    status: AttendanceStatus | None
    """None: it was taken back."""
    before: AttendanceStatus | None
    """What it changed; the same where there is nothing to take back."""
    marked_at: datetime
    marked_by: int | None
    """By Telegram id; None: nobody knows any more."""

"""What use cases ask of storage about messages to many families."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from domain.audiences import Audience, Reach


@dataclass(frozen=True, slots=True)
class NewAnnouncement:
    audience: Audience
    text: str
    key: str
    made_by: int
    """By Telegram id."""
    made_at: datetime


class Announcements(Protocol):
    def find(self, key: str) -> int | None:
        """Find the announcement that a confirmation has made."""
        ...

    def reach(self, audience: Audience, now: datetime, zone: ZoneInfo) -> Reach:
        """Count the parents of an audience."""
        ...

    def add(self, new: NewAnnouncement, zone: ZoneInfo) -> tuple[int, int]:
        """Write an announcement with a notice for each parent; return its id and their number."""
        ...

    def stop(self, announcement_id: int, now: datetime) -> int:
        """Drop the notices that have not been sent; return how many."""
        ...

"""To whom the office announces something, and for how long that is news."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from domain.model import Session
from domain.timetable import instant

NEWS_LASTS = timedelta(days=7)
"""Of an announcement that is not about a session: later it is no longer delivered."""


class AudienceKind(StrEnum):
    ACTIVITY = "activity"
    """The families that have places ahead in an activity."""
    SESSION = "session"
    QUEUE = "queue"
    """Who waits for a session."""
    GRADE = "grade"
    EVERYONE = "everyone"


@dataclass(frozen=True, slots=True)
class Audience:
    kind: AudienceKind
    subject_id: int = 0
    """The activity, the session or the number of the year group."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How many parents there are of an audience."""

    parents: int
    absent: int
    """Who do not use Telegram."""
    unreachable: int
    """Who have blocked the bot or left Telegram."""

    @property
    def by_telegram(self) -> int:
        return self.parents - self.absent - self.unreachable


def is_news(session: Session | None, made_at: datetime, *, now: datetime, zone: ZoneInfo) -> bool:
    """Tell whether an announcement that was held up is still worth telling."""
    if session is None:
        return now < made_at + NEWS_LASTS
    return now < instant(session.on + timedelta(days=1), time(), zone)

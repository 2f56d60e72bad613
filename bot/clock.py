"""The one place that reads the time; the demo and the tests move it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class Clock:
    """Tells the present instant, UTC and aware, ahead of the machine's by what was advanced."""

    def __init__(self, start: datetime | None = None) -> None:
        """Follow the machine's time, or stand still at `start` until advanced."""
        self._stands_at = start
        self._ahead = timedelta()
        self.on_advance: list[Callable[[], None]] = []
        """Called after each advance, for what would otherwise wait for its next tick."""

    def now(self) -> datetime:
        return (self._stands_at or datetime.now(UTC)) + self._ahead

    def advance(self, by: timedelta) -> None:
        self._ahead += by
        for look_again in self.on_advance:
            look_again()

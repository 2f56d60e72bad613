"""What waits to be taken by a bot."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.sandbox import limits
from bot.sandbox.json_types import Json

_FIRST_ID = 100_000_001
_NOT_BY_DEFAULT = {"chat_member", "message_reaction", "message_reaction_count"}


@dataclass(frozen=True, slots=True)
class Update:
    """One thing that happened."""

    update_id: int
    kind: str
    person_id: int
    content: Json
    expires_at: datetime

    def as_object(self) -> Json:
        return {"update_id": self.update_id, self.kind: self.content}


class UpdateQueue:
    """Updates in order; one stays until the bot confirms it, or until nobody can want it."""

    def __init__(self, on_added: Callable[[Update], None]) -> None:
        self.on_added = on_added
        self.allowed: list[str] = []  # empty: all but those a bot has to ask for
        self._waiting: dict[int, Update] = {}
        self._again: dict[int, Update] = {}
        self._twice: set[int] = set()
        self._last_id = _FIRST_ID - 1
        self._handled: dict[int, asyncio.Future[bool]] = {}

    def __len__(self) -> int:
        return len(self._waiting)

    def add(
        self,
        kind: str,
        content: Json,
        *,
        person_id: int,
        now: datetime,
        kept_for: timedelta = limits.MESSAGE_KEPT,
        twice: bool = False,
    ) -> Update | None:
        """Add an update, unless the bot does not want its kind."""
        if not self._is_wanted(kind):
            return None
        self._last_id += 1
        update = Update(self._last_id, kind, person_id, content, now + kept_for)
        self._waiting[update.update_id] = update
        if twice:
            self._twice.add(update.update_id)
        self.on_added(update)
        return update

    def _is_wanted(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed else kind not in _NOT_BY_DEFAULT

    def take(self, offset: int, limit: int, *, now: datetime) -> list[Update]:
        """Confirm what comes before `offset`, and return what comes next.

        A negative offset counts from the end.
        """
        if offset < 0:
            offset = max(self._last_id + 1 + offset, 0)
        self._confirm_before(offset)
        again = list(self._again.values())
        self._again.clear()
        return again + self.waiting(now=now, limit=limit - len(again))

    def _confirm_before(self, offset: int) -> None:
        while self._waiting:
            first = next(iter(self._waiting))
            if first >= offset:
                return
            self.confirm(first)

    def confirm(self, update_id: int) -> None:
        """Forget an update that the bot has handled, or bring it once more if so wanted."""
        update = self._waiting.pop(update_id, None)
        self._again.pop(update_id, None)
        if update is not None and update_id in self._twice:
            self._twice.discard(update_id)
            self._again[update_id] = update
            self.on_added(update)
        self._tell(update_id, handled=True)

    def waiting(self, *, now: datetime, limit: int | None = None) -> list[Update]:
        """Return the first that are waiting; those nobody can want any more are dropped."""
        found: list[Update] = []
        expired = []
        for update in self._waiting.values():
            if len(found) == limit:
                break
            if update.expires_at <= now:
                expired.append(update.update_id)
            else:
                found.append(update)
        for update_id in expired:
            self.drop(update_id)
        return found

    def clear(self) -> None:
        """Forget everything unhandled."""
        for update_id in list(self._waiting):
            self.drop(update_id)

    def drop(self, update_id: int) -> None:
        """Forget an update that the bot never handled."""
        self._waiting.pop(update_id, None)
        self._twice.discard(update_id)
        self._tell(update_id, handled=False)

    def _tell(self, update_id: int, *, handled: bool) -> None:
        future = self._handled.pop(update_id, None)
        if future is not None and not future.done():
            future.set_result(handled)

    async def wait_handled(self, update_id: int, seconds: float) -> bool:
        """Return whether the bot has handled the update in time."""
        if update_id not in self._waiting:
            return True
        future = self._handled.setdefault(update_id, asyncio.get_running_loop().create_future())
        try:
            return await asyncio.wait_for(asyncio.shield(future), seconds)
        except TimeoutError:
            return False

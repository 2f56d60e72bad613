"""News for pages that watch the sandbox live."""

import asyncio
from collections.abc import AsyncIterator

from bot.sandbox.json_types import Json

_BEHIND = 1_000  # news a page may leave unread before it is sent away


class Hub:
    """Whoever watches gets everything published from then on."""

    def __init__(self) -> None:
        self._watchers: set[asyncio.Queue[Json | None]] = set()

    def publish(self, kind: str, **fields: object) -> None:
        """Tell everyone; a watcher who stopped reading is told nothing more."""
        for watcher in list(self._watchers):
            if watcher.qsize() < _BEHIND:
                watcher.put_nowait({"kind": kind, **fields})
            else:
                self._watchers.discard(watcher)
                watcher.put_nowait(None)

    async def watch(self) -> AsyncIterator[Json]:
        """Yield what is published, until the sandbox closes."""
        watcher: asyncio.Queue[Json | None] = asyncio.Queue()
        self._watchers.add(watcher)
        try:
            while (news := await watcher.get()) is not None:
                yield news
        finally:
            self._watchers.discard(watcher)

    def close(self) -> None:
        """Send everyone away."""
        for watcher in self._watchers:
            watcher.put_nowait(None)
        self._watchers.clear()

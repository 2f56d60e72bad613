"""Waiting for a change without a loop that sleeps."""

import asyncio


class Signal:
    """A version that rises with every change, and those who wait for the next."""

    def __init__(self) -> None:
        self.version = 0
        self._waiting: set[asyncio.Future[None]] = set()

    def fire(self) -> None:
        """Raise the version and wake everyone."""
        self.version += 1
        waiting, self._waiting = self._waiting, set()
        for future in waiting:
            if not future.done():
                future.set_result(None)

    async def wait_beyond(self, version: int, seconds: float) -> bool:
        """Return whether the version passed `version` in time."""
        if self.version > version:
            return True
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            async with asyncio.timeout(seconds):
                await future
        except TimeoutError:
            return False
        finally:
            self._waiting.discard(future)
        return True

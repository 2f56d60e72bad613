"""The one request that may wait for a bot's updates."""

import asyncio

from bot.sandbox.errors import ApiError, ConnectionDroppedError
from bot.sandbox.rules import Rule
from bot.sandbox.updates import Update


class Polling:
    """Whoever waits, until an update comes or something else takes its place."""

    def __init__(self) -> None:
        self._waiting: asyncio.Future[Exception | None] | None = None

    def wake(self, _update: Update) -> None:
        """Tell whoever waits that there is an update."""
        self._finish(None)

    def end(self, reason: Rule) -> None:
        """Send whoever waits away."""
        self._finish(ApiError(reason))

    def drop(self) -> None:
        """Break the connection of whoever waits."""
        self._finish(ConnectionDroppedError())

    def _finish(self, why: Exception | None) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(why)
        self._waiting = None

    async def wait(self, seconds: float) -> None:
        """Wait to be woken, or until the time is over.

        Raises ApiError when sent away, ConnectionDroppedError when there is no answer.
        """
        self._waiting = asyncio.get_running_loop().create_future()
        try:
            why = await asyncio.wait_for(self._waiting, seconds)
        except TimeoutError:
            return
        if why is not None:
            raise why

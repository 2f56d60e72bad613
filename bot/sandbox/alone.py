"""The sandbox by itself, empty, for any bot."""

import asyncio
from collections.abc import Callable

from bot.clock import Clock
from bot.sandbox.server import Sandbox


async def serve(port: int, announce: Callable[[str], None]) -> None:
    """Run until cancelled; `announce` gets the address once it answers.

    Raises OSError when the port is taken.
    """
    async with Sandbox(Clock(), port) as sandbox:
        announce(sandbox.url)
        await asyncio.Event().wait()

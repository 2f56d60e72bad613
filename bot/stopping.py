"""How the program is told to end: by Ctrl+C, or by SIGTERM from whatever keeps it running."""

import asyncio
import signal
from collections.abc import Coroutine
from typing import Any

SIGNALS = (signal.SIGINT, signal.SIGTERM)


def run_until_told(work: Coroutine[Any, Any, None]) -> None:
    """Run `work` to its end; the first signal cancels it, so that it ends in good order.

    More of them change nothing: terminals, `timeout` and supervisors are apt to send several.
    """
    asyncio.run(_cancelled_by_signal(work))


async def _cancelled_by_signal(work: Coroutine[Any, Any, None]) -> None:
    loop, task = asyncio.get_running_loop(), asyncio.ensure_future(work)

    def stop(*_: object) -> None:
        for told in SIGNALS:
            signal.signal(told, signal.SIG_IGN)
        loop.call_soon_threadsafe(task.cancel)

    before = {told: signal.signal(told, stop) for told in SIGNALS}
    await asyncio.wait([task])
    if not task.cancelled():
        for told, handler in before.items():
            signal.signal(told, handler)
        task.result()

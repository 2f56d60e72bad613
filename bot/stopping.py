"""How the program is told to end: by Ctrl+C, or by SIGTERM from whatever keeps it running."""

import asyncio
import os
import signal
import threading
from collections.abc import Coroutine
from typing import Any

import structlog

SIGNALS = (signal.SIGINT, signal.SIGTERM)
STOP_SECONDS = 45.0
"""More than the intake gives what it holds."""

log = structlog.stdlib.get_logger(__name__)


def run_until_told(work: Coroutine[Any, Any, None]) -> None:
    """Run `work` to its end; the first signal cancels it, so that it ends in good order.

    More of them change nothing: terminals, `timeout` and supervisors are apt to send several.
    What hangs for too long, like a database that has stopped answering, is left as by kill -9.
    """
    asyncio.run(_cancelled_by_signal(work))


async def _cancelled_by_signal(work: Coroutine[Any, Any, None]) -> None:
    loop, task = asyncio.get_running_loop(), asyncio.ensure_future(work)

    def stop(*_: object) -> None:
        for told in SIGNALS:
            signal.signal(told, signal.SIG_IGN)
        loop.call_soon_threadsafe(task.cancel)
        _leave_after(STOP_SECONDS)

    before = {told: signal.signal(told, stop) for told in SIGNALS}
    await asyncio.wait([task])
    if not task.cancelled():
        for told, handler in before.items():
            signal.signal(told, handler)
        task.result()


def _leave_after(seconds: float) -> None:
    """End the process, if it has not ended by then; by a thread, for the loop may hang too."""
    deadline = threading.Timer(seconds, _leave)
    deadline.daemon = True
    deadline.start()


def _leave() -> None:
    log.error("it did not end in time; what was under way is done again at the next start")
    os._exit(1)

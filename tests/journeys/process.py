"""The bot as a process: it runs, it is killed, another one goes on."""

import asyncio
from collections.abc import Coroutine, Generator
from contextvars import ContextVar
from enum import StrEnum
from typing import Any

from bot.app import Afterbell
from bot.clock import Clock
from bot.settings import Settings
from storage.conversations import save_conversation
from storage.database import Database

_running: ContextVar["Process | None"] = ContextVar("running", default=None)


def count_tasks(
    loop: asyncio.AbstractEventLoop,
    work: Coroutine[Any, Any, Any] | Generator[Any, None, Any],
    **options: Any,
) -> asyncio.Task[Any]:
    """Be a loop's task factory that notes which process begins a task."""
    task: asyncio.Task[Any] = asyncio.Task(work, loop=loop, **options)
    if (process := _running.get()) is not None:
        process.tasks.add(task)
        task.add_done_callback(process.tasks.discard)
    return task


class Point(StrEnum):
    """Where a process can be killed on the way of one update."""

    COMMIT = "before the effect is committed"
    ANSWER = "after the commit, before the answer"
    KEPT = "after the answer, before the step is kept"
    CONFIRMED = "after all of it, before Telegram hears that the update was handled"


class Process:
    """One run of the bot, with a database pool of its own; the loop needs `count_tasks`."""

    def __init__(self, settings: Settings, clock: Clock, database_url: str) -> None:
        self.tasks: set[asyncio.Task[Any]] = set()
        self.stopped = asyncio.Event()
        self.database = Database(database_url)
        self.clock = clock
        self.bot = Afterbell(settings, clock, self.database)
        self._deliver_one_at_a_time()

    def _deliver_one_at_a_time(self) -> None:
        """Let `settle` wait for a delivery under way."""
        delivery, lock = self.bot._delivery, asyncio.Lock()
        deliver = delivery.deliver_due

        async def deliver_due() -> None:
            async with lock:
                await deliver()

        delivery.deliver_due = deliver_due  # type: ignore[method-assign]

    def stop_at(self, point: Point) -> None:
        """Stand still at a point of the next update, for ever; `stopped` tells."""
        match point:
            case Point.COMMIT | Point.KEPT:
                self._stop_before_writing(point)
            case Point.ANSWER:
                self._stop_before_answering()
            case Point.CONFIRMED:
                self._stop_before_confirming()

    async def _stand_still(self) -> None:
        self.stopped.set()
        await asyncio.Event().wait()

    def _stop_before_writing(self, point: Point) -> None:
        run = self.database.run

        async def stopping(work: Any, *args: Any, **kwargs: Any) -> Any:
            is_domain = work.__module__.startswith("domain.")
            if is_domain if point is Point.COMMIT else work is save_conversation:
                await self._stand_still()
            return await run(work, *args, **kwargs)

        self.database.run = stopping  # type: ignore[method-assign]

    def _stop_before_answering(self) -> None:
        bot = self.bot.application.bot
        ask = bot.request.do_request

        async def stopping(url: str, *args: Any, **kwargs: Any) -> Any:
            if url.endswith(("sendMessage", "editMessageText")):
                await self._stand_still()
            return await ask(url, *args, **kwargs)

        bot.request.do_request = stopping  # type: ignore[method-assign]

    def _stop_before_confirming(self) -> None:
        application = self.bot.application
        process = application.process_update

        async def stopping(update: object) -> None:
            await process(update)
            await self._stand_still()

        application.process_update = stopping  # type: ignore[method-assign]

    async def start(self) -> None:
        before = _running.set(self)
        try:
            await self.bot.__aenter__()
        finally:
            _running.reset(before)

    async def kill(self) -> None:
        """Stop as if by kill -9: nothing is finished, confirmed or said; sockets just close."""
        self.clock.on_advance.remove(self.bot._catch_up)
        self.bot._scheduler.shutdown(wait=False)
        doomed = self.tasks | self.bot._background
        for task in doomed:
            task.cancel()
        await asyncio.gather(*doomed, return_exceptions=True)
        if self.bot.web:
            await self.bot.web.stop()
        await self.bot.application.bot.shutdown()
        self.database.close()

    async def pause(self) -> None:
        """Take no more updates, so that another process can."""
        self.bot.intake.stop()
        await self.bot._taking

    def resume(self) -> None:
        """Take updates again, with the memory of before."""
        before = _running.set(self)
        self.bot.intake = self.bot._make_intake(self.bot._services.settings)
        self.bot._taking = asyncio.create_task(self.bot.intake.run())
        _running.reset(before)

    async def settle(self) -> None:
        """Wait until the sweeps under way have ended and no notice is due."""
        sweeps = [task for task in self.bot._background if "sweep" in repr(task.get_coro())]
        await asyncio.gather(*sweeps)
        await self.bot._delivery.deliver_due()
        await self.bot._registers.refresh()

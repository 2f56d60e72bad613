"""The bot as a process that ends itself by SIGKILL at a point of its work."""

import asyncio
import json
import logging
import os
import signal
import threading
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from multiprocessing import parent_process
from typing import Any

from bot.app import Afterbell
from bot.clock import Clock
from bot.flood import Lane, Lanes
from bot.settings import Settings
from bot.transport import AiohttpRequest
from storage.connection import Connection
from storage.database import Database
from tests.journeys.pacing import lift_limits


class Point(StrEnum):
    """Where a process dies."""

    BEFORE_COMMIT = "all is written and not committed"
    AFTER_COMMIT = "it is committed and nobody knows"
    BEFORE_ANSWER = "a tap is dealt with, its answer not sent"
    AFTER_ANSWER = "the answer is sent, and that is not noted"
    BEFORE_NOTICE = "a notice is claimed and not sent"
    AFTER_NOTICE = "a notice is sent and not settled"
    BEFORE_CONFIRM = "updates are handled and not confirmed"
    AFTER_POLL = "updates are confirmed and the next have come"


@dataclass(frozen=True)
class Life:
    """How one process runs and ends."""

    settings: Settings
    database_url: str
    now: datetime
    log: str
    point: Point | None = None
    """None: it lives until somebody kills it."""
    passings: int = 1
    """How often it comes to the point before it dies there."""
    confirms_first: bool = False
    """Confirm updates when they come, as python-telegram-bot's own updater does."""


class Death:
    """Waits at a point."""

    def __init__(self, life: Life) -> None:
        self._point = life.point
        self._left = life.passings
        self._lock = threading.Lock()

    def passes(self, point: Point) -> None:
        """Come to a point, and perhaps no further."""
        if point is not self._point:
            return
        with self._lock:
            self._left -= 1
            if not self._left:
                os.kill(os.getpid(), signal.SIGKILL)


_lane: ContextVar[Lane | None] = ContextVar("lane", default=None)


def run(life: Life) -> None:
    """Run the bot in this process until it dies."""
    logging.basicConfig(filename=life.log, level=logging.WARNING)
    lift_limits()
    database = Database(life.database_url)
    death = Death(life)
    _die_about_commits(database, death)
    _die_about_requests(death, confirms_first=life.confirms_first)
    asyncio.run(_serve(life, database))


async def _serve(life: Life, database: Database) -> None:
    _end_with_parent()
    async with Afterbell(life.settings, Clock(life.now), database) as afterbell:
        await afterbell.wait()


def _end_with_parent() -> None:
    """Do not outlive the tests, even if they are killed themselves."""
    parent = parent_process()
    assert parent is not None
    asyncio.get_running_loop().add_reader(parent.sentinel, os._exit, 1)


def _die_about_commits(database: Database, death: Death) -> None:
    """Count the commits of use cases, not those that only keep a step or settle a notice."""
    here = threading.local()
    transact, commit = database.transact, Connection.commit

    def counted(work: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        here.counts = work.__module__.startswith("domain.")
        answer = transact(work, *args, **kwargs)
        if here.counts:
            death.passes(Point.AFTER_COMMIT)
        return answer

    def commit_or_die(connection: Connection) -> None:
        if getattr(here, "counts", False):
            connection.send_written()
            death.passes(Point.BEFORE_COMMIT)
        commit(connection)

    database.transact = counted  # type: ignore[method-assign]
    Connection.commit = commit_or_die  # type: ignore[assignment,method-assign]


def _die_about_requests(death: Death, *, confirms_first: bool) -> None:
    take_turn, ask = Lanes.process_request, AiohttpRequest.do_request
    highest = 0

    async def take_turn_noting_lane(self: Lanes, *args: Any, **kwargs: Any) -> Any:
        lane = kwargs.get("rate_limit_args")
        with_lane = _lane.set(lane)
        try:
            return await take_turn(self, *args, **kwargs)
        finally:
            _lane.reset(with_lane)

    async def ask_or_die(self: AiohttpRequest, url: str, *args: Any, **kwargs: Any) -> Any:
        name = url.rpartition("/")[2]
        if name == "getUpdates":
            return await polled(self, url, *args, **kwargs)
        if name not in {"sendMessage", "editMessageText"}:
            return await ask(self, url, *args, **kwargs)
        is_notice = _lane.get() is Lane.BULK
        death.passes(Point.BEFORE_NOTICE if is_notice else Point.BEFORE_ANSWER)
        answer = await ask(self, url, *args, **kwargs)
        death.passes(Point.AFTER_NOTICE if is_notice else Point.AFTER_ANSWER)
        return answer

    async def polled(self: AiohttpRequest, url: str, *args: Any, **kwargs: Any) -> Any:
        nonlocal highest
        offset = kwargs["request_data"].parameters.get("offset", 0)
        confirms, highest = offset > highest, max(offset, highest)
        if confirms:
            death.passes(Point.BEFORE_CONFIRM)
        answer = await ask(self, url, *args, **kwargs)
        if confirms:
            death.passes(Point.AFTER_POLL)
        if confirms_first and (updates := json.loads(answer[1])["result"]):
            beyond = updates[-1]["update_id"] + 1
            await ask(self, f"{url}?offset={beyond}&limit=1&timeout=0", "POST")
        return answer

    Lanes.process_request = take_turn_noting_lane  # type: ignore[method-assign]
    AiohttpRequest.do_request = ask_or_die  # type: ignore[method-assign]

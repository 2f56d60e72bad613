"""Three addresses for whoever watches the bot: does it live, is it ready, what has it counted."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

import structlog
from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST

from bot.context import Services
from storage.errors import BusyError
from storage.figures import Figures, answers, find_figures

log = structlog.stdlib.get_logger(__name__)

ANSWER_SECONDS = 2.0
"""How long the database may take for its part."""

Answer = TypeVar("Answer")


class Watch:
    """Answers `/healthz`, `/readyz` and `/metrics`."""

    def __init__(self, services: Services, takes_updates: Callable[[], bool]) -> None:
        self._services = services
        self._takes_updates = takes_updates
        self._alive = Question(lambda: services.database.read(answers))
        self._figures = Question(self._find_figures)

    @property
    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/healthz", self._live),
            web.get("/readyz", self._ready),
            web.get("/metrics", self._metrics),
        ]

    async def _live(self, _request: web.Request) -> web.Response:
        return web.Response(text="ok")

    async def _ready(self, _request: web.Request) -> web.Response:
        parts = {
            "database": "ok" if await self._alive.answer() else "does not answer",
            "intake": "ok" if self._takes_updates() else "takes no updates",
        }
        is_ready = set(parts.values()) == {"ok"}
        return web.json_response(parts, status=200 if is_ready else 503)

    async def _metrics(self, _request: web.Request) -> web.Response:
        text = self._services.metrics.exposition(await self._figures.answer())
        return web.Response(body=text, headers={"Content-Type": CONTENT_TYPE_LATEST})

    async def _find_figures(self) -> Figures:
        services = self._services
        return await services.database.read(find_figures, now=services.clock.now())


class Question(Generic[Answer]):
    """What the database is asked again and again, and waited for only briefly.

    It is not asked anew before it has answered: however often somebody looks, a database that
    hangs holds one thread of those that screens need too.
    """

    def __init__(self, ask: Callable[[], Awaitable[Answer]]) -> None:
        self._ask = ask
        self._asked: asyncio.Task[Answer | None] | None = None

    async def answer(self) -> Answer | None:
        """Return the answer, None if there is none in time."""
        if self._asked is None or self._asked.done():
            self._asked = asyncio.create_task(self._answer())
        asked = self._asked
        done, _ = await asyncio.wait([asked], timeout=ANSWER_SECONDS)
        return asked.result() if done else None

    async def _answer(self) -> Answer | None:
        try:
            return await self._ask()
        except BusyError:
            return None  # whoever asked says that the database is away
        except Exception:
            log.exception("the database could not be asked")
            return None

"""The sandbox itself over HTTP: its clock, faults and log, the guide, and news for pages."""

import json
from pathlib import Path
from time import process_time

from aiohttp import web

from bot.sandbox.durations import parse_duration
from bot.sandbox.errors import PersonError
from bot.sandbox.faults import FaultKind
from bot.sandbox.json_types import Json
from bot.sandbox.people_side import answering, read_body
from bot.sandbox.world import GuideLine, World

_OWN_THINGS_ONLY = {"Content-Security-Policy": "default-src 'self'"}
_PAGE = Path(__file__).parent / "page"


class ControlSide:
    """Answers the page and the tests about everything that is not a person."""

    def __init__(self, world: World) -> None:
        self._world = world

    def routes(self) -> list[web.AbstractRouteDef]:
        return [
            web.get("/", self._page),
            web.static("/page", _PAGE),
            web.get("/sandbox/events", self._events),
            web.get("/sandbox/requests", answering(self._requests)),
            web.get("/sandbox/faults", answering(self._faults)),
            web.post("/sandbox/faults", answering(self._add_fault)),
            web.delete("/sandbox/faults", answering(self._remove_faults)),
            web.get("/sandbox/clock", answering(self._clock)),
            web.post("/sandbox/clock", answering(self._advance)),
            web.get("/sandbox/guide", answering(self._guide)),
            web.post("/sandbox/guide", answering(self._set_guide)),
        ]

    async def _page(self, _request: web.Request) -> web.FileResponse:
        return web.FileResponse(_PAGE / "index.html", headers=_OWN_THINGS_ONLY)

    async def _events(self, request: web.Request) -> web.StreamResponse:
        """Stream news as server-sent events."""
        response = web.StreamResponse()
        response.content_type = "text/event-stream"
        response.headers["Cache-Control"] = "no-store"
        await response.prepare(request)
        await response.write(b": hello\n\n")
        async for news in self._world.hub.watch():
            await response.write(f"data: {json.dumps(news)}\n\n".encode())
        return response

    async def _requests(self, request: web.Request) -> Json:
        """List requests; `after`, `method` and `person` choose among them."""
        query, log = request.query, self._world.requests
        try:
            after = int(query.get("after", 0))
            person_id = int(query["person"]) if "person" in query else None
        except ValueError:
            raise PersonError("after and person are numbers") from None
        found = log.newest(after=after, method=query.get("method"), person_id=person_id)
        return {
            "count": log.count,
            "seconds": log.seconds,
            "process_seconds": process_time(),
            "requests": [exchange.as_seen() for exchange in found],
        }

    async def _faults(self, _request: web.Request) -> list[Json]:
        return [fault.as_seen() for fault in self._world.faults.listed()]

    async def _add_fault(self, request: web.Request) -> Json:
        fault = self._world.faults.add(await read_body(request))
        if fault.kind is FaultKind.OUTAGE:
            for bot in self._world.bots:
                bot.polling.drop()
        self._world.hub.publish("faults")
        return fault.as_seen()

    async def _remove_faults(self, request: web.Request) -> Json:
        """Switch off the fault of `id`, or all of them."""
        fault_id = request.query.get("id", "")
        if fault_id.isdecimal():
            self._world.faults.remove(int(fault_id))
        else:
            self._world.faults.clear()
        self._world.hub.publish("faults")
        return {}

    async def _clock(self, _request: web.Request) -> Json:
        return {"now": self._world.clock.now().isoformat()}

    async def _advance(self, request: web.Request) -> Json:
        body = await read_body(request)
        try:
            by = parse_duration(str(body.get("advance", "")))
        except ValueError as error:
            raise PersonError(str(error)) from None
        self._world.clock.advance(by)
        self._world.hub.publish("clock")
        return await self._clock(request)

    async def _guide(self, _request: web.Request) -> Json:
        return {
            "lines": [line.as_seen() for line in self._world.guide],
            "bot": self._world.bots.home.user,
        }

    async def _set_guide(self, request: web.Request) -> Json:
        """Say what to try first."""
        lines = (await read_body(request)).get("lines")
        if not isinstance(lines, list) or not all(isinstance(line, dict) for line in lines):
            raise PersonError("lines is a list of objects")
        self._world.guide = [
            GuideLine(str(line.get("text", "")), line.get("person"), line.get("send"))
            for line in lines
        ]
        self._world.hub.publish("people")
        return await self._guide(request)

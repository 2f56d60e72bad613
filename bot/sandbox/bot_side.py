"""The Bot API over HTTP: `/bot<TOKEN>/<method>`, and the bytes of files."""

import asyncio
import inspect
from time import perf_counter

from aiohttp import web

from bot.sandbox.arguments import Arguments, read_arguments
from bot.sandbox.call import Call
from bot.sandbox.errors import ApiError, ConnectionDroppedError
from bot.sandbox.faults import FaultKind
from bot.sandbox.json_types import Json
from bot.sandbox.methods.table import METHODS
from bot.sandbox.phone import Phone
from bot.sandbox.rules import Rule
from bot.sandbox.world import World

_NOT_MODELLED = (
    "allow_paid_broadcast",
    "business_connection_id",
    "direct_messages_topic_id",
    "inline_message_id",
    "message_thread_id",
    "rich_message",
    "suggested_post_parameters",
)


class BotSide:
    """Answers bots."""

    def __init__(self, world: World) -> None:
        self._world = world

    def routes(self) -> list[web.RouteDef]:
        return [
            web.route("*", "/bot{token}/{method}", self._handle),
            web.get("/file/bot{token}/{path:.+}", self._download),
        ]

    async def _handle(self, request: web.Request) -> web.Response:
        try:
            bot = self._world.bots.of_token(request.match_info["token"])
            arguments = await read_arguments(request)
        except ApiError as error:
            return _respond(error.answer())
        call = Call(self._world, bot, arguments, self._world.clock.now())
        try:
            return _respond(await self._answer(request.match_info["method"], call))
        except ConnectionDroppedError:
            return _hang_up(request)

    async def _answer(self, name: str, call: Call) -> Json:
        """Return the answer, with the faults that are switched on, and note it."""
        method, answer, took = name.lower(), None, _Stopwatch()
        try:
            await self._fail_before(method, call)
            answer = await _result(method, call, took)
            self._fail_after(method, call)
        except ConnectionDroppedError:
            answer = None
            raise
        except ApiError as error:
            answer = error.answer()
        finally:
            self._world.requests.add(
                at=call.now,
                bot_id=call.bot.user["id"],
                method=name,
                arguments=call.arguments,
                answer=answer,
                seconds=took.seconds,
            )
            self._world.hub.publish("request")
        return answer

    async def _fail_before(self, method: str, call: Call) -> None:
        """Do what is to go wrong before the request takes effect."""
        faults, person_id = self._world.faults, _person_id(call.arguments)
        for kind in (FaultKind.OUTAGE, FaultKind.RESET_BEFORE):
            if faults.strike(kind, method, person_id):
                raise ConnectionDroppedError
        if latency := faults.strike(FaultKind.LATENCY, method, person_id):
            await asyncio.sleep(latency.seconds)
        if seconds := self._retry_after(method, call, person_id):
            raise ApiError(Rule.TOO_MANY_REQUESTS, seconds=seconds)
        if faults.strike(FaultKind.SERVER_ERROR, method, person_id):
            raise ApiError(Rule.SERVER_ERROR)
        person = self._world.people.find(person_id or 0)
        if person is None or call.bot.chat_with(person).blocked:
            return
        if faults.strike(FaultKind.BLOCK, method, person_id):
            Phone(self._world, call.bot, person).block()

    def _retry_after(self, method: str, call: Call, person_id: int | None) -> int:
        """Return how long the bot is told to wait, if it is."""
        faults = self._world.faults
        if flood := faults.strike(FaultKind.TOO_MANY_REQUESTS, method, person_id):
            return flood.retry_after
        if faults.strike(FaultKind.FLOOD_LIMITS, method, person_id):
            return call.bot.flood.retry_after(method, person_id)
        return 0

    def _fail_after(self, method: str, call: Call) -> None:
        """Break the connection although the request took effect, if that is to go wrong."""
        person_id = _person_id(call.arguments)
        if self._world.faults.strike(FaultKind.RESET_AFTER, method, person_id):
            raise ConnectionDroppedError

    async def _download(self, request: web.Request) -> web.Response:
        try:
            bot = self._world.bots.of_token(request.match_info["token"])
            file = bot.files.find_path(request.match_info["path"])
            if file is None:
                raise ApiError(Rule.DOWNLOAD_NOT_FOUND)
        except ApiError as error:
            return _respond(error.answer())
        return web.Response(body=file.upload.content)


class _Stopwatch:
    """Measures the sandbox's own work."""

    def __init__(self) -> None:
        self._began = perf_counter()
        self.seconds = 0.0

    def start(self) -> None:
        self._began = perf_counter()

    def stop(self) -> None:
        self.seconds = perf_counter() - self._began


async def _result(name: str, call: Call, took: _Stopwatch) -> Json:
    method = METHODS.get(name)
    if method is None:
        raise ApiError(Rule.UNKNOWN_METHOD)
    for argument in _NOT_MODELLED:
        if call.arguments.is_asked(argument):
            raise ApiError(Rule.NOT_MODELLED, what=f"the parameter {argument}")
    took.start()
    try:
        result = method(call)
    finally:
        took.stop()
    return {"ok": True, "result": await result if inspect.isawaitable(result) else result}


def _person_id(arguments: Arguments) -> int | None:
    chat_id = arguments.text("chat_id")
    return int(chat_id) if chat_id.isdecimal() else None


def _respond(answer: Json) -> web.Response:
    return web.json_response(answer, status=answer.get("error_code", 200))


def _hang_up(request: web.Request) -> web.Response:
    """Break the connection; the response is never seen."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()

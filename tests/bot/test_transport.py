"""Requests to Telegram: they arrive as they were made, and fail without saying the token."""

import asyncio
import logging
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress

import pytest
from aiohttp import web
from telegram import Bot, InputFile
from telegram.error import BadRequest, NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.metrics import Metrics
from bot.sandbox.client import SandboxClient
from bot.sandbox.server import Sandbox
from bot.transport import CONNECT_SECONDS, PAUSES, READ_SECONDS, AiohttpRequest, _seconds
from tests.bot.scraped import Scraped
from tests.bot.values import TOKEN

Answering = Callable[[web.Request], Awaitable[web.StreamResponse]]


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.transport.PAUSES", (0.0, 0.0, 0.0))


@pytest.fixture
async def request_() -> AsyncIterator[AiohttpRequest]:
    request = AiohttpRequest(Metrics())
    await request.initialize()
    yield request
    await request.shutdown()


class Server:
    """Answers as it is told, on loopback."""

    def __init__(self) -> None:
        self.answer: Answering = self._fine
        self.ports: list[int] = []
        self.url = ""

    async def _fine(self, request: web.Request) -> web.StreamResponse:
        return web.json_response({"ok": True, "result": dict(await request.post())})

    async def handle(self, request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        self.ports.append(request.transport.get_extra_info("peername")[1])
        return await self.answer(request)


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    server = Server()
    application = web.Application()
    application.router.add_route("*", "/{path:.*}", server.handle)
    runner = web.AppRunner(
        application, access_log=None, shutdown_timeout=0, handler_cancellation=True
    )
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    server.url = f"http://127.0.0.1:{runner.addresses[0][1]}/bot{TOKEN}/getMe"
    yield server
    await runner.cleanup()


@pytest.fixture
async def bot(sandbox: Sandbox) -> AsyncIterator[Bot]:
    bot = Bot(
        TOKEN,
        base_url=f"{sandbox.url}/bot",
        base_file_url=f"{sandbox.url}/file/bot",
        request=AiohttpRequest(Metrics()),
        get_updates_request=AiohttpRequest(Metrics()),
    )
    async with bot:
        yield bot


async def never(_request: web.Request) -> web.StreamResponse:
    await asyncio.Event().wait()
    raise AssertionError


async def hang_up(request: web.Request) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def stop_halfway(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Length": "1000"})
    await response.prepare(request)
    await response.write(b"{")
    assert request.transport is not None
    request.transport.close()
    return response


async def test_call_and_answer_travel_whole(bot: Bot, client: SandboxClient) -> None:
    anna = await client.person("Anna", person_id=1001)
    await anna.send("/start", wait=False)

    sent = await bot.send_message(1001, "Grüße & <b>🎂</b>", parse_mode="HTML")

    assert sent.text == "Grüße & 🎂"
    assert (await anna.messages())[-1].html == "Grüße &amp; <b>🎂</b>"


async def test_refusals_come_in_telegrams_words(bot: Bot) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(99, "Hello")


async def test_files_are_sent_as_parts(bot: Bot, client: SandboxClient) -> None:
    anna = await client.person("Anna", person_id=1001)
    await anna.send("/start", wait=False)
    content = bytes(range(256)) * 1000

    sent = await bot.send_document(
        1001, InputFile(content, filename="regîster.pdf"), caption="The register"
    )

    assert sent.document is not None
    assert (sent.document.file_name, sent.document.file_size) == ("regîster.pdf", 256_000)
    assert sent.caption == "The register"
    file = await bot.get_file(sent.document.file_id)
    assert bytes(await file.download_as_bytearray()) == content


async def test_call_without_arguments_has_no_body(request_: AiohttpRequest, server: Server) -> None:
    bodies = []

    async def look(request: web.Request) -> web.StreamResponse:
        bodies.append(await request.read())
        return web.Response()

    server.answer = look

    await request_.do_request(server.url, "POST")
    await request_.do_request(server.url, "POST", RequestData())

    assert bodies == [b"", b""]


async def test_status_and_body_are_handed_on_as_they_are(
    request_: AiohttpRequest, server: Server
) -> None:
    async def gateway(_request: web.Request) -> web.StreamResponse:
        return web.Response(status=502, body=b"<html>bad gateway")

    server.answer = gateway

    assert await request_.do_request(server.url, "GET") == (502, b"<html>bad gateway")


async def test_connection_is_used_again(request_: AiohttpRequest, server: Server) -> None:
    for _ in range(3):
        await request_.do_request(server.url, "GET")

    assert len(set(server.ports)) == 1


async def test_initializing_again_keeps_the_connections(
    request_: AiohttpRequest, server: Server
) -> None:
    await request_.do_request(server.url, "GET")
    await request_.initialize()
    await request_.do_request(server.url, "GET")

    assert len(set(server.ports)) == 1


async def test_request_needs_to_be_initialized_and_can_be_again(server: Server) -> None:
    request = AiohttpRequest(Metrics())
    with pytest.raises(RuntimeError, match="initialize"):
        await request.do_request(server.url, "GET")
    await request.shutdown()

    await request.initialize()
    assert (await request.do_request(server.url, "GET"))[0] == 200
    await request.shutdown()
    with pytest.raises(RuntimeError, match="initialize"):
        await request.do_request(server.url, "GET")


async def test_answer_that_does_not_come_times_out(
    request_: AiohttpRequest, server: Server
) -> None:
    server.answer = never

    with pytest.raises(TimedOut):
        await request_.do_request(server.url, "GET", read_timeout=0.01)


async def refuse(_request: web.Request) -> web.StreamResponse:
    return web.json_response({"ok": False}, status=429)


async def fail(_request: web.Request) -> web.StreamResponse:
    return web.Response(status=502)


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [(refuse, "429"), (fail, "5xx"), (hang_up, "network"), (never, "timeout"), (None, "ok")],
)
async def test_each_attempt_is_counted_by_how_it_ended(
    server: Server, answer: Answering | None, outcome: str
) -> None:
    metrics = Metrics()
    request = AiohttpRequest(metrics)
    await request.initialize()
    server.answer = answer or server.answer
    url = server.url.replace("getMe", "sendMessage")

    with suppress(NetworkError):
        await request.do_request(url, "POST", read_timeout=0.01 if answer is never else 5)
    with suppress(NetworkError):
        await request.do_request(url, "POST", read_timeout=0.01 if answer is never else 5)

    found = Scraped(metrics.exposition(None).decode())
    labels = {"method": "sendMessage", "outcome": outcome}
    assert found.value("afterbell_api_calls_total", **labels) == 2
    assert found.value("afterbell_api_call_seconds_count", method="sendMessage") == 2
    await request.shutdown()


async def test_attempts_that_are_repeated_count_each(
    request_: AiohttpRequest, server: Server
) -> None:
    server.answer = hang_up

    with pytest.raises(NetworkError):
        await request_.do_request(server.url, "POST")

    found = Scraped(request_._metrics.exposition(None).decode())
    assert found.value("afterbell_api_calls_total", method="getMe", outcome="network") == 4


@pytest.mark.parametrize(
    ("given", "seconds"), [(BaseRequest.DEFAULT_NONE, 15.0), (None, None), (0.5, 0.5)]
)
def test_timeout_is_the_default_unless_one_is_given(
    given: float | None, seconds: float | None
) -> None:
    assert _seconds(given, READ_SECONDS) == seconds


def test_there_are_limits_by_default() -> None:
    assert AiohttpRequest(Metrics()).read_timeout == READ_SECONDS
    assert _seconds(BaseRequest.DEFAULT_NONE, CONNECT_SECONDS) == CONNECT_SECONDS


@pytest.mark.parametrize("answer", [hang_up, stop_halfway])
async def test_broken_connection_is_a_network_error(
    request_: AiohttpRequest, server: Server, answer: Answering
) -> None:
    server.answer = answer

    with pytest.raises(NetworkError):
        await request_.do_request(server.url, "GET")


@pytest.mark.parametrize("answer", [hang_up, stop_halfway, never, None])
async def test_no_failure_says_the_token(
    request_: AiohttpRequest,
    server: Server,
    caplog: pytest.LogCaptureFixture,
    answer: Answering | None,
) -> None:
    caplog.set_level(logging.DEBUG)
    url = server.url
    if answer is None:
        url = f"http://127.0.0.1:1/bot{TOKEN}/getMe"  # where nobody listens
    else:
        server.answer = answer

    with pytest.raises(TelegramError) as caught:
        await request_.post(url, read_timeout=0.05)

    told = "".join(traceback.format_exception(caught.value))
    assert TOKEN not in str(caught.value)
    assert TOKEN not in told
    assert TOKEN not in caplog.text


async def test_address_that_is_none_says_no_token_either(request_: AiohttpRequest) -> None:
    with pytest.raises(NetworkError) as caught:
        await request_.post(f"http://[/bot{TOKEN}/getMe")

    assert TOKEN not in "".join(traceback.format_exception(caught.value))


async def fail_once_then_answer(server: Server) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        return await (hang_up(request) if len(server.ports) == 1 else server._fine(request))

    server.answer = answer


@pytest.mark.parametrize("name", ["editMessageText", "deleteMessage", "getMe"])
async def test_call_that_can_be_made_twice_is_made_again(
    name: str, request_: AiohttpRequest, server: Server
) -> None:
    await fail_once_then_answer(server)

    status, _ = await request_.do_request(server.url.replace("getMe", name), "POST")

    assert (status, len(server.ports)) == (200, 2)


@pytest.mark.parametrize(
    "name", ["sendMessage", "sendInvoice", "answerCallbackQuery", "getUpdates"]
)
async def test_call_that_may_have_had_its_effect_is_not_made_again(
    name: str, request_: AiohttpRequest, server: Server
) -> None:
    await fail_once_then_answer(server)

    with pytest.raises(NetworkError):
        await request_.do_request(server.url.replace("getMe", name), "POST")

    assert len(server.ports) == 1


async def test_message_that_never_left_is_sent_again_after_growing_pauses(
    request_: AiohttpRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = "http://127.0.0.1:1/bot/sendMessage"
    paused: list[float] = []

    async def pause(seconds: float) -> None:
        paused.append(seconds)

    monkeypatch.setattr("bot.transport.PAUSES", PAUSES)
    monkeypatch.setattr("bot.transport.asyncio.sleep", pause)
    with pytest.raises(NetworkError):
        await request_.do_request(closed, "POST")
    assert len(paused) == 3
    assert paused == sorted(set(paused))

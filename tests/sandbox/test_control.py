"""The log, the clock, the guide, the news, and who is let in."""

import asyncio
import json
from typing import Any

import aiohttp
import pytest

from bot.clock import Clock
from bot.sandbox.alone import serve
from bot.sandbox.client import SandboxClient, SandboxError
from bot.sandbox.durations import parse_duration
from bot.sandbox.events import Hub
from bot.sandbox.server import Sandbox
from tests.sandbox.api import TOKEN, Api
from tests.sandbox.conftest import NOON
from tests.sandbox.scene import Scene


async def test_every_request_is_logged_with_its_answer(scene: Scene) -> None:
    await scene.raw("sendMessage", text="")
    await scene.raw("sendMassage", text="Hi")

    bad, unknown = (await scene.client.requests())[-2:]

    assert bad["arguments"] == {"chat_id": scene.anna.id, "text": ""}
    assert bad["answer"]["description"] == "Bad Request: message text is empty"
    assert (unknown["method"], unknown["answer"]["error_code"]) == ("sendMassage", 404)
    assert bad["ms"] >= 0
    assert bad["bot"] == 5000001


async def test_log_is_chosen_by_number_method_and_person(scene: Scene) -> None:
    everything = await scene.client.requests()
    sent = await scene.client.requests(method="sendmessage", person=scene.anna.id)

    assert [request["method"] for request in sent] == ["sendMessage", "sendMessage"]
    assert await scene.client.requests(after=everything[-1]["number"]) == []
    assert await scene.client.requests(person=404) == []
    with pytest.raises(SandboxError, match="are numbers"):
        await scene.client.requests(after="x")


async def test_log_hides_secrets_and_names_files(scene: Scene) -> None:
    await scene.raw("setWebhook", url="http://127.0.0.1:9/", secret_token="hush")  # noqa: S106
    text = json.dumps(await scene.client.requests())

    assert "hush" not in text
    assert TOKEN not in text
    assert '"document": "a.txt"' in text


async def test_clock_moves_by_what_people_write(client: SandboxClient, clock: Clock) -> None:
    await client.advance("1d2h")

    assert (clock.now() - NOON).total_seconds() == 26 * 3600
    assert (await client.call("GET", "/clock"))["now"] == clock.now().isoformat()
    with pytest.raises(SandboxError, match="no span of time"):
        await client.advance("soon")


@pytest.mark.parametrize(
    ("text", "seconds"), [("90s", 90), ("2m", 120), ("1w1d", 8 * 86_400), ("1h1m1s", 3661)]
)
def test_durations(text: str, seconds: int) -> None:
    assert parse_duration(text).total_seconds() == seconds


async def test_guide_is_told_and_asked(client: SandboxClient) -> None:
    lines = [{"text": "Book as Sarah", "person": 5, "send": "/book"}, {"text": "Look"}]

    told = await client.call("POST", "/guide", {"lines": lines})

    assert told["lines"] == [lines[0], {"text": "Look", "person": None, "send": None}]
    assert told["bot"]["id"] == 0
    for wrong in ({}, {"lines": ["x"]}):
        with pytest.raises(SandboxError, match="list of objects"):
            await client.call("POST", "/guide", wrong)


async def test_news_are_streamed(sandbox: Sandbox, scene: Scene) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{sandbox.url}/sandbox/events") as response,
    ):
        assert response.content_type == "text/event-stream"
        assert await response.content.readline() == b": hello\n"
        await scene.raw("sendMessage", text="Hi")
        await scene.client.advance("1h")

        kinds = [await _news(response) for _ in range(3)]

    assert kinds == [{"kind": "chat", "person": scene.anna.id}, REQUEST, {"kind": "clock"}]


REQUEST = {"kind": "request"}


async def _news(response: aiohttp.ClientResponse) -> Any:
    while not (line := await response.content.readline()).startswith(b"data: "):
        pass
    return json.loads(line.removeprefix(b"data: "))


async def test_watcher_who_stops_reading_is_sent_away() -> None:
    hub = Hub()
    watching = hub.watch()
    first = asyncio.ensure_future(anext(watching))
    await asyncio.sleep(0)
    for number in range(1_500):
        hub.publish("chat", person=number)
    await first

    read = [news async for news in watching]

    assert len(read) == 999
    hub.publish("nobody hears this")


@pytest.mark.parametrize(
    "headers", [{"Host": "evil.example"}, {"Origin": "https://evil.example"}, {"Host": "[x"}]
)
async def test_pages_of_others_are_kept_away(sandbox: Sandbox, headers: dict[str, str]) -> None:
    url = f"{sandbox.url}/sandbox/people"
    async with aiohttp.ClientSession() as session, session.get(url, headers=headers) as response:
        assert response.status == 403


async def test_page_may_only_use_its_own_things(sandbox: Sandbox) -> None:
    async with aiohttp.ClientSession() as session, session.get(sandbox.url) as response:
        assert response.status == 200
        assert response.headers["Content-Security-Policy"] == "default-src 'self'"


async def test_sandbox_runs_alone_until_it_is_stopped() -> None:
    announced: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    alone = asyncio.create_task(serve(0, announced.set_result))

    async with aiohttp.ClientSession() as session:
        api = Api(session, await announced, "1:" + "x" * 20)
        assert (await api("getMe"))["id"] == 1

    alone.cancel()
    await asyncio.gather(alone, return_exceptions=True)


async def test_taken_port_is_an_error(sandbox: Sandbox, clock: Clock) -> None:
    port = int(sandbox.url.rpartition(":")[2])

    with pytest.raises(OSError, match="in use"):
        async with Sandbox(clock, port):
            pass

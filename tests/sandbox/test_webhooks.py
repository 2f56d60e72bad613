"""Webhooks: real delivery, in order for each person, again until taken."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.clock import Clock
from bot.sandbox import webhooks
from bot.sandbox.client import PersonClient, SandboxClient
from bot.sandbox.rules import Rule
from tests.sandbox.api import Api


class Receiver:
    """A bot's own server; `refuse` is how many deliveries it turns down first."""

    def __init__(self) -> None:
        self.updates: list[dict[str, Any]] = []
        self.secrets: list[str | None] = []
        self.attempts = 0
        self.refuse = 0
        self.status = 500
        self.url = ""
        self.gate = asyncio.Event()
        self.gate.set()

    async def take(self, request: web.Request) -> web.Response:
        self.attempts += 1
        await self.gate.wait()
        if self.refuse > 0:
            self.refuse -= 1
            return web.Response(status=self.status)
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        self.updates.append(await request.json())
        return web.Response()

    async def attempted(self, number: int) -> None:
        """Wait until so many deliveries have begun."""
        while self.attempts < number:  # noqa: ASYNC110  # they are on their way
            await asyncio.sleep(0.01)

    @property
    def texts(self) -> list[str]:
        return [update["message"]["text"] for update in self.updates]


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    application = web.Application()
    application.router.add_post("/hook", receiver.take)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield receiver
    await runner.cleanup()


async def test_update_is_posted_with_the_secret_and_counts_as_handled(
    anna: PersonClient, api: Api, receiver: Receiver
) -> None:
    await api("setWebhook", url=receiver.url, secret_token="s3cret_-")  # noqa: S106

    await anna.send("hello")

    assert receiver.texts == ["hello"]
    assert receiver.secrets == ["s3cret_-"]
    assert (await api("getWebhookInfo"))["pending_update_count"] == 0


async def test_what_waited_before_the_webhook_is_delivered(
    anna: PersonClient, api: Api, receiver: Receiver
) -> None:
    await anna.send("early", wait=False)
    await api("setWebhook", url=receiver.url)

    await anna.send("late")

    assert receiver.texts == ["early", "late"]


async def test_refused_update_comes_again_before_the_next_of_the_same_person(
    anna: PersonClient, api: Api, receiver: Receiver
) -> None:
    receiver.refuse = 2
    await api("setWebhook", url=receiver.url)

    await anna.send("one", wait=False)
    await anna.send("two")

    assert receiver.texts == ["one", "two"]
    assert receiver.attempts == 4
    info = await api("getWebhookInfo")
    assert info["last_error_message"].startswith("Wrong response from the webhook: 500")


async def test_one_persons_trouble_does_not_hold_up_another(
    anna: PersonClient, client: SandboxClient, api: Api, receiver: Receiver
) -> None:
    bob = await client.person("Bob")
    await api("setWebhook", url=receiver.url)
    receiver.gate.clear()
    await anna.send("stuck", wait=False)
    await bob.send("not stuck", wait=False)

    await receiver.attempted(2)
    receiver.gate.set()
    await anna.send("done")

    assert sorted(receiver.texts) == ["done", "not stuck", "stuck"]


async def test_nobody_listening_is_told_in_the_info(anna: PersonClient, api: Api) -> None:
    await api("setWebhook", url="http://127.0.0.1:9/hook", max_connections=3)
    await anna.send("hello", wait=False)

    info = await api("getWebhookInfo")
    while "last_error_message" not in info:
        info = await api("getWebhookInfo")

    assert info["last_error_message"] == "Connection refused"
    assert (info["pending_update_count"], info["max_connections"]) == (1, 3)


async def test_removed_webhook_leaves_undelivered_updates_to_polling(
    anna: PersonClient, api: Api, receiver: Receiver
) -> None:
    receiver.refuse = 10_000
    await api("setWebhook", url=receiver.url, allowed_updates=["message"])
    await anna.send("hello", wait=False)
    assert await api.refused("getUpdates") == Rule.POLL_WITH_WEBHOOK.value.words
    assert (await api("getWebhookInfo"))["allowed_updates"] == ["message"]

    await api("deleteWebhook")

    assert (await api.next_update())["message"]["text"] == "hello"
    assert (await api("getWebhookInfo"))["url"] == ""


async def test_pending_updates_are_dropped_when_asked(anna: PersonClient, api: Api) -> None:
    await anna.send("hello", wait=False)

    await api("deleteWebhook", drop_pending_updates=True)

    assert await api("getUpdates") == []


async def test_webhook_ends_a_waiting_poll(api: Api, receiver: Receiver) -> None:
    polling = asyncio.create_task(api.refused("getUpdates", timeout=50))
    await api("getMe")

    await api("setWebhook", url=receiver.url)

    assert await polling == Rule.POLL_ENDED.value.words


async def test_update_can_be_delivered_twice(
    anna: PersonClient, client: SandboxClient, api: Api, receiver: Receiver
) -> None:
    await api("setWebhook", url=receiver.url)
    await client.fault("update_twice", times=1)

    await anna.send("twice", wait=False)
    await anna.send("once")

    assert sorted(receiver.texts) == ["once", "twice", "twice"]


async def test_outage_holds_deliveries_until_it_is_over(
    anna: PersonClient, client: SandboxClient, api: Api, receiver: Receiver
) -> None:
    await api("setWebhook", url=receiver.url)
    await client.fault("outage", seconds=0.2)

    await anna.send("held")

    assert receiver.texts == ["held"]
    info = await api("getWebhookInfo")
    assert info["last_error_message"] == "Connection timed out"


async def test_redirect_and_broken_answer_are_no_success(
    anna: PersonClient, api: Api, receiver: Receiver
) -> None:
    receiver.refuse, receiver.status = 1, 302
    await api("setWebhook", url=receiver.url)

    await anna.send("hello")

    info = await api("getWebhookInfo")
    assert info["last_error_message"].startswith("Wrong response from the webhook: 302")


async def test_server_that_hangs_up_is_tried_again(anna: PersonClient, api: Api) -> None:
    async def hang_up(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    server = await asyncio.start_server(hang_up, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    await api("setWebhook", url=f"http://127.0.0.1:{port}/")
    await anna.send("hello", wait=False)
    while "last_error_message" not in (info := await api("getWebhookInfo")):
        pass
    server.close()
    await server.wait_closed()

    assert info["last_error_message"] == "Connection closed"


async def test_slow_server_is_given_up(
    anna: PersonClient, api: Api, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhooks, "_ANSWER_WITHIN", aiohttp.ClientTimeout(total=0.05))
    receiver.gate.clear()
    await api("setWebhook", url=receiver.url)
    await anna.send("hello", wait=False)
    while "last_error_message" not in (info := await api("getWebhookInfo")):
        pass
    receiver.gate.set()

    assert info["last_error_message"] == "Read timeout expired"


async def test_update_nobody_can_want_any_more_is_given_up(
    anna: PersonClient, api: Api, receiver: Receiver, clock: Clock
) -> None:
    receiver.gate.clear()
    receiver.refuse = 1
    await api("setWebhook", url=receiver.url)
    await anna.send("old", wait=False)
    await receiver.attempted(1)
    clock.advance(timedelta(days=1))
    receiver.gate.set()

    await anna.send("new")

    assert receiver.texts == ["new"]
    assert (await api("getWebhookInfo"))["pending_update_count"] == 0


async def test_empty_url_removes_the_webhook(api: Api, receiver: Receiver) -> None:
    await api("setWebhook", url=receiver.url)
    await api("setWebhook", url="")

    assert await api("getUpdates") == []

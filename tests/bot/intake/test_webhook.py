"""Updates by webhook over real HTTP: answered after they are handled, and only for Telegram."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession, web
from telegram.error import InvalidToken

from bot.application import AfterbellApplication
from bot.intake import webhook as webhooks
from bot.intake.handling import Handling
from bot.intake.lines import Lines
from bot.intake.webhook import SECRET_HEADER, Webhook
from bot.sandbox.client import PersonClient, SandboxClient
from bot.sandbox.server import Sandbox
from tests.bot.updates import message
from tests.bot.values import TOKEN


class Replica:
    """One of the bot's processes behind the address."""

    def __init__(self, application: AfterbellApplication, site: str) -> None:
        self._settings = application.services.settings.model_copy(update={"webhook_url": site})
        self._application = application
        self.webhook = self.start_anew()

    def start_anew(self) -> Webhook:
        handling = Handling(self._application)
        self.webhook = Webhook(self._application.bot, Lines(handling), self._settings)
        return self.webhook

    @property
    def secret(self) -> str:
        return self.webhook._secret

    @property
    def address(self) -> str:
        return self.webhook._url


class Front:
    """One address with replicas behind it, asked in turn."""

    def __init__(self) -> None:
        self.replicas: list[Replica] = []
        self.site = ""
        self.asked = 0

    async def pass_on(self, request: web.Request) -> web.StreamResponse:
        self.asked += 1
        replica = self.replicas[self.asked % len(self.replicas)]
        [route] = replica.webhook.routes
        if request.path != route.path:  # type: ignore[attr-defined]
            raise web.HTTPNotFound  # as aiohttp itself does
        return await route.handler(request)  # type: ignore[attr-defined, no-any-return]


@pytest.fixture
async def front() -> AsyncIterator[Front]:
    front = Front()
    application = web.Application()
    application.router.add_post("/{tail:.*}", front.pass_on)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    front.site = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield front
    await runner.cleanup()


@pytest.fixture
async def replica(application: AfterbellApplication, front: Front) -> Replica:
    replica = Replica(application, front.site)
    front.replicas.append(replica)
    return replica


@pytest.fixture
async def running(replica: Replica) -> AsyncIterator[asyncio.Task[None]]:
    running = asyncio.create_task(replica.webhook.run())
    async with asyncio.timeout(5):
        while not replica.webhook.is_ready:  # noqa: ASYNC110  it is on its way
            await asyncio.sleep(0.01)
    yield running
    replica.webhook.stop()
    await running


@pytest.fixture
async def anna(client: SandboxClient) -> PersonClient:
    return await client.person("Anna", person_id=5001, phone="+447700900123")


async def push(replica: Replica, body: object, secret: str | None = None) -> int:
    known = replica.secret if secret is None else secret
    status, *_ = await answered(replica.address, body, known)
    return status


async def answered(address: str, body: object, secret: str) -> tuple[int, str, set[str]]:
    """Push a body, and return all that the answer says."""
    async with (
        ClientSession() as session,
        session.post(address, json=body, headers={SECRET_HEADER: secret}) as answer,
    ):
        return answer.status, await answer.text(), set(answer.headers)


@pytest.mark.usefixtures("running")
async def test_what_is_pushed_is_answered(anna: PersonClient) -> None:
    await anna.send("/help")

    assert anna.changed.text.startswith("How it works")


@pytest.mark.usefixtures("running")
async def test_push_is_answered_only_after_it_is_handled(
    application: AfterbellApplication,
    anna: PersonClient,
    sandbox: Sandbox,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun, gate = asyncio.Event(), asyncio.Event()
    really = application.process_update

    async def slow(update: object) -> None:
        begun.set()
        await gate.wait()
        await really(update)

    monkeypatch.setattr(application, "process_update", slow)
    sending = asyncio.create_task(anna.send("/help"))
    await asyncio.wait_for(begun.wait(), 5)
    assert len(sandbox.world.bots.home.updates) == 1

    gate.set()
    await sending

    assert len(sandbox.world.bots.home.updates) == 0


@pytest.mark.usefixtures("running")
async def test_any_replica_goes_on_with_any_conversation(
    application: AfterbellApplication, front: Front, anna: PersonClient
) -> None:
    front.replicas.append(Replica(application, front.site))

    await anna.send("/start")
    await anna.tap("Anna")
    await anna.share_contact()
    await anna.tap("Skip")

    assert anna.changed.text.startswith("You have joined")
    assert front.asked == 4


@pytest.mark.usefixtures("running")
async def test_update_pushed_twice_is_answered_once(
    anna: PersonClient, client: SandboxClient
) -> None:
    await client.fault("update_twice", times=1)

    await anna.send("/help")
    await anna.send("/help")

    assert len(await client.requests(method="sendMessage")) == 2


@pytest.mark.usefixtures("running")
@pytest.mark.parametrize("secret", ["", "wrong", "caf\u00e9"])
async def test_who_does_not_know_the_secret_finds_nothing_there(
    replica: Replica, front: Front, client: SandboxClient, secret: str
) -> None:
    before = len(await client.requests())

    refused, nothing = [
        await answered(address, {"update_id": 1}, secret)
        for address in (replica.address, f"{front.site}/telegram/elsewhere")
    ]

    assert refused[0] == 404
    assert refused == nothing

    assert len(await client.requests()) == before


@pytest.mark.usefixtures("running")
@pytest.mark.parametrize("body", ["nonsense", [], {"update_id": "x"}, {}])
async def test_what_is_no_update_is_refused(replica: Replica, body: object) -> None:
    assert await push(replica, body) == 400


@pytest.mark.usefixtures("running")
@pytest.mark.parametrize("strange", [{"something_new": {"a": 1}}, {"message": 5}])
async def test_update_of_an_unknown_shape_is_passed_over(
    replica: Replica, strange: dict[str, object]
) -> None:
    assert await push(replica, {"update_id": 1} | strange) == 200


async def test_address_and_secret_do_not_tell_the_token(replica: Replica) -> None:
    number, _, secret = TOKEN.partition(":")
    for told in (replica.address, replica.secret):
        assert secret not in told
        assert number not in told.rpartition("/")[2]
    assert replica.secret not in replica.address


async def test_bot_that_stops_finishes_what_it_holds_and_takes_no_more(
    replica: Replica,
    running: asyncio.Task[None],
    application: AfterbellApplication,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun, gate = asyncio.Event(), asyncio.Event()

    async def slow(_: object) -> None:
        begun.set()
        await gate.wait()

    monkeypatch.setattr(application, "process_update", slow)
    held = asyncio.create_task(push(replica, message(1).to_dict()))
    await asyncio.wait_for(begun.wait(), 5)

    replica.webhook.stop()
    assert not replica.webhook.is_ready
    assert await push(replica, message(2).to_dict()) == 503
    assert not running.done()
    gate.set()
    await running

    assert await held == 200


async def test_what_hangs_when_the_bot_stops_is_to_be_pushed_again(
    replica: Replica,
    running: asyncio.Task[None],
    application: AfterbellApplication,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun = asyncio.Event()

    async def hang(_: object) -> None:
        begun.set()
        await asyncio.Event().wait()

    monkeypatch.setattr("bot.intake.lines.STOP_SECONDS", 0.01)
    monkeypatch.setattr(application, "process_update", hang)
    held = asyncio.create_task(push(replica, message(1).to_dict()))
    await asyncio.wait_for(begun.wait(), 5)

    replica.webhook.stop()

    assert await held == 503
    await running


async def test_webhook_that_another_process_took_back_is_set_again(
    replica: Replica,
    running: asyncio.Task[None],
    application: AfterbellApplication,
    anna: PersonClient,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    replica.webhook.stop()
    await running
    monkeypatch.setattr(webhooks, "SET_AGAIN_SECONDS", 0.01)
    again = replica.start_anew()
    going_on = asyncio.create_task(again.run())
    await application.bot.delete_webhook()

    await anna.send("/help")

    assert anna.changed.text.startswith("How it works")
    again.stop()
    await going_on


async def test_webhook_is_set_again_until_telegram_takes_it(
    replica: Replica,
    client: SandboxClient,
    anna: PersonClient,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(webhooks, "FIRST_PAUSE_SECONDS", 0.0)
    await client.fault("server_error", method="setWebhook", times=3)
    running = asyncio.create_task(replica.webhook.run())

    await anna.send("/help")

    assert caplog.text.count("the webhook could not be set") == 3
    replica.webhook.stop()
    await running


async def test_bot_stops_although_telegram_does_not_take_the_webhook(
    replica: Replica, client: SandboxClient
) -> None:
    await client.fault("server_error", method="setWebhook")
    running = asyncio.create_task(replica.webhook.run())
    await asyncio.sleep(0)

    replica.webhook.stop()

    async with asyncio.timeout(5):
        await running


async def test_refused_token_ends_it(
    replica: Replica, application: AfterbellApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(*_: object, **__: object) -> None:
        raise InvalidToken

    monkeypatch.setattr(type(application.bot), "set_webhook", refuse)

    with pytest.raises(InvalidToken):
        await replica.webhook.run()

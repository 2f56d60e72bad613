"""The bot's own web server: who watches it is answered, over real HTTP."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.app import Afterbell
from bot.clock import Clock
from bot.context import Services
from bot.sandbox.client import SandboxClient
from bot.settings import Settings, SettingsError
from bot.watch import Question, Watch
from bot.web import Web
from storage.database import Database
from storage.errors import BusyError
from tests.bot.scraped import Scraped
from tests.bot.values import TOKEN, settings_with
from tests.factory import Factory
from tests.ports import HOST, free_port

ANY_PORT = 0


@asynccontextmanager
async def serving(*routes: web.RouteDef, host: str = HOST) -> AsyncIterator[Web]:
    server = Web(host, ANY_PORT, routes)
    await server.start()
    yield server
    await server.stop()


async def get(server: Web, path: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as browser, browser.get(server.url + path) as answer:
        return answer.status, await answer.text()


@pytest.fixture
def settings(sandbox: Any) -> Settings:
    return settings_with(telegram_api_url=sandbox.url, http_port=ANY_PORT)


@pytest.fixture
async def afterbell(
    settings: Settings, clock: Clock, database: Database
) -> AsyncIterator[Afterbell]:
    async with Afterbell(settings, clock, database) as afterbell:
        yield afterbell


@pytest.fixture
def server(afterbell: Afterbell) -> Web:
    assert afterbell.web is not None
    return afterbell.web


def watch(services: Services, *, takes_updates: bool = True) -> list[web.RouteDef]:
    return Watch(services, lambda: takes_updates).routes


async def test_bot_that_runs_lives_and_is_ready(server: Web) -> None:
    assert await get(server, "/healthz") == (200, "ok")
    assert await get(server, "/readyz") == (200, '{"database": "ok", "intake": "ok"}')


async def test_nothing_is_served_unless_there_is_a_port(
    settings: Settings, clock: Clock, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert settings_with().http_port is None
    without = settings.model_copy(update={"http_port": None})

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("nobody is to listen")

    monkeypatch.setattr(web, "TCPSite", refuse)

    async with Afterbell(without, clock, database) as afterbell:
        assert afterbell.web is None


async def test_server_ends_with_the_bot(
    settings: Settings, clock: Clock, database: Database
) -> None:
    async with Afterbell(settings, clock, database) as afterbell:
        server = afterbell.web
        assert server is not None

    with pytest.raises(aiohttp.ClientConnectionError):
        await get(server, "/healthz")


async def test_port_that_is_taken_is_a_matter_of_settings(
    settings: Settings, clock: Clock, database: Database
) -> None:
    before = asyncio.all_tasks()
    with socket.create_server((HOST, 0)) as other:
        taken = settings.model_copy(update={"http_port": other.getsockname()[1]})

        with pytest.raises(SettingsError, match=r"HTTP_PORT: port \d+ is taken, .* Choose another"):
            await Afterbell(taken, clock, database).__aenter__()

    assert asyncio.all_tasks() == before


async def test_host_that_is_not_this_machine_is_a_matter_of_settings() -> None:
    with pytest.raises(SettingsError, match=r"HTTP_HOST: this machine cannot listen at 192\.0\.2"):
        await Web("192.0.2.1", ANY_PORT, []).start()


async def test_whatever_else_must_be_reached_is_on_the_same_server() -> None:
    async def hello(_request: web.Request) -> web.Response:
        return web.Response(text="hello")

    async with serving(web.get("/hello", hello)) as server:
        assert await get(server, "/hello") == (200, "hello")
        assert (await get(server, "/anything/else"))[0] == 404


async def test_bot_that_takes_no_updates_lives_but_is_not_ready(quiet_services: Services) -> None:
    async with serving(*watch(quiet_services, takes_updates=False)) as server:
        assert await get(server, "/healthz") == (200, "ok")
        assert await get(server, "/readyz") == (
            503,
            '{"database": "ok", "intake": "takes no updates"}',
        )


async def test_bot_whose_polling_has_ended_is_not_ready(afterbell: Afterbell, server: Web) -> None:
    afterbell.intake.stop()
    await afterbell.wait()

    assert (await get(server, "/readyz"))[0] == 503


async def test_bot_that_is_stopping_is_not_ready(
    settings: Settings,
    clock: Clock,
    database: Database,
    client: SandboxClient,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun, gate = asyncio.Event(), asyncio.Event()
    afterbell = Afterbell(settings, clock, database)

    async def slow(_update: object) -> None:
        begun.set()
        await gate.wait()

    monkeypatch.setattr(afterbell.application, "process_update", slow)
    await afterbell.__aenter__()
    anna = await client.person("Anna")
    await anna.send("/start", wait=False)
    await begun.wait()

    stopping = asyncio.create_task(afterbell.__aexit__())
    await asyncio.sleep(0)
    assert afterbell.web is not None
    assert (await get(afterbell.web, "/readyz"))[0] == 503
    found = Scraped((await get(afterbell.web, "/metrics"))[1])
    assert found.value("afterbell_updates_in_hand") == 1

    gate.set()
    await stopping


def stopped(services: Services) -> Services:
    services.database.close()
    return services


def unreachable(services: Services) -> Services:
    database = Database(f"postgresql://afterbell:hush@{HOST}:1/afterbell")
    return replace(services, database=database)


@pytest.mark.parametrize("without", [stopped, unreachable])
async def test_database_that_is_away_makes_the_bot_unready_and_the_metrics_say_so(
    quiet_services: Services,
    without: Callable[[Services], Services],
    caplog: pytest.LogCaptureFixture,
) -> None:
    services = without(quiet_services)
    async with serving(*watch(services)) as server:
        status, told = await get(server, "/readyz")
        assert (status, told) == (503, '{"database": "does not answer", "intake": "ok"}')
        status, told = await get(server, "/metrics")
        assert status == 200
        assert Scraped(told).value("afterbell_database_up") == 0
        assert await get(server, "/healthz") == (200, "ok")
    # Nobody expects one that is closed while the bot runs.
    assert ("cannot schedule new futures" in caplog.text) is (without is stopped)
    assert "hush" not in caplog.text + told
    services.database.close()


async def test_figures_are_read_when_somebody_asks(
    server: Web, make: Factory, database: Database
) -> None:
    make.waiting(make.session(), make.family())

    found = Scraped((await get(server, "/metrics"))[1])
    assert found.value("afterbell_database_up") == 1
    assert found.value("afterbell_waiting_list_entries") == 1
    make.waiting(make.session(), make.family())

    found = Scraped((await get(server, "/metrics"))[1])
    assert found.value("afterbell_waiting_list_entries") == 2
    assert found.value("afterbell_updates_in_hand") == 0


async def test_metrics_come_as_prometheus_expects_them_and_without_the_token(server: Web) -> None:
    async with aiohttp.ClientSession() as browser, browser.get(f"{server.url}/metrics") as answer:
        assert answer.headers["Content-Type"].startswith("text/plain; version=")
        text = await answer.text()

    assert "# TYPE afterbell_api_calls_total counter" in text
    assert TOKEN.partition(":")[2] not in text


async def test_database_that_hangs_is_asked_once_however_often_somebody_looks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.watch.ANSWER_SECONDS", 0.01)
    asked, gate = [], asyncio.Event()

    async def hang() -> str:
        asked.append(1)
        await gate.wait()
        return "at last"

    question = Question(hang)
    assert [await question.answer() for _ in range(3)] == [None, None, None]
    assert len(asked) == 1

    gate.set()
    assert await question.answer() == "at last"
    assert await question.answer() == "at last"
    assert len(asked) == 2


async def test_busy_database_is_no_surprise(caplog: pytest.LogCaptureFixture) -> None:
    async def busy() -> str:
        raise BusyError

    assert await Question(busy).answer() is None
    assert not caplog.records


async def test_bot_is_served_by_webhook_when_it_has_an_address(
    settings: Settings, clock: Clock, database: Database, client: SandboxClient
) -> None:
    port = free_port()
    changes = {"http_port": port, "webhook_url": f"http://{HOST}:{port}"}
    anna = await client.person("Anna")

    async with Afterbell(settings.model_copy(update=changes), clock, database) as afterbell:
        assert afterbell.web is not None
        await anna.send("/help")
        assert (await get(afterbell.web, "/readyz"))[0] == 200

    assert anna.changed.text.startswith("How it works")
    assert await client.requests(method="getUpdates") == []


async def test_bot_polls_again_when_the_address_is_gone(
    settings: Settings, clock: Clock, database: Database, client: SandboxClient
) -> None:
    port = free_port()
    changes = {"http_port": port, "webhook_url": f"http://{HOST}:{port}"}
    anna = await client.person("Anna")
    async with Afterbell(settings.model_copy(update=changes), clock, database):
        await anna.send("/help")
    await anna.send("/help", wait=False)

    async with Afterbell(settings, clock, database):
        await anna.send("/help")

    answers = [each for each in await anna.messages() if each.sender == "bot"]
    assert len(answers) == 3

"""Several processes over one database: equal behind a webhook, in turn when they poll."""

import asyncio
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from itertools import cycle
from pathlib import Path

import pytest
from aiohttp import ClientSession, web

from bot.clock import Clock
from bot.sandbox.client import PersonClient, SandboxClient
from bot.sandbox.server import Sandbox
from storage.tables import booking, parent
from tests.demo.command import started
from tests.factory import Factory
from tests.journeys.school import PATIENCE, School

pytestmark = pytest.mark.unmeasured

HOST = "127.0.0.1"


class Front:
    """One address; each push goes to the next of the replicas behind it."""

    def __init__(self, http: ClientSession) -> None:
        self._http = http
        self._next = cycle([0])
        self.pushed: list[int] = []

    def pass_to(self, ports: list[int]) -> None:
        self._next = cycle(ports)

    async def take(self, request: web.Request) -> web.Response:
        port = next(self._next)
        self.pushed.append(port)
        body = await request.read()
        headers = {name: value for name, value in request.headers.items() if name[0] == "X"}
        headers["Content-Type"] = request.headers["Content-Type"]
        url = f"http://{HOST}:{port}{request.path}"
        async with self._http.post(url, data=body, headers=headers) as answer:
            return web.Response(status=answer.status)


def free_port() -> int:
    with socket.create_server((HOST, 0)) as free:
        return int(free.getsockname()[1])


@pytest.fixture
async def front(school: School) -> AsyncIterator[Front]:
    """The address before two replicas of the school's bot."""
    async with AsyncExitStack() as stack:
        front = Front(await stack.enter_async_context(ClientSession()))
        application = web.Application()
        application.router.add_post("/{rest:.*}", front.take)
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, HOST, 0).start()
        url = f"http://{HOST}:{runner.addresses[0][1]}"
        ports = [free_port(), free_port()]
        await school.restart(webhook_url=url, http_port=ports[0])
        school.settings = school.settings.model_copy(update={"http_port": ports[1]})
        second = school.new_process()
        await second.start()
        stack.push_async_callback(second.kill)
        front.pass_to(ports)
        yield front


async def test_every_step_of_a_conversation_is_done_by_another_replica(
    school: School, front: Front
) -> None:
    swimming = school.make.session(name="Swimming", price=0)
    sam = await school.person("Sam")
    await sam.send("/start")
    await sam.tap("Sam")
    await sam.share_contact()
    await sam.tap("Skip")
    await sam.tap("Add a child")
    await sam.send("Tim")
    await sam.send("1.1.2018")
    await sam.tap("Year 4")
    await sam.send("/book")
    await sam.tap("Swimming")
    await sam.tap("14 Sept")

    await sam.tap("Confirm")

    assert sam.changed.text.startswith("Booked\nTim: Swimming")
    [row] = school.make.rows(booking, session_id=swimming.id)
    assert row.status == "confirmed"
    assert len(set(front.pushed[-12:])) == 2
    assert all(one != other for one, other in zip(front.pushed, front.pushed[1:], strict=False))


async def test_two_replicas_share_a_crowd_and_join_nobody_twice(
    school: School, front: Front
) -> None:
    crowd = [await school.person(f"Sam{number}") for number in range(20)]

    async def join(sam: PersonClient) -> None:
        await sam.send("/start")
        await sam.tap(sam.first_name)
        await sam.share_contact()
        await sam.tap("Skip")

    await asyncio.gather(*[join(person) for person in crowd])

    assert len({row.telegram_id for row in school.make.rows(parent)}) == len(crowd)
    assert all(person.changed.text.startswith("You have joined") for person in crowd)
    assert len(set(front.pushed)) == 2


@pytest.mark.parametrize("told", [signal.SIGKILL, signal.SIGTERM])
async def test_other_process_goes_on_polling_when_the_first_ends(
    make: Factory, database_url: str, tmp_path: Path, told: signal.Signals
) -> None:
    async with (
        Sandbox(Clock()) as sandbox,
        SandboxClient(sandbox.url, patience=3 * PATIENCE) as client,
        AsyncExitStack() as stack,
    ):
        settings = {
            "TELEGRAM_TOKEN": "123456:" + "a" * 30,
            "TELEGRAM_API_URL": sandbox.url,
            "DATABASE_URL": database_url,
            "SCHOOL_NAME": "Hill School",
            "SCHOOL_TIMEZONE": "Europe/London",
            "CURRENCY": "GBP",
        }
        first = await stack.enter_async_context(started(folder=tmp_path, settings=settings))
        await first.says("updates are polled here")
        second = await stack.enter_async_context(started(folder=tmp_path, settings=settings))
        await second.says("another replica polls")
        sam = await client.person("Sam")
        await sam.send("/help")

        first.tell(told)
        assert await first.end() == (0 if told is signal.SIGTERM else -told)
        await sam.send("/help")

        await second.says("updates are polled here")
        answers = [each for each in await sam.messages() if each.sender == "bot"]
        assert [each.text[:12] for each in answers] == ["How it works"] * 2
    assert "another replica" not in first.said

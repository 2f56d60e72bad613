"""Updates in over real HTTP: what the server sees of being confirmed, and of a restart."""

import asyncio

import pytest

from bot.application import AfterbellApplication
from bot.intake.polling import Polling
from bot.sandbox.client import PersonClient, SandboxClient
from bot.sandbox.server import Sandbox
from bot.sandbox.updates import UpdateQueue
from tests.bot.served import polling_for


@pytest.fixture
async def anna(client: SandboxClient) -> PersonClient:
    return await client.person("Anna", person_id=5001)


@pytest.fixture
def queue(sandbox: Sandbox) -> UpdateQueue:
    """What waits at the server to be confirmed."""
    return sandbox.world.bots.home.updates


async def replies(client: SandboxClient) -> int:
    return len(await client.requests(method="sendMessage"))


async def test_server_keeps_an_update_until_it_is_handled(
    application: AfterbellApplication,
    anna: PersonClient,
    queue: UpdateQueue,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun, gate = asyncio.Event(), asyncio.Event()
    really = application.process_update

    async def slow(update: object) -> None:
        begun.set()
        await gate.wait()
        await really(update)

    monkeypatch.setattr(application, "process_update", slow)
    polling = polling_for(application)
    running = asyncio.create_task(polling.run())
    sending = asyncio.create_task(anna.send("/help"))
    await asyncio.wait_for(begun.wait(), 5)
    assert (len(queue), sending.done()) == (1, False)

    gate.set()
    await sending

    assert (len(queue), anna.changed.text.splitlines()[0]) == (0, "How it works")
    polling.stop()
    await running


async def test_update_that_the_server_brings_twice_is_answered_once(
    polling: Polling, anna: PersonClient, client: SandboxClient, queue: UpdateQueue
) -> None:
    await client.fault("update_twice", times=1)
    await anna.send("/help")
    await anna.send("/help")

    assert await replies(client) == 2
    assert len(queue) == 0


async def test_updates_of_the_time_without_a_bot_are_handled_when_it_is_back(
    application: AfterbellApplication, anna: PersonClient, client: SandboxClient
) -> None:
    await anna.send("/help", wait=False)
    await anna.send("/cancel", wait=False)
    polling = polling_for(application)
    running = asyncio.create_task(polling.run())
    await anna.send("/help")
    assert await replies(client) == 3

    polling.stop()
    await running
    await anna.send("/help", wait=False)
    another = polling_for(application)
    running = asyncio.create_task(another.run())
    await anna.send("/help")

    assert await replies(client) == 5
    another.stop()
    await running


async def test_crowd_is_served(polling: Polling, client: SandboxClient, queue: UpdateQueue) -> None:
    crowd = [await client.person(f"Person {number}") for number in range(40)]

    await asyncio.gather(*[person.send("/help") for person in crowd])

    assert all(person.changed.text.startswith("How it works") for person in crowd)
    assert len(queue) == 0

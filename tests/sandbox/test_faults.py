"""Everything that can go wrong on demand, and that it stops again."""

import asyncio
from time import monotonic
from typing import Any

import aiohttp
import pytest

from bot.sandbox.client import PersonClient, SandboxClient, SandboxError
from tests.sandbox.api import Api
from tests.sandbox.scene import Scene


async def texts(person: PersonClient) -> list[str]:
    return [message.text for message in await person.messages()]


async def test_latency_delays_the_answer(scene: Scene) -> None:
    await scene.client.fault("latency", seconds=0.2, times=1)
    began = monotonic()

    await scene.raw("sendMessage", text="late")

    assert monotonic() - began >= 0.2


async def test_flood_can_hit_one_chat_only(scene: Scene) -> None:
    bob = await scene.client.person("Bob")
    await bob.send("/start", wait=False)
    await scene.client.fault("too_many_requests", person=bob.id, retry_after=3)

    hit = await scene.raw("sendMessage", chat_id=bob.id, text="Hi")
    free = await scene.raw("sendMessage", text="Hi")

    assert (hit["parameters"], free["ok"]) == ({"retry_after": 3}, True)


async def test_fault_can_hit_one_method_a_number_of_times(scene: Scene) -> None:
    await scene.client.fault("server_error", method="sendMessage", times=2)

    other = await scene.raw("getMe")
    statuses = [(await scene.raw("sendMessage", text="Hi"))["ok"] for _ in range(3)]

    assert (other["ok"], statuses) == (True, [False, False, True])


async def test_polling_is_hit_only_when_named(scene: Scene) -> None:
    await scene.client.fault("server_error")
    assert (await scene.raw("getUpdates"))["ok"]
    await scene.client.fault("server_error", method="getUpdates")
    assert not (await scene.raw("getUpdates"))["ok"]


@pytest.mark.parametrize(("kind", "effect"), [("reset_before", False), ("reset_after", True)])
async def test_connection_breaks_before_or_after_the_effect(
    scene: Scene, kind: str, effect: bool
) -> None:
    await scene.client.fault(kind, times=1)

    with pytest.raises(aiohttp.ClientError):
        await scene.raw("sendMessage", text="Did it?")

    assert ("Did it?" in await texts(scene.anna)) is effect
    (request,) = await scene.client.requests(method="sendMessage", after=4)
    assert request["answer"] is None


async def test_outage_breaks_everything_until_it_is_over(scene: Scene) -> None:
    polling = asyncio.create_task(scene.raw("getUpdates", timeout=50))
    await scene.raw("getMe")

    await scene.client.fault("outage", seconds=0.3)
    assert (await scene.client.call("GET", "/faults"))[0]["seconds"] == 0.3

    for broken in (polling, scene.raw("sendMessage", text="Hi"), scene.raw("getUpdates")):
        with pytest.raises(aiohttp.ClientError):
            await broken
    await asyncio.sleep(0.3)
    assert (await scene.raw("getUpdates"))["ok"]
    assert await scene.client.call("GET", "/faults") == []


async def test_person_blocks_just_before_the_message(scene: Scene) -> None:
    await scene.client.fault("block", person=scene.anna.id)

    answer = await scene.raw("sendMessage", text="Hi")

    again = await scene.raw("sendMessage", text="Hi")

    assert answer == again
    assert answer["description"] == "Forbidden: bot was blocked by the user"
    assert "my_chat_member" in await scene.api.next_update()


@pytest.mark.parametrize("limit", [{"times": 1}, {}])
async def test_app_sends_each_tap_again_once_as_a_new_update(
    scene: Scene, limit: dict[str, float | str]
) -> None:
    await scene.client.fault("tap_again", **limit)

    await scene.anna.tap("Go", wait=False)
    first, second = (await scene.raw("getUpdates"))["result"]

    assert first["update_id"] + 1 == second["update_id"]
    assert first["callback_query"]["data"] == second["callback_query"]["data"]


async def test_update_comes_twice_with_the_same_id(scene: Scene) -> None:
    await scene.client.fault("update_twice", times=1)
    await scene.anna.send("once", wait=False)

    first = await scene.api.next_update()
    again = await scene.api.next_update(first["update_id"] + 1)

    assert first == again
    assert await scene.api("getUpdates", offset=first["update_id"] + 1) == []


async def test_flood_limits_are_telegrams_when_switched_on(scene: Scene) -> None:
    await scene.client.fault("flood_limits")

    answers = [await scene.raw("sendMessage", text="Hi") for _ in range(6)]
    typing = await scene.raw("sendChatAction", action="typing")

    assert [answer["ok"] for answer in answers] == [True] * 5 + [False]
    assert answers[-1]["parameters"] == {"retry_after": 1}
    assert typing["ok"]


async def test_flood_limits_count_all_chats_together(client: SandboxClient, api: Api) -> None:
    people = [await client.person(f"Person {number}") for number in range(40)]
    for person in people:
        await person.send("/start", wait=False)
    await client.fault("flood_limits")

    answers = await asyncio.gather(
        *[api.raw("sendMessage", chat_id=person.id, text="Hi") for person in people]
    )

    assert 30 <= sum(answer["ok"] for answer in answers) < 40


async def test_faults_are_listed_and_removed(client: SandboxClient, api: Api) -> None:
    first = await client.fault("server_error", method="getMe")
    second = await client.fault("too_many_requests", retry_after=2, times=5)

    assert await client.call("GET", "/faults") == [
        {"id": first["id"], "kind": "server_error", "method": "getMe"},
        {"id": second["id"], "kind": "too_many_requests", "times": 5, "retry_after": 2},
    ]
    await client.call("DELETE", "/faults", query={"id": second["id"]})
    assert len(await client.call("GET", "/faults")) == 1
    await client.clear_faults()
    assert (await api("getMe"))["is_bot"]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"kind": "gremlins"}, "kind is one of latency"),
        ({"kind": "latency", "seconds": -1}, "seconds is a positive number"),
        ({"kind": "latency", "times": 0}, "times is a positive whole number"),
        ({"kind": "latency", "method": 5}, "method is a name"),
    ],
)
async def test_senseless_fault_is_refused(
    client: SandboxClient, wrong: dict[str, Any], words: str
) -> None:
    with pytest.raises(SandboxError, match=words):
        await client.call("POST", "/faults", wrong)


async def test_no_fault_hits_the_people(scene: Scene) -> None:
    await scene.client.fault("server_error")

    await scene.anna.send("still here", wait=False)

    assert (await texts(scene.anna))[-1] == "still here"

"""Many people at once."""

import asyncio
from typing import Any

import pytest

from bot.sandbox.client import PersonClient, SandboxClient
from tests.sandbox.api import Api, running

pytestmark = pytest.mark.unmeasured

PEOPLE = 1_000
AT_ONCE = 200  # open connections on both ends count against one process here
MOST_SECONDS_A_REQUEST = 0.002


async def test_thousand_people_are_served_and_the_sandbox_costs_little(
    client: SandboxClient, api: Api
) -> None:
    async def greet(api: Api, update: dict[str, Any]) -> None:
        await api("sendMessage", chat_id=update["message"]["chat"]["id"], text="Hello")

    people = [await client.person(f"Person {number}") for number in range(PEOPLE)]
    async with running(api, greet):
        for first in range(0, PEOPLE, AT_ONCE):
            await asyncio.gather(*map(_says_hello, people[first : first + AT_ONCE]))

    cost = await client.call("GET", "/requests", query={"after": 10**9})
    assert cost["count"] >= PEOPLE
    assert cost["seconds"] / cost["count"] < MOST_SECONDS_A_REQUEST


async def _says_hello(person: PersonClient) -> None:
    await person.send("/start")
    assert [message.text for message in await person.messages()] == ["/start", "Hello"]

"""A chat in the middle of things, for tests that need one of everything."""

from dataclasses import dataclass
from typing import Any

from bot.clock import Clock
from bot.sandbox.client import PersonClient, SandboxClient
from tests.sandbox.api import Api

KEYBOARD = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}


@dataclass(frozen=True)
class Scene:
    """Anna wrote; the bot answered with a button, a keyboard and a file; Anna tapped the button.

    All updates are confirmed.
    """

    api: Api
    client: SandboxClient
    anna: PersonClient
    clock: Clock
    said: int  # Anna's message
    sent: int  # the bot's message
    query_id: str
    asked: int  # the bot's message with a reply keyboard
    document: int  # the bot's message with a file
    file_id: str

    async def raw(self, method: str, **arguments: Any) -> dict[str, Any]:
        """Call in Anna's chat unless another is named."""
        return await self.api.raw(method, **({"chat_id": self.anna.id} | arguments))


async def set_up(api: Api, client: SandboxClient, anna: PersonClient, clock: Clock) -> Scene:
    said = await anna.send("/start", wait=False)
    sent = await api("sendMessage", chat_id=anna.id, text="Hello", reply_markup=KEYBOARD)
    await anna.tap("Go", wait=False)
    keyboard = {"keyboard": [["Yes"]]}
    asked = await api("sendMessage", chat_id=anna.id, text="?", reply_markup=keyboard)
    filed = await api.upload("sendDocument", "document", "a.txt", b"file", chat_id=anna.id)
    updates = await api("getUpdates", offset=said["update_id"] + 1)
    await api("getUpdates", offset=updates[-1]["update_id"] + 1)
    return Scene(
        api=api,
        client=client,
        anna=anna,
        clock=clock,
        said=said["message_id"],
        sent=sent["message_id"],
        query_id=updates[-1]["callback_query"]["id"],
        asked=asked["message_id"],
        document=filed["result"]["message_id"],
        file_id=filed["result"]["document"]["file_id"],
    )

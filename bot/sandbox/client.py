"""The people side for tests: people who write, tap and read."""

from base64 import b64encode
from collections.abc import Mapping
from time import monotonic
from types import TracebackType
from typing import Any, Self

import aiohttp

from bot.sandbox.json_types import Json
from bot.sandbox.seen import Button, ChatMessage

__all__ = [
    "Button",
    "ChatMessage",
    "PersonClient",
    "SandboxClient",
    "SandboxError",
    "SilentBotError",
]


class SandboxError(Exception):
    """The sandbox refused what a person tried to do."""


class SilentBotError(AssertionError):
    """The bot did not react in time."""


class SandboxClient:
    """The sandbox seen from outside; an async context manager."""

    def __init__(self, url: str, *, bot_id: int | None = None, patience: float = 5.0) -> None:
        """Speak for the people of the sandbox at `url`, who write to one bot.

        `patience` is how many seconds a bot has to react.
        """
        self.patience = patience
        self._url = url
        self._bot = {} if bot_id is None else {"bot": str(bot_id)}
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        return self

    async def __aexit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        if self._session is not None:
            await self._session.close()

    async def person(
        self,
        first_name: str,
        last_name: str | None = None,
        *,
        username: str | None = None,
        language_code: str | None = None,
        phone: str | None = None,
        note: str | None = None,
        person_id: int | None = None,
    ) -> "PersonClient":
        """Give somebody a phone."""
        fields = {
            "first_name": first_name,
            "last_name": last_name,
            "username": username,
            "language_code": language_code,
            "phone": phone,
            "note": note,
            "id": person_id,
        }
        person = await self.call("POST", "/people", fields)
        return PersonClient(self, person["id"], first_name)

    async def fault(self, kind: str, **fields: float | str) -> Json:
        """Switch a fault on; fields are method, person, times, seconds and retry_after."""
        return dict(await self.call("POST", "/faults", {"kind": kind, **fields}))

    async def clear_faults(self) -> None:
        """Switch all faults off."""
        await self.call("DELETE", "/faults")

    async def requests(self, **chosen: float | str) -> list[Json]:
        """Return what bots asked and were told; choose by after, method and person."""
        return list((await self.call("GET", "/requests", query=chosen))["requests"])

    async def advance(self, duration: str) -> None:
        """Move the sandbox's clock, by `1d2h` for instance."""
        await self.call("POST", "/clock", {"advance": duration})

    async def call(
        self,
        verb: str,
        path: str,
        body: Json | None = None,
        query: Mapping[str, float | str] | None = None,
    ) -> Any:
        """Make a call under /sandbox.

        Raises SandboxError when it is refused.
        """
        if self._session is None:
            raise SandboxError("Use the client in `async with`")
        params = self._bot | {name: str(value) for name, value in (query or {}).items()}
        url = f"{self._url}/sandbox{path}"
        async with self._session.request(verb, url, json=body, params=params) as response:
            answer = await response.json()
        if response.status >= 400:  # noqa: PLR2004
            raise SandboxError(answer["error"])
        return answer


class PersonClient:
    """One person; what they see is up to date after everything they do."""

    def __init__(self, client: SandboxClient, person_id: int, first_name: str) -> None:
        self.id = person_id
        self.first_name = first_name
        self._client = client
        self._seen: Json = {"version": 0, "messages": []}

    async def send(self, text: str, *, wait: bool = True) -> Json:
        return await self._act("send", {"text": text}, wait=wait)

    async def tap(
        self,
        label: str,
        *,
        message_id: int | None = None,
        stale: bool = False,
        wait: bool = True,
    ) -> Json:
        """Tap the newest button with the label, else the only one whose label holds it.

        `message_id` names the message; `stale` taps what it showed before it was edited.
        """
        body: Json = {"label": label, "message_id": message_id, "stale": stale}
        return await self._act("tap", body, wait=wait)

    async def repeat_tap(self, *, wait: bool = True) -> Json:
        """Tap again what was tapped last, whatever it shows by now."""
        return await self._act("tap-again", {}, wait=wait)

    async def share_contact(
        self,
        *,
        of: "PersonClient | None" = None,
        wait: bool = True,
    ) -> Json:
        body: Json = {} if of is None else {"of": of.id}
        return await self._act("contact", body, wait=wait)

    async def send_document(
        self, name: str, content: bytes, *, mime_type: str = "text/csv", wait: bool = True
    ) -> Json:
        body = {
            "file_name": name,
            "mime_type": mime_type,
            "content": b64encode(content).decode(),
        }
        return await self._act("document", body, wait=wait)

    async def block(self, *, wait: bool = True) -> Json:
        return await self._act("block", {}, wait=wait)

    async def unblock(self, *, wait: bool = True) -> Json:
        return await self._act("unblock", {}, wait=wait)

    async def pay(
        self,
        *,
        message_id: int | None = None,
        link: str | None = None,
        decline: bool = False,
        wait: bool = True,
    ) -> Json:
        """Pay the newest invoice, the one of a message, or a link; say how it went.

        `decline` pays with a card that the bank refuses once the bot has agreed.
        """
        body: Json = {"message_id": message_id, "link": link, "decline": decline}
        return await self._act("pay", body, wait=wait)

    async def deactivate(self) -> Json:
        """Delete the account."""
        return await self._act("deactivate", {}, wait=False)

    async def _act(self, act: str, body: Json, *, wait: bool) -> Json:
        """Do it, and unless told otherwise wait until the bot has handled it."""
        path = f"/people/{self.id}/{act}"
        if not wait:
            return dict(await self._client.call("POST", path, body))
        outcome = await self._client.call("POST", path, body, {"wait": self._client.patience})
        self._seen = outcome.pop("chat")
        if not outcome.pop("handled"):
            done = body | {"content": "…"} if "content" in body else body
            raise SilentBotError(f"The bot did not handle {act} {done}\n{self.transcript()}")
        return dict(outcome)

    async def refresh(self, *, last: int = 0) -> None:
        """Look at the phone; `last` looks only at so many messages, 0 at all of them."""
        self._seen = await self._client.call("GET", f"/people/{self.id}/chat", query={"last": last})

    async def messages(self) -> list[ChatMessage]:
        """Look at the phone, and return everything in the chat, oldest first."""
        await self.refresh()
        return self._messages()

    def _messages(self) -> list[ChatMessage]:
        return [ChatMessage.read(seen) for seen in self._seen["messages"]]

    async def wait_for(  # tests read best with the usual word
        self,
        text: str,
        timeout: float = 5.0,  # noqa: ASYNC109
    ) -> ChatMessage:
        """Return the newest bot message that contains the text, as soon as there is one."""
        ends_at = monotonic() + timeout
        await self.refresh()
        while True:
            for message in reversed(self._messages()):
                if message.sender == "bot" and text in message.text:
                    return message
            left = ends_at - monotonic()
            if left <= 0:
                raise SilentBotError(f"Nothing says {text!r}\n{self.transcript()}")
            await self.wait_for_change(left)

    async def wait_for_change(self, seconds: float, *, last: int = 0) -> None:
        """Look at the phone once it shows anything else than was seen last, or in the end."""
        path = f"/people/{self.id}/chat"
        query = {"after": self._seen["version"], "wait": seconds, "last": last}
        self._seen = await self._client.call("GET", path, query=query)

    @property
    def shown(self) -> list[ChatMessage]:
        """Return the messages of the bot, oldest first, as last seen."""
        return [message for message in self._messages() if message.sender == "bot"]

    @property
    def screen(self) -> ChatMessage:
        """Return the newest message of the bot, as last seen."""
        return max(self._bot_messages(), key=lambda message: message.message_id)

    @property
    def changed(self) -> ChatMessage:
        """Return the message that the bot sent or edited last, as last seen."""
        return max(self._bot_messages(), key=lambda message: message.touched)

    def _bot_messages(self) -> list[ChatMessage]:
        if not self.shown:
            raise SilentBotError(f"The bot has said nothing\n{self.transcript()}")
        return self.shown

    @property
    def keyboard(self) -> tuple[str, ...]:
        """Return the labels of the reply keyboard, as last seen."""
        keyboard = self._seen.get("keyboard") or {"keyboard": []}
        return tuple(button["text"] for row in keyboard["keyboard"] for button in row)

    @property
    def toast(self) -> str | None:
        """Return the last short answer to a tap, as last seen."""
        toast = self._seen.get("toast")
        return toast["text"] if toast else None

    @property
    def commands(self) -> tuple[str, ...]:
        """Return the commands menu, as last seen."""
        return tuple(command["command"] for command in self._seen.get("commands", []))

    def transcript(self) -> str:
        """Return the chat as last seen, for people who read a failing test."""
        return "\n".join([f"-- {self.first_name} --", *map(str, self._messages())])

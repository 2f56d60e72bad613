"""A bot as it is on the wire, called by hand."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

TOKEN = "5000001:" + "a" * 35

Handler = Callable[["Api", dict[str, Any]], Awaitable[None]]


class Api:
    """One POST a call."""

    def __init__(self, session: aiohttp.ClientSession, url: str, token: str = TOKEN) -> None:
        self.token = token
        self._session = session
        self._url = url

    def with_token(self, token: str) -> "Api":
        return Api(self._session, self._url, token)

    async def raw(self, method: str, **arguments: Any) -> dict[str, Any]:
        """Return the whole answer, good or bad; its status is the HTTP status."""
        url = f"{self._url}/bot{self.token}/{method}"
        async with self._session.post(url, json=arguments) as response:
            answer: dict[str, Any] = await response.json()
        assert response.status == answer.get("error_code", 200)
        return answer

    async def upload(
        self, method: str, field: str, name: str, content: bytes, **arguments: Any
    ) -> dict[str, Any]:
        """Send a file as a form with parts; return the whole answer."""
        form = aiohttp.FormData()
        form.add_field(field, content, filename=name)
        for argument, value in arguments.items():
            form.add_field(argument, str(value))
        url = f"{self._url}/bot{self.token}/{method}"
        async with self._session.post(url, data=form) as response:
            return dict(await response.json())

    async def download(self, path: str) -> tuple[int, bytes]:
        """Return status and bytes."""
        async with self._session.get(f"{self._url}/file/bot{self.token}/{path}") as response:
            return response.status, await response.read()

    async def __call__(self, method: str, **arguments: Any) -> Any:
        """Return the result of a call that succeeds."""
        answer = await self.raw(method, **arguments)
        assert answer["ok"], answer
        return answer["result"]

    async def refused(self, method: str, **arguments: Any) -> str:
        """Return the words of a call that fails."""
        answer = await self.raw(method, **arguments)
        assert not answer["ok"], answer
        return str(answer["description"])

    async def next_update(self, offset: int = 0) -> dict[str, Any]:
        updates = await self("getUpdates", offset=offset, limit=1)
        assert updates, "no update is waiting"
        return dict(updates[0])

    async def run(self, handle: Handler) -> None:
        """Poll for ever, and confirm each update after it is handled."""
        offset = 0
        while True:
            for update in await self("getUpdates", offset=offset, timeout=50):
                await handle(self, update)
                offset = update["update_id"] + 1


@asynccontextmanager
async def running(api: Api, handle: Handler) -> AsyncIterator[None]:
    """Run a bot beside the test."""
    task = asyncio.create_task(api.run(handle))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

"""Requests to Telegram over aiohttp; no error that leaves here carries the token in its URL."""

import asyncio
from http import HTTPStatus

from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientSession,
    ClientTimeout,
    FormData,
    TCPConnector,
)
from telegram._utils.defaultvalue import DefaultValue
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.metrics import Metrics

CONNECTIONS = 128
"""More than the bot has calls under way at once."""
CONNECT_SECONDS = 5.0
READ_SECONDS = 15.0
PAUSES = (0.5, 1.0, 2.0)
"""Between attempts of a call that may be repeated, in seconds."""
NOT_TWICE = ("send", "copy", "forward", "create", "answer")
"""How the names of calls begin whose effect would be there twice, or comes too late then."""


class AiohttpRequest(BaseRequest):
    """A `BaseRequest` that keeps connections open and costs little per call."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics
        self._client: ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        return READ_SECONDS

    async def initialize(self) -> None:
        if self._client is None:
            self._client = ClientSession(connector=TCPConnector(limit=CONNECTIONS))

    async def shutdown(self) -> None:
        if self._client is not None:
            await self._client.close()
            self._client = None

    async def do_request(  # noqa: PLR0917  as the library calls it
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Make a call, and again if it failed on the way and doing it twice is harmless.

        `write_timeout` and `pool_timeout` fall under the other two.

        Raises:
            TimedOut: no answer came in time; the call may have had its effect.
            NetworkError: the connection failed; so too.

        """
        connect = _seconds(connect_timeout, CONNECT_SECONDS)
        read = _seconds(read_timeout, READ_SECONDS)
        # In all, too: a server that sends a byte now and then would never be given up.
        timeout = ClientTimeout(sock_connect=connect, sock_read=read, total=_sum(connect, read))
        name = url.rpartition("/")[2]
        pauses = iter(PAUSES)
        while True:
            try:
                return await self._counted(method, url, request_data, timeout)
            except (ClientError, TimeoutError) as error:
                pause = next(pauses, None)
                if pause is None or not _may_repeat(name, error):
                    raise _translated(error) from None
            await asyncio.sleep(pause)

    async def _counted(
        self, method: str, url: str, request_data: RequestData | None, limits: ClientTimeout
    ) -> tuple[int, bytes]:
        """Make one attempt and count how it ended."""
        # What is fetched is a file, whose path is no name of a call.
        name = url.rpartition("/")[2] if method == "POST" else "file"
        try:
            with self._metrics.calling(name):
                status, body = await self._request(method, url, request_data, limits)
        except TimeoutError:
            self._metrics.called(name, "timeout")
            raise
        except ClientError:
            self._metrics.called(name, "network")
            raise
        self._metrics.called(name, _outcome(status))
        return status, body

    async def _request(
        self, method: str, url: str, request_data: RequestData | None, limits: ClientTimeout
    ) -> tuple[int, bytes]:
        if self._client is None:
            raise RuntimeError("initialize() first")
        body = _body(request_data)
        async with self._client.request(method, url, data=body, timeout=limits) as answer:
            return answer.status, await answer.read()


def _outcome(status: int) -> str:
    if status == HTTPStatus.OK:
        return "ok"
    return str(status) if status < HTTPStatus.INTERNAL_SERVER_ERROR else "5xx"


def _may_repeat(name: str, error: Exception) -> bool:
    """Tell whether a call can be made again: it never arrived, or twice is the same as once.

    What polls for updates has its own way of trying again.
    """
    if name == "getUpdates":
        return False
    return isinstance(error, ClientConnectorError) or not name.startswith(NOT_TWICE)


def _translated(error: Exception) -> NetworkError:
    # Named only: the message, and the exception behind this one, may hold the URL.
    return TimedOut() if isinstance(error, TimeoutError) else NetworkError(type(error).__name__)


def _seconds(given: ODVInput[float], default: float) -> float | None:
    return default if isinstance(given, DefaultValue) else given


def _sum(connect: float | None, read: float | None) -> float | None:
    return None if connect is None or read is None else connect + 2 * read


def _body(request_data: RequestData | None) -> FormData | None:
    if request_data is None or not request_data.parameters:
        return None
    # Not quoted: Telegram takes the names of files as they come.
    form = FormData(request_data.json_parameters, quote_fields=False)
    if request_data.contains_files:
        for name, (filename, content, kind) in request_data.multipart_data.items():
            form.add_field(name, content, filename=filename, content_type=kind)
    return form

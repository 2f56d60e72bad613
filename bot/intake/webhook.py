"""Updates by webhook, for any number of replicas behind one address."""

import asyncio
import hmac
from collections.abc import Sequence

import structlog
from aiohttp import web
from telegram.error import InvalidToken, TelegramError
from telegram.ext import ExtBot

from bot.flood import Lane
from bot.intake import ALLOWED_UPDATES
from bot.intake.lines import Lines
from bot.intake.reading import read_update
from bot.settings import Settings

log = structlog.stdlib.get_logger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  the name of a header
CONNECTIONS = 100
"""How many updates Telegram pushes side by side; those of one chat it pushes one by one."""
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 1.0, 60.0
SET_AGAIN_SECONDS = 60.0
"""A replica that still polled while this one started may have taken the webhook back."""


class Webhook:
    """Takes updates that Telegram pushes, and answers each after it is handled.

    What is not answered with 200, because the process ended first, is pushed again.
    """

    def __init__(self, bot: ExtBot[Lane], lines: Lines, settings: Settings) -> None:
        self._bot = bot
        self._lines = lines
        self._path = f"/telegram/{settings.derived('webhook path')[:32]}"
        self._url = f"{settings.webhook_url}{self._path}"
        self._secret = settings.derived("webhook secret")
        self._is_set = False
        self._stopping = asyncio.Event()

    @property
    def is_ready(self) -> bool:
        return self._is_set and not self._stopping.is_set()

    @property
    def routes(self) -> Sequence[web.AbstractRouteDef]:
        return [web.post(self._path, self._receive)]

    async def run(self) -> None:
        """Tell Telegram the address; returns after `stop`, when all begun work is done.

        Raises:
            InvalidToken: Telegram does not know the token.

        """
        setting = asyncio.create_task(self._set())
        stopping = asyncio.create_task(self._stopping.wait())
        try:
            await asyncio.wait([setting, stopping], return_when=asyncio.FIRST_COMPLETED)
            if setting.done():
                setting.result()  # it only ends by an exception
        finally:
            setting.cancel()
            stopping.cancel()
            await self._lines.finish()

    def stop(self) -> None:
        """Take no more updates; what is being handled is finished."""
        self._stopping.set()

    async def _set(self) -> None:
        pause = FIRST_PAUSE_SECONDS
        while True:
            try:
                await self._bot.set_webhook(
                    self._url,
                    secret_token=self._secret,
                    allowed_updates=ALLOWED_UPDATES,
                    max_connections=CONNECTIONS,
                )
                self._is_set = True
                pause = FIRST_PAUSE_SECONDS
                await asyncio.sleep(SET_AGAIN_SECONDS)
            except InvalidToken:
                raise
            except TelegramError as error:
                log.warning("the webhook could not be set", said=error.message)
                await asyncio.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE_SECONDS)

    async def _receive(self, request: web.Request) -> web.Response:
        if not self._knows(request):
            # As for any other address where there is nothing, to the letter.
            raise web.HTTPNotFound
        if self._stopping.is_set():
            return web.Response(status=503)
        try:
            update = read_update(await request.json(), self._bot)
        except ValueError:
            return web.Response(status=400)
        task = self._lines.begin(update)
        if task is not None:
            await asyncio.wait([task])
            if task.cancelled():
                return web.Response(status=503)
        return web.Response()

    def _knows(self, request: web.Request) -> bool:
        """Tell whether it is Telegram that asks, in a time that says nothing of the secret."""
        given = request.headers.get(SECRET_HEADER, "")
        return hmac.compare_digest(given.encode(errors="replace"), self._secret.encode())

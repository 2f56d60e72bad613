"""The sandbox as a server on loopback."""

from types import TracebackType

from aiohttp import web

from bot.clock import Clock
from bot.sandbox.bot_side import BotSide
from bot.sandbox.control_side import ControlSide
from bot.sandbox.guard import loopback_only
from bot.sandbox.people_side import PeopleSide
from bot.sandbox.world import World

_HOST = "127.0.0.1"
_LARGEST_BODY = 64 * 1024 * 1024
_GOODBYE = 0.1  # seconds that open connections get at the end


class Sandbox:
    """A server that runs inside `async with`; port 0 takes any that is free."""

    def __init__(self, clock: Clock, port: int = 0, *, webhook_retry_delay: float = 1.0) -> None:
        self.world = World(clock, webhook_retry_delay)
        self._port = port
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """Return the address, without a slash at the end."""
        return f"http://{_HOST}:{self._port}"

    async def __aenter__(self) -> "Sandbox":
        """Start to listen.

        Raises OSError when the port is taken.
        """
        self._runner = web.AppRunner(
            self._application(),
            access_log=None,
            handler_cancellation=True,  # a killed bot's long poll ends with its connection
            shutdown_timeout=_GOODBYE,
        )
        await self._runner.setup()
        site = web.TCPSite(self._runner, _HOST, self._port, backlog=1024)
        await site.start()
        self._port = self._runner.addresses[0][1]
        return self

    async def __aexit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        self.world.hub.close()
        for bot in self.world.bots:
            if bot.webhook is not None:
                await bot.webhook.close()
        if self._runner is not None:
            await self._runner.cleanup()

    def _application(self) -> web.Application:
        application = web.Application(client_max_size=_LARGEST_BODY, middlewares=[loopback_only])
        application.add_routes(BotSide(self.world).routes())
        application.add_routes(PeopleSide(self.world).routes())
        application.add_routes(ControlSide(self.world).routes())
        return application

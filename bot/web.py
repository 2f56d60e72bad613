"""The bot's own small web server, for those who watch it and for whatever else must be reached."""

import errno
from collections.abc import Iterable

from aiohttp import web

from bot.settings import SettingsError


class Web:
    """Serves routes between `start` and `stop`; port 0 takes any that is free."""

    def __init__(self, host: str, port: int, routes: Iterable[web.AbstractRouteDef]) -> None:
        self._host = host
        self._port = port
        application = web.Application()
        application.add_routes(routes)
        self._runner = web.AppRunner(application, access_log=None)

    @property
    def url(self) -> str:
        """Return the address, without a slash at the end."""
        return f"http://{self._host}:{self._port}"

    async def start(self) -> None:
        """Begin to listen.

        Raises:
            SettingsError: that cannot be done at this host and port.

        """
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self._host, self._port).start()
        except OSError as error:
            await self._runner.cleanup()
            raise SettingsError(self._complaint(error)) from None
        self._port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Listen no more; what was asked is answered."""
        await self._runner.cleanup()

    def _complaint(self, error: OSError) -> str:
        if error.errno in (errno.EADDRINUSE, errno.EACCES):
            return f"HTTP_PORT: port {self._port} is taken, or the system's own. Choose another."
        return f"HTTP_HOST: this machine cannot listen at {self._host} ({error.strerror})."

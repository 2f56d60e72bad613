"""Keeps web pages of others away: a page from the Internet could call loopback, too."""

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import web

_LOOPBACK = {"127.0.0.1", "localhost", "::1"}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@web.middleware
async def loopback_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse requests for another host's name, and those another site's page makes."""
    origin = request.headers.get("Origin")
    if not _is_loopback(f"//{request.host}") or (origin and not _is_loopback(origin)):
        raise web.HTTPForbidden(text="The sandbox talks to loopback only")
    return await handler(request)


def _is_loopback(url: str) -> bool:
    try:
        return urlsplit(url).hostname in _LOOPBACK
    except ValueError:
        return False

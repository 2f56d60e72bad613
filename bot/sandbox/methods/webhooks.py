"""Setting, removing and asking about the webhook."""

import re
from urllib.parse import urlsplit

from bot.sandbox import limits
from bot.sandbox.call import Call
from bot.sandbox.errors import ApiError
from bot.sandbox.json_types import Json
from bot.sandbox.methods.updates import read_allowed_updates
from bot.sandbox.rules import Rule
from bot.sandbox.webhooks import Target, Webhook

_SECRET = re.compile(r"[A-Za-z0-9_-]*")
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_CONNECTIONS = 40


async def set_webhook(call: Call) -> bool:
    target = _target(call)
    if target is None:
        return await delete_webhook(call)
    # Again, if another one was set while the old one was closed.
    while call.bot.webhook is not None:
        await _remove(call)
    _drop_pending(call)
    read_allowed_updates(call)
    call.bot.polling.end(Rule.POLL_ENDED)
    world = call.world
    call.bot.webhook = Webhook(
        target, call.bot.updates, world.clock, world.faults, world.webhook_retry_delay
    )
    return True


async def delete_webhook(call: Call) -> bool:
    await _remove(call)
    _drop_pending(call)
    return True


def get_webhook_info(call: Call) -> Json:
    webhook, updates = call.bot.webhook, call.bot.updates
    info: Json = {
        "url": "",
        "has_custom_certificate": False,
        "pending_update_count": len(updates),
        **(webhook.as_info() if webhook else {}),
    }
    return info | ({"allowed_updates": updates.allowed} if updates.allowed else {})


def _target(call: Call) -> Target | None:
    url = call.arguments.text("url").strip()
    if not url:
        return None
    parts = urlsplit(url)
    is_loopback = parts.hostname in _LOOPBACK
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback):
        raise ApiError(Rule.WEBHOOK_HTTPS)
    if not is_loopback:
        raise ApiError(Rule.WEBHOOK_HOST)
    connections = call.arguments.integer(
        "max_connections", low=1, high=limits.WEBHOOK_CONNECTIONS, otherwise=_CONNECTIONS
    )
    return Target(url, _secret(call), connections)


def _secret(call: Call) -> str:
    secret = call.arguments.text("secret_token")
    if len(secret) > limits.WEBHOOK_SECRET:
        raise ApiError(Rule.WEBHOOK_SECRET_LONG)
    if not _SECRET.fullmatch(secret):
        raise ApiError(Rule.WEBHOOK_SECRET)
    return secret


async def _remove(call: Call) -> None:
    webhook, call.bot.webhook = call.bot.webhook, None
    if webhook is not None:
        await webhook.close()
        call.bot.updates.on_added = call.bot.polling.wake


def _drop_pending(call: Call) -> None:
    if call.arguments.flag("drop_pending_updates"):
        call.bot.updates.clear()

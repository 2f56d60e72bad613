"""Updates in: an update is confirmed to Telegram only after its effect is committed.

python-telegram-bot's own ways in confirm an update before it is handled, so a crash would lose
what was in memory. Here `polling` and `webhook` bring updates, `lines` keeps those of each person
in order, and `handling` sees each to its end, whatever goes wrong on the way.
"""

from collections.abc import Sequence
from typing import Protocol

from aiohttp import web
from telegram import Update

ALLOWED_UPDATES = (
    Update.MESSAGE,
    Update.CALLBACK_QUERY,
    Update.PRE_CHECKOUT_QUERY,
    Update.MY_CHAT_MEMBER,
)


class Intake(Protocol):
    """A way for updates to come in."""

    @property
    def is_ready(self) -> bool: ...

    @property
    def routes(self) -> Sequence[web.AbstractRouteDef]:
        """What Telegram asks the bot's web server for."""

    async def run(self) -> None: ...

    def stop(self) -> None: ...

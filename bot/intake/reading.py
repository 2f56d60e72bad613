"""What Telegram brings, read as the library's `Update`."""

from typing import Any

import structlog
from telegram import Bot, Update

log = structlog.stdlib.get_logger(__name__)


def read_update(content: Any, bot: Bot) -> Update:
    """Read an update; what the library cannot make sense of becomes an update with nothing in it.

    So that one update of a shape that nobody foresaw is passed over, and not brought for ever.

    Raises:
        ValueError: it is no update at all.

    """
    update_id = content.get("update_id") if isinstance(content, dict) else None
    if not isinstance(update_id, int):
        raise ValueError("no update")
    try:
        return Update.de_json(content, bot)
    except Exception as error:
        # Named only: what the library says of it may quote what a parent wrote.
        log.error("an update cannot be read", update=update_id, error=type(error).__name__)
        return Update(update_id)

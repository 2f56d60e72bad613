"""Updates as Telegram brings them, for tests that do without its server."""

from typing import Any

from telegram import Bot, Update

from tests.factory import NOW

CHAT_OF_GROUP = -1001


def message(
    update_id: int,
    person_id: int = 1001,
    text: str = "Hello",
    *,
    chat: dict[str, Any] | None = None,
    kind: str = "message",
    bot: Bot | None = None,
) -> Update:
    """Make an update with a text that somebody wrote, in private unless another chat is given."""
    content: dict[str, Any] = {
        "message_id": update_id,
        "date": int(NOW.timestamp()),
        "chat": chat or private(person_id),
        "from": person(person_id),
        "text": text,
    }
    if text.startswith("/"):
        length = len(text.split(maxsplit=1)[0])
        content["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
    if kind.endswith("channel_post"):
        del content["from"]
    return _update({"update_id": update_id, kind: content}, bot)


def tap(
    update_id: int, person_id: int, data: str, message_id: int = 1, *, bot: Bot | None = None
) -> Update:
    """Make an update with a tap on one of the bot's messages."""
    below = {
        "message_id": message_id,
        "date": int(NOW.timestamp()),
        "chat": private(person_id),
        "text": "Choose",
    }
    query = {
        "id": str(update_id),
        "from": person(person_id),
        "chat_instance": "1",
        "message": below,
        "data": data,
    }
    return _update({"update_id": update_id, "callback_query": query}, bot)


def private(person_id: int) -> dict[str, Any]:
    return {"id": person_id, "type": "private", "first_name": "Anna"}


def group() -> dict[str, Any]:
    return {"id": CHAT_OF_GROUP, "type": "supergroup", "title": "Class 3b"}


def person(person_id: int) -> dict[str, Any]:
    return {"id": person_id, "is_bot": False, "first_name": "Anna", "language_code": "en"}


def _update(content: dict[str, Any], bot: Bot | None) -> Update:
    update = Update.de_json(content, bot)
    assert update is not None
    return update

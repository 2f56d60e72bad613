"""Updates as Telegram brings them, for tests that do without its server."""

from itertools import count
from typing import Any

from telegram import Bot, Update

from bot.application import AfterbellApplication
from bot.intake.handling import Handling
from tests.factory import NOW

CHAT_OF_GROUP = -1001
_numbers = count(1_000)


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
        **words(text),
    }
    if kind.endswith("channel_post"):
        del content["from"]
    return _update({"update_id": update_id, kind: content}, bot)


def sent(update_id: int, person_id: int, content: dict[str, Any], *, bot: Bot | None) -> Update:
    """Make an update with whatever somebody sends, a file or their contact."""
    about = {
        "message_id": update_id,
        "date": int(NOW.timestamp()),
        "chat": private(person_id),
        "from": person(person_id),
    }
    return _update({"update_id": update_id, "message": about | content}, bot)


def words(text: str) -> dict[str, Any]:
    """Return what a message with a text holds of it: Telegram marks a command in front."""
    if not text.startswith("/"):
        return {"text": text}
    length = len(text.split(maxsplit=1)[0])
    return {"text": text, "entities": [{"type": "bot_command", "offset": 0, "length": length}]}


async def write(application: AfterbellApplication, person_id: int, text: str, **more: Any) -> None:
    """Let the application handle a text that somebody writes."""
    update = message(next(_numbers), person_id, text, bot=application.bot, **more)
    await application.process_update(update)


async def send_in(application: AfterbellApplication, person_id: int, text: str) -> None:
    """Let a text come in as it does in earnest: tried again, counted, and passed over at last."""
    update = message(next(_numbers), person_id, text, bot=application.bot)
    await Handling(application).handle(update)


async def handle_waiting(application: AfterbellApplication) -> None:
    """Do what the intake does, by hand: any of several processes may."""
    bot = application.bot
    for update in await bot.get_updates(timeout=0):
        try:
            await application.process_update(update)
        finally:
            await bot.get_updates(offset=update.update_id + 1, timeout=0, limit=1)


def tap(
    update_id: int, person_id: int, data: str | None, message_id: int = 1, *, bot: Bot | None = None
) -> Update:
    """Make an update with a tap on one of the bot's messages; one of a game has no data."""
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
    } | ({"game_short_name": "chess"} if data is None else {"data": data})
    return _update({"update_id": update_id, "callback_query": query}, bot)


def pre_checkout(update_id: int, person_id: int, *, bot: Bot | None = None) -> Update:
    """Make an update in which somebody is about to pay."""
    query = {
        "id": str(update_id),
        "from": person(person_id),
        "currency": "GBP",
        "total_amount": 800,
        "invoice_payload": "1",
    }
    return _update({"update_id": update_id, "pre_checkout_query": query}, bot)


def payment(update_id: int, person_id: int, *, bot: Bot | None = None) -> Update:
    """Make an update in which somebody has paid."""
    paid = {
        "currency": "GBP",
        "total_amount": 800,
        "invoice_payload": "1",
        "telegram_payment_charge_id": "t1",
        "provider_payment_charge_id": "p1",
    }
    content = {
        "message_id": update_id,
        "date": int(NOW.timestamp()),
        "chat": private(person_id),
        "from": person(person_id),
        "successful_payment": paid,
    }
    return _update({"update_id": update_id, "message": content}, bot)


def block(update_id: int, person_id: int) -> Update:
    """Make an update in which somebody blocks the bot."""
    bot = {"id": 1, "is_bot": True, "first_name": "Afterbell"}
    change = {
        "chat": private(person_id),
        "from": person(person_id),
        "date": int(NOW.timestamp()),
        "old_chat_member": {"user": bot, "status": "member"},
        "new_chat_member": {"user": bot, "status": "kicked", "until_date": 0},
    }
    return _update({"update_id": update_id, "my_chat_member": change}, None)


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

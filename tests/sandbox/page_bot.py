"""A small bot that says one of everything the page can show."""

from typing import Any

from tests.sandbox.api import Api
from tests.sandbox.cases_rest import INVOICE
from tests.sandbox.pictures import png

Update = dict[str, Any]
HOSTILE = '<img src="x" onerror="document.title=1"> Ann_a* & "Co"'


async def answer(api: Api, update: Update) -> None:
    """Answer a person as the first word, or the button, asks."""
    if query := update.get("callback_query"):
        await _tapped(api, query)
    elif query := update.get("pre_checkout_query"):
        await api("answerPreCheckoutQuery", pre_checkout_query_id=query["id"], ok=True)
    elif message := update.get("message"):
        chat_id = message["chat"]["id"]
        say = SAY.get(message.get("text", ""))
        if say is None:
            kinds = ("contact", "document", "successful_payment", "text")
            what = next(kind for kind in kinds if kind in message)
            await api("sendMessage", chat_id=chat_id, text=f"Got {what}", reply_markup=GONE)
        else:
            await say(api, chat_id)


GONE = {"remove_keyboard": True}
CHILDREN = [[{"text": "Emma", "callback_data": "emma"}, {"text": "Leo", "callback_data": "leo"}]]
CONFIRM = [
    [{"text": "Confirm", "callback_data": "confirm", "style": "success"}],
    [{"text": "Cancel", "callback_data": "cancel", "style": "danger"}],
]


async def _tapped(api: Api, query: Update) -> None:
    await api("answerCallbackQuery", callback_query_id=query["id"], text=f"{query['data']}!")
    place = {"chat_id": query["from"]["id"], "message_id": query["message"]["message_id"]}
    if query["data"] == "emma":
        markup = {"inline_keyboard": CONFIRM}
        await api("editMessageText", **place, text="Swimming for Emma?", reply_markup=markup)
    else:
        await api("editMessageText", **place, text="Booked")


async def _start(api: Api, chat_id: int) -> None:
    keyboard = [[{"text": "Share my number", "request_contact": True}], ["Not now"]]
    markup = {"keyboard": keyboard, "resize_keyboard": True}
    await api("sendMessage", chat_id=chat_id, text="Your phone number?", reply_markup=markup)


async def _book(api: Api, chat_id: int) -> None:
    markup = {"inline_keyboard": CHILDREN}
    await api("sendMessage", chat_id=chat_id, text="Which child?", reply_markup=markup)


async def _formatted(api: Api, chat_id: int) -> None:
    html = "<b>bold</b> <tg-spoiler>secret</tg-spoiler> <i>x <u>y</u></i>\n<pre>code</pre>"
    await api("sendMessage", chat_id=chat_id, text=html, parse_mode="HTML")
    await api("sendMessage", chat_id=chat_id, text=HOSTILE)
    await api("sendChatAction", chat_id=chat_id, action="typing")


async def _files(api: Api, chat_id: int) -> None:
    await api.upload("sendDocument", "document", "dates.ics", b"BEGIN", chat_id=chat_id)
    await api.upload("sendPhoto", "photo", "a.png", png(32, 18), chat_id=chat_id, caption="Pool")


async def _invoice(api: Api, chat_id: int) -> None:
    await api("sendInvoice", chat_id=chat_id, **INVOICE)


SAY = {
    "/start": _start,
    "/book": _book,
    "/format": _formatted,
    "/files": _files,
    "/pay": _invoice,
}

"""A bot and a person talk: what each of them gets."""

from typing import Any

import pytest

from bot.sandbox.client import PersonClient, SandboxClient, SandboxError, SilentBotError
from tests.sandbox.api import Api, running
from tests.sandbox.conftest import NOON


async def test_message_reaches_bot_as_telegram_would_send_it(anna: PersonClient, api: Api) -> None:
    await anna.send("/start CODE_1", wait=False)

    update = await api.next_update()

    assert update["message"] == {
        "message_id": 1,
        "from": {
            "id": anna.id,
            "is_bot": False,
            "first_name": "Anna",
            "last_name": "Smith",
            "language_code": "en",
        },
        "chat": {"id": anna.id, "type": "private", "first_name": "Anna", "last_name": "Smith"},
        "date": int(NOON.timestamp()),
        "text": "/start CODE_1",
        "entities": [{"type": "bot_command", "offset": 0, "length": 6}],
    }


async def test_tap_echoes_the_whole_message(started: PersonClient, api: Api) -> None:
    keyboard = [[{"text": "Emma", "callback_data": "child:1", "style": "primary"}]]
    sent = await api(
        "sendMessage",
        chat_id=started.id,
        text="<b>Who?</b>",
        parse_mode="HTML",
        reply_markup={"inline_keyboard": keyboard},
    )

    await started.tap("Emma", wait=False)
    query = (await api.next_update())["callback_query"]

    assert query["message"] == sent
    assert sent["reply_markup"] == {"inline_keyboard": keyboard}
    assert sent["entities"] == [{"type": "bold", "offset": 0, "length": 4}]
    assert (query["data"], query["from"]["id"]) == ("child:1", started.id)


async def test_client_waits_until_bot_has_handled_the_update(anna: PersonClient, api: Api) -> None:
    async def greet(api: Api, update: dict[str, Any]) -> None:
        await api("sendMessage", chat_id=update["message"]["chat"]["id"], text="Hello")

    async with running(api, greet):
        await anna.send("/start")

    assert anna.screen.text == "Hello"


async def test_silent_bot_is_named_with_the_chat_so_far(sandbox: Any, anna: PersonClient) -> None:
    async with SandboxClient(sandbox.url, patience=0.05) as client:
        impatient = PersonClient(client, anna.id, "Anna")
        with pytest.raises(SilentBotError, match="person: /book"):
            await impatient.send("/book")


async def test_update_waits_for_a_bot_that_is_down(anna: PersonClient, api: Api) -> None:
    await anna.send("/book", wait=False)
    await anna.send("/bookings", wait=False)

    first, second = await api("getUpdates")

    assert first["message"]["text"] == "/book"
    assert second["update_id"] == first["update_id"] + 1


async def test_contact_of_the_sender_has_the_senders_id(started: PersonClient, api: Api) -> None:
    keyboard = [[{"text": "Share my number", "request_contact": True}]]
    asked = await api(
        "sendMessage", chat_id=started.id, text="Phone?", reply_markup={"keyboard": keyboard}
    )
    assert "reply_markup" not in asked

    await started.tap("Share my number", wait=False)
    message = (await api.next_update())["message"]

    assert message["contact"] == {
        "phone_number": "447700900123",
        "first_name": "Anna",
        "last_name": "Smith",
        "user_id": started.id,
    }
    assert message["reply_to_message"]["message_id"] == asked["message_id"]


async def test_contact_of_somebody_else_has_their_id(
    started: PersonClient, client: SandboxClient, api: Api
) -> None:
    bob = await client.person("Bob", phone="+447700900456")

    await started.share_contact(of=bob, wait=False)
    message = (await api.next_update())["message"]

    assert (message["from"]["id"], message["contact"]["user_id"]) == (started.id, bob.id)


async def test_reply_button_sends_its_label(started: PersonClient, api: Api) -> None:
    keyboard = {"keyboard": [["Yes", "No"]], "one_time_keyboard": True}
    await api("sendMessage", chat_id=started.id, text="Sure?", reply_markup=keyboard)
    await started.refresh()
    assert started.keyboard == ("Yes", "No")

    await started.tap("Yes", wait=False)

    assert (await api.next_update())["message"]["text"] == "Yes"


async def test_removed_keyboard_is_gone(started: PersonClient, api: Api) -> None:
    await api("sendMessage", chat_id=started.id, text="?", reply_markup={"keyboard": [["Yes"]]})
    await api("sendMessage", chat_id=started.id, text="!", reply_markup={"remove_keyboard": True})

    await started.refresh()

    assert started.keyboard == ()
    with pytest.raises(SandboxError, match="no button 'Yes'"):
        await started.tap("Yes")


async def test_repeated_tap_has_a_new_update_and_query_but_the_same_data(
    started: PersonClient, api: Api
) -> None:
    keyboard = {"inline_keyboard": [[{"text": "Confirm", "callback_data": "yes"}]]}
    sent = await api("sendMessage", chat_id=started.id, text="Sure?", reply_markup=keyboard)

    await started.tap("Confirm", wait=False)
    await api("editMessageText", chat_id=started.id, message_id=sent["message_id"], text="Booked")
    await started.repeat_tap(wait=False)
    first, second = await api("getUpdates")

    assert first["update_id"] < second["update_id"]
    assert first["callback_query"]["id"] != second["callback_query"]["id"]
    assert first["callback_query"]["data"] == second["callback_query"]["data"] == "yes"


async def test_old_keyboard_can_still_be_tapped_on_a_phone_that_shows_it(
    started: PersonClient, api: Api
) -> None:
    keyboard = {"inline_keyboard": [[{"text": "Confirm", "callback_data": "yes"}]]}
    sent = await api("sendMessage", chat_id=started.id, text="Sure?", reply_markup=keyboard)
    message_id = sent["message_id"]
    await api("editMessageText", chat_id=started.id, message_id=message_id, text="Booked")

    with pytest.raises(SandboxError, match="no button"):
        await started.tap("Confirm", message_id=message_id)
    await started.tap("Confirm", message_id=message_id, stale=True, wait=False)

    assert (await api.next_update())["callback_query"]["data"] == "yes"

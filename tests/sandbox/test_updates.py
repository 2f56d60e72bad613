"""Long polling: what is taken, confirmed, refused and forgotten."""

import asyncio
from datetime import timedelta
from time import monotonic

from bot.clock import Clock
from bot.sandbox.client import PersonClient, SandboxClient
from bot.sandbox.rules import Rule
from tests.sandbox.api import Api
from tests.sandbox.scene import Scene


async def test_update_stays_until_a_later_offset_confirms_it(anna: PersonClient, api: Api) -> None:
    first = await anna.send("one", wait=False)
    second = await anna.send("two", wait=False)

    assert len(await api("getUpdates")) == 2
    assert len(await api("getUpdates", offset=first["update_id"])) == 2
    assert len(await api("getUpdates", offset=second["update_id"])) == 1
    assert await api("getUpdates", offset=second["update_id"] + 1) == []
    assert await api("getUpdates") == []


async def test_limit_and_negative_offset(anna: PersonClient, api: Api) -> None:
    for text in ("one", "two", "three"):
        await anna.send(text, wait=False)

    assert [u["message"]["text"] for u in await api("getUpdates", limit=2)] == ["one", "two"]
    assert [u["message"]["text"] for u in await api("getUpdates", offset=-1)] == ["three"]
    assert (await api.next_update())["message"]["text"] == "three"


async def test_long_poll_answers_as_soon_as_somebody_writes(anna: PersonClient, api: Api) -> None:
    polling = asyncio.create_task(api("getUpdates", timeout=50))
    await anna.refresh()
    began = monotonic()

    await anna.send("hello", wait=False)
    updates = await polling

    assert updates[0]["message"]["text"] == "hello"
    assert monotonic() - began < 0.5


async def test_long_poll_ends_empty_when_its_time_is_over(api: Api) -> None:
    assert await api("getUpdates", timeout=1) == []


async def test_second_poller_ends_the_first(api: Api) -> None:
    first = asyncio.create_task(api.refused("getUpdates", timeout=50))
    await api("getMe")

    assert await api("getUpdates") == []

    assert await first == Rule.POLL_TWICE.value.words


async def test_killed_poller_does_not_swallow_what_comes_next(anna: PersonClient, api: Api) -> None:
    killed = asyncio.create_task(api("getUpdates", timeout=50))
    await api("getMe")
    killed.cancel()
    await asyncio.gather(killed, return_exceptions=True)

    await anna.send("hello", wait=False)

    assert (await api.next_update())["message"]["text"] == "hello"


async def test_only_allowed_kinds_come(started: PersonClient, api: Api) -> None:
    await api("getUpdates", allowed_updates=["message"])
    outcome = await started.block(wait=False)
    assert outcome["update_id"] is None
    await started.unblock(wait=False)
    await started.send("back", wait=False)

    updates = await api("getUpdates")

    assert [set(update) - {"update_id"} for update in updates] == [{"message"}]


async def test_empty_list_of_allowed_kinds_allows_the_usual(
    started: PersonClient, api: Api
) -> None:
    await api("getUpdates", allowed_updates=["message"])
    await api("getUpdates", allowed_updates=[])

    await started.block(wait=False)

    assert "my_chat_member" in await api.next_update()


async def test_taps_are_kept_150_seconds_and_messages_a_day(
    started: PersonClient, api: Api, clock: Clock
) -> None:
    keyboard = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}
    await api("sendMessage", chat_id=started.id, text="Go?", reply_markup=keyboard)
    await started.tap("Go", wait=False)
    await started.send("hello", wait=False)

    clock.advance(timedelta(seconds=149))
    assert len(await api("getUpdates")) == 2
    clock.advance(timedelta(seconds=1))
    assert [u["message"]["text"] for u in await api("getUpdates")] == ["hello"]
    clock.advance(timedelta(hours=24))
    assert await api("getUpdates") == []


async def test_tap_long_past_cannot_be_answered(scene: Scene, clock: Clock) -> None:
    clock.advance(timedelta(seconds=151))
    await scene.anna.tap("Go", wait=False)

    old = await scene.raw("answerCallbackQuery", callback_query_id=scene.query_id)
    query_id = (await scene.api.next_update())["callback_query"]["id"]
    new = await scene.raw("answerCallbackQuery", callback_query_id=query_id)
    again = await scene.raw("answerCallbackQuery", callback_query_id=query_id)

    assert [answer["ok"] for answer in (old, new, again)] == [False, True, False]


async def test_tap_is_answered_within_fifteen_seconds(scene: Scene, clock: Clock) -> None:
    clock.advance(timedelta(seconds=16))

    late = await scene.raw("answerCallbackQuery", callback_query_id=scene.query_id)

    assert late["description"] == Rule.QUERY_OLD.value.words


async def test_block_and_unblock_say_who_changed_what(started: PersonClient, api: Api) -> None:
    await started.block(wait=False)
    await started.unblock(wait=False)

    blocked, free = [update["my_chat_member"] for update in await api("getUpdates")]

    assert blocked["old_chat_member"]["status"] == free["new_chat_member"]["status"] == "member"
    assert blocked["new_chat_member"]["status"] == free["old_chat_member"]["status"] == "kicked"
    assert blocked["new_chat_member"]["user"]["id"] == 5000001
    assert blocked["from"]["id"] == blocked["chat"]["id"] == started.id


async def test_each_token_is_a_bot_of_its_own(
    sandbox: object, anna: PersonClient, api: Api, client: SandboxClient
) -> None:
    other = api.with_token("6000002:" + "b" * 35)
    await api("getMe")
    assert (await other("getMe"))["id"] == 6000002

    await anna.send("to the first", wait=False)
    path = f"/people/{anna.id}/send"
    await client.call("POST", path, {"text": "to the other"}, {"bot": 6000002})

    assert (await api.next_update())["message"]["text"] == "to the first"
    assert (await other.next_update())["message"]["text"] == "to the other"


async def test_replaced_secret_of_the_same_bot_is_unauthorized(api: Api) -> None:
    await api("getMe")

    refused = await api.with_token("5000001:" + "b" * 35).refused("getMe")

    assert refused == "Unauthorized"

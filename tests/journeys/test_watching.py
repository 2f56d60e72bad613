"""What whoever watches the bot sees of a real journey."""

import aiohttp

from tests.bot.scraped import Scraped
from tests.journeys.school import Parent, School


async def scrape(school: School) -> Scraped:
    server = school.process.bot.web
    assert server is not None
    async with aiohttp.ClientSession() as browser, browser.get(f"{server.url}/metrics") as answer:
        return Scraped(await answer.text())


async def test_booking_a_full_session_and_a_promotion_can_be_read_off_the_metrics(
    school: School, anna: Parent, bob: Parent
) -> None:
    await school.restart(http_port=0)
    swimming = school.make.session(name="Swimming", capacity=1)
    school.make.booking(swimming, anna.family)
    for step in ("/book", "[Swimming]", "[Mon 14 Sept]", "[Confirm]"):
        await (bob.tap(step[1:-1]) if step.startswith("[") else bob.send(step))

    while_waiting = await scrape(school)
    assert while_waiting.value("afterbell_waiting_list_entries") == 1
    assert while_waiting.value("afterbell_waiting_list_sessions") == 1

    await anna.send("/bookings")
    await anna.tap("Swimming")
    await anna.tap("Cancel this booking")
    await anna.tap("Yes, cancel")
    await bob.wait_for("A place has come free")
    await school.settle()

    found = await scrape(school)
    tap = {"kind": "callback_query", "result": "handled"}
    assert found.value("afterbell_updates_total", what="b.ok", **tap) == 1
    assert found.value("afterbell_updates_total", kind="message", what="/book", result="handled")
    assert found.value("afterbell_update_seconds_count", kind="callback_query") == 6
    assert found.value("afterbell_notices_total", kind="promoted", result="sent") == 1
    assert found.value("afterbell_api_calls_total", method="editMessageText", outcome="ok")
    assert found.value("afterbell_waiting_list_entries") == 0
    assert found.value("afterbell_outbox_notices") == 0
    assert found.value("afterbell_outbox_age_seconds") == 0

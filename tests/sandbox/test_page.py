"""The page in a real browser."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from playwright.async_api import Browser, FilePayload, Locator, Page, ViewportSize, expect

from bot.clock import Clock
from bot.sandbox.client import PersonClient, SandboxClient
from bot.sandbox.server import Sandbox
from bot.sandbox.world import GuideLine
from tests.browser import NARROW, NEEDS_CHROMIUM, WIDE, blank, chromium, open_sandbox, phone_of
from tests.sandbox.api import Api, running
from tests.sandbox.conftest import NOON
from tests.sandbox.contrast import CONTRAST
from tests.sandbox.page_bot import HOSTILE, answer

pytestmark = NEEDS_CHROMIUM


@pytest.fixture
async def browser(chromium_address: str) -> AsyncIterator[Browser]:
    async with chromium(chromium_address) as browser:
        yield browser


@pytest.fixture
async def people(client: SandboxClient) -> list[PersonClient]:
    return [
        await client.person("Sarah", "Johnson", phone="+447700900123", note="Parent"),
        await client.person("John", "Okafor", phone="+447700900124", note="Parent"),
        await client.person("Priya", "Patel", phone="+447700900125", note="Office"),
    ]


@pytest.fixture
async def bot(sandbox: Sandbox, api: Api, people: list[PersonClient]) -> AsyncIterator[Api]:
    """The bot runs, has a name and commands, and the guide says what to try."""
    sandbox.world.guide = [
        GuideLine("Book as Sarah", people[0].id, "/book"),
        GuideLine("Look at John", people[1].id),
        GuideLine("Read this"),
    ]
    commands = ("book", "format", "files", "pay")
    await api("setMyName", name="Afterbell")
    await api("setMyDescription", description="I book places.")
    listed = [{"command": one, "description": f"Try {one}"} for one in commands]
    await api("setMyCommands", commands=listed)
    async with running(api, answer):
        yield api


async def opened(browser: Browser, sandbox: Sandbox, viewport: ViewportSize = WIDE) -> Page:
    page = await blank(browser, viewport)
    await open_sandbox(page, sandbox.url)
    return page


async def say(phone: Locator, text: str) -> None:
    await expect(phone).not_to_have_attribute("aria-busy", "true")
    if await phone.get_by_role("button", name="Start").is_visible():
        await phone.get_by_role("button", name="Start").click()
    await phone.get_by_role("textbox", name="Message").fill(text)
    await phone.get_by_role("button", name="Send").click()


async def test_guided_start_works_by_clicking_only(
    browser: Browser, sandbox: Sandbox, bot: Api
) -> None:
    page = await opened(browser, sandbox)
    sarah = phone_of(page, "Sarah Johnson")

    await page.get_by_role("button", name="Do it: Book as Sarah").click()
    await sarah.get_by_role("button", name="Emma").click()
    await sarah.get_by_role("button", name="Confirm").click()

    await expect(sarah.get_by_role("article").last).to_contain_text("Booked")
    await expect(sarah.get_by_role("article")).to_have_count(2)
    await expect(sarah.get_by_role("status")).to_have_text("confirm!")
    await page.get_by_role("button", name="Show me: Look at John").click()
    await expect(phone_of(page, "John Okafor")).to_have_class("phone chosen called")


async def test_news_arrive_live_without_reload(
    browser: Browser, sandbox: Sandbox, bot: Api, people: list[PersonClient]
) -> None:
    page = await opened(browser, sandbox)
    john = phone_of(page, "John Okafor")
    await expect(john).to_contain_text("I book places.")

    await people[1].send("/book")
    await expect(john.get_by_role("article").last).to_contain_text("Which child?")
    await people[1].tap("Emma")
    await expect(john.get_by_role("article").last).to_contain_text("edited")
    await bot("deleteMessage", chat_id=people[1].id, message_id=people[1].screen.message_id)

    await expect(john.get_by_role("article")).to_have_count(1)


async def test_person_writes_shares_a_contact_and_uses_the_menu(
    browser: Browser, sandbox: Sandbox, bot: Api
) -> None:
    page = await opened(browser, sandbox)
    sarah = phone_of(page, "Sarah Johnson")

    await sarah.get_by_role("button", name="Start").click()
    await sarah.get_by_role("button", name="Share my number").click()
    await expect(sarah.get_by_role("article").last).to_contain_text("Got contact")
    await expect(sarah.get_by_role("group", name="Reply keyboard")).to_be_hidden()
    await sarah.get_by_role("button", name="Menu").click()
    await sarah.get_by_role("button", name="/book Try book").click()

    await expect(sarah.get_by_role("article").last).to_contain_text("Which child?")

    await sarah.get_by_label("More").click()
    async with page.expect_file_chooser() as chooser:
        await sarah.get_by_role("button", name="Send a file").click()
    listed = FilePayload(name="families.csv", mimeType="text/csv", buffer=b"Child name")
    await (await chooser.value).set_files([listed])
    await expect(sarah.get_by_role("article").last).to_contain_text("Got document")
    link = await sarah.get_by_role("link", name="families.csv").get_attribute("href")
    assert await (await page.request.get(f"{sandbox.url}{link}")).body() == b"Child name"


async def test_formatting_is_real_and_hostile_text_is_only_text(
    browser: Browser, sandbox: Sandbox, bot: Api
) -> None:
    page = await opened(browser, sandbox)
    sarah = phone_of(page, "Sarah Johnson")

    await say(sarah, "/format")

    await expect(sarah.locator(".state")).to_have_text("typing…")
    await expect(sarah.locator(".bubble b")).to_have_text("bold")
    await expect(sarah.locator(".bubble i u")).to_have_text("y")
    await expect(sarah.locator(".bubble pre")).to_have_text("code")
    await expect(sarah.get_by_text(HOSTILE)).to_be_visible()
    await sarah.get_by_role("button", name="Spoiler").click()
    await expect(sarah.get_by_role("button", name="Spoiler")).to_have_class("spoiler shown")
    assert await page.title() == "Afterbell · sandbox"


async def test_files_open_and_invoices_are_paid_or_declined(
    browser: Browser, sandbox: Sandbox, bot: Api
) -> None:
    page = await opened(browser, sandbox)
    priya = phone_of(page, "Priya Patel")

    await say(priya, "/files")
    await expect(priya.get_by_role("img", name="Pool")).to_be_visible()
    link = await priya.get_by_role("link", name="dates.ics").get_attribute("href")
    assert await (await page.request.get(f"{sandbox.url}{link}")).body() == b"BEGIN"

    await say(priya, "/pay")
    await priya.get_by_role("button", name="Pay GBP").click()
    await priya.get_by_role("button", name="Decline").click()
    await expect(priya.get_by_text("The bank declined the card")).to_be_visible()
    await priya.get_by_role("button", name="Pay GBP").click()
    await priya.get_by_role("button", name="Pay £12.50").click()

    await expect(priya.get_by_role("article").last).to_contain_text("Got successful_payment")
    await expect(priya.get_by_role("button", name="Pay GBP")).to_be_disabled()


async def test_everything_works_with_the_keyboard_alone(
    browser: Browser, sandbox: Sandbox, bot: Api
) -> None:
    page = await opened(browser, sandbox)
    sarah = phone_of(page, "Sarah Johnson")

    await sarah.get_by_role("button", name="Start").press("Enter")
    await sarah.get_by_role("textbox", name="Message").press_sequentially("/book")
    await page.keyboard.press("Enter")
    await sarah.get_by_role("button", name="Emma").press("Enter")

    await expect(sarah.get_by_role("button", name="Confirm")).to_be_focused()
    await page.keyboard.press("Tab")
    await expect(sarah.get_by_role("button", name="Cancel")).to_be_focused()
    await page.keyboard.press("Space")
    await expect(sarah.get_by_role("article").last).to_contain_text("Booked")


async def test_narrow_screen_shows_one_phone_and_tabs(
    browser: Browser, sandbox: Sandbox, bot: Api
) -> None:
    page = await opened(browser, sandbox, NARROW)
    await expect(page.locator(".phone:visible")).to_have_count(1)
    assert await page.evaluate("document.documentElement.scrollWidth") == 375

    await page.get_by_role("tab", name="Sarah").press("ArrowRight")

    await expect(page.get_by_role("tab", name="John")).to_be_focused()
    await expect(phone_of(page, "John Okafor")).to_be_visible()
    await page.get_by_role("button", name="Requests and faults").click()
    await expect(page.locator(".phone:visible")).to_have_count(0)
    await page.get_by_role("tab", name="John").click()
    await expect(phone_of(page, "John Okafor")).to_be_visible()


async def test_clock_requests_and_faults(
    browser: Browser, sandbox: Sandbox, bot: Api, clock: Clock
) -> None:
    page = await opened(browser, sandbox)

    await page.get_by_role("button", name="+1 week").click()
    await expect(page.locator("#now")).to_contain_text("8 Sept 2026")
    assert (clock.now() - NOON).days == 7
    await page.get_by_role("button", name="Requests and faults").click()
    await page.get_by_label("What goes wrong").select_option("server_error")
    await page.get_by_label("For whom").select_option(label="Sarah Johnson")
    await page.get_by_role("button", name="Switch on").click()
    await expect(page.get_by_role("button", name="Switch off")).to_be_visible()
    await bot.raw("sendMessage", chat_id=700000001, text="Hi")

    newest = page.locator("#requests li:not(.poll)").first
    await expect(newest).to_contain_text("sendMessage → Sarah500")
    await newest.locator("summary").click()
    await expect(newest.locator("pre").last).to_contain_text("Internal Server Error")
    await page.get_by_role("button", name="Switch off").click()
    await expect(page.locator("#faults li")).to_have_count(0)


async def test_people_are_added_block_and_put_their_phones_away(
    browser: Browser, sandbox: Sandbox, bot: Api
) -> None:
    page = await opened(browser, sandbox)

    await page.get_by_role("button", name="Add a person").click()
    await page.get_by_label("First name").fill("Zoë")
    await page.get_by_role("button", name="Add", exact=True).click()
    zoe = phone_of(page, "Zoë")
    await say(zoe, "hello")
    await expect(zoe.get_by_role("article").last).to_contain_text("Got text")
    await zoe.get_by_label("More").click()
    await zoe.get_by_role("button", name="Block the bot").click()
    await zoe.get_by_role("button", name="Unblock the bot").last.click()
    await expect(zoe.get_by_role("textbox", name="Message")).to_be_visible()
    await zoe.get_by_label("More").click()
    await zoe.get_by_role("button", name="Put the phone away").click()
    await expect(zoe).to_have_count(0)
    await page.get_by_role("button", name="Add a person").click()
    await page.get_by_label("Somebody already here").select_option(label="Zoë")
    await page.get_by_role("button", name="Add", exact=True).click()

    await expect(phone_of(page, "Zoë").get_by_role("article").last).to_contain_text("Got text")


async def test_nothing_is_fetched_from_outside(
    browser: Browser, sandbox: Sandbox, bot: Api
) -> None:
    page = await browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await page.goto(sandbox.url)
    await page.locator(".phone").nth(2).wait_for()

    assert asked
    assert [url for url in asked if not url.startswith(sandbox.url)] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_texts_stand_out_in_light_and_dark(
    browser: Browser, sandbox: Sandbox, bot: Api, scheme: Any
) -> None:
    page = await opened(browser, sandbox)
    await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    await say(phone_of(page, "Sarah Johnson"), "/format")
    await page.locator(".bubble pre").wait_for()

    poor = await page.evaluate(CONTRAST, [".text", ".stamp", ".owner h2", ".state", ".bubble a"])

    assert poor == []

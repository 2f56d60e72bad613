"""The real demo in a real browser: what the guide promises happens, by clicking only."""

import re

import pytest
from playwright.async_api import Page, expect

from bot.demo import Demo
from tests.browser import NARROW, NEEDS_CHROMIUM
from tests.demo.story import (
    CONFIRM,
    ONE_PLACE_LEFT,
    choose_command,
    do_it,
    john_queues,
    newest,
    phones_on,
    sarah_books,
    sarah_cancels,
    tap,
)

pytestmark = NEEDS_CHROMIUM


@pytest.fixture
def club(running: Demo) -> str:
    """The name of the club with one place left."""
    return running.school.story.activity.name


async def test_guided_start_ends_with_john_being_promoted_on_his_phone(
    page: Page, club: str
) -> None:
    sarah, john, _ = phones_on(page)
    await page.evaluate("window.isTheSamePage = true")

    await sarah_books(page, club)
    await expect(newest(sarah)).to_contain_text(f"Emma Miller: {club}, Mon 12 Oct")
    await john_queues(page, club)
    await expect(newest(john)).to_contain_text(f"Leo Carter: {club}, Mon 12 Oct")
    await sarah_cancels(page, club)

    await expect(newest(john)).to_contain_text("A place has come free, and it is yours: booked")
    assert await page.evaluate("window.isTheSamePage")


@pytest.mark.parametrize("viewport", [NARROW], ids=["375px"])
async def test_narrow_screen_tells_the_story_on_one_phone_at_a_time(page: Page, club: str) -> None:
    for step, name in ((sarah_books, "Sarah"), (john_queues, "John"), (sarah_cancels, "Sarah")):
        await step(page, club)
        tab = page.get_by_role("tab", name=name)
        await expect(tab).to_have_attribute("aria-selected", "true")
        await expect(page.locator(".phone:visible")).to_have_count(1)

    await page.get_by_role("tab", name="John").click()

    await expect(phones_on(page).sarah).to_be_hidden()
    await expect(newest(phones_on(page).john)).to_contain_text("A place has come free")
    assert await page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]


async def john_holds_the_sixth_date(page: Page, club: str) -> None:
    """His money is enough for all dates but the last."""
    john = phones_on(page).john
    await do_it(page, 1)
    await tap(john, club)
    await tap(john, ONE_PLACE_LEFT)
    await tap(john, "More dates")
    for chosen in range(2, 7):
        await tap(john, re.compile(f"^(?!✓).*{ONE_PLACE_LEFT}$"))
        await expect(newest(john).get_by_role("button", name=f"{chosen} dates")).to_be_visible()
    await tap(john, "6 dates")
    await tap(john, CONFIRM)
    await expect(newest(john)).to_contain_text("Held for you until Fri 9 Oct, 18:00: please pay")


async def test_what_the_account_does_not_cover_is_paid_in_the_chat(page: Page, club: str) -> None:
    john = phones_on(page).john
    await john_holds_the_sixth_date(page, club)
    await tap(john, "Pay GBP 6.00")
    await john.get_by_role("button", name="Decline").click()
    await expect(john.get_by_text("The bank declined the card")).to_be_visible()
    await tap(john, "Pay GBP 6.00")
    await john.get_by_role("button", name="Pay £6.00").click()

    await expect(newest(john)).to_contain_text("Payment received: £6.00")
    await expect(newest(john)).to_contain_text(f"Leo Carter: {club}, Mon 23 Nov")


async def test_clock_brings_the_end_of_a_hold_and_the_reminder_at_once(
    page: Page, club: str
) -> None:
    john = phones_on(page).john
    await john_holds_the_sixth_date(page, club)

    for _ in range(2):
        await page.get_by_role("button", name="+1 day").click()
    await expect(newest(john)).to_contain_text("No longer held")
    await expect(newest(john)).to_contain_text(f"Leo Carter: {club}, Mon 23 Nov")

    await page.get_by_role("button", name="+1 hour").click()
    await expect(newest(john)).to_contain_text("Reminder: tomorrow, Mon 12 Oct")
    await expect(newest(john)).to_contain_text(f"Leo Carter: {club}, 15:30")


async def test_office_invites_from_its_menu_and_parents_cannot(page: Page) -> None:
    _, john, olive = phones_on(page)
    await olive.get_by_role("button", name="Start").click()
    await choose_command(olive, "invite")
    await expect(newest(olive)).to_contain_text("One parent can join with this link")

    await john.get_by_role("button", name="Start").click()
    await choose_command(john, "help")
    await expect(newest(john)).to_contain_text("/book")
    await expect(newest(john)).not_to_contain_text("/invite")
    await john.get_by_role("button", name="Menu").click()
    commands = john.get_by_role("group", name="Commands")
    await expect(commands).to_contain_text("/book")
    await expect(commands).not_to_contain_text("/invite")

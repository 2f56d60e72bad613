"""The guided story, played on the demo's page by clicking only."""

import re
from datetime import UTC, datetime
from typing import NamedTuple

from playwright.async_api import Locator, Page, expect

from tests.browser import phone_of

NOW = datetime(2026, 10, 9, 16, 30, tzinfo=UTC)
"""A Friday in term, at half past five; the story's club is on the Monday after."""
ONE_PLACE_LEFT, FULL = "1 place left", "full"
"""How the buttons of dates end."""
CONFIRM = re.compile("^Confirm$")


class Phones(NamedTuple):
    sarah: Locator
    john: Locator
    olive: Locator


def phones_on(page: Page) -> Phones:
    return Phones(*(phone_of(page, name) for name in ("Sarah Miller", "John Carter", "Olive Reed")))


def newest(phone: Locator) -> Locator:
    """Return the last message of the chat."""
    return phone.get_by_role("article").last


async def tap(phone: Locator, label: str | re.Pattern[str]) -> None:
    """Tap the first button of the newest message whose label holds the words."""
    await newest(phone).get_by_role("button", name=label).first.click()


async def choose_command(phone: Locator, command: str) -> None:
    """Choose from the menu; its labels are the commands and what they do."""
    await phone.get_by_role("button", name="Menu").click()
    await phone.get_by_role("button", name=re.compile(f"^.{command} ")).click()


async def do_it(page: Page, line: int) -> None:
    """Click the button of a line of the guide, which is folded away on a narrow screen."""
    guide = page.locator("#guide")
    if not await guide.evaluate("guide => guide.open"):
        await guide.locator("summary").click()
    await guide.get_by_role("button", name="Do it").nth(line).click()


async def sarah_chooses_the_last_place(page: Page, club: str) -> None:
    """Go as far as the summary that asks her to check."""
    sarah = phones_on(page).sarah
    await do_it(page, 0)
    await tap(sarah, "Emma")
    await tap(sarah, club)
    await tap(sarah, ONE_PLACE_LEFT)
    await expect(newest(sarah)).to_contain_text("Please check")


async def sarah_books(page: Page, club: str) -> None:
    await sarah_chooses_the_last_place(page, club)
    await tap(phones_on(page).sarah, CONFIRM)
    await expect(newest(phones_on(page).sarah)).to_contain_text("Booked")


async def john_queues(page: Page, club: str) -> None:
    john = phones_on(page).john
    await do_it(page, 1)
    await tap(john, club)
    await tap(john, FULL)
    await tap(john, CONFIRM)
    await expect(newest(john)).to_contain_text("On the waiting list, position 1")


async def sarah_cancels(page: Page, club: str) -> None:
    """The refund is named before she says yes."""
    sarah = phones_on(page).sarah
    await do_it(page, 2)
    await tap(sarah, club)
    await tap(sarah, "Cancel this booking")
    await expect(newest(sarah)).to_contain_text("£6.50 of £6.50 goes back")
    await tap(sarah, "Yes, cancel")
    await expect(newest(sarah)).to_contain_text("£6.50 was refunded")

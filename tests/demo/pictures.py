"""The README's two pictures, taken of the real demo: `make pictures`."""

import asyncio
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, ViewportSize, expect

from bot.clock import Clock
from bot.demo import Demo, demo
from tests.browser import blank, chromium, chromium_running, open_sandbox
from tests.demo.story import (
    NOW,
    choose_command,
    john_queues,
    newest,
    phones_on,
    sarah_books,
    sarah_cancels,
    sarah_chooses_the_last_place,
)

ASSETS = Path(__file__).parents[2] / "assets"
ABOUT: dict[str, Any] = {"timezone_id": "Europe/London", "bypass_csp": True}
"""The page's own rules would keep the styles below away."""
TABLE: ViewportSize = {"width": 1380, "height": 900}
FLAT = ".log { background: var(--wall); }"
"""Most of a picture's bytes are the gradient behind the chat."""
CUT_OUT = ":root { background: none; } .screen { box-shadow: none; }"
"""What is outside the phone's round corners is not in its picture."""


async def after_the_story(browser: Browser, running: Demo) -> None:
    """Take the page after Sarah has cancelled and John was promoted."""
    club = running.school.story.activity.name
    page = await blank(browser, TABLE, **ABOUT)
    await open_sandbox(page, running.sandbox.url)
    _, john, olive = phones_on(page)
    await olive.get_by_role("button", name="Start").click()
    await choose_command(olive, "invite")
    await expect(newest(olive)).to_contain_text("One parent can join with this link")
    await sarah_books(page, club)
    await john_queues(page, club)
    await sarah_cancels(page, club)
    await expect(newest(john)).to_contain_text("A place has come free")
    await page.screenshot(path=ASSETS / "demo.png", style=FLAT)


async def summary_on_a_phone(browser: Browser, running: Demo) -> None:
    """Take Sarah's phone when she is asked to check."""
    page = await blank(browser, TABLE, device_scale_factor=1.5, color_scheme="dark", **ABOUT)
    await open_sandbox(page, running.sandbox.url)
    await sarah_chooses_the_last_place(page, running.school.story.activity.name)
    phone = phones_on(page).sarah.locator(".screen")
    await phone.screenshot(path=ASSETS / "phone.png", omit_background=True, style=CUT_OUT)


async def take() -> None:
    ASSETS.mkdir(exist_ok=True)
    with chromium_running() as address:
        async with chromium(address) as browser:
            for take_picture in (after_the_story, summary_on_a_phone):
                async with demo(Clock(NOW)) as running:
                    await take_picture(browser, running)


if __name__ == "__main__":
    asyncio.run(take())

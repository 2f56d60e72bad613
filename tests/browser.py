"""The machine's own Chromium, and the phones on the sandbox's page."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from playwright.async_api import Browser, Locator, Page, ViewportSize, async_playwright

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
QUIETLY = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE: ViewportSize = {"width": 1440, "height": 860}
NARROW: ViewportSize = {"width": 375, "height": 667}
PATIENCE_MS = 5_000
NEEDS_CHROMIUM = [
    pytest.mark.page,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine"),
]


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIETLY)
        yield browser
        await browser.close()


async def blank(browser: Browser, viewport: ViewportSize = WIDE, **options: Any) -> Page:
    """Return an empty page on which nothing moves by itself."""
    context = await browser.new_context(viewport=viewport, reduced_motion="reduce", **options)
    context.set_default_timeout(PATIENCE_MS)
    return await context.new_page()


async def open_sandbox(page: Page, url: str) -> None:
    """Go to a sandbox's page, and wait until three phones are out."""
    await page.goto(url)
    await page.locator(".phone").nth(2).wait_for(state="attached")


def phone_of(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=f"{name}’s phone")

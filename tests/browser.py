"""The machine's own Chromium, and the phones on the sandbox's page."""

import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from subprocess import PIPE, Popen
from tempfile import TemporaryDirectory
from threading import Thread
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
PATIENCE_MS = 20_000
NEEDS_CHROMIUM = [
    pytest.mark.page,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine"),
]


@contextmanager
def chromium_running() -> Iterator[str]:
    """Start the browser, and give the address at which it is told what to do."""
    assert CHROMIUM is not None
    with TemporaryDirectory(prefix="afterbell-chromium-", ignore_cleanup_errors=True) as folder:
        own = ["--headless", "--remote-debugging-port=0", f"--user-data-dir={folder}"]
        with Popen([CHROMIUM, *QUIETLY, *own], stderr=PIPE, text=True) as process:  # noqa: S603
            assert process.stderr is not None
            said = next(line for line in process.stderr if "ws://" in line)
            drain = Thread(target=process.stderr.read, daemon=True)
            drain.start()
            yield said.split()[-1]
            process.terminate()
            drain.join()


@asynccontextmanager
async def chromium(address: str) -> AsyncIterator[Browser]:
    """Talk to a browser that runs; what was opened meanwhile is closed at the end."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.connect_over_cdp(address)
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

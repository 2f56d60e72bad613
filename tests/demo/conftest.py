"""The demo in a browser, with a clock that stands until somebody moves it."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, ViewportSize

from bot.clock import Clock
from bot.demo import Demo, demo
from storage.database import Database
from tests.browser import WIDE, blank, chromium, open_sandbox
from tests.demo.story import NOW
from tests.journeys.conftest import no_surprises

__all__ = ["no_surprises"]


@pytest.fixture
async def browser(chromium_address: str) -> AsyncIterator[Browser]:
    async with chromium(chromium_address) as browser:
        yield browser


@pytest.fixture
async def running(sqlite_template: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Demo]:
    def copy_migrated(database: Database) -> None:
        shutil.copy(sqlite_template, str(database.engine.url.database))

    monkeypatch.setattr("bot.demo.upgrade", copy_migrated)
    async with demo(Clock(NOW)) as running:
        yield running


@pytest.fixture
def viewport() -> ViewportSize:
    """How large the screen is, unless a test says otherwise."""
    return WIDE


@pytest.fixture
async def page(browser: Browser, running: Demo, viewport: ViewportSize) -> AsyncIterator[Page]:
    """The demo's page: nothing goes wrong on it, and nothing comes from elsewhere."""
    page = await blank(browser, viewport, timezone_id="Europe/London")
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda line: said.append(f"{line.type}: {line.text}"))
    page.on("pageerror", lambda error: said.append(f"error: {error}"))
    page.on("request", lambda request: asked.append(request.url))
    await open_sandbox(page, running.sandbox.url)
    yield page
    assert [line for line in said if line.startswith("error")] == []
    assert [url for url in asked if not url.startswith(running.sandbox.url)] == []

"""The stage for every crash, on either database."""

from collections.abc import AsyncIterator
from pathlib import Path
from random import Random

import pytest

from bot.clock import Clock
from bot.sandbox.client import SandboxClient
from bot.sandbox.server import Sandbox
from tests.crashes.stage import PATIENCE, Stage
from tests.factory import NOW, Factory
from tests.journeys.school import School


@pytest.fixture
async def stage(make: Factory, database_url: str, tmp_path: Path) -> AsyncIterator[Stage]:
    clock = Clock(NOW)
    async with Sandbox(clock) as sandbox, SandboxClient(sandbox.url, patience=PATIENCE) as client:
        school = School(sandbox, client, clock, make, database_url)
        stage = Stage(school, database_url, tmp_path, Random(4))  # noqa: S311  nothing secret
        yield stage
        await stage.close()
        school.process.database.close()

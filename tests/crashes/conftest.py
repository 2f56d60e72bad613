"""The stage for every crash, on either database."""

from collections.abc import AsyncIterator
from pathlib import Path
from random import Random

import pytest

from tests.crashes.stage import PATIENCE, Stage
from tests.factory import Factory
from tests.journeys.school import open_school


@pytest.fixture
async def stage(make: Factory, database_url: str, tmp_path: Path) -> AsyncIterator[Stage]:
    async with open_school(make, database_url, PATIENCE) as school:
        stage = Stage(school, database_url, tmp_path, Random(4))  # noqa: S311  nothing secret
        yield stage
        await stage.close()
        school.process.database.close()

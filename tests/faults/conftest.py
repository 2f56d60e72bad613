"""A school in trouble, on either database."""

from random import Random

import pytest

from tests.journeys.conftest import no_pacing, no_surprises, school
from tests.journeys.school import School
from tests.load.regulars import Regular
from tests.load.school import open_clubs

__all__ = ["no_pacing", "no_surprises", "school"]

PEOPLE = 24


@pytest.fixture
async def people(school: School) -> list[Regular]:
    return await open_clubs(school, PEOPLE, Random(4))  # noqa: S311  nothing secret

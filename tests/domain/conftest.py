"""The school in which use cases are told."""

import pytest

from tests.domain.school import School
from tests.factory import Factory


@pytest.fixture
def school(make: Factory) -> School:
    return School(make)

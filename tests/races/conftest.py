"""The crowd, for every race on either database."""

from collections.abc import Iterator

import pytest

from storage.database import Database
from tests.races.crowd import Crowd


@pytest.fixture
def crowd(database: Database, database_url: str) -> Iterator[Crowd]:
    crowd = Crowd(database_url)
    yield crowd
    crowd.close()

"""What the first release wrote is there after every later migration, and after the way back."""

from storage.schema import upgrade
from tests.benchmarks import school
from tests.benchmarks.upgrade import FIRST_RELEASE, facts, tables_of, there_and_back
from tests.storage.conftest import NewDatabase


def test_rows_of_the_first_release_survive_the_way_up_down_and_up(
    new_database: NewDatabase,
) -> None:
    database = new_database()
    upgrade(database, FIRST_RELEASE)
    with database.engine.begin() as connection:
        school.fill(connection, school.SMALL)
        found = facts(connection, tables_of(connection))
    assert [name for name, (rows, *_) in found.items() if not rows] == []

    there_and_back(database)

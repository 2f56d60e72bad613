"""No screen takes more statements than five, whatever the person was in the middle of before.

Each kind of button and each command is walked to, in a small school: the walks are those of the
benchmark, which measures their time in a large one.
"""

from contextlib import closing

import pytest

from storage.database import Database
from storage.schema import upgrade
from tests.benchmarks import school
from tests.benchmarks.databases import database_url
from tests.benchmarks.screens import MOST_STATEMENTS
from tests.benchmarks.today import PEOPLE, begin_day, ways
from tests.tap_roles import EVERY_TAP
from tests.walker import End, Walk, find_walks, kind_of, open_walker

pytestmark = pytest.mark.unmeasured

SMALL = school.Size(families=100, activities=20, waiting=200)


async def walk_everywhere() -> list[tuple[str, Walk]]:
    with database_url("sqlite", revision="0001") as url, closing(Database(url)) as rows:
        with rows.engine.begin() as connection:
            school.fill(connection, SMALL)
        upgrade(rows)
        day = begin_day(rows)
        async with open_walker(rows) as walker:
            return [
                (who, walk)
                for who, person_id in PEOPLE.items()
                for walk in (await find_walks(walker, who, person_id, ways(day)[who])).values()
            ]


async def test_no_screen_takes_more_than_five_statements_and_none_is_left_out() -> None:
    walks = await walk_everywhere()
    lost = [(who, each.path) for who, each in walks if each.end is End.NO_BUTTON]
    assert not lost
    tapped = {kind_of(each.path[-1]) for _, each in walks}
    assert tapped >= {*EVERY_TAP}
    too_many = [
        (who, each.path, each.last.statements)
        for who, each in walks
        if each.end is not End.CHANGE and len(each.last.statements) > MOST_STATEMENTS
    ]
    assert not too_many

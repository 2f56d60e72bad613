"""Whatever people do, in whatever order and two at once: the rows are what the rules say."""

from pathlib import Path

import pytest

from tests.truth.schools import emptied, play

pytestmark = pytest.mark.unmeasured


def test_rows_are_what_the_rules_say(database_url: str, tmp_path: Path) -> None:
    schools = 25 if database_url.startswith("sqlite") else 15
    play(emptied(database_url, tmp_path), schools=schools, steps=60)

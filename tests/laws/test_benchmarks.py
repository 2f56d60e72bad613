"""What is measured is all there is, and held against what it should be."""

from typing import Any

import pytest

from tests.benchmarks.result import Result, table
from tests.benchmarks.today import PEOPLE
from tests.roles import COMMANDS
from tests.walker import commands_of


def test_screens_behind_every_command_are_measured() -> None:
    assert {each for who in PEOPLE for each in commands_of(who)} == {
        f"/{name}" for name in COMMANDS
    }


@pytest.mark.parametrize(
    ("target", "is_met"),
    [
        (None, None),
        ("<= 2", True),
        (">= 2", True),
        ("< 2", False),
        ("<= 1.9", False),
        ("<= 8 ms", True),
        ("<= 7.9 ms", False),
        ("<= 8 ms, <= 2", True),
        ("<= 8 ms, <= 1", False),
        ("<= 7 ms, <= 2", False),
    ],
)
def test_target_is_of_the_ratio_or_with_its_unit_of_the_figure(
    target: str | None, is_met: bool | None
) -> None:
    result = measured(floor=[4], target=target)
    assert result.is_met is is_met
    assert table([result]).endswith({None: "–", True: " met", False: " NOT MET"}[is_met])


def test_figure_that_is_compared_to_nothing_is_held_to_its_target_itself() -> None:
    assert measured(target="<= 8").is_met
    assert not measured(target="<= 7").is_met


@pytest.mark.parametrize("target", ["as fast as can be", "<= 8 s", "= 8"])
def test_target_that_nobody_can_check_is_refused(target: str) -> None:
    with pytest.raises(ValueError, match="no target is"):
        table([measured(target=target)])


def measured(**given: Any) -> Result:
    return Result.of("screen", [8], "ms", database="sqlite", clients=1, **given)

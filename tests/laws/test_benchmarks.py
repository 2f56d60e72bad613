"""What is measured is all there is."""

from tests.benchmarks.today import PEOPLE
from tests.roles import COMMANDS
from tests.walker import commands_of


def test_screens_behind_every_command_are_measured() -> None:
    assert {each for who in PEOPLE for each in commands_of(who)} == {
        f"/{name}" for name in COMMANDS
    }

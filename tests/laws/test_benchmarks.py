"""What is measured is all there is."""

from tests.benchmarks.screens import PEOPLE, commands_of
from tests.roles import COMMANDS


def test_screens_behind_every_command_are_measured() -> None:
    assert {each for who in PEOPLE for each in commands_of(who)} == {
        f"/{name}" for name in COMMANDS
    }

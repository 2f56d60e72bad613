"""README promises no command that there is not, and passes over none that there is."""

import re
import runpy
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.demo.command import LAUNCHER

pytestmark = pytest.mark.unmeasured

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
COMMAND = re.compile(r"bot\.py ([a-z][a-z-]*)")
MOST_BYTES = 300_000
"""Of a picture."""
OPTIONS = [
    (row[1], option)
    for line in README.splitlines()
    if (row := COMMAND.search(line))
    for option in re.findall(r"`(--[a-z-]+)`", line)
]


@pytest.fixture
def parse() -> Callable[[list[str]], object]:
    """What the launcher does with the words of its command line."""
    parse: Callable[[list[str]], object] = runpy.run_path(str(LAUNCHER))["parse"]
    return parse


def test_every_command_in_readme_is_one(parse: Callable[[list[str]], object]) -> None:
    commands = set(COMMAND.findall(README))
    assert len(commands) > 4
    for command in commands:
        parse([command])


def test_every_command_is_in_readme(
    parse: Callable[[list[str]], object], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        parse(["--help"])

    commands = re.findall(r"^    ([a-z-]+)\b", capsys.readouterr().out, re.MULTILINE)
    assert set(commands) == set(COMMAND.findall(README))


@pytest.mark.parametrize(("command", "option"), OPTIONS)
def test_every_option_in_readme_is_one(
    parse: Callable[[list[str]], object],
    capsys: pytest.CaptureFixture[str],
    command: str,
    option: str,
) -> None:
    with pytest.raises(SystemExit):
        parse([command, "--help"])

    assert option in capsys.readouterr().out


@pytest.mark.parametrize("port", ["65536", "-1", "http"])
def test_port_is_one_that_can_be(
    parse: Callable[[list[str]], object], capsys: pytest.CaptureFixture[str], port: str
) -> None:
    with pytest.raises(SystemExit):
        parse(["demo", f"--port={port}"])

    assert "a port is a number from 0 to 65535" in capsys.readouterr().err


def test_every_make_target_in_readme_is_one() -> None:
    promised = set(re.findall(r"\bmake ([a-z]+)", README))
    assert len(promised) > 4
    assert promised <= set(re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE))


def test_pictures_are_there_and_small_and_put_into_words() -> None:
    words_and_path = re.findall(r"!\[(.+)\]\((.+)\)", README)
    path_and_words = re.findall(r'<img src="(.+?)" .*alt="(.+)"', README)
    shown = {path for _, path in words_and_path} | {path for path, _ in path_and_words}

    assert shown == {path.relative_to(ROOT).as_posix() for path in ROOT.glob("assets/*")}
    assert all(0 < (ROOT / path).stat().st_size < MOST_BYTES for path in shown)


def test_targets_are_all_phony() -> None:
    """Else a file of the same name would stop one from being made."""
    [phony] = re.findall(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)
    assert set(phony.split()) == set(re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE))

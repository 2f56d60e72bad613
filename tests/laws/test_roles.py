"""Every command, tap and use case with an actor has its row in the table of roles."""

import inspect
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, cast

import domain
from bot import handlers
from bot.application import AfterbellApplication
from bot.conversation import DurableConversation
from tests.roles import COMMANDS, PARTS, USE_CASES, UseCase
from tests.tap_roles import EVERY_TAP, TAPS, row_of


class Registry:
    """Takes what an application would be given."""

    def __init__(self) -> None:
        self.commands: set[str] = set()

    def add_handlers(self, routes: Sequence[Any]) -> None:
        self.commands |= {name for each in routes for name in getattr(each, "commands", ())}

    def converse(self, conversations: Sequence[DurableConversation]) -> None:
        for conversation in conversations:
            self.add_handlers(conversation.entry_points)


def with_an_actor() -> Iterator[UseCase]:
    """Find all that is done in a transaction by somebody."""
    for path in Path(domain.__file__).parent.glob("*.py"):
        module = import_module(f"domain.{path.stem}")
        for name, found in inspect.getmembers(module, inspect.isfunction):
            parameters = inspect.signature(found).parameters
            is_ours = found.__module__ == module.__name__ != "domain.roles"
            if is_ours and not name.startswith("_") and {"tx", "actor"} <= parameters.keys():
                yield found


def test_every_command_has_its_row() -> None:
    registry = Registry()
    handlers.register(cast(AfterbellApplication, registry))
    assert registry.commands == COMMANDS.keys()


def test_every_tap_has_its_row_and_only_one() -> None:
    assert {tap.__name__ for tap in EVERY_TAP if len(row_of(tap)) != 1} == set()


def test_every_row_of_taps_is_of_some() -> None:
    assert {kind for kind in TAPS if not any(issubclass(tap, kind) for tap in EVERY_TAP)} == set()


def test_every_use_case_with_an_actor_has_its_row() -> None:
    found = set(with_an_actor())
    rows = USE_CASES.keys() | PARTS
    assert {each.__qualname__ for each in found - rows} == set()
    assert {each.__qualname__ for each in rows - found} == set()

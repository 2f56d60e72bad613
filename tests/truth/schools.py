"""One empty database after another, for one school after another."""

import shutil
from collections.abc import Callable
from itertools import count
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from storage.database import Database
from tests.factory import clean
from tests.truth.machine import Truth


def emptied(url: str, folder: Path) -> Callable[[], Database]:
    """Return what opens a database like the empty one of the URL, again and again."""
    numbers = count()

    def open_new() -> Database:
        if url.startswith("sqlite"):
            path = folder / f"truth-{next(numbers)}.db"
            shutil.copy(url.removeprefix("sqlite:///"), path)
            return Database(f"sqlite:///{path}")
        database = Database(url)
        clean(database)
        return database

    return open_new


def play(open_database: Callable[[], Database], *, schools: int, steps: int) -> None:
    """Play so many schools with so many steps each; raises what the first wrong one raises."""

    class Here(Truth):
        pass

    Here.open_database = staticmethod(open_database)
    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=schools,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            # What a failing run has noted says all; shrinking it takes longer than reading it.
            phases=[Phase.generate],
        ),
    )

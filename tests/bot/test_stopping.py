"""The program ends in good order when it is told to, however often it is told."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import stopping
from bot.intake import lines
from bot.stopping import SIGNALS, run_until_told


@pytest.fixture(autouse=True)
def signals_as_before() -> Iterator[None]:
    before = {told: signal.getsignal(told) for told in SIGNALS}
    yield
    for told, handler in before.items():
        signal.signal(told, handler)


@pytest.fixture(autouse=True)
def deadlines(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What would end the process of the tests too."""
    set_for: list[float] = []
    monkeypatch.setattr(stopping, "_leave_after", set_for.append)
    return set_for


def tell(told: signal.Signals) -> None:
    os.kill(os.getpid(), told)


@pytest.mark.parametrize("told", SIGNALS)
def test_signal_ends_the_work_and_lets_it_clean_up(told: signal.Signals) -> None:
    done = []

    async def work() -> None:
        try:
            tell(told)
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            done.append("cleaned up")

    run_until_told(work())

    assert done == ["cleaned up"]


def test_more_signals_do_not_break_off_the_cleaning_up() -> None:
    done = []

    async def work() -> None:
        try:
            tell(signal.SIGTERM)
            await asyncio.Event().wait()
        finally:
            for told in SIGNALS:
                tell(told)
                await asyncio.sleep(0)
            done.append("cleaned up")

    run_until_told(work())

    assert done == ["cleaned up"]


def test_work_that_ends_by_itself_leaves_the_signals_as_they_were() -> None:
    before = [signal.getsignal(told) for told in SIGNALS]

    run_until_told(asyncio.sleep(0))

    assert [signal.getsignal(told) for told in SIGNALS] == before


def test_fault_of_the_work_comes_out() -> None:
    async def work() -> None:
        raise OSError("no port")

    with pytest.raises(OSError, match="no port"):
        run_until_told(work())


def test_deadline_is_set_once_and_only_when_told(deadlines: list[float]) -> None:
    async def work() -> None:
        assert deadlines == []
        tell(signal.SIGTERM)
        await asyncio.Event().wait()

    run_until_told(work())

    assert deadlines == [stopping.STOP_SECONDS]
    assert stopping.STOP_SECONDS > lines.STOP_SECONDS


HANGING = """
import asyncio, threading
from bot import stopping
from bot.intake import lines

stopping.STOP_SECONDS = 0.2

async def hang():
    print("running", flush=True)
    try:
        await asyncio.Event().wait()
    finally:
        threading.Event().wait()

stopping.run_until_told(hang())
"""


def test_process_that_hangs_when_it_is_to_stop_is_left_as_by_a_kill() -> None:
    process = subprocess.Popen(  # noqa: S603  our own words
        [sys.executable, "-c", HANGING],
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "running\n"

    process.send_signal(signal.SIGTERM)

    _, said = process.communicate(timeout=30)
    assert process.returncode == 1
    assert "it did not end in time" in said

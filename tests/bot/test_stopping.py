"""The program ends in good order when it is told to, however often it is told."""

import asyncio
import os
import signal
from collections.abc import Iterator

import pytest

from bot.stopping import SIGNALS, run_until_told


@pytest.fixture(autouse=True)
def signals_as_before() -> Iterator[None]:
    before = {told: signal.getsignal(told) for told in SIGNALS}
    yield
    for told, handler in before.items():
        signal.signal(told, handler)


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

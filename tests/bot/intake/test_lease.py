"""Who polls, when several could: one, and another soon after it has fallen silent."""

import asyncio
import logging
import os
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest

from bot.clock import Clock
from bot.intake import lease as leases
from bot.intake.lease import LASTS, Holder, Lease
from storage.database import Database
from storage.errors import BusyError

WITHIN_SECONDS = timedelta(seconds=10)
HERE, THERE = Holder("here", 1), Holder("there", 2)


@pytest.fixture(autouse=True)
def renewed_all_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leases, "RENEWED_EVERY_SECONDS", 0.01)


@asynccontextmanager
async def kept(lease: Lease) -> AsyncIterator[Lease]:
    keeping = asyncio.create_task(lease.keep())
    yield lease
    keeping.cancel()
    await asyncio.gather(keeping, return_exceptions=True)


async def soon(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110  a thread is at it
            await asyncio.sleep(0.005)


async def renewals(database: Database, many: int = 3) -> None:
    """Wait until the leases have been asked for some more times."""
    run, asked = database.run, 0

    async def counting(*args: Any, **options: Any) -> Any:
        nonlocal asked
        answer = await run(*args, **options)
        asked += 1
        return answer

    database.run = counting  # type: ignore[method-assign]
    await soon(lambda: asked >= many)
    database.run = run  # type: ignore[method-assign]


async def test_one_polls_and_the_other_stands_by(database: Database, clock: Clock) -> None:
    async with AsyncExitStack() as stack:
        first = await stack.enter_async_context(kept(Lease(database, clock, HERE)))
        await first.held.wait()
        second = await stack.enter_async_context(kept(Lease(database, clock, THERE)))
        await renewals(database, 6)

        assert (first.is_held, second.is_held) == (True, False)


async def test_other_takes_over_when_the_first_falls_silent(
    database: Database, clock: Clock
) -> None:
    async with kept(Lease(database, clock, HERE)) as first:
        await first.held.wait()
    async with kept(Lease(database, clock, THERE)) as second:
        await renewals(database)
        assert not second.is_held

        clock.advance(WITHIN_SECONDS)

        await second.held.wait()
        assert not second.lost.is_set()


async def test_who_was_silent_too_long_finds_it_lost(
    database: Database, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    first, second = Lease(database, clock, HERE), Lease(database, clock, THERE)
    async with kept(first):
        await first.held.wait()
    clock.advance(LASTS)
    async with kept(second):
        await second.held.wait()
        async with kept(first):
            await first.lost.wait()

    assert not first.is_held
    assert "another replica polls" in caplog.text


async def test_released_it_is_taken_at_once(database: Database, clock: Clock) -> None:
    async with kept(Lease(database, clock, HERE)) as first:
        await first.held.wait()
    await first.release()
    async with kept(Lease(database, clock, THERE)) as second:
        await second.held.wait()

    assert not first.is_held


async def test_what_is_not_held_is_not_released(database: Database, clock: Clock) -> None:
    async with kept(Lease(database, clock, HERE)) as first:
        await first.held.wait()
        await Lease(database, clock, THERE).release()
        await renewals(database)
        assert first.is_held


@pytest.mark.parametrize("work", ["renewed", "released"])
async def test_database_that_is_away_leaves_it_as_it_is(
    database: Database,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    work: str,
) -> None:
    async def away(*_: Any, **__: Any) -> None:
        raise BusyError

    async with kept(Lease(database, clock, HERE)) as first:
        await first.held.wait()
        monkeypatch.setattr(database, "run", away)
        if work == "renewed":
            await soon(lambda: "could not be renewed" in caplog.text)
            assert first.is_held
        else:
            await first.release()
            assert "could not be released" in caplog.text


async def test_who_cannot_renew_it_for_so_long_does_not_poll_on(
    database: Database, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: Any, **__: Any) -> None:
        raise BusyError

    monkeypatch.setattr(leases, "LASTS", timedelta(seconds=0.05))
    async with kept(Lease(database, clock, HERE)) as first:
        await first.held.wait()
        monkeypatch.setattr(database, "run", away)
        await asyncio.wait_for(first.lost.wait(), 5)
        monkeypatch.undo()
        await asyncio.wait_for(first.held.wait(), 5)


async def test_surprise_does_not_end_the_renewing(
    database: Database,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    faults: list[Exception] = [RuntimeError("a surprise")]
    really = database.run

    async def stumbling(*args: Any, **options: Any) -> Any:
        if faults:
            raise faults.pop()
        return await really(*args, **options)

    monkeypatch.setattr(database, "run", stumbling)
    async with kept(Lease(database, clock, HERE)) as first:
        await asyncio.wait_for(first.held.wait(), 5)

    assert "a surprise" in caplog.text


def test_machine_is_told_from_another_by_more_than_its_name() -> None:
    assert Holder().host == Holder().host
    assert socket.gethostname() not in Holder().host


def test_run_that_ended_on_this_machine_is_known_to_have_ended() -> None:
    gone = _number_of_no_process()
    assert Holder("here").has_outlived(f"here/{gone}/x")


def test_earlier_run_under_the_own_number_has_ended_as_in_a_container() -> None:
    assert Holder("here").has_outlived(Holder("here").name)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(lambda: f"here/{os.getppid()}/x", id="it runs"),
        pytest.param(lambda: f"there/{_number_of_no_process()}/x", id="on another machine"),
    ],
)
def test_run_that_may_go_on_is_left_its_lease(other: Callable[[], str]) -> None:
    assert not Holder("here").has_outlived(other())


def test_own_run_has_not_ended() -> None:
    holder = Holder("here")
    assert not holder.has_outlived(holder.name)


def test_process_of_another_account_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: int) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "kill", refuse)
    assert not Holder("here").has_outlived("here/1/x")


def test_where_processes_cannot_be_asked_for_they_are_taken_to_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(os, "name", "nt")
    assert not Holder("here").has_outlived(f"here/{_number_of_no_process()}/x")


async def test_after_a_crash_on_this_machine_nobody_waits(database: Database, clock: Clock) -> None:
    crashed = Holder("here", _number_of_no_process())
    async with kept(Lease(database, clock, crashed)) as first:
        await first.held.wait()

    async with kept(Lease(database, clock, Holder("here"))) as second:
        async with asyncio.timeout(5):
            await second.held.wait()


def _number_of_no_process() -> int:
    process = subprocess.Popen([sys.executable, "-S", "-c", ""])
    process.wait()
    return process.pid

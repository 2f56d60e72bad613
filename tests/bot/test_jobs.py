"""Periodic jobs: what is due stands in rows, and one bad row does not stop the rest."""

import asyncio
import logging
import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot import jobs
from bot.clock import Clock
from bot.context import Services
from bot.jobs import check_books, close_waiting_lists, expire_holds, remind, schedule, sweep
from domain import booking as booking_cases
from domain.model import Policy
from domain.notices import NoticeKind
from storage.tables import booking, notice, waitlist_entry
from storage.transaction import Transaction
from tests.factory import MONDAY, NOW, Factory

SECOND = timedelta(seconds=1)
START = datetime(2026, 9, 14, 14, 30, tzinfo=UTC)
"""When a session on `MONDAY` starts: half past three in London."""
CUTOFF = START - timedelta(hours=1)
EVENING = datetime(2026, 9, 13, 17, 0, tzinfo=UTC)


def notices(make: Factory) -> list[str]:
    return [row.kind for row in make.rows(notice)]


def statuses(make: Factory) -> list[str]:
    return [row.status for row in make.rows(booking)]


async def test_hold_ends_at_its_deadline_and_not_before(
    make: Factory, quiet_services: Services, clock: Clock
) -> None:
    of = make.session(price=500)
    make.booking(of, make.family(), status="pending", hold_expires_at=NOW + 2 * SECOND)

    clock.advance(SECOND)
    await expire_holds(quiet_services)
    assert statuses(make) == ["pending"]

    clock.advance(SECOND)
    await expire_holds(quiet_services)
    assert statuses(make) == ["expired"]
    assert notices(make) == [NoticeKind.HOLD_EXPIRED]


async def test_place_of_an_ended_hold_goes_to_the_first_in_the_queue(
    make: Factory, quiet_services: Services, clock: Clock
) -> None:
    of = make.session(capacity=1)
    make.booking(of, make.family(), status="pending", hold_expires_at=NOW)
    make.waiting(of, make.family())

    await expire_holds(quiet_services)

    assert statuses(make) == ["expired", "confirmed"]
    assert sorted(notices(make)) == [NoticeKind.HOLD_EXPIRED, NoticeKind.PROMOTED]


async def test_holds_that_are_too_many_for_one_tick_end_with_the_next(
    make: Factory, quiet_services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "HOLDS_AT_ONCE", 2)
    of = make.session(price=500)
    for _ in range(3):
        make.booking(of, make.family(), status="pending", hold_expires_at=NOW)

    await expire_holds(quiet_services)
    assert sorted(statuses(make)) == ["expired", "expired", "pending"]

    await expire_holds(quiet_services)
    assert set(statuses(make)) == {"expired"}


async def test_bad_row_is_logged_and_the_rest_go_on(
    make: Factory,
    quiet_services: Services,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    of = make.session(price=500)
    bad, good = (
        make.booking(of, make.family(), status="pending", hold_expires_at=NOW) for _ in range(2)
    )
    really = booking_cases.expire_hold

    def flaky(tx: Transaction, booking_id: int, policy: Policy, *, now: datetime) -> bool:
        if booking_id == bad:
            raise RuntimeError("a bad row")
        return really(tx, booking_id, policy, now=now)

    monkeypatch.setattr(jobs, "expire_hold", flaky)

    await expire_holds(quiet_services)

    assert {row.id: row.status for row in make.rows(booking)} == {bad: "pending", good: "expired"}
    [record] = caplog.records
    assert (record.levelno, record.getMessage()) == (
        logging.ERROR,
        "a row was passed over in a sweep",
    )
    assert f"booking={bad}" in caplog.text


async def test_queue_closes_at_the_cut_off_and_not_before(
    make: Factory, quiet_services: Services, clock: Clock
) -> None:
    of = make.session(capacity=1)
    make.booking(of, make.family())
    make.waiting(of, make.family())

    clock.advance(CUTOFF - SECOND - NOW)
    await close_waiting_lists(quiet_services)
    assert notices(make) == []

    clock.advance(SECOND)
    await close_waiting_lists(quiet_services)
    await close_waiting_lists(quiet_services)
    assert notices(make) == [NoticeKind.QUEUE_CLOSED]
    assert [row.status for row in make.rows(waitlist_entry)] == ["expired"]


async def test_queue_closes_at_the_activitys_own_cut_off(
    make: Factory, quiet_services: Services, clock: Clock
) -> None:
    of = make.session(capacity=1, booking_cutoff_minutes=24 * 60)
    make.waiting(of, make.family())

    clock.advance(START - timedelta(days=1) - NOW)
    await close_waiting_lists(quiet_services)

    assert notices(make) == [NoticeKind.QUEUE_CLOSED]


async def test_each_reminder_is_written_once_at_its_moment(
    make: Factory, quiet_services: Services, clock: Clock
) -> None:
    make.booking(make.session(), make.family())
    written = []
    for at in (EVENING - SECOND, EVENING, START - timedelta(hours=2, seconds=1), START):
        clock.advance(at - clock.now())
        for _ in range(2):
            await remind(quiet_services)
        written.append(notices(make))

    assert written == [
        [],
        [NoticeKind.REMINDER_EVENING],
        [NoticeKind.REMINDER_EVENING],
        [NoticeKind.REMINDER_EVENING],
    ]


async def test_reminder_before_the_start_comes_too(
    make: Factory, quiet_services: Services, clock: Clock
) -> None:
    make.booking(make.session(), make.family())

    clock.advance(START - timedelta(hours=2) - NOW)
    await remind(quiet_services)
    await remind(quiet_services)

    assert notices(make) == [NoticeKind.REMINDER_SOON]


@pytest.mark.parametrize(
    "values", [{"status": "cancelled"}, {"on": MONDAY + timedelta(days=1), "weekday": 1}]
)
async def test_nobody_is_reminded_of_what_is_not_on_or_not_yet_near(
    make: Factory, quiet_services: Services, clock: Clock, values: dict[str, Any]
) -> None:
    make.booking(make.session(**values), make.family())

    clock.advance(EVENING - NOW)
    await remind(quiet_services)

    assert notices(make) == []


async def test_sweep_runs_every_job(make: Factory, quiet_services: Services, clock: Clock) -> None:
    of = make.session(capacity=2, price=500)
    make.booking(of, make.family(), status="pending", hold_expires_at=NOW)
    make.booking(of, make.family())
    late = make.session(capacity=1, booking_cutoff_minutes=7 * 24 * 60)
    make.waiting(late, make.family())

    clock.advance(EVENING - NOW)
    await sweep(quiet_services)

    assert sorted(notices(make)) == [
        NoticeKind.HOLD_EXPIRED,
        NoticeKind.QUEUE_CLOSED,
        NoticeKind.REMINDER_EVENING,
    ]


async def test_books_are_checked_once_a_day_and_what_is_wrong_is_logged_and_told(
    make: Factory, quiet_services: Services, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(2):
        await check_books(quiet_services)
    wrong = make.booking(make.session(), make.family())
    make.change(booking, wrong, price_minor=500)
    await check_books(quiet_services)
    assert (notices(make), caplog.records) == ([], [])

    clock.advance(timedelta(days=1))
    for _ in range(2):
        await check_books(quiet_services)

    assert notices(make) == [NoticeKind.BOOKS_WRONG]
    [record] = caplog.records
    assert (record.levelno, record.getMessage()) == (logging.ERROR, "the books are wrong")
    assert f"count=1 rows=({wrong},) rule=charged" in caplog.text


async def test_sweep_that_fails_does_not_stop_the_others(
    make: Factory,
    quiet_services: Services,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    make.waiting(make.session(booking_cutoff_minutes=14 * 24 * 60), make.family())

    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError("no database")

    monkeypatch.setattr(jobs, "list_due_holds", fail)

    await sweep(quiet_services)

    assert notices(make) == [NoticeKind.QUEUE_CLOSED]
    assert "a sweep stopped; it goes on at its next tick" in caplog.text
    assert "sweep=expire_holds" in caplog.text


def test_late_ticks_come_once_and_never_side_by_side(quiet_services: Services) -> None:
    scheduler = schedule(quiet_services, lambda: None)

    ticks = {job.func.__name__: job.trigger.interval for job in scheduler.get_jobs()}
    assert ticks == {
        "expire_holds": timedelta(seconds=15),
        "close_waiting_lists": timedelta(seconds=60),
        "remind": timedelta(seconds=60),
        "send_registers": timedelta(seconds=60),
        "chase_registers": timedelta(seconds=60),
        "resume_notices": timedelta(seconds=60),
        "check_books": timedelta(minutes=15),
        "tick": timedelta(seconds=10),
    }
    assert scheduler._job_defaults == {
        "misfire_grace_time": None,
        "coalesce": True,
        "max_instances": 1,
    }


async def test_every_tick_runs_in_the_event_loops_thread(
    quiet_services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticked: dict[str, threading.Thread] = {}
    all_ticked = asyncio.Event()

    def note(name: str) -> None:
        ticked[name] = threading.current_thread()
        if len(ticked) == len(jobs.SWEEPS) + 1:
            all_ticked.set()

    def noting(name: str) -> Any:
        async def job(_services: Services) -> None:
            note(name)

        return job

    sweeps = tuple((noting(job.__name__), every) for job, every in jobs.SWEEPS)
    monkeypatch.setattr(jobs, "SWEEPS", sweeps)
    scheduler = schedule(quiet_services, lambda: note("delivery"))
    scheduler.start()
    for job in scheduler.get_jobs():
        job.modify(next_run_time=Clock().now())

    await asyncio.wait_for(all_ticked.wait(), 5)
    scheduler.shutdown(wait=False)

    assert set(ticked.values()) == {threading.main_thread()}

"""Periodic jobs: the scheduler only ticks, what is due stands in rows.

So a tick that is late or missed, or that several replicas make at once, does no harm.
"""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from functools import wraps
from typing import Any

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot import tracing
from bot.context import Services
from domain.booking import expire_hold
from domain.books import day_to_check, record_check
from domain.registers import queue_chases, queue_registers
from domain.reminders import queue_reminders
from domain.timetable import booking_closes_at, local_date
from domain.waiting_list import close_waiting_list
from storage.book_rules import find_faults
from storage.reachability import resume_paused
from storage.sweeps import list_due_holds, list_queues

log = structlog.stdlib.get_logger(__name__)

HOLDS_AT_ONCE = 200


async def expire_holds(services: Services) -> None:
    """End the holds whose deadline has come, each in a transaction of its own."""
    now = services.clock.now()
    for booking_id in await services.database.read(list_due_holds, now=now, most=HOLDS_AT_ONCE):
        await _one(
            "booking",
            booking_id,
            services.database.run(expire_hold, booking_id, services.policy, now=now),
        )


async def close_waiting_lists(services: Services) -> None:
    """Close the queues of sessions that are past their cut-off."""
    now, policy = services.clock.now(), services.policy
    for session in await services.database.read(list_queues):
        if booking_closes_at(session, policy) <= now:
            await _one(
                "session",
                session.id,
                services.database.run(close_waiting_list, session.id, policy, now=now),
            )


async def remind(services: Services) -> None:
    """Write the reminders that are due, today's and tomorrow's."""
    now, policy = services.clock.now(), services.policy
    today = local_date(now, policy.zone)
    for on in (today, today + timedelta(days=1)):
        await _one("day", on, services.database.run(queue_reminders, on, policy, now=now))


async def send_registers(services: Services) -> None:
    """Write the registers of the sessions that start soon, for their tutors."""
    await services.database.run(queue_registers, services.policy, now=services.clock.now())


async def chase_registers(services: Services) -> None:
    """Write the registers that are still untouched a while after the start, once more."""
    await services.database.run(queue_chases, services.policy, now=services.clock.now())


async def resume_notices(services: Services) -> None:
    """Make due what still waits for parents who can be reached again."""
    await services.database.run(resume_paused, now=services.clock.now())


async def check_books(services: Services) -> None:
    """Check the books once a day; what is wrong is logged, and newly wrong told to the admins."""
    now, policy = services.clock.now(), services.policy
    on = day_to_check(now, policy.zone)
    if await services.database.read(lambda tx: tx.books.is_checked(on)):
        return
    faults = await services.database.read(find_faults, now=now)
    office = services.settings.admin_telegram_ids
    if await services.database.run(record_check, on, faults, office, now=now):
        for fault in faults:
            log.error(
                "the books are wrong", rule=fault.rule, count=fault.count, rows=fault.examples
            )


async def _one(noun: str, row: int | date, work: Awaitable[Any]) -> None:
    """Do one row's work; a bad row is logged, and the rest go on."""
    try:
        await work
    except Exception:
        log.exception("a row was passed over in a sweep", **{noun: str(row)})


SWEEPS: tuple[tuple[Callable[[Services], Awaitable[None]], timedelta], ...] = (
    (expire_holds, timedelta(seconds=15)),
    (close_waiting_lists, timedelta(seconds=60)),
    (remind, timedelta(seconds=60)),
    (send_registers, timedelta(seconds=60)),
    (chase_registers, timedelta(seconds=60)),
    (resume_notices, timedelta(seconds=60)),
    (check_books, timedelta(minutes=15)),
)
DELIVERY_TICK = timedelta(seconds=10)


async def sweep(services: Services) -> None:
    """Run every sweep once, as at the start and when the clock is moved."""
    for job, _ in SWEEPS:
        await _traced(job)(services)


def _traced(job: Callable[[Services], Awaitable[None]]) -> Callable[[Services], Awaitable[None]]:
    """Give each run of a sweep an id for its log lines; one that fails is logged with it."""

    @wraps(job)
    async def run(services: Services) -> None:
        with tracing.begin(sweep=job.__name__):
            try:
                await job(services)
            except Exception:
                log.exception("a sweep stopped; it goes on at its next tick")

    return run


def schedule(services: Services, deliver: Callable[[], None]) -> AsyncIOScheduler:
    """Return a scheduler that ticks the sweeps and the delivery; it is not started yet."""

    async def tick() -> None:
        # A coroutine, for the scheduler would run a plain function in another thread.
        deliver()

    scheduler = AsyncIOScheduler(
        timezone="UTC",
        # However late a tick comes, it comes once: the library's own default drops it.
        job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
    )
    for job, every in SWEEPS:
        scheduler.add_job(_traced(job), "interval", [services], seconds=every.total_seconds())
    scheduler.add_job(tick, "interval", seconds=DELIVERY_TICK.total_seconds())
    return scheduler

"""One replica polls; the others stand by and take over when it falls silent."""

import asyncio
import hashlib
import os
import secrets
import socket
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import structlog

from bot.clock import Clock
from storage.database import Database
from storage.errors import BusyError
from storage.leases import release_lease, take_lease

log = structlog.stdlib.get_logger(__name__)

NAME = "polling"
LASTS = timedelta(seconds=10)
RENEWED_EVERY_SECONDS = 3.0


def _machine() -> str:
    """Name the machine since it was started, and the container: where process ids mean something.

    Two containers may bear the same host name and count their processes alike.
    """
    parts = [socket.gethostname()]
    with suppress(OSError):
        parts.append(Path("/proc/sys/kernel/random/boot_id").read_text())
        parts.append(str(Path("/proc/self/ns/pid").readlink()))
    return hashlib.sha256("/".join(parts).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Holder:
    """One run of a process; its name is what stands in the database."""

    host: str = field(default_factory=_machine)
    pid: int = field(default_factory=os.getpid)
    run: str = field(default_factory=lambda: secrets.token_hex(4))

    @property
    def name(self) -> str:
        return f"{self.host}/{self.pid}/{self.run}"

    def has_outlived(self, other: str) -> bool:
        """Tell whether another holder is known to have ended: it ran here, and runs no more."""
        host, pid, run = other.split("/")
        if host != self.host or run == self.run:
            return False
        return int(pid) == self.pid or not _runs(int(pid))


def _runs(pid: int) -> bool:
    if os.name != "posix":
        # Elsewhere there is no signal that only asks.
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


class Lease:
    """The right to poll, as long as it is renewed."""

    def __init__(self, database: Database, clock: Clock, holder: Holder) -> None:
        self._database = database
        self._clock = clock
        self._holder = holder
        self.held = asyncio.Event()
        self.lost = asyncio.Event()
        self.lost.set()

    @property
    def is_held(self) -> bool:
        return self.held.is_set()

    async def keep(self) -> None:
        """Take the lease when it is free and renew it; until cancelled."""
        loop = asyncio.get_running_loop()
        was_held, renewed_at = None, loop.time()
        while True:
            try:
                is_held = await self._take()
                if is_held != was_held:
                    log.info("updates are polled here" if is_held else "another replica polls")
                    self._set(is_held=is_held)
                was_held = is_held
                renewed_at = loop.time()
            except BusyError:
                log.warning("the lease could not be renewed: the database is busy or away")
            except Exception:
                log.exception("the lease could not be renewed")
            if self.is_held and loop.time() - renewed_at >= LASTS.total_seconds():
                # Others may reach the database, and poll by now.
                self._set(is_held=False)
                was_held = False
            await asyncio.sleep(RENEWED_EVERY_SECONDS)

    async def release(self) -> None:
        """Let another replica go on at once."""
        if not self.is_held:
            return
        self._set(is_held=False)
        try:
            await self._database.run(release_lease, NAME, self._holder.name)
        except BusyError:
            log.warning("the lease could not be released: it ends by itself")

    async def _take(self) -> bool:
        holder = await self._ask(self._holder.name)
        if holder != self._holder.name and self._holder.has_outlived(holder):
            # A crash: nobody needs to wait until what a dead process held has run out.
            holder = await self._ask(holder)
        return holder == self._holder.name

    async def _ask(self, instead_of: str) -> str:
        now = self._clock.now()
        return await self._database.run(
            take_lease, NAME, self._holder.name, instead_of, now=now, until=now + LASTS
        )

    def _set(self, *, is_held: bool) -> None:
        begins, ends = (self.held, self.lost) if is_held else (self.lost, self.held)
        begins.set()
        ends.clear()

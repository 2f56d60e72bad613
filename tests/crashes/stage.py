"""A school with a bot in a process of its own, which dies and comes back all the time."""

import asyncio
import signal
from contextlib import suppress
from datetime import timedelta
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from random import Random

from storage.tables import NoticeState, notice
from tests.crashes.victim import Life, Point, run
from tests.factory import NOW
from tests.forked import forkserver
from tests.journeys.school import School
from tests.load.ledger import Ledger, complaints
from tests.load.regulars import Regular
from tests.load.school import open_clubs
from tests.ports import HOST, free_port

PEOPLE = 24
BETWEEN_LIVES = timedelta(minutes=3)
"""By the school's clock: whatever a dead process has claimed or leased is free again."""
PATIENCE = 20.0
FATES: tuple[Point | None, ...] = (*Point, None, None)
"""None: at any moment."""
MOST_PASSINGS = {Point.BEFORE_NOTICE: 2, Point.AFTER_NOTICE: 2}
"""Notices are rarer than answers; of whatever is not listed, 4."""


class Stage:
    """Lets people act while the bot dies again and again."""

    def __init__(self, school: School, url: str, folder: Path, random: Random) -> None:
        self.school = school
        self.deaths: list[Point | None] = []
        self.faults: list[str] = []
        """What was wrong with the places at a moment when the bot was dead."""
        self.people: list[Regular] = []
        self.confirms_first = False
        self.patience = PATIENCE
        self._url = url
        self._log = folder / "victim.log"
        self._random = random
        self._now = NOW
        self._stop = asyncio.Event()
        self._lives: list[asyncio.Task[None]] = []
        self._process: ForkServerProcess | None = None

    def take_updates_by_webhook(self) -> None:
        """Let Telegram push updates to a port that is free now."""
        port = free_port()
        self.school.settings = self.school.settings.model_copy(
            update={"http_port": port, "webhook_url": f"http://{HOST}:{port}"}
        )

    async def fill(self) -> None:
        """Open the clubs, and let the people begin."""
        self.people = await open_clubs(self.school, PEOPLE, self._random)
        self._lives = [asyncio.create_task(one.live(self._stop)) for one in self.people]

    async def kill(self, fate: Point | None) -> None:
        """Let the bot live until its fate is reached, and look at what it leaves behind."""
        passings = MOST_PASSINGS.get(fate, 4) if fate else 1
        ended = self._start(fate, self._random.randint(1, passings))
        longest = self.patience if fate else self._random.uniform(0.05, 0.5)
        with suppress(TimeoutError):
            await asyncio.wait_for(ended.wait(), longest)
        reached = self._end()
        self.deaths.append(fate if reached else None)
        self.faults += Ledger(self.school.make).of_places()

    async def rest(self) -> None:
        """Let a bot that lives finish everything, and the people go home with their answers."""
        self._start(None, 1)
        self._stop.set()
        if self._lives:
            await asyncio.wait(self._lives, timeout=self.patience)
        async with asyncio.timeout(PATIENCE):
            # Rows tell nobody when they change.
            while self.school.make.count(notice, state=NoticeState.WAITING):  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        for one in self.people:
            await one.parent.refresh()
        self._end()

    def complaints(self) -> list[str]:
        """Return all that is wrong: with rows, chats, what was logged, and what people say."""
        said = [str(task.exception()) for task in self._lives if task.done() and task.exception()]
        logged = [line for line in self._log.read_text().splitlines() if "ERROR" in line]
        return [*self.faults, *complaints(self.school.make, self.people), *said, *logged]

    async def close(self) -> None:
        """Leave nothing behind, however the test went."""
        self._end()
        for task in self._lives:
            task.cancel()
        await asyncio.gather(*self._lives, return_exceptions=True)

    def _start(self, point: Point | None, passings: int) -> asyncio.Event:
        """Start another process; what is returned is set when it has ended."""
        self._now += BETWEEN_LIVES
        life = Life(
            self.school.settings,
            self._url,
            self._now,
            str(self._log),
            point,
            passings,
            self.confirms_first,
        )
        self._process = forkserver.Process(target=run, args=[life])
        self._process.start()
        ended, loop, sentinel = asyncio.Event(), asyncio.get_running_loop(), self._process.sentinel

        def end() -> None:
            loop.remove_reader(sentinel)
            ended.set()

        loop.add_reader(sentinel, end)
        return ended

    def _end(self) -> bool:
        """Kill the process if it lives; return whether it had killed itself."""
        if self._process is None:
            return False
        process, self._process = self._process, None
        asyncio.get_running_loop().remove_reader(process.sentinel)
        had_ended = not process.is_alive()
        process.kill()
        process.join()
        assert process.exitcode == -signal.SIGKILL, f"the bot ended with {process.exitcode}"
        process.close()
        return had_ended

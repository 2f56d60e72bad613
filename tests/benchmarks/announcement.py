"""An announcement to two thousand parents while others book: how long these wait for answers.

Each call to Telegram takes 60 ms, and the bot keeps to 30 messages a second. The same people book
at the same pace twice in one run: in peace, and while the announcement goes out.
"""

import asyncio
from collections.abc import Sequence
from contextlib import closing
from datetime import timedelta
from itertools import chain
from statistics import quantiles
from time import perf_counter

from bot.clock import Clock
from bot.sandbox.client import PersonClient
from storage.database import Database
from storage.tables import NoticeState, booking, notice
from tests.benchmarks.databases import database_url
from tests.benchmarks.result import Result
from tests.benchmarks.stage import REAL, UNHURRIED, Stage, open_stage
from tests.factory import Factory

PEOPLE = 2_000
"""Who are written to; those who book are some of them."""
BOOKERS = 30
ROUNDS = 2
"""How many places each books in peace, and as many while the announcement goes out."""
PAUSE_SECONDS = 2.0
"""Between what one person does and the next: half of Telegram's limit is theirs."""
API_SECONDS = 0.06
PATIENCE = 120.0
OFFICE_ID = 42


class School:
    """Clubs with room for all, and parents who have written to the bot before."""

    def __init__(self, make: Factory, stage: Stage) -> None:
        self.make = make
        self._stage = stage
        self._people: list[PersonClient] = []
        today = Clock().now().date()
        self._clubs: dict[str, str] = {}
        for number in range(2 * ROUNDS):
            # On days of their own, or they would clash.
            name, on = f"Club {number}", today + timedelta(days=14 + number)
            make.session(name=name, price=0, capacity=BOOKERS, on=on, first_on=today, last_on=on)
            self._clubs[name] = f"{on.day} "

    async def open(self) -> None:
        for each in self.make.families(PEOPLE):
            person = await self._stage.client.person(
                "Ann", person_id=each.parent_id, language_code="en"
            )
            self._people.append(person)
        await asyncio.gather(*[_say_hello(each) for each in self._people])

    async def announce(self) -> PersonClient:
        """Let the office announce something to all; return when it has begun."""
        office = await self._stage.client.person(
            "Olive", "Office", language_code="en", person_id=OFFICE_ID
        )
        await office.send("/announce")
        await office.tap("All families")
        await office.send("The school is closed on Friday.")
        await office.tap(f"Send to {PEOPLE} parents")
        return office

    async def book(self) -> list[float]:
        """Let some people book a place each in the next clubs; return the seconds of each wait."""
        clubs = [self._clubs.popitem() for _ in range(ROUNDS)]
        bookers = self._people[:BOOKERS]
        pauses = [PAUSE_SECONDS * number / BOOKERS for number in range(BOOKERS)]
        waits = await asyncio.gather(
            *[
                self._book_all(each, clubs, pause)
                for each, pause in zip(bookers, pauses, strict=True)
            ]
        )
        return list(chain(*waits))

    async def _book_all(
        self, person: PersonClient, clubs: Sequence[tuple[str, str]], pause: float
    ) -> list[float]:
        await asyncio.sleep(pause)
        waits = []
        for club, date in clubs:
            for words, answer in (
                ("/book", "Which activity?"),
                (club, "Choose a date"),
                (date, "Please check"),
                ("Confirm", "Booked"),
            ):
                waits.append(await _answered(person, words, answer))
                await asyncio.sleep(PAUSE_SECONDS)
        return waits

    def sent(self) -> int:
        return self.make.count(notice, kind="announcement", state=NoticeState.SENT)


async def _say_hello(person: PersonClient) -> None:
    await person.send("/help", wait=False)
    await person.wait_for("", PATIENCE)


async def _answered(person: PersonClient, words: str, answer: str) -> float:
    """Do something and return the seconds until it is answered, whatever else comes meanwhile."""
    act = person.send if words.startswith("/") else person.tap
    seen = max(each.touched for each in person.shown)
    began = perf_counter()
    await act(words, wait=False)
    while not any(each.touched > seen and answer in each.text for each in person.shown):
        waited = perf_counter() - began
        assert waited < PATIENCE, person.transcript()
        await person.wait_for_change(PATIENCE - waited)
    return perf_counter() - began


async def run(database: str) -> list[Result]:
    """Measure on one of the databases."""
    with database_url(database) as url, closing(Database(url)) as rows:
        async with open_stage(url) as stage:
            stage.settings["ADMIN_TELEGRAM_IDS"] = str(OFFICE_ID)
            school = School(Factory(rows), stage)
            async with stage.bot(UNHURRIED):
                await school.open()
            await stage.client.fault("latency", seconds=API_SECONDS)
            async with stage.bot(REAL):
                in_peace = await school.book()
                await school.announce()
                before, began = school.sent(), perf_counter()
                meanwhile = await school.book()
                a_second = (school.sent() - before) / (perf_counter() - began)
            assert school.make.count(booking) == 2 * ROUNDS * BOOKERS
    return _results(database, in_peace, meanwhile, a_second)


def _results(
    database: str, in_peace: Sequence[float], meanwhile: Sequence[float], a_second: float
) -> list[Result]:
    def of(
        what: str,
        figure: float,
        unit: str,
        floor: Sequence[float] = (),
        target: str | None = None,
    ) -> Result:
        return Result.of(
            f"announcement: {what}",
            [figure],
            unit,
            database=database,
            clients=BOOKERS,
            floor=floor,
            target=target,
        )

    calm, busy = (
        [1000 * each for each in quantiles(waits, n=100, method="inclusive")]
        for waits in (in_peace, meanwhile)
    )
    return [
        of(f"sent of {PEOPLE} while {BOOKERS} people book", a_second, "/s"),
        of("answer p50, beside that in peace", busy[49], "ms", [calm[49]], "<= 2"),
        of("answer p99, beside that in peace", busy[98], "ms", [calm[98]], "<= 2"),
    ]

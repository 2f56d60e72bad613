"""What an update cannot go on without is done once the database is there again."""

import pytest

from bot.application import LONGEST_PAUSE_SECONDS, patiently
from storage.errors import BusyError
from tests.bot.virtual_time import in_virtual_time, passed


class Database:
    """Is away for so many attempts."""

    def __init__(self, away: int) -> None:
        self.away = away
        self.asked_at: list[float] = []

    async def answer(self) -> str:
        self.asked_at.append(passed())
        if len(self.asked_at) <= self.away:
            raise BusyError
        return "here"


@in_virtual_time
async def test_database_that_is_there_is_asked_once() -> None:
    database = Database(0)

    assert await patiently(database.answer) == "here"
    assert database.asked_at == [0]


@in_virtual_time
async def test_pauses_grow_up_to_a_limit(caplog: pytest.LogCaptureFixture) -> None:
    database = Database(8)

    assert await patiently(database.answer) == "here"

    pauses = [
        round(late - early, 3)
        for early, late in zip(database.asked_at, database.asked_at[1:], strict=False)
    ]
    assert pauses == [0.2, 0.4, 0.8, 1.6, 3.2, 5, 5, 5]
    assert max(pauses) == LONGEST_PAUSE_SECONDS
    assert "the database is busy or away; trying again" in caplog.text
    assert "pause=0.2" in caplog.text


@in_virtual_time
async def test_it_goes_on_through_a_night() -> None:
    database = Database(10_000)

    assert await patiently(database.answer) == "here"
    assert passed() > 10 * 3600


@in_virtual_time
async def test_other_faults_come_out_at_once() -> None:
    async def fail() -> None:
        raise ValueError("a surprise")

    with pytest.raises(ValueError, match="a surprise"):
        await patiently(fail)
    assert passed() == 0

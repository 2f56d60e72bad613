"""Updates that take long are kept in the database until they are handled."""

import asyncio
from typing import Any

import pytest

from bot.clock import Clock
from bot.intake.parking import Parking
from storage.database import Database
from storage.errors import BusyError
from storage.tables import parked_update
from tests.factory import NOW, Factory

UPDATE = {"update_id": 7, "message": {"text": "Grüße"}}


@pytest.fixture
def parking(database: Database, clock: Clock) -> Parking:
    return Parking(database, clock)


async def handled(gate: asyncio.Event) -> None:
    await gate.wait()


async def test_update_is_kept_until_it_is_handled(parking: Parking, make: Factory) -> None:
    gate = asyncio.Event()
    handling = asyncio.create_task(handled(gate))

    assert await parking.park(7, UPDATE, handling)

    assert await parking.left_behind() == [UPDATE]
    assert [row.parked_at for row in make.rows(parked_update)] == [NOW]
    gate.set()
    await parking.empty()
    assert await parking.left_behind() == []


async def test_update_whose_handling_was_cut_short_is_left_behind(parking: Parking) -> None:
    handling = asyncio.create_task(handled(asyncio.Event()))
    await parking.park(7, UPDATE, handling)

    handling.cancel()
    await parking.empty()

    assert await parking.left_behind() == [UPDATE]


async def test_update_that_is_parked_again_is_kept_once(parking: Parking) -> None:
    handling = asyncio.create_task(handled(asyncio.Event()))
    await parking.park(7, UPDATE, handling)
    await parking.park(7, UPDATE, handling)
    await parking.park(6, UPDATE | {"update_id": 6}, handling)

    assert [each["update_id"] for each in await parking.left_behind()] == [6, 7]
    handling.cancel()
    await parking.empty()


async def test_database_that_is_away_leaves_updates_where_they_are(
    parking: Parking,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def away(*_: Any, **__: Any) -> None:
        raise BusyError

    gate = asyncio.Event()
    handling = asyncio.create_task(handled(gate))
    await parking.park(7, UPDATE, handling)
    monkeypatch.setattr(database, "run", away)
    monkeypatch.setattr(database, "read", away)

    assert not await parking.park(8, UPDATE, handling)
    assert await parking.left_behind() == []
    gate.set()
    await parking.empty()
    assert "a handled update could not be released" in caplog.text
    monkeypatch.undo()
    assert await parking.left_behind() == [UPDATE], "and is handled once more"

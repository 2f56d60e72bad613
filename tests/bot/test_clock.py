"""The one place that reads the time."""

from datetime import UTC, datetime, timedelta

from bot.clock import Clock
from tests.factory import NOW

HOUR = timedelta(hours=1)


def test_clock_follows_the_machine_and_is_aware() -> None:
    before = datetime.now(UTC)  # noqa: TID251  what the clock has to agree with
    now = Clock().now()
    after = datetime.now(UTC)  # noqa: TID251

    assert before <= now <= after
    assert now.utcoffset() == timedelta()


def test_standing_clock_stands_still() -> None:
    clock = Clock(NOW)

    assert (clock.now(), clock.now()) == (NOW, NOW)


def test_advancing_adds_up() -> None:
    clock = Clock(NOW)

    clock.advance(HOUR)
    clock.advance(2 * HOUR)

    assert clock.now() == NOW + 3 * HOUR


def test_machines_clock_is_ahead_by_what_was_advanced() -> None:
    clock = Clock()

    clock.advance(HOUR)

    assert clock.now() - datetime.now(UTC) > timedelta(minutes=59)  # noqa: TID251


def test_who_waits_for_a_moment_is_told_of_each_advance_after_it() -> None:
    clock = Clock(NOW)
    told: list[datetime] = []
    clock.on_advance.append(lambda: told.append(clock.now()))

    clock.advance(HOUR)
    clock.advance(HOUR)

    assert told == [NOW + HOUR, NOW + 2 * HOUR]

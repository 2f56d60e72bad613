"""Reminders that were held up: nobody is woken by one, and none comes beside a later one."""

from datetime import datetime, time, timedelta

import pytest

from bot.clock import Clock
from bot.delivery import Delivery
from domain.notices import NoticeKind
from storage.tables import notice
from tests.bot.post import Sender, states, to_tutor, write
from tests.factory import LONDON, MONDAY, NOW, Factory

SIX, NIGHT, MORNING, TWO_HOURS_BEFORE = (
    datetime.combine(MONDAY - timedelta(days=days), at, tzinfo=LONDON)
    for days, at in ((1, time(18)), (0, time(3)), (0, time(7)), (0, time(13, 30)))
)


def remind(make: Factory, kind: NoticeKind = NoticeKind.REMINDER_EVENING) -> int:
    """Write a reminder of a Monday on which there is swimming at half past three."""
    about = {"booking_id": None, "on_date": MONDAY}
    return write(make, kind, due_at=SIX, dedupe_key=f"{kind}:d", **about)


async def test_nobody_is_woken_by_a_reminder_that_was_held_up(
    make: Factory, delivery: Delivery, sender: Sender, clock: Clock
) -> None:
    remind(make)

    clock.advance(NIGHT - NOW)
    await delivery.deliver_due()
    assert (sender.sent, states(make)) == ([], ["waiting"])
    assert [(row.due_at, row.first_due_at) for row in make.rows(notice)] == [(MORNING, MORNING)]

    clock.advance(MORNING - NIGHT)
    await delivery.deliver_due()
    assert [text for _, text in sender.sent] == ["<b>Reminder: today, Mon 14 Sept</b>"]


async def test_tutor_has_the_register_whenever_it_is_due(
    make: Factory, delivery: Delivery, sender: Sender, clock: Clock
) -> None:
    write(make, NoticeKind.REGISTER, **to_tutor(make))

    clock.advance(NIGHT - NOW)
    await delivery.deliver_due()

    assert (len(sender.sent), states(make)) == (1, ["sent"])


@pytest.mark.parametrize(("at", "told"), [(SIX, "sent"), (TWO_HOURS_BEFORE, "dropped")])
async def test_evening_reminder_gives_way_to_the_later_one_that_is_due(
    make: Factory, delivery: Delivery, clock: Clock, at: datetime, told: str
) -> None:
    remind(make)

    clock.advance(at - NOW)
    await delivery.deliver_due()

    assert states(make) == [told]


async def test_of_two_reminders_that_were_held_up_the_later_one_is_told(
    make: Factory, delivery: Delivery, sender: Sender, clock: Clock
) -> None:
    evening, soon = remind(make), remind(make, NoticeKind.REMINDER_SOON)
    [ann, _] = (row.parent_id for row in make.rows(notice))
    make.change(notice, soon, parent_id=ann)

    clock.advance(TWO_HOURS_BEFORE - NOW)
    await delivery.deliver_due()

    assert {row.id: row.state for row in make.rows(notice)} == {evening: "dropped", soon: "sent"}
    assert len(sender.sent) == 1

"""Notices out: each once, by the rows as they are; what fails is tried again, or given up."""

import logging
from datetime import timedelta

import pytest
from aiohttp import ConnectionTimeoutError
from telegram.error import (
    BadRequest,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.clock import Clock
from bot.delivery import (
    CLAIM_LASTS,
    FIRST_PAUSE,
    LONGEST_PAUSE,
    MOST_ATTEMPTS,
    MOST_UNANSWERED,
    Delivery,
)
from domain.closures import close_days
from domain.notices import NoticeKind
from domain.sessions import acknowledge, cancel_session
from storage.tables import notice, parent
from storage.told_queries import find_told
from storage.undelivered import GivenUp, list_undelivered
from tests.bot.post import Sender, states, to_tutor, write
from tests.domain.school import OFFICE
from tests.factory import MONDAY, NOW, POLICY, Factory

SECOND = timedelta(seconds=1)
BLOCKED = Forbidden("bot was blocked by the user")


async def test_due_notice_is_sent_once_and_settled(
    make: Factory, delivery: Delivery, sender: Sender
) -> None:
    write(make, parent={"telegram_id": 77})

    await delivery.deliver_due()
    await delivery.deliver_due()

    assert sender.sent == [(77, "<b>A place has come free, and it is yours: booked</b>")]
    assert [(row.state, row.settled_at) for row in make.rows(notice)] == [("sent", NOW)]


async def test_notice_waits_until_it_is_due(
    make: Factory, delivery: Delivery, sender: Sender, clock: Clock
) -> None:
    write(make, due_at=NOW + SECOND)

    await delivery.deliver_due()
    assert sender.sent == []

    clock.advance(SECOND)
    await delivery.deliver_due()
    assert len(sender.sent) == 1


async def test_what_is_no_longer_true_is_dropped(
    make: Factory, delivery: Delivery, sender: Sender
) -> None:
    write(make, booking_status="cancelled")

    await delivery.deliver_due()

    assert (sender.sent, states(make)) == ([], ["dropped"])


async def test_notice_to_somebody_without_telegram_is_dropped(
    make: Factory, delivery: Delivery, sender: Sender
) -> None:
    write(make, parent={"telegram_id": None})

    await delivery.deliver_due()

    assert (sender.sent, states(make)) == ([], ["dropped"])


async def test_what_telegram_does_not_take_is_given_up_and_listed(
    make: Factory, delivery: Delivery, sender: Sender, caplog: pytest.LogCaptureFixture
) -> None:
    write(make)
    sender.faults = [BadRequest("chat not found")]

    await delivery.deliver_due()
    await delivery.deliver_due()

    assert (sender.sent, states(make)) == ([], ["failed"])
    assert "is given up" in caplog.text
    assert "Ann_a" not in caplog.text
    listed = make.database.look(list_undelivered, since=NOW, today=NOW.date())
    assert [type(each) for each in listed] == [GivenUp]


async def test_notices_of_who_has_blocked_the_bot_wait_after_one_try(
    make: Factory,
    delivery: Delivery,
    sender: Sender,
    clock: Clock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    first, second, _ = write(make), write(make), write(make)
    [ann, *_] = make.rows(parent)
    make.change(notice, second, parent_id=ann.id)
    sender.faults = [BLOCKED]

    await delivery.deliver_due()
    clock.advance(CLAIM_LASTS)
    await delivery.deliver_due()

    assert (len(sender.sent), sender.faults) == (1, [])
    assert {row.id: row.state for row in make.rows(notice)} == {
        first: "paused",
        second: "paused",
        second + 1: "sent",
    }
    assert make.rows(parent)[0].unreachable_since == NOW
    assert "cannot be delivered" in caplog.text
    assert "Ann_a" not in caplog.text


async def test_notice_to_somebody_out_of_reach_waits_without_a_try(
    make: Factory, delivery: Delivery, sender: Sender
) -> None:
    write(make, parent={"unreachable_since": NOW})

    await delivery.deliver_due()

    assert (sender.sent, states(make)) == ([], ["paused"])


async def test_what_no_longer_matters_does_not_wait_for_them(
    make: Factory, delivery: Delivery, sender: Sender
) -> None:
    write(make, parent={"unreachable_since": NOW}, booking_status="cancelled")

    await delivery.deliver_due()

    assert (sender.sent, states(make)) == ([], ["dropped"])


async def test_staff_who_have_blocked_the_bot_miss_what_was_theirs(
    make: Factory, delivery: Delivery, sender: Sender
) -> None:
    for _ in range(2):
        write(make, NoticeKind.REGISTER, **to_tutor(make))
    sender.faults = [BLOCKED]

    await delivery.deliver_due()

    assert sender.sent == [(99, "<b>Swimming</b>")]
    assert states(make) == ["failed", "sent"]


async def test_one_person_is_told_in_the_order_of_what_happened(
    make: Factory, delivery: Delivery, sender: Sender, clock: Clock
) -> None:
    kinds = (NoticeKind.PROMOTED, NoticeKind.PLACE_CONFIRMED, NoticeKind.CANCELLED_FOR_YOU)
    for kind in kinds:
        write(make, kind)
    [ann, *_] = make.rows(parent)
    for row in make.rows(notice):
        make.change(notice, row.id, parent_id=ann.id)
    sender.faults = [NetworkError("gone")]

    await delivery.deliver_due()
    assert sender.sent == []
    for pause in (FIRST_PAUSE, CLAIM_LASTS):
        clock.advance(pause)
        await delivery.deliver_due()

    assert [text for _, text in sender.sent] == [
        "<b>A place has come free, and it is yours: booked</b>",
        "<b>Booked</b>",
        "<b>Cancelled by another parent</b>",
    ]


async def test_fault_on_the_way_is_tried_again_after_growing_pauses(
    make: Factory, delivery: Delivery, sender: Sender, clock: Clock
) -> None:
    write(make)
    sender.faults = [NetworkError("gone") for _ in range(3)]
    await delivery.deliver_due()

    for pause in (FIRST_PAUSE, 2 * FIRST_PAUSE, 4 * FIRST_PAUSE):
        clock.advance(pause - SECOND)
        before = len(sender.faults)
        await delivery.deliver_due()
        assert (len(sender.faults), sender.sent) == (before, [])
        clock.advance(SECOND)
        await delivery.deliver_due()

    assert (len(sender.sent), states(make)) == (1, ["sent"])


async def test_flood_control_is_waited_out(
    make: Factory, delivery: Delivery, sender: Sender, clock: Clock
) -> None:
    write(make)
    sender.faults = [RetryAfter(timedelta(seconds=40))]
    await delivery.deliver_due()

    clock.advance(timedelta(seconds=39))
    await delivery.deliver_due()
    assert sender.sent == []

    clock.advance(SECOND)
    await delivery.deliver_due()
    assert len(sender.sent) == 1


async def test_short_flood_control_does_not_shorten_the_pause(
    make: Factory, delivery: Delivery, sender: Sender, clock: Clock
) -> None:
    write(make)
    sender.faults = [RetryAfter(SECOND)]
    await delivery.deliver_due()

    clock.advance(2 * SECOND)
    await delivery.deliver_due()

    assert sender.sent == []


async def test_notice_is_given_up_after_many_attempts(
    make: Factory,
    delivery: Delivery,
    sender: Sender,
    clock: Clock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    write(make, attempts=MOST_ATTEMPTS - 2)
    sender.faults = [NetworkError("gone"), NetworkError("gone")]

    for _ in range(2):
        assert states(make) == ["waiting"]
        await delivery.deliver_due()
        clock.advance(LONGEST_PAUSE)

    assert (sender.faults, sender.sent, states(make)) == ([], [], ["failed"])
    assert "is given up" in caplog.text
    assert "Ann_a" not in caplog.text


@pytest.mark.parametrize("attempts", [20, MOST_ATTEMPTS - 2])
async def test_pauses_do_not_grow_for_ever(
    make: Factory, delivery: Delivery, sender: Sender, clock: Clock, attempts: int
) -> None:
    write(make, attempts=attempts)
    sender.faults = [NetworkError("gone")]
    await delivery.deliver_due()

    clock.advance(LONGEST_PAUSE)
    await delivery.deliver_due()

    assert len(sender.sent) == 1


def no_connection() -> TelegramError:
    """Return what comes of it when nothing answers at Telegram's address: nothing went out."""
    try:
        try:
            raise ConnectionTimeoutError
        except ConnectionTimeoutError:
            raise TimedOut from None
    except TimedOut as error:
        return error


async def deliver_for(delivery: Delivery, clock: Clock, times: int) -> None:
    """Deliver so many times, after the longest pause each time."""
    for _ in range(times):
        await delivery.deliver_due()
        clock.advance(LONGEST_PAUSE)


@pytest.mark.parametrize("error", [TimedOut(), NetworkError("ServerDisconnectedError")])
async def test_what_may_have_arrived_each_time_is_not_sent_again_and_again(
    make: Factory, delivery: Delivery, sender: Sender, clock: Clock, error: TelegramError
) -> None:
    write(make)
    sender.faults = [error] * (MOST_UNANSWERED + 1)

    await deliver_for(delivery, clock, MOST_UNANSWERED + 1)

    assert (len(sender.faults), states(make)) == (1, ["failed"])
    assert len(make.database.look(list_undelivered, since=NOW, today=NOW.date())) == 1


@pytest.mark.parametrize(
    "error",
    [NetworkError("ClientConnectorError"), NetworkError("Bad Gateway"), no_connection()],
)
async def test_what_cannot_have_arrived_is_tried_for_longer(
    make: Factory, delivery: Delivery, sender: Sender, clock: Clock, error: TelegramError
) -> None:
    write(make)
    sender.faults = [error] * (2 * MOST_UNANSWERED)

    await deliver_for(delivery, clock, 2 * MOST_UNANSWERED + 1)

    assert (len(sender.sent), states(make)) == (1, ["sent"])


async def test_only_what_went_unanswered_counts_as_such(
    make: Factory, delivery: Delivery, sender: Sender, clock: Clock
) -> None:
    write(make, attempts=MOST_UNANSWERED)
    sender.faults = [TimedOut(), NetworkError("Bad Gateway"), TimedOut()]

    await deliver_for(delivery, clock, 4)

    assert (len(sender.sent), states(make)) == (1, ["sent"])


async def test_last_try_of_what_may_have_arrived_leaves_telegram_time_to_recover(
    make: Factory, delivery: Delivery, sender: Sender, clock: Clock
) -> None:
    write(make)
    sender.faults = [TimedOut(), TimedOut()]
    for pause in (FIRST_PAUSE, LONGEST_PAUSE - SECOND):
        await delivery.deliver_due()
        clock.advance(pause)
    await delivery.deliver_due()
    assert (sender.faults, sender.sent) == ([], [])

    clock.advance(SECOND)
    await delivery.deliver_due()
    assert len(sender.sent) == 1


async def test_what_is_cancelled_at_once_is_told_in_one_message_and_seen_with_one_tap(
    make: Factory, delivery: Delivery, sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.delivery.AT_ONCE", 1)
    ann, ben = make.family(), make.family()
    monday, tuesday = make.session(on=MONDAY), make.session(on=MONDAY + timedelta(days=1))
    for of, family in ((monday, ann), (monday, ben), (tuesday, ann)):
        make.booking(of, family)
    by_itself = make.session(on=MONDAY + timedelta(days=2))
    make.booking(by_itself, ann)
    make.database.transact(cancel_session, by_itself.id, actor=OFFICE, now=NOW - SECOND)
    days = (MONDAY, tuesday.on, "Snow")
    make.database.transact(close_days, *days, POLICY, shown_places=3, actor=OFFICE, now=NOW)
    await delivery.deliver_due()
    assert len(sender.sent) == 3
    assert states(make) == ["sent"] * 4
    first, *_ = make.rows(notice, parent_id=ann.parent_id, session_id=monday.id)
    assert make.database.transact(acknowledge, ann.parent_id, first.id, now=NOW)
    found = [make.database.look(find_told, of.id) for of in (monday, tuesday, by_itself)]
    seen = [[each.has_seen for each in told.families] for told in found if told]
    assert [sorted(each) for each in seen] == [[False, True], [True], [False]]


async def test_message_about_several_sessions_fails_as_a_whole(
    make: Factory, delivery: Delivery, sender: Sender
) -> None:
    ann = make.family()
    for week in range(2):
        of = make.session(on=MONDAY + timedelta(weeks=week))
        make.booking(of, ann)
        make.database.transact(cancel_session, of.id, actor=OFFICE, now=NOW)
    sender.faults = [BadRequest("chat not found")]
    await delivery.deliver_due()
    assert (sender.sent, states(make)) == ([], ["failed"] * 2)

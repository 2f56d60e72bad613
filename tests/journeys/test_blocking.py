"""Who blocks the bot and comes back: what still matters arrives then, and the office can see."""

from datetime import datetime, time, timedelta

import pytest

from domain.sessions import cancel_session
from storage.tables import NoticeState, booking, notice, parent
from tests.domain.school import OFFICE
from tests.factory import LONDON, MONDAY, NOW
from tests.journeys.school import Parent, School, bot_messages

START = datetime.combine(MONDAY, time(15, 30), tzinfo=LONDON)


async def go_to(school: School, moment: datetime) -> None:
    school.clock.advance(moment - school.clock.now())
    await school.settle()


def states(school: School) -> list[str]:
    return [row.state for row in school.make.rows(notice)]


def asked(school: School, person: Parent) -> int:
    """Count how often the bot has tried to write to somebody."""
    requests = school.sandbox.world.requests
    return len(list(requests.newest(method="sendMessage", person_id=person.id)))


async def call_off(school: School, session_id: int) -> None:
    now = school.clock.now()
    await school.process.database.run(cancel_session, session_id, actor=OFFICE, now=now)


async def wait_while_blocked(school: School, anna: Parent, bob: Parent) -> list[int]:
    """Let three things happen to somebody who has blocked the bot; return the sessions."""
    make = school.make
    soon, later, next_week = (
        make.session(name=name, on=MONDAY + timedelta(days=days), price=500, capacity=1)
        for name, days in (("Swimming", 0), ("Chess", 1), ("Art", 7))
    )
    make.money(anna.parent_id, 5_000)
    for each in (soon, later):
        deadline = NOW + timedelta(hours=1)
        make.booking(each, bob.family, status="pending", hold_expires_at=deadline)
        make.waiting(each, anna.family)
    make.booking(next_week, anna.family)
    await anna.block()
    await school.advance(hours=1)
    await call_off(school, next_week.id)
    await school.settle()
    return [soon.id, later.id, next_week.id]


async def come_back(school: School, anna: Parent, how: str) -> None:
    if how == "unblocks":
        await anna.unblock()
        return
    # The update about it never came.
    school.phone_of(anna).chat.blocked = False
    await anna.send("/bookings")


async def test_what_happens_while_blocked_waits_without_a_request(
    school: School, anna: Parent, bob: Parent
) -> None:
    await wait_while_blocked(school, anna, bob)
    mine = [row.state for row in school.make.rows(notice, parent_id=anna.parent_id)]
    assert mine == [NoticeState.PAUSED] * 3
    assert asked(school, anna) == 0
    assert school.sent(bob, "No longer held") == 2


@pytest.mark.parametrize("how", ["unblocks", "writes"])
async def test_who_comes_back_is_told_what_still_matters_in_order(
    school: School, anna: Parent, bob: Parent, how: str
) -> None:
    await wait_while_blocked(school, anna, bob)
    await go_to(school, START)
    await come_back(school, anna, how)
    await school.settle()
    told = [
        message.text.splitlines()[:2]
        for message in await bot_messages(anna)
        if not message.text.startswith("Your bookings")
    ]
    assert told == [
        [
            "A place has come free, and it is yours: booked",
            "Emma: Chess, Tue 15 Sept, 15:30–16:30",
        ],
        ["Cancelled by the school", "Emma: Art, Mon 21 Sept, 15:30–16:30"],
    ]
    mine = [row.state for row in school.make.rows(notice, parent_id=anna.parent_id)]
    assert NoticeState.PAUSED not in mine
    assert mine[0] == NoticeState.DROPPED, "the session has started, nothing is to be done"
    assert [row.unreachable_since for row in school.make.rows(parent, name="Anna Smith")] == [None]


async def test_reminders_missed_are_not_told_of_days_that_have_passed(
    school: School, anna: Parent
) -> None:
    for days in (0, 1):
        on = MONDAY + timedelta(days=days)
        school.make.booking(school.make.session(name=f"Club {days}", on=on), anna.family)
    await anna.block()
    for hours in (-21.5, -2, 2.5):
        await go_to(school, START + timedelta(hours=hours))
    assert states(school) == [NoticeState.PAUSED] * 3
    await anna.unblock()
    await school.settle()
    [reminder] = await bot_messages(anna)
    assert reminder.text.startswith("Reminder: tomorrow, Tue 15 Sept\nEmma: Club 1")


async def test_place_given_up_meanwhile_is_not_told_of(school: School, anna: Parent) -> None:
    swimming = school.make.session(name="Swimming")
    made = school.make.booking(swimming, anna.family)
    await anna.block()
    await go_to(school, START - timedelta(hours=2))
    school.make.change(booking, made, status="cancelled", ended_at=school.clock.now())
    await anna.unblock()
    await school.settle()
    assert await bot_messages(anna) == []


async def test_block_that_shows_only_when_the_bot_writes_is_noticed_too(
    school: School, anna: Parent
) -> None:
    school.make.booking(school.make.session(name="Swimming"), anna.family)
    await school.client.fault("block", method="sendMessage", person=anna.id, times=1)
    await go_to(school, START - timedelta(hours=2))
    assert states(school) == [NoticeState.PAUSED]
    await anna.unblock()
    await school.settle()
    assert school.sent(anna, "Reminder: today") == 1


async def test_account_that_is_gone_is_tried_once(school: School, anna: Parent) -> None:
    for days in (0, 1):
        on = MONDAY + timedelta(days=days)
        school.make.booking(school.make.session(on=on), anna.family)
    await anna.deactivate()
    for days in (0, 1):
        await go_to(school, START + timedelta(days=days, hours=-2))
        assert asked(school, anna) == 1
    assert states(school) == [NoticeState.PAUSED] * 2


async def test_blocking_in_the_middle_of_a_booking_loses_nothing(
    school: School, anna: Parent
) -> None:
    school.make.session(name="Swimming")
    await anna.send("/book")
    await anna.tap("Swimming")
    await anna.block()
    await anna.unblock()
    await anna.tap("14 Sept")
    await anna.tap("Confirm")
    assert anna.changed.text.startswith("Booked")


async def test_stranger_may_block_and_come_back(school: School) -> None:
    zoe = await school.person("Zoe")
    await zoe.send("/start")
    await zoe.block()
    await zoe.unblock()
    await zoe.send("Zoe Smith")
    assert zoe.screen.text.startswith("Thank you, Zoe Smith.")


async def test_office_sees_who_cannot_be_reached_until_they_are_back(
    school: School, anna: Parent, bob: Parent
) -> None:
    office = await school.office()
    await office.send("/undelivered")
    assert office.screen.text == "Everything has reached everybody."
    await wait_while_blocked(school, anna, bob)
    await office.send("/undelivered")
    assert office.screen.text == (
        "Not delivered\n\nAnna Smith has blocked the bot or left Telegram.\n"
        "Noticed Mon 7 Sept, 09:00.\n3 messages wait."
    )
    await anna.unblock()
    await office.send("/undelivered")
    assert office.screen.text == "Everything has reached everybody."


async def test_office_sees_what_was_given_up_for_a_month(school: School, anna: Parent) -> None:
    stranger = school.make.family()
    school.make.booking(school.make.session(name="Swimming"), stranger)
    await go_to(school, START - timedelta(hours=2))
    assert states(school) == [NoticeState.FAILED]
    office = await school.office()
    [name] = [row.name for row in school.make.rows(parent, id=stranger.parent_id)]
    await office.send("/undelivered")
    assert office.screen.text == (
        f"Not delivered\n\n{name}: a reminder\nMon 14 Sept\nGiven up Mon 14 Sept, 13:30."
    )
    await school.advance(days=30)
    await office.send("/undelivered")
    assert "Given up" in office.screen.text
    await school.advance(seconds=1)
    await office.send("/undelivered")
    assert office.screen.text == "Everything has reached everybody."


async def test_long_list_of_the_office_is_turned_page_by_page(school: School) -> None:
    for n in range(11):
        school.make.parent(name=f"Parent {n:02}", unreachable_since=NOW)
    office = await school.office()
    await office.send("/undelivered")
    asked_in = office.screen.message_id
    assert office.screen.labels == ("Later ›",)
    await office.tap("Later ›")
    assert office.screen.message_id == asked_in
    assert "Parent 10" in office.screen.text
    assert "Parent 09" not in office.screen.text


async def test_list_of_the_office_does_not_exist_for_others(school: School, anna: Parent) -> None:
    school.make.parent(name="Zebedee", unreachable_since=NOW)
    await anna.send("/undelivered")
    assert anna.screen.text.startswith("Sorry, I did not understand that.")
    await school.forge(anna, "o.und:0")
    assert anna.screen.text.startswith("That message was from earlier")
    await anna.send("/help")
    assert "/undelivered" not in anna.screen.text
    assert "Zebedee" not in anna.transcript()

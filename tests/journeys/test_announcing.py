"""The office writes to many families: each parent reads it once, and it sees how far that is."""

import pytest

from bot.sandbox.client import PersonClient
from bot.screens import announcements as screens
from storage.tables import announcement, notice, parent
from tests.factory import NOW, Family
from tests.journeys.school import Parent, School

TEXT = "Please bring a towel.\n<b>No</b> & no goggles."


@pytest.fixture
async def olive(school: School, anna: Parent, bob: Parent) -> PersonClient:
    """The office of a school where Emma and Ada of Anna's, and Ben of Bob's, swim."""
    make = school.make
    swim = make.session(name="Swimming")
    ada = make.child(anna.parent_id, name="Ada")
    make.booking(swim, anna.family)
    make.booking(swim, Family(anna.parent_id, ada))
    make.booking(swim, bob.family)
    gran = make.parent(name="Gran", telegram_id=None, phone="+441514960000")
    make.booking(swim, Family(gran, make.child(gran)))
    return await school.office()


async def write(olive: PersonClient, *steps: str) -> None:
    await olive.send("/announce")
    for step in steps:
        await (olive.tap(step[1:-1]) if step.startswith("[") else olive.send(step))


TO_SWIMMING = ("[Families of an activity]", "[Swimming, Monday]")


async def test_each_parent_reads_it_once_and_who_is_not_reached_is_listed(
    school: School, olive: PersonClient, anna: Parent, bob: Parent
) -> None:
    await bob.block()
    school.make.change(parent, bob.parent_id, unreachable_since=None)  # nobody has noticed yet
    await write(olive, *TO_SWIMMING, TEXT)
    assert olive.screen.text == (
        "Please check\nIt goes to 3 parents.\n1 of them does not use Telegram: please call.\n"
        "You get a list of whom it does not reach, with phone numbers.\n\nThey read:\n\n"
        "A message from the school office\nTo the families of Swimming\n\n"
        f"{TEXT}\n\nTo change the text, write it again."
    )
    await olive.tap("Send to 3 parents")
    progress = olive.changed.message_id
    assert olive.changed.text.startswith("Your message is being sent\nTo the families of Swimming")
    await olive.repeat_tap()
    await school.settle()
    assert (await anna.wait_for("towel")).text == (
        f"A message from the school office\nTo the families of Swimming\n\n{TEXT}"
    )
    assert school.sent(anna, "towel") == 1
    assert school.sent(bob, "towel") == 0

    await school.restart()
    await school.advance(seconds=3)
    await olive.refresh()
    [shown] = [each for each in olive.shown if each.message_id == progress]
    assert shown.text == (
        "Your message has been sent\nTo the families of Swimming\n\nSent: 1 of 3\nNot reached: 2"
    )
    [row] = school.make.rows(announcement)
    assert row.closed_at is not None
    await olive.tap("Who is not reached (2)")
    assert olive.screen.text == (
        "Not reached: 2\nTo the families of Swimming\n\n"
        f"• Bob Jones, {phone_of(school, bob)}: has blocked the bot or left Telegram\n"
        "• Gran, +441514960000: not on Telegram"
    )


def phone_of(school: School, person: Parent) -> str:
    [row] = school.make.rows(parent, id=person.parent_id)
    return str(row.phone)


async def test_office_stops_what_is_not_sent_yet(
    school: School, olive: PersonClient, anna: Parent, bob: Parent
) -> None:
    await school.client.fault("server_error", method="sendMessage", person=bob.id, times=1)
    await write(olive, *TO_SWIMMING, "Hello", "[Send to 3 parents]")
    await school.settle()
    await school.advance(seconds=1)
    await olive.refresh()
    assert "Sent: 1 of 3\nStill to go: 1\nNot reached: 1" in olive.screen.text
    await olive.tap("Stop")
    assert olive.screen.text == (
        "Stop sending?\nTo the families of Swimming\n1 parent has it already, and keeps it.\n"
        "1 parent would not get it any more."
    )
    await olive.tap("Yes, stop: 1 parent")
    stopped = (
        "Your message was stopped\nTo the families of Swimming\n\nSent: 1 of 3\nNot reached: 2"
    )
    assert olive.screen.text == stopped
    await olive.repeat_tap()
    assert olive.screen.text == stopped
    await school.advance(hours=1)
    await olive.refresh()
    assert [each.text for each in olive.shown].count(stopped) == 2
    assert school.sent(bob, "Hello") == 0
    assert {row.state for row in school.make.rows(notice)} == {"sent", "dropped"}
    await olive.tap("Who is not reached (2)")
    assert f"• Bob Jones, {phone_of(school, bob)}: stopped before" in olive.screen.text


async def test_bad_text_is_explained_and_the_step_stays(
    school: School, olive: PersonClient
) -> None:
    await school.restart(quiet_from="08:00", quiet_until="10:00")
    await write(olive, "[All families]", "x" * (screens.LONGEST_TEXT + 1))
    assert "That is too long: 3201 characters, and at most 3200 fit" in olive.screen.text
    await olive.send("\u200b")
    assert "I can read no words in that." in olive.screen.text
    longest = "y" * screens.LONGEST_TEXT
    await olive.send(longest)
    assert longest in olive.screen.text
    assert "reminders wait, but this is sent at once" in olive.screen.text
    await olive.send("Shorter")
    assert "Shorter" in olive.screen.text
    await olive.tap("Cancel")
    assert olive.screen.text == "Stopped. Nothing was sent."
    assert school.make.count(notice) == 0


async def test_each_audience_can_be_chosen_and_one_with_nobody_is_said(
    school: School, olive: PersonClient
) -> None:
    await write(olive, "[Families of one date]", "[Swimming, Monday]")
    await olive.tap("Mon 14 Sept · 4 booked")
    assert olive.screen.text.startswith("To the families of Swimming, Mon 14 Sept, 15:30–16:30")
    await olive.tap("Back")
    await olive.tap("A waiting list")
    assert olive.screen.text == "Nobody is waiting."
    await olive.tap("Back")
    await olive.tap("A year group")
    await olive.tap("Reception")
    await olive.send("Hello")
    assert olive.screen.text == (
        "Nobody to tell\nThere is no parent there at the moment.\nTo the families of Reception"
    )
    full = school.make.session(name="Chess", capacity=1)
    school.make.waiting(full, school.make.family())
    await write(olive, "[A waiting list]", "[Chess, Mon 14 Sept · 1 waiting]", "Hello")
    await olive.tap("Send to 1 parent")
    assert "To the families on the waiting list of Chess, Mon 14 Sept" in olive.changed.text


async def test_message_that_was_held_up_for_too_long_is_not_sent(
    school: School, olive: PersonClient, anna: Parent
) -> None:
    await anna.block()
    await write(olive, "[All families]", "Hello", "[Send to 3 parents]")
    await school.settle()
    await school.advance(days=8)
    await anna.unblock()
    await school.settle()
    assert school.sent(anna, "Hello") == 0
    assert school.clock.now() > NOW

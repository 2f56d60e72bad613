"""Reminders over the wire: one message a day, as each parent wants it, with what to do next."""

from datetime import datetime, time, timedelta

import pytest

from storage.tables import NoticeState, booking, notice
from tests.factory import LONDON, MONDAY, Family
from tests.journeys.school import Parent, School

SECOND = timedelta(seconds=1)


def london(days_before: int, hour: int, minute: int = 0) -> datetime:
    on = MONDAY - timedelta(days=days_before)
    return datetime.combine(on, time(hour, minute), tzinfo=LONDON)


async def go_to(school: School, moment: datetime) -> None:
    school.clock.advance(moment - school.clock.now())
    await school.settle()


@pytest.fixture
async def two(school: School) -> Parent:
    """A parent with two children."""
    return await school.parent("Anna", children=["Emma", "Leo"])


def book(school: School, parent: Parent, **of: object) -> list[int]:
    """Book a session for all the parent's children."""
    session = school.make.session(**({"name": "Swimming", "location": "Pool"} | of))  # type: ignore[arg-type]
    families = [Family(parent.parent_id, child_id) for child_id in parent.child_ids]
    return [school.make.booking(session, each) for each in families]


async def test_two_children_are_in_one_message_in_which_each_can_be_cancelled(
    school: School, two: Parent
) -> None:
    emma, leo = book(school, two, price=800)
    await go_to(school, london(1, 18))
    reminder = await two.wait_for("Reminder")
    assert reminder.text == (
        "Reminder: tomorrow, Mon 14 Sept\n"
        "Emma: Swimming, 15:30–16:30, Pool\n"
        "Leo: Swimming, 15:30–16:30, Pool\n"
        "When to be reminded: /settings"
    )
    assert reminder.labels == ("Cancel Emma, Swimming", "Cancel Leo, Swimming", "My bookings")
    assert school.sent(two, "") == 1

    await two.tap("Cancel Leo")
    assert two.screen.text.startswith("Cancel Leo's place?\nSwimming, Mon 14 Sept, 15:30–16:30")
    assert "£4.00 of £8.00 goes back" in two.screen.text
    await two.tap("Yes, cancel")
    assert two.changed.text.startswith("Cancelled\n")
    statuses = {row.id: row.status for row in school.make.rows(booking)}
    assert statuses == {emma: "confirmed", leo: "cancelled"}
    told = [message.text for message in await two.messages()]
    assert reminder.text in told, "what it told is still there"

    await go_to(school, london(0, 13, 30))
    assert (await two.wait_for("Reminder: today")).labels == (
        "Cancel Emma, Swimming",
        "My bookings",
    )


async def test_reminder_leads_to_the_bookings(school: School, two: Parent) -> None:
    book(school, two)
    await go_to(school, london(1, 18))
    await two.refresh()
    await two.tap("My bookings")
    assert two.screen.text.startswith("Your bookings")


async def test_clubs_of_a_day_are_in_one_message_two_hours_before_the_first(
    school: School, two: Parent
) -> None:
    book(school, two)
    book(school, two, name="Chess", start_time=time(12), end_time=time(13), location="Library")
    await go_to(school, london(1, 18))
    await go_to(school, london(0, 10) - SECOND)
    assert school.sent(two, "Reminder: today") == 0
    await go_to(school, london(0, 10))
    assert (await two.wait_for("Reminder: today")).text.splitlines()[1:-1] == [
        "Emma: Chess, 12:00–13:00, Library",
        "Leo: Chess, 12:00–13:00, Library",
        "Emma: Swimming, 15:30–16:30, Pool",
        "Leo: Swimming, 15:30–16:30, Pool",
    ]
    await go_to(school, london(0, 17))
    assert school.sent(two, "Reminder") == 2


async def test_settings_show_what_is_chosen_and_one_tap_changes_it(
    school: School, anna: Parent
) -> None:
    await anna.send("/settings")
    asked = anna.screen
    assert asked.labels == (
        "✓ Evening before, and two hours before",
        "Only the evening before",
        "Only two hours before",
        "No reminders",
        "Home",
    )
    await anna.tap("No reminders")
    for _ in range(2):
        assert anna.screen.message_id == asked.message_id
        assert "✓ No reminders" in anna.screen.labels
        assert anna.screen.text.endswith("Now: No reminders.")
        await anna.repeat_tap()
    await anna.tap("Only two hours before", message_id=asked.message_id, stale=True)
    assert "✓ Only two hours before" in anna.screen.labels


@pytest.mark.parametrize(
    ("choice", "reminders"),
    [
        ("No reminders", [0, 0]),
        ("Only the evening before", [1, 1]),
        ("Only two hours before", [0, 1]),
        ("Evening before, and two hours before", [1, 2]),
    ],
)
async def test_reminders_come_as_they_were_chosen(
    school: School, anna: Parent, choice: str, reminders: list[int]
) -> None:
    school.make.booking(school.make.session(), anna.family)
    await anna.send("/settings")
    await anna.tap(choice)
    found = []
    for moment in (london(1, 18), london(0, 13, 30)):
        await go_to(school, moment)
        found.append(school.sent(anna, "Reminder"))
    assert found == reminders


async def test_choice_that_no_button_offers_changes_nothing(school: School, anna: Parent) -> None:
    await anna.send("/settings")
    await school.forge(anna, "s.rem:daily")
    assert anna.screen.text.startswith("That message was from earlier")
    await anna.send("/settings")
    assert anna.screen.labels[0].startswith("✓")


async def test_nobody_is_woken_by_a_reminder(school: School, anna: Parent, bob: Parent) -> None:
    yoga = school.make.session(name="Yoga", start_time=time(7, 50), end_time=time(8, 30))
    rowing = school.make.session(name="Rowing", start_time=time(6, 30), end_time=time(7, 15))
    for session, parent in ((yoga, anna), (rowing, bob)):
        school.make.booking(session, parent.family)
    expected = [
        (london(1, 18), (1, 1)),  # seven in the morning would be too late for rowing
        (london(1, 21), (1, 1)),
        (london(0, 5, 50), (1, 1)),
        (london(0, 7), (2, 1)),
    ]
    for moment, sent in expected:
        await go_to(school, moment)
        assert (school.sent(anna, "Reminder"), school.sent(bob, "Reminder")) == sent, moment


async def test_reminder_that_a_standstill_held_up_waits_for_the_morning(
    school: School, anna: Parent
) -> None:
    school.make.booking(school.make.session(), anna.family)
    await school.kill()
    school.clock.advance(london(1, 23) - school.clock.now())
    await school.start()
    await school.settle()
    assert school.sent(anna, "Reminder") == 0
    await go_to(school, london(0, 7))
    assert school.sent(anna, "Reminder: today") == 1


async def test_reminder_is_about_what_is_still_booked_when_it_leaves(
    school: School, two: Parent
) -> None:
    emma, _ = book(school, two)
    await school.client.fault("server_error", method="sendMessage", person=two.id, times=1)
    await go_to(school, london(1, 18))
    school.make.change(booking, emma, status="cancelled", ended_at=school.clock.now())
    await school.advance(minutes=1)
    assert "Emma" not in (await two.wait_for("Reminder")).text
    assert [row.state for row in school.make.rows(notice)] == [NoticeState.SENT]


async def test_who_chooses_the_evening_on_the_day_itself_is_not_reminded_at_once(
    school: School, anna: Parent
) -> None:
    school.make.booking(school.make.session(), anna.family)
    await anna.send("/settings")
    await anna.tap("No reminders")
    await go_to(school, london(0, 9))
    await anna.send("/settings")
    await anna.tap("Only the evening before")
    await school.advance(minutes=5)
    assert school.sent(anna, "Reminder") == 0

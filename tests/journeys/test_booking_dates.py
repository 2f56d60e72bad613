"""Booking several dates with one Confirm."""

from datetime import timedelta
from typing import Any

from domain.model import Session
from storage.tables import booking, session, waitlist_entry
from tests.factory import MONDAY
from tests.journeys.school import Parent, School


def mondays(school: School, many: int, name: str = "Swimming", **values: Any) -> list[Session]:
    """Make an activity on so many Mondays, the first on 14 September."""
    make = school.make
    with make.at_once():
        first = make.session(name=name, **values)
        later = [
            make.session(activity_id=first.activity.id, on=MONDAY + timedelta(weeks=week))
            for week in range(1, many)
        ]
    return [first, *later]


async def tick(parent: Parent, first: str, *more: str) -> None:
    await parent.send("/book")
    await parent.tap("Swimming")
    await parent.tap(first)
    await parent.tap("More dates")
    for day in more:
        await parent.tap(day)


async def test_first_date_goes_straight_to_the_summary_and_more_can_be_ticked(
    school: School, anna: Parent
) -> None:
    mondays(school, 3)
    await tick(anna, "14 Sept", "28 Sept")
    assert anna.screen.labels == (
        "✓ Mon 14 Sept · 10 places left",
        "Mon 21 Sept · 10 places left",
        "✓ Mon 28 Sept · 10 places left",
        "Go on with 2 dates",
        "Back",
        "Cancel",
    )
    await anna.tap("14 Sept")
    assert "Mon 14 Sept · 10 places left" in anna.screen.labels
    await anna.tap("Go on with 1 date")
    assert "Mon 28 Sept: a place, free" in anna.screen.text
    assert "14 Sept" not in anna.screen.text


def ticked(parent: Parent) -> list[str]:
    return [label[2:].split(" ·")[0] for label in parent.screen.labels if label.startswith("✓")]


async def test_neither_more_dates_nor_back_loses_what_is_ticked(
    school: School, anna: Parent
) -> None:
    mondays(school, 2)
    await tick(anna, "14 Sept", "21 Sept")
    await anna.tap("Go on with 2 dates")
    await anna.tap("More dates")
    assert ticked(anna) == ["Mon 14 Sept", "Mon 21 Sept"]
    await anna.tap("Go on with 2 dates")
    await anna.tap("Back")
    assert ticked(anna) == ["Mon 14 Sept", "Mon 21 Sept"]


async def test_back_from_one_date_lets_another_be_chosen_by_one_tap(
    school: School, anna: Parent
) -> None:
    mondays(school, 2)
    await anna.send("/book")
    for label in ("Swimming", "14 Sept", "Back", "21 Sept"):
        await anna.tap(label)
    assert "Mon 21 Sept: a place" in anna.screen.text
    assert "14 Sept" not in anna.screen.text


async def test_unticking_the_last_date_leaves_none_and_the_next_one_is_first_again(
    school: School, anna: Parent
) -> None:
    mondays(school, 2)
    await tick(anna, "14 Sept")
    await anna.tap("14 Sept")
    assert "Go on" not in " ".join(anna.screen.labels)
    await anna.tap("21 Sept")
    assert anna.screen.text.startswith("Please check")


async def test_each_date_is_answered_in_one_message(school: School) -> None:
    """What is left on the account counts towards what is held."""
    anna = await school.parent("Anna", balance=1100)
    days = mondays(school, 4, price=800, capacity=1)
    school.make.booking(days[2], school.make.family(balance=800))
    await tick(anna, "14 Sept", "21 Sept", "28 Sept", "5 Oct")
    await anna.tap("Go on with 4 dates")
    summary = anna.screen
    assert (
        "Mon 14 Sept: a place, £8.00\n"
        "Mon 21 Sept: held until Wed 9 Sept, 09:00, £8.00 to be paid\n"
        "Mon 28 Sept: full – waiting list, position 1\n"
        "Mon 5 Oct: held until Wed 9 Sept, 09:00, £8.00 to be paid\n\n"
        "£8.00 is taken from your account; £3.00 remains on it.\n"
        "Your account does not cover £13.00." in summary.text
    )
    school.make.change(session, days[3].id, status="cancelled")
    await anna.tap("Confirm")
    assert anna.screen.message_id == summary.message_id
    assert anna.screen.text == (
        "Booked\n"
        "Emma: Swimming, Mon 14 Sept, 15:30–16:30\n"
        "£8.00 was taken from your account.\n\n"
        "Held for you until Wed 9 Sept, 09:00\n"
        "Emma: Swimming, Mon 21 Sept, 15:30–16:30\n"
        "Not confirmed yet: please pay £5.00 to the school office by then.\n\n"
        "On the waiting list, position 1\n"
        "Emma: Swimming, Mon 28 Sept, 15:30–16:30\n"
        "No place yet. When your turn comes, you get one automatically, and we tell you.\n"
        "It then costs £8.00, from your account.\n\n"
        "Not booked: Mon 5 Oct\n"
        "This session has been cancelled. Choose another date."
    )
    made = [row.status for row in school.make.rows(booking, child_id=anna.child_ids[0])]
    assert made == ["confirmed", "pending"]
    assert school.make.count(waitlist_entry) == 1
    assert school.make.balance(anna.parent_id) == 300


async def test_answer_that_names_a_refused_date_is_not_lost_to_a_double_tap(
    school: School, anna: Parent
) -> None:
    days = mondays(school, 2)
    await tick(anna, "14 Sept", "21 Sept")
    await anna.tap("Go on with 2 dates")
    school.make.change(session, days[1].id, status="cancelled")
    await anna.tap("Confirm")
    answer = anna.screen
    assert "Not booked: Mon 21 Sept" in answer.text
    await anna.repeat_tap()
    [still] = [each for each in await anna.messages() if each.message_id == answer.message_id]
    assert still.text == answer.text
    assert school.make.count(booking) == 1


async def test_whole_term_of_a_child_with_a_long_name_fits_into_every_message(
    school: School,
) -> None:
    """Thirty dates at once, each with another fate, stay under Telegram's 4096 letters."""
    anna = await school.parent("Anna", children=["E" * 80], balance=10 * 800)
    term = {"last_on": MONDAY + timedelta(weeks=30)}
    days = mondays(school, 30, name="S" * 60, price=800, capacity=1, **term)
    for day in days[20:]:
        school.make.booking(day, school.make.family(balance=800))
    await anna.send("/book")
    await anna.tap("S" * 60)
    await anna.tap("14 Sept")
    await anna.tap("More dates")
    for page in range(4):
        for label in anna.screen.labels:
            if label.startswith("Mon"):
                await anna.tap(label)
        if page < 3:
            await anna.tap("Later ›")
    await anna.tap("Go on with 30 dates")
    assert anna.screen.text.startswith("Please check")
    for day in days[10:15]:
        school.make.change(session, day.id, status="cancelled")
    await anna.tap("Confirm")
    assert school.make.count(booking, child_id=anna.child_ids[0]) == 15
    assert school.make.count(waitlist_entry, child_id=anna.child_ids[0]) == 10
    for said in ("Booked", "Held for you", "On the waiting list", "Not booked"):
        assert said in anna.screen.text

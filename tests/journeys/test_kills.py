"""kill -9 at any point of handling one update: it comes again, has one effect and an answer."""

import pytest
from sqlalchemy import Table

from storage.tables import account_entry, booking, child, parent, waitlist_entry
from tests.journeys.process import Point
from tests.journeys.school import School, bot_messages
from tests.journeys.scripts import Script, of_each_script
from tests.journeys.walks import Walk, walk, walk_in, with_a_list

pytestmark = pytest.mark.unmeasured

TABLES = (account_entry, booking, child, parent, waitlist_entry)
EFFECTS: dict[str, tuple[Walk, str, str, dict[Table, int]]] = {
    # How to get there, what is done then, its answer, and how many rows more there are.
    "joining with a tap": (
        walk_in("Sam", "contact"),
        "[Skip]",
        "You have joined Hill School\n",
        {parent: 1},
    ),
    "joining with a word": (
        walk_in("Sam", "contact"),
        "sam@example.org",
        "You have joined Hill School\n",
        {parent: 1},
    ),
    "a new child": (
        walk("/children", "[Add a child]", "Tim", "1.1.2020"),
        "[Year 1]",
        "Saved\nTim, Year 1",
        {child: 1},
    ),
    "another year group": (
        walk("/children", "[Emma]", "[Change]", "[Keep: Emma]", "[Keep: 31 May 2018]"),
        "[Year 5]",
        "Saved\nEmma, Year 5",
        {},
    ),
    "a child removed": (
        walk("/children", "[Emma]", "[Remove]"),
        "[Yes, remove]",
        "Emma has been removed.\n3 places were given up.\n"
        "£8.00 was refunded to the account it was paid from.",
        {account_entry: 1},
    ),
    "a booking": (
        walk("/book", "[Emma]", "[Swimming]", "[14 Sept]"),
        "[Confirm]",
        "Booked\nEmma: Swimming, Mon 14 Sept, 15:30–16:30\n£8.00 was taken",
        {booking: 1, account_entry: 1},
    ),
    "a booking of two dates": (
        walk(
            "/book",
            "[Emma]",
            "[Swimming]",
            "[14 Sept]",
            "[More dates]",
            "[5 Oct]",
            "[Go on with 2 dates]",
        ),
        "[Confirm]",
        "Booked\nEmma: Swimming, 15:30–16:30\nMon 14 Sept, Mon 5 Oct\n£16.00 was taken",
        {booking: 2, account_entry: 2},
    ),
    "a place in a queue": (
        walk("/book", "[Ben]", "[Chess]", "[15 Sept]"),
        "[Confirm]",
        "On the waiting list, position 2\n",
        {waitlist_entry: 1},
    ),
    "a cancellation": (
        walk("/bookings", "[21 Sept]", "[Cancel this booking]"),
        "[Yes, cancel]",
        "Cancelled\nSwimming, Mon 21 Sept, 15:30–16:30\n"
        "£8.00 was refunded to the account it was paid from.",
        {account_entry: 1},
    ),
    "a payment": (
        walk("/bookings", "[28 Sept]"),
        "[Pay]",
        "Booked\nSwimming, Mon 28 Sept, 15:30–16:30\n£8.00 was taken",
        {account_entry: 1},
    ),
    "a queue left": (
        walk("/bookings", "[Chess]"),
        "[Leave the waiting list]",
        "Off the waiting list\nChess",
        {},
    ),
    "a list of families": (
        with_a_list("[Families]", "file"),
        "[Confirm]",
        "Taken in\n\nFamilies: 2 new, 0 on file\n",
        {child: 3, parent: 3},
    ),
}
OUTSIDE_CONVERSATIONS = ("a child removed", "a cancellation", "a payment", "a queue left")
SAID_BELOW = ("joining with a tap", "joining with a word", "a new child", "another year group")
"""Once the step is kept the form is over: told again, it is told so, and its answer stays."""


@pytest.mark.parametrize("effect", EFFECTS)
async def test_update_that_dies_again_and_again_has_one_effect_and_its_answer(
    school: School, effect: str
) -> None:
    go, act, answer, growth = EFFECTS[effect]
    person = await go(school)
    before = {table: school.make.count(table) for table in TABLES}
    await school.kill()
    is_tap = act.startswith("[")
    done = await (person.tap(act[1:-1], wait=False) if is_tap else person.send(act, wait=False))

    for point in Point:
        if point is Point.KEPT and effect in OUTSIDE_CONVERSATIONS:
            continue
        await school.kill_at(point)
    await school.start()
    await school.handled(person, done)

    after = {table: school.make.count(table) for table in TABLES}
    assert after == {table: before[table] + growth.get(table, 0) for table in TABLES}
    answers = [each for each in await bot_messages(person) if each.text.startswith(answer)]
    assert len(answers) == 1 if is_tap else answers
    if effect not in SAID_BELOW:
        assert person.changed.text.startswith(answer)


@of_each_script
async def test_conversation_of_which_every_update_dies_ends_as_written(
    school: School, script: Script
) -> None:
    """What only leads to the next step dies once, at one point or another; what writes, at all."""
    await script.prepare(school)
    person = await script.begin(school)
    await school.kill()
    writes_at = script.writes_at % len(script.acts)
    for number, act in enumerate(script.acts):
        done = await act(person, False)
        points: tuple[Point, ...] = (Point.ANSWER, Point.KEPT, Point.CONFIRMED)
        if number < script.begins_at:
            points = (Point.ANSWER, Point.CONFIRMED)
        for point in points if number >= writes_at else (points[number % len(points)],):
            await school.kill_at(point)
        await school.start()
        await school.handled(person, done)
        await school.kill()
    await school.start()
    await script.check_rows(school)
    assert script.last_screen in [each.text for each in await bot_messages(person)]

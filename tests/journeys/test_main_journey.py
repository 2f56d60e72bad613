"""The main job from end to end: join, add a child, book, be queued, be promoted."""

from datetime import timedelta

from bot.sandbox.client import PersonClient
from tests.factory import MONDAY
from tests.journeys.school import School


async def join_and_add_a_child(person: PersonClient, child: str) -> None:
    await person.send("/start")
    await person.tap(f"{person.first_name} Smith")
    await person.share_contact()
    await person.tap("Skip")
    await person.tap("Add a child")
    await person.send(child)
    await person.send("31.5.2018")
    await person.tap("Year 3")


async def book_swimming(person: PersonClient) -> None:
    await person.send("/book")
    await person.tap("Swimming")
    await person.tap("14 Sept")
    await person.tap("Confirm")


async def test_freed_place_goes_to_the_first_in_the_queue_who_is_told_at_once(
    school: School,
) -> None:
    swimming = school.make.session(capacity=1, name="Swimming")
    school.make.session(activity_id=swimming.activity.id, on=MONDAY + timedelta(weeks=1))
    anna, bob = await school.person("Anna"), await school.person("Bob")

    await join_and_add_a_child(anna, "Emma")
    await book_swimming(anna)
    assert anna.screen.text == "Booked\nEmma: Swimming, Mon 14 Sept, 15:30–16:30"

    await join_and_add_a_child(bob, "Ben")
    await book_swimming(bob)
    assert bob.screen.text == (
        "On the waiting list, position 1\n"
        "Ben: Swimming, Mon 14 Sept, 15:30–16:30\n"
        "No place yet. When your turn comes, you get one automatically, and we tell you."
    )

    await anna.send("/bookings")
    await anna.tap("Swimming")
    await anna.tap("Cancel this booking")
    assert anna.screen.text == (
        "Cancel Emma's place?\nSwimming, Mon 14 Sept, 15:30–16:30\n\n"
        "Nothing was paid for it, so nothing is refunded."
    )
    await anna.tap("Yes, cancel")
    assert anna.screen.text == "Cancelled\nSwimming, Mon 14 Sept, 15:30–16:30"

    told = await bob.wait_for("A place has come free")
    assert told.text == (
        "A place has come free, and it is yours: booked\n"
        "Ben: Swimming, Mon 14 Sept, 15:30–16:30\n"
        "If you no longer need it, please cancel, so that the next child gets it."
    )
    await bob.tap("Show booking")
    assert "Booked. Price: free." in bob.screen.text
